"""A folder that files are opened from, and nothing outside it."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from dpkit.model.errors import UnsafePathError

MOST_LINKS = 40
OUT = "it leads out of the package's folder"
OUT_BY_LINK = "it is a symbolic link that leads out of the package's folder"
NAMED_IN_UTF8 = sys.getfilesystemencoding().lower() == "utf-8"
NOT_PLAIN = "it is not a plain file"
KINDS = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"))
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


#: what the system says of a path by which there is no file that could be read: the package's own fault
NO_FILE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.EINVAL}
NO_PLAIN_FILE = {errno.ENXIO, errno.ENODEV}  #: what it says of a socket, and of a device without a driver


def is_refusal(error: OSError) -> bool:
    """Tell whether a file may be there, and the system did not let it be read: no permission, a medium at fault."""
    return error.errno not in {*NO_FILE, errno.EILSEQ}


class Folder:
    """A folder, opened once; every file below it is reached from there, link by link.

    Args:
        path: the folder.

    Raises:
        OSError: there is no such folder, or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.opened: set[str] = set()  #: paths of the files that were asked for
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._fd)

    @contextmanager
    def open(self, relative: str) -> Iterator[int]:
        """Open a plain file below the folder for reading.

        Args:
            relative: path with `/`; symbolic links are followed as long as they stay inside.

        Yields:
            A file descriptor.

        Raises:
            UnsafePathError: the path leads out of the folder, or to something that is no plain file.
            OSError: there is no such file, or it cannot be read.
        """
        self.opened.add(relative)
        try:
            fd = self._walk(relative)
        except OSError as error:
            if error.errno in NO_PLAIN_FILE:
                raise UnsafePathError(f"{NOT_PLAIN}, but a socket or a device") from error
            raise
        try:
            mode = os.fstat(fd).st_mode
            if stat.S_ISDIR(mode):
                raise UnsafePathError("it is a folder; each file is named by itself")
            if not stat.S_ISREG(mode) or relative.endswith("/"):
                raise UnsafePathError(_not_plain(mode))
            yield fd
        finally:
            os.close(fd)

    def read(self, relative: str, most: int | None = None) -> bytes:
        """Return the bytes of a file below the folder; errors as in `open`, and one if it is over `most`."""
        with self.open(relative) as fd:
            size = os.fstat(fd).st_size
            if most is not None and size > most:
                raise UnsafePathError(f"it has {size:,} bytes; at most {most:,} are read")
            with os.fdopen(os.dup(fd), "rb") as file:
                return file.read()

    def names(self, relative: str) -> list[str]:
        """Return the names in a folder below this one, sorted; nothing if there is no such folder."""
        try:
            fd = self._walk(relative)
        except (OSError, UnsafePathError):
            return []
        try:
            return sorted(map(_text, os.listdir(fd))) if stat.S_ISDIR(os.fstat(fd).st_mode) else []
        finally:
            os.close(fd)

    def target(self, relative: str) -> str | None:
        """Return where a symbolic link below this folder leads; None if there is none."""
        parent, _, name = relative.rpartition("/")
        try:
            fd = self._walk(parent)
        except (OSError, UnsafePathError):
            return None
        try:
            return _link(name, fd)
        except OSError:
            return None
        finally:
            os.close(fd)

    def refusal(self, relative: str) -> OSError | UnsafePathError | None:
        """Return why a folder below this one is not listed, though something is there by its name."""
        try:
            os.close(self._walk(relative))
        except UnsafePathError as error:
            return error
        except OSError as error:
            return error if is_refusal(error) or self._is_link(relative) else None
        return None

    def _is_link(self, name: str) -> bool:
        try:
            return "/" not in name and stat.S_ISLNK(os.lstat(_native(name), dir_fd=self._fd).st_mode)
        except OSError:
            return False

    def files(self, relative: str) -> list[str]:
        """Return the paths of the files in a folder below this one and in its folders, but for hidden ones, sorted.

        A link to a folder is not entered, unless it is `relative` itself, or on the way there.
        """
        found: list[str] = []
        try:
            fd = self._walk(relative)
        except (OSError, UnsafePathError):
            return found
        try:
            for place, folders, names, _ in os.fwalk(dir_fd=fd) if stat.S_ISDIR(os.fstat(fd).st_mode) else ():
                folders[:] = [each for each in folders if not each.startswith(".")]
                seen = os.path.normpath(os.path.join(relative, _text(place)))
                found += [f"{seen}/{_text(each)}" for each in names if not each.startswith(".")]
        finally:
            os.close(fd)
        return sorted(found)

    def _walk(self, relative: str) -> int:
        todo, inside, links = relative.split("/")[::-1], [os.dup(self._fd)], 0
        try:
            while todo:
                part = todo.pop()
                if part in {"", "."}:
                    continue
                if part == "..":
                    _leave(inside, links)
                elif (target := _link(part, inside[-1])) is not None:
                    links += 1
                    todo += _steps(target, links)
                else:
                    inside.append(os.open(_native(part), FLAGS, dir_fd=inside[-1]))
            return inside.pop()
        finally:
            for fd in inside:
                os.close(fd)


@contextmanager
def open_plain(path: Path, within: Path | None = None) -> Iterator[int]:
    """Open a plain file for reading; nobody waits for a pipe.

    Args:
        path: of the file.
        within: a folder which it may not leave, not even by symbolic links.

    Yields:
        A file descriptor.

    Raises:
        UnsafePathError: it leads out of `within`, or is no plain file.
        OSError: there is no such file, or it cannot be read.
    """
    with ExitStack() as stack:
        if within is not None:
            folder = Folder(within)
            stack.callback(folder.close)
            yield stack.enter_context(folder.open(path.relative_to(within).as_posix()))
            return
        fd = os.open(path, FLAGS & ~getattr(os, "O_NOFOLLOW", 0))
        stack.callback(os.close, fd)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise UnsafePathError(_not_plain(os.fstat(fd).st_mode))
        yield fd


def read_plain(path: Path, within: Path | None = None) -> bytes:
    """Return the bytes of a plain file; arguments and errors as of `open_plain`."""
    with open_plain(path, within) as fd, os.fdopen(os.dup(fd), "rb") as file:
        return file.read()


def _not_plain(mode: int) -> str:
    kind = next((kind for is_it, kind in KINDS if is_it(mode)), "")
    return f"{NOT_PLAIN}, but {kind}" if kind else NOT_PLAIN


def _native(name: str) -> Any:
    """Return a name, text or bytes, as the system knows it: in UTF-8, as in a descriptor, whatever the locale says."""
    return name if NAMED_IN_UTF8 else name.encode("utf-8", "surrogateescape")


def _text(name: str | bytes) -> str:
    """Return a name that the system gives, read as UTF-8; bytes that are none are kept."""
    if isinstance(name, str) and NAMED_IN_UTF8:
        return name
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def no_file(path: Path) -> str:
    """Return what stands at `path` (`is a folder, not a file`); nothing where there is a plain file, or nothing."""
    if os.path.isfile(path) or not os.path.lexists(path):
        return ""
    try:
        mode = path.stat().st_mode
    except OSError:
        return "is a symbolic link that leads to no file that can be read"
    kind = "a folder" if stat.S_ISDIR(mode) else "a named pipe" if stat.S_ISFIFO(mode) else "a device or a socket"
    return f"is {kind}, not a file"


def _leave(inside: list[int], links: int) -> None:
    if len(inside) == 1:
        raise UnsafePathError(OUT_BY_LINK if links else OUT)
    os.close(inside.pop())


def _link(part: str, fd: int) -> str | None:
    try:
        return _text(os.readlink(_native(part), dir_fd=fd))
    except OSError as error:
        if error.errno == errno.EINVAL:  # there, and no link
            return None
        raise


def _steps(target: str, links: int) -> list[str]:
    if target.startswith("/"):
        raise UnsafePathError(OUT_BY_LINK)
    if links > MOST_LINKS:
        raise UnsafePathError("it is a symbolic link that leads back to itself")
    return target.split("/")[::-1]
