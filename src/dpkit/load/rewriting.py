"""A CSV text with some cells replaced: all else stays as it stood, to the character."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from dpkit.load.records import Record, cell_pattern, read_records
from dpkit.model.descriptor import Dialect
from dpkit.model.errors import DpkitError

Cell = tuple[int, int]  #: number of the row, from 0, behind the header; number of the column, from 0


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a cell says, and what it is to say."""

    old: str
    new: str  #: holds no quotation mark and no line end


def with_replaced(text: str, dialect: Dialect, cells: Mapping[Cell, Replacement]) -> str:
    """Return `text` with `cells` replaced.

    Args:
        text: of the file, line ends as they are, with or without BOM.
        dialect: how it is written; its rows end with line ends.
        cells: by place.

    Raises:
        DpkitError: a cell is not there, does not say what it is said to say, or cannot be written in the dialect.
    """
    lines = list(StringIO(text, newline=""))
    of_row: dict[int, dict[int, Replacement]] = {}
    for (row, column), replacement in cells.items():
        of_row.setdefault(row, {})[column] = replacement
    for row, record in enumerate(_rows(text.removeprefix("\ufeff"), dialect)):
        if row in of_row:
            written = _with_cells(record, dialect, of_row.pop(row))
            first, count = record.line - 1, len(list(StringIO(record.text, newline="")))
            lines[first : first + count] = [written, *[""] * (count - 1)]
    if of_row:
        raise DpkitError("the file has fewer rows than it had")
    return "".join(lines)


def _rows(text: str, dialect: Dialect) -> Iterator[Record]:
    last = dialect.header_rows[-1] if dialect.header else 0
    records = read_records(StringIO(text, newline=""), dialect)
    return (record for record in records if record.number > last)


def _with_cells(record: Record, dialect: Dialect, cells: Mapping[int, Replacement]) -> str:
    spans = list(_spans(record.text, dialect))
    written = record.text
    for column in sorted(cells, reverse=True):  # from the end, so that what stands before does not move
        found = record.cells[column] if len(spans) == len(record.cells) > column else None
        if found != cells[column].old:
            raise DpkitError(f"line {record.line:,} is not what it was when its citations were followed")
        start, end = spans[column]
        written = written[:start] + _cell(cells[column].new, written[start:end], dialect) + written[end:]
    return written


def _spans(record: str, dialect: Dialect) -> Iterator[tuple[int, int]]:
    """Yield start and end of each cell of a well-formed record, quotation marks included."""
    cell, place = re.compile(cell_pattern(dialect), re.DOTALL), 0
    while match := cell.match(record, place):
        yield match.span()
        if not record.startswith(dialect.delimiter, match.end()):
            return
        place = match.end() + len(dialect.delimiter)


def _cell(new: str, old: str, dialect: Dialect) -> str:
    """Return a cell as it is written: in quotation marks if it was, or has to be."""
    blank = old[: len(old) - len(old.lstrip(" "))] if dialect.skip_initial_space else ""
    if dialect.quote and (old.lstrip(" ").startswith(dialect.quote) or dialect.delimiter in new):
        return f"{blank}{dialect.quote}{new}{dialect.quote}"
    if dialect.delimiter in new:
        raise DpkitError(f"its dialect has no quotation marks, in which alone {new} could be written")
    return blank + new
