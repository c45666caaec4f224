"""CSV read record by record, strictly, with the physical line of each: for what the fast reader does not take."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import count
from typing import TextIO

from dpkit.model.descriptor import Dialect

CHUNK = 1 << 18  #: characters
ENDS = "\r\n"
LONGEST = 1 << 24  #: characters of a record; to hold one, the reader needs some twenty bytes for each

csv.field_size_limit(LONGEST)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line on which it begins (from 1), its cells, its text, what is malformed about it, its number."""

    line: int
    cells: list[str]
    text: str
    malformed: str = ""
    number: int = 0  #: of the row in the file, from 1, comments counted


class _Lines:
    """The lines of a text, kept while the record they belong to is being read."""

    def __init__(self, text: TextIO, dialect: Dialect) -> None:
        self._text, self._comment, self._end = text, dialect.comment, dialect.line_end
        self._quote = dialect.quote
        self._lines = _pieces(text, dialect.line_end) if dialect.line_end else iter(partial(text.readline, LONGEST), "")
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

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
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


def read_records(text: TextIO, dialect: Dialect) -> Iterator[Record]:
    """Read the records of `text`, whose line ends were left as they are, but for comments.

    A record that is malformed comes with the reason and the cells that could be read; reading goes on after it, unless
    it is one of many lines that is too long.
    """
    lines = _Lines(text, dialect)
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=dialect.double_quote,
        escapechar=dialect.escape,
        skipinitialspace=dialect.skip_initial_space,
        strict=True,
    )
    well_formed = _grammar(dialect)
    for number in count(1):
        lines.clear()
        cells, malformed = [], ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            malformed = _reason(str(error))
        record = lines.record
        if not malformed and dialect.quote in record and not well_formed.fullmatch(record):
            malformed = "a quotation mark stands inside a cell that is not quoted"
        if number + lines.skipped not in dialect.comment_rows:
            yield Record(lines.number - lines.taken + 1, cells, record, malformed, number + lines.skipped)
        if lines.size >= LONGEST and lines.taken > 1:
            return  # in the middle of a quoted cell: where the next record begins nobody knows


def _reason(error: str) -> str:
    if "unexpected end" in error:
        return "a quoted cell is never closed"
    return "characters follow a closing quotation mark" if "expected after" in error else error


def _grammar(dialect: Dialect) -> re.Pattern[str]:
    """Return what a record with quotation marks looks like (RFC 4180, section 2), on which `csv` does not insist."""
    cell, delimiter = cell_pattern(dialect), re.escape(dialect.delimiter)
    return re.compile(rf"{cell}(?:{delimiter}{cell})*+(?:\r\n|\r|\n)?", re.DOTALL)


def cell_pattern(dialect: Dialect) -> str:
    """Return a pattern for a cell as it is written, quotation marks and all."""
    delimiter, quote, escape = (re.escape(mark) for mark in (dialect.delimiter, dialect.quote, dialect.escape or ""))
    pairs = [*([quote + quote] if dialect.double_quote else []), *([escape + "."] if escape else [])]
    inside = f"[^{quote}{escape}]*+" + (f"(?:(?:{'|'.join(pairs)})[^{quote}{escape}]*+)*+" if pairs else "")
    bare = rf"[^{quote}{escape}{delimiter}\r\n]*+"
    bare += f"(?:{escape}.{bare})*+" if escape else ""
    quoted = f"{quote}{inside}{quote}|" if quote else ""
    return f"{' *+' if dialect.skip_initial_space else ''}(?:{quoted}{bare})"
