"""The lines of a text, for a reader of records."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import TextIO

from dpkit.model.descriptor import Dialect

CHUNK = 1 << 18  #: characters
ENDS = "\r\n"
LONGEST = 1 << 24  #: characters of a record; to hold one, the reader needs some twenty bytes for each
ALONE = r"(?!\n)"  #: behind CR: with LF, it is another kind of line end
SHORT = 100  #: characters of a line, up to which it is worth looking for more like it


class Lines:
    """An iterator over the lines of a text, kept while the record they belong to is being read."""

    def __init__(self, text: TextIO, dialect: Dialect) -> None:
        self._text, self._comment, self._end = text, dialect.comment, dialect.line_end
        self._quote = dialect.quote
        self._buffer, self._ahead = "", StringIO(newline="")  #: lines that were read ahead, and which of them are left
        self._lines = _pieces(text, dialect.line_end) if dialect.line_end else self._whole_lines()
        self.number = 0
        self.skipped = 0  #: comments so far
        self.taken = 0  #: lines of the record
        self.size = 0
        self._record = StringIO()  # of millions of short lines a list would take ten times as much

    def clear(self) -> None:
        """Begin a new record."""
        self.taken, self.size, self._record = 0, 0, StringIO()

    @property
    def record(self) -> str:
        """The text of the record so far."""
        return self._record.getvalue()

    def __iter__(self) -> Iterator[str]:  # noqa: D105
        return self

    def __next__(self) -> str:  # noqa: D105
        for line in self._lines:
            self.number += 1
            self.size += len(line)
            if self.size >= LONGEST:
                self._skip(line)
            if not self.taken and self._comment and line.startswith(self._comment):
                self.skipped += 1
                self.size = 0
                continue
            # another piece is asked for within a quoted cell only: there, what ends a row is a part of the cell
            piece = self._end + line if self._end and self.taken else line
            self.taken += 1
            self._record.write(piece)
            return piece
        raise StopIteration

    def alike(self, line: str) -> int:
        """Pass over all lines that follow and are as the short `line`; return how many."""
        if self._end or len(line) > SHORT or not line.endswith(tuple(ENDS)):
            return 0
        alone = ALONE if line.endswith("\r") else ""
        pattern = re.compile(f"(?:{re.escape(line)}{alone})*+")
        found, more = 0, True
        while more:
            begin = self._ahead.tell()
            run = pattern.match(self._buffer, begin)
            end = run.end() if run else begin
            found += (end - begin) // len(line)
            self._ahead.seek(end)
            more = end == len(self._buffer) and self._read_ahead()
        self.number += found
        return found

    def _whole_lines(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST):
            yield line
            yield from self._ahead

    def _read_ahead(self) -> bool:
        """Read whole lines, but of one that is too long; return whether there were any."""
        self._buffer = self._text.read(CHUNK)
        if not self._buffer.endswith("\n"):
            self._buffer += self._text.readline(LONGEST)
        self._ahead.seek(0)
        self._ahead.truncate()
        self._ahead.write(self._buffer)
        self._ahead.seek(0)
        return bool(self._buffer)

    def _skip(self, line: str) -> None:
        """Leave the rest of a line out that makes the record too long."""
        unclosed = bool(self._quote) and self._record.getvalue().count(self._quote) + line.count(self._quote)
        self.taken += 1
        while not self._end and line and not line.endswith(("\n", "\r")):
            line = self._text.readline(LONGEST)
            self.size += len(line)
        size = f"more than {LONGEST:,}" if self._end else f"{self.size - len(line) + len(line.rstrip(ENDS)):,}"
        over = f"on {self.taken:,} lines so far it has" if self.taken > 1 else "its line has"
        perhaps = "; perhaps a quotation mark is never closed" if unclosed and unclosed % 2 else ""
        raise csv.Error(f"{over} {size} characters, and a row may have at most {LONGEST:,} to be looked at{perhaps}")


def _pieces(text: TextIO, end: str) -> Iterator[str]:
    """Yield what stands between the `end`s of rows; of what is too long, no more than makes it too long."""
    rest = ""
    while chunk := text.read(CHUNK):
        *whole, rest = (rest + chunk).split(end)
        yield from whole
        while len(rest) >= LONGEST:
            yield rest
            rest = _after_end(text, end)
    if rest.strip("\r\n"):
        yield rest


def _after_end(text: TextIO, end: str) -> str:
    """Read on behind the next `end`; return what of the text behind it has been read by then."""
    while chunk := text.read(CHUNK):
        _, found, rest = chunk.partition(end)
        if found:
            return rest
    return ""
