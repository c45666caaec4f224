"""Temporary folders of dpkit whose process was killed: removed by the next one that finds them."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "dpkit-"
LOCK = "lock"
SECONDS = 2.0  #: that a sweep takes at most; the next one goes on
MOST = 10_000  #: names of the folder for temporary files that are looked at


def sweep(place: Path) -> None:
    """Remove the folders in `place` that are this user's and whose lock nobody holds; what cannot be removed stays.

    A folder without a lock is left alone: it may be that of an older dpkit, or somebody else's.
    """
    until = time.monotonic() + SECONDS
    for folder in _folders(place):
        with suppress(ImportError, OSError), _taken(folder):
            _remove(folder, until)
        if time.monotonic() > until:
            return


def _folders(place: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(place) as entries:
        for _, entry in zip(range(MOST), entries, strict=False):
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


@contextmanager
def _taken(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder that is left over.

    Raises:
        OSError: it has none, it is another user's, or its process lives.
        ImportError: the system has no such locks.
    """
    import fcntl

    fd = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        found = os.fstat(fd)
        if found.st_uid != os.geteuid() or folder.lstat().st_uid != os.geteuid() or not stat.S_ISREG(found.st_mode):
            raise PermissionError
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(found, (folder / LOCK).lstat()):  # another sweep removed it meanwhile
            raise FileNotFoundError
        yield
    finally:
        os.close(fd)


def _remove(folder: Path, until: float) -> None:
    """Remove a folder, its lock last; links are removed, and not followed."""
    for _, folders, files, fd in os.fwalk(folder / "files", topdown=False, follow_symlinks=False):
        for name in files:
            os.unlink(name, dir_fd=fd)
            if time.monotonic() > until:
                return
        for name in folders:
            if stat.S_ISLNK(os.lstat(name, dir_fd=fd).st_mode):
                os.unlink(name, dir_fd=fd)
            else:
                os.rmdir(name, dir_fd=fd)
    os.rmdir(folder / "files")
    os.unlink(folder / LOCK)
    os.rmdir(folder)
