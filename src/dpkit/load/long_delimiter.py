"""Delimiters of several characters, written as one: no reader of CSV takes them as they are."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from dpkit.files.scan import CHUNK
from dpkit.load.rows import UnsupportedError
from dpkit.model.descriptor import Dialect
from dpkit.model.show import show

STANDINS = [bytes([code]) for code in (0x1F, 0x1E, 0x1D, 0x1C)]  #: separators of ASCII, for those who need such


def with_short_delimiter(
    fds: Sequence[int], dialect: Dialect, staging: Path, stack: ExitStack
) -> tuple[list[int], Dialect]:
    """Return open files in UTF-8 with a delimiter of one character, and their dialect.

    Lines stay where they are, and cells as they are: only delimiters outside of quotation marks are written otherwise.

    Args:
        fds: the files.
        dialect: theirs.
        staging: folder for new files.
        stack: closes them.

    Raises:
        UnsupportedError: they hold every character that might stand for the delimiter, or comments.
    """
    if len(dialect.delimiter) < 2:  # noqa: PLR2004 - characters
        return list(fds), dialect
    if dialect.comment:
        raise UnsupportedError(f"dpkit reads no comments where the delimiter is {show(dialect.delimiter)}")
    free = [each for each in STANDINS if not any(each in chunk for fd in fds for chunk in _chunks(fd))]
    if not free:
        raise UnsupportedError(f"its delimiter is {show(dialect.delimiter)}, and it holds all that may stand for it")
    marks = _Marks(dialect, free[0])
    return [marks.rewritten(fd, staging, stack) for fd in fds], replace(dialect, delimiter=free[0].decode())


class _Marks:
    """What in a text matters to where a delimiter is one: quotation marks, what escapes them, the delimiter."""

    def __init__(self, dialect: Dialect, standin: bytes) -> None:
        self.delimiter, self.quote, self.standin = dialect.delimiter.encode(), dialect.quote.encode(), standin
        escaped = [re.escape(dialect.escape.encode()) + b"."] if dialect.escape else []
        self.pattern = re.compile(b"|".join([*escaped, re.escape(self.quote), re.escape(self.delimiter)]), re.DOTALL)
        self.quoted = False

    def rewritten(self, fd: int, staging: Path, stack: ExitStack) -> int:
        """Return a copy of an open file, open for reading."""
        copy, _ = tempfile.mkstemp(dir=staging)
        stack.callback(os.close, copy)
        self.quoted = False
        with os.fdopen(os.dup(copy), "wb") as out:
            for lines in _lines(fd):
                out.write(self.pattern.sub(self._replaced, lines))
        return copy

    def _replaced(self, match: re.Match[bytes]) -> bytes:
        found = match[0]
        if found == self.quote:
            self.quoted = not self.quoted
        return self.standin if found == self.delimiter and not self.quoted else found


def _lines(fd: int) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces that end where a line does: no delimiter is cut in two."""
    rest = b""
    for chunk in _chunks(fd):
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        if end:
            yield rest + chunk[:end]
            rest = chunk[end:]
        else:
            rest += chunk
    yield rest


def _chunks(fd: int) -> Iterator[bytes]:
    offset = 0
    while chunk := os.pread(fd, CHUNK, offset):
        offset += len(chunk)
        yield chunk
