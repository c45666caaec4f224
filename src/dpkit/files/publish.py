"""Publishing: files and folders that appear whole or not at all, and survive a loss of power.

What is new is written under another name in the same folder, synced to the disk, renamed, and the folder synced.
Nothing that is there is ever written over.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dpkit.model.errors import DpkitError
from dpkit.model.show import plain

ASIDE = ".dpkit-part"  #: how the names of what is not whole yet end


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Tell that the system refused to write `path` in one sentence."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise DpkitError(f"{plain(str(path), 200)} could not be written: {reason}") from error


def make(folder: Path) -> None:
    """Make a folder, if it is not there."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync(folder.parent)


def clean(folder: Path) -> None:
    """Remove what runs that died have left in a folder; whoever asks holds the lock of it."""
    for name in os.listdir(folder):
        if name.startswith(".") and name.endswith(ASIDE):
            path = folder / name
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside `target`; unless it was published, it is gone in the end."""
    folder = _aside(target)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish_folder(folder: Path, target: Path) -> None:
    """Give a folder that is whole its name, in one step.

    Args:
        folder: of `aside`.
        target: what it is to be called; there is nothing of that name, or an empty folder.

    Raises:
        OSError: the system refused; there is nothing new of that name, unless the last sync failed.
    """
    for root, _, names in os.walk(folder, topdown=False):
        for name in sorted(names):
            sync(Path(root, name))
        sync(Path(root))
    os.rename(folder, target)
    sync(target.parent)


def publish_file(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all.

    Raises:
        FileExistsError: there is one of that name.
        OSError: the system refused; there is no file of that name, unless the last sync failed.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "it is there already")
    part = _aside(path)
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}{ASIDE}")
