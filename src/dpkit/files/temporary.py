"""Temporary folders, which are gone when the program ends, or, if it was killed, when the next one begins."""

import os
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

from dpkit.files.sweep import LOCK, PREFIX, sweep

_open: "weakref.WeakSet[Temporary]" = weakref.WeakSet()
_swept = False


class Temporary:
    """A new folder, which is removed with the object.

    Beside it, in a folder of both, lies a lock that this process holds until it ends: a folder whose lock is free is
    left over.
    """

    def __init__(self) -> None:
        self._whole = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        whole = Path(self._whole.name)
        self.name = str(whole / "files")
        os.mkdir(self.name, 0o700)
        held = _hold(whole)
        self._let_go = weakref.finalize(self, os.close, held) if held is not None else lambda: None

    def __enter__(self) -> str:
        """Return the path of the folder."""
        return self.name

    def __exit__(self, *_: object) -> None:
        """Remove the folder."""
        self.cleanup()

    def cleanup(self) -> None:
        """Remove the folder."""
        self._whole.cleanup()
        self._let_go()


def temporary() -> Temporary:
    """Return a new folder; the first of a process removes what was left by others that were killed."""
    global _swept  # noqa: PLW0603 - once a process
    if not _swept:
        _swept = True
        sweep(Path(tempfile.gettempdir()))
    folder = Temporary()
    _open.add(folder)
    return folder


def remove_temporary() -> None:
    """Remove all that are there, whoever still writes to them."""
    for folder in list(_open):
        folder.cleanup()


def _hold(whole: Path) -> int | None:
    """Lay down a lock that is held from the moment it has its name; None where the system has no such locks."""
    with suppress(ImportError, OSError):
        import fcntl

        fd = os.open(whole / "new", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.rename(whole / "new", whole / LOCK)
        except OSError:
            os.close(fd)
            raise
        return fd
    return None
