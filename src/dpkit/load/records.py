"""CSV read record by record, strictly, with the physical line of each: for what the fast reader does not take."""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from dpkit.load.lines import LONGEST, Lines
from dpkit.model.descriptor import Dialect

csv.field_size_limit(LONGEST)
LOOKED_AT = 1 << 16  #: characters of a malformed record


class Record(NamedTuple):  # of millions, the quickest to make
    """One record: the line on which it begins (from 1), its cells, its text, what is malformed about it, its number."""

    line: int
    cells: list[str]
    text: str
    malformed: str = ""
    number: int = 0  #: of the row in the file, from 1, comments counted
    times: int = 1  #: how often it stands there, one line after the other, if it is blank


def read_records(text: TextIO, dialect: Dialect, *, runs: bool = False) -> Iterator[Record]:
    """Read the records of `text`, whose line ends were left as they are, but for comments.

    Args:
        text: is read from where it stands.
        dialect: how it is written.
        runs: whether blank lines that stand one after the other are a single record, which says how many they are.

    A record that is malformed comes with the reason and the cells that could be read; reading goes on after it, unless
    it is one of many lines that is too long.
    """
    lines, comments = Lines(text, dialect), frozenset(dialect.comment_rows)
    last_comment = max(comments, default=0)
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
    number = 0
    while True:
        number += 1
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
        if number + lines.skipped not in comments:
            line, place = lines.number - lines.taken + 1, number + lines.skipped
            blank = runs and not malformed and not any(cells) and place > last_comment
            times = 1 + lines.alike(record) if blank else 1
            yield Record(line, cells, record, malformed, place, times)
            number += times - 1
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


def where_malformed(record: Record, dialect: Dialect) -> tuple[int, str]:
    """Return the number of the cell, from 1, in which the grammar of a record ends, and that cell; 0 if it is far on.

    A quoted cell that is never closed is shown to the end of its first line.
    """
    text, cell = record.text[:LOOKED_AT], re.compile(cell_pattern(dialect), re.DOTALL)
    number, start = 1, 0
    while True:
        end = found.end() if (found := cell.match(text, start)) else start
        if end == len(text):
            return 0, ""
        if not text.startswith(dialect.delimiter, end):
            rest = re.split(rf"[\r\n]|{re.escape(dialect.delimiter)}", text[end:])[0]
            return number, text[start:end] + rest
        number, start = number + 1, end + len(dialect.delimiter)


def cell_pattern(dialect: Dialect) -> str:
    """Return a pattern for a cell as it is written, quotation marks and all."""
    delimiter, quote, escape = (re.escape(mark) for mark in (dialect.delimiter, dialect.quote, dialect.escape or ""))
    pairs = [*([quote + quote] if dialect.double_quote else []), *([escape + "."] if escape else [])]
    inside = f"[^{quote}{escape}]*+" + (f"(?:(?:{'|'.join(pairs)})[^{quote}{escape}]*+)*+" if pairs else "")
    bare = rf"[^{quote}{escape}{delimiter}\r\n]*+"
    bare += f"(?:{escape}.{bare})*+" if escape else ""
    quoted = f"{quote}{inside}{quote}|" if quote else ""
    return f"{' *+' if dialect.skip_initial_space else ''}(?:{quoted}{bare})"
