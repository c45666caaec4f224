"""What is remembered between runs, outside of all packages; whatever is wrong with it is only a miss."""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

LARGEST = 256 << 20  #: bytes of all entries; when there are more, those go that were not asked for the longest
LARGEST_ENTRY = 16 << 20
SUM = 64  #: characters of a sha256
OTHERS_WRITE = 0o022
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


class Cache:
    """A folder of entries, each a file of its own that begins with a sum over its name and content.

    Args:
        folder: its user's own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what `put` was given for `key`; None if there is nothing, or not just that.

        Args:
            key: a sha256 in hexadecimal digits.
        """
        try:
            with os.fdopen(os.open(self.folder / key, FLAGS), "rb") as file:
                found = file.read(LARGEST_ENTRY)
            content = found[SUM:]
            if found[:SUM] != _sum(key, content):
                return None
            os.utime(self.folder / key)
        except OSError:
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Remember `content` for `key`, if that can be: written beside, then renamed."""
        if SUM + len(content) > LARGEST_ENTRY:
            return
        with suppress(OSError):
            fd, beside = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(fd, "wb") as file:
                    file.write(_sum(key, content) + content)
                os.replace(beside, self.folder / key)
            except OSError:
                os.unlink(beside)
                raise
            self._forget()

    def _forget(self) -> None:
        """Remove the oldest entries while all together are too large; also what a run left that was stopped."""
        with os.scandir(self.folder) as entries:
            stamps = [(each.stat(follow_symlinks=False), each.path) for each in entries]
        total = sum(stamp.st_size for stamp, _ in stamps)
        for stamp, path in sorted(stamps, key=lambda each: each[0].st_mtime_ns):
            if total <= LARGEST:
                return
            os.unlink(path)
            total -= stamp.st_size


def open_cache() -> Cache | None:
    """Return the user's cache: in `$DPKIT_CACHE`, else `$XDG_CACHE_HOME/dpkit`, else `~/.cache/dpkit`.

    The folder is made where it does not exist, though no home. None where that cannot be, and where others could write
    into it.
    """
    folder = _folder()
    if folder is None or not hasattr(os, "geteuid"):
        return None
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.stat(folder)
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & OTHERS_WRITE
    return Cache(folder) if own else None


def _folder() -> Path | None:
    if chosen := os.environ.get("DPKIT_CACHE"):
        return Path(chosen)
    above = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(above):  # as the XDG Base Directory Specification has it
        home = os.environ.get("HOME", "")
        above = os.path.join(home, ".cache") if os.path.isabs(home) and os.path.isdir(home) else ""
    return Path(above) / "dpkit" if above else None


def _sum(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + content).hexdigest().encode()
