"""A lock that one process holds at a time, and that falls with it."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dpkit.files.publish import failures
from dpkit.model.errors import DpkitError
from dpkit.model.show import plain

LONGEST_HOLDER = 200
PATIENCE = 1.0  #: seconds that a new holder has to write its name
PAUSE = 0.01


@contextmanager
def hold(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock that a file or folder stands for; the lock of a process that died, by whatever signal, is free.

    Args:
        path: a folder that is there, or a file. The file is made, and stays; while the lock is held, its holder's name
            is in it.
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
        try:
            yield
        finally:
            if not folder:
                with suppress(OSError):  # what was done under the lock is done
                    os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def _take(fd: int, path: Path, doing: str, *, named: bool) -> None:
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _holder(fd) if named else ""
        raise DpkitError(
            f"{plain(holder) or 'another process'} is making {doing} in {plain(str(path), 200)}"
        ) from error
    if named:
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)


def _holder(fd: int) -> str:
    """Return the name in a lock's file: one who has just taken the lock has yet to write it."""
    end = time.monotonic() + PATIENCE
    while not (name := os.pread(fd, LONGEST_HOLDER, 0)) and time.monotonic() < end:
        time.sleep(PAUSE)
    return name.decode("utf-8", "replace").strip()
