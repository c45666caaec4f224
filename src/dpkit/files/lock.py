"""A lock that one process holds at a time, and that falls with it."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dpkit.files.publish import failures
from dpkit.model.errors import DpkitError
from dpkit.model.show import plain

LONGEST_HOLDER = 200


@contextmanager
def hold(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock that a file or folder stands for; the lock of a process that died, by whatever signal, is free.

    Args:
        path: a folder that is there, or a file. The file is made, and stays, with the name of its last holder in it.
        doing: what the lock is for, for the message: `a release`.

    Raises:
        DpkitError: another process holds the lock (the message names it), or the system refused.
    """
    folder = path.is_dir()
    with failures(path):
        fd = os.open(path, os.O_RDONLY if folder else os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with failures(path):
            _take(fd, path, doing, named=not folder)
        yield
    finally:
        os.close(fd)


def _take(fd: int, path: Path, doing: str, *, named: bool) -> None:
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(fd, LONGEST_HOLDER, 0).decode("utf-8", "replace").strip() if named else ""
        raise DpkitError(
            f"{plain(holder) or 'another process'} is making {doing} in {plain(str(path), 200)}"
        ) from error
    if named:
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
