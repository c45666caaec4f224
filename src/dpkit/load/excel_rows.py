"""Tables in workbooks (`.xlsx`), read by openpyxl, which `dpkit[excel]` brings along."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from dpkit.files.unpack import BROKEN, DEFAULT, SMALL, judge
from dpkit.load.json_rows import join_labels
from dpkit.load.rows import TableError
from dpkit.model.descriptor import Dialect
from dpkit.model.errors import DpkitError
from dpkit.model.show import show

MOST_ROWS = 1 << 20  #: of a sheet, as Excel has it; a row may say that it is any
MOST_CELLS = 20_000_000  #: up to the last of each row that is not empty

Row = tuple[int, Sequence[Any]]  #: its number, from 1, and its cells


def excel_rows(fd: int, dialect: Dialect) -> tuple[list[str] | None, Sequence[Sequence[Any]], int]:
    """Return the labels of a sheet (None if there is no header), its rows, and the number of the first.

    Args:
        fd: the workbook.
        dialect: which sheet, which rows.

    Raises:
        TableError: it is no workbook, or has no such sheet.
        ImportError: openpyxl is not installed.
    """
    rows = list(_bounded(_cells(fd, dialect), os.fstat(fd).st_size))
    if not dialect.header:
        widest = max((len(row) for _, row in rows), default=0)
        return None, _padded([row for _, row in rows], widest), rows[0][0] if rows else 1
    last, named = dialect.header_rows[-1], frozenset(dialect.header_rows)
    header = [["" if cell is None else str(cell) for cell in row] for n, row in rows if n in named]
    labels = join_labels(header, dialect.header_join)
    while labels and not labels[-1]:
        labels.pop()
    body = [row for n, row in rows if n > last]
    while body and not body[-1]:
        body.pop()
    return labels, _padded(body, len(labels)), last + 1


def _bounded(rows: Iterator[Row], packed: int) -> Iterator[Row]:
    """Yield rows without their empty ends, until they are more than a small file may stand for."""
    cells, text, most = 0, 0, min(DEFAULT.size, max(SMALL, DEFAULT.ratio * packed))
    for number, row in rows:
        kept = row[: _width(row)]
        cells += len(kept)
        text += sum(len(cell) for cell in kept if isinstance(cell, str))
        if number > MOST_ROWS:
            raise TableError(f"it has more than {MOST_ROWS:,} rows")
        if cells > MOST_CELLS:
            raise TableError(f"it has more than {MOST_CELLS:,} cells")
        if text > most:
            raise TableError(f"its cells hold more than {most:,} characters")
        yield number, kept


def _padded(rows: Sequence[Sequence[Any]], width: int) -> Sequence[Sequence[Any]]:
    """Return rows of at least so many cells: a workbook may leave out those that are empty."""
    if len(rows) * width > MOST_CELLS:
        raise TableError(f"it has more than {MOST_CELLS:,} cells")
    return [[*row, *[None] * (width - len(row))] for row in rows]


def _width(row: Sequence[Any]) -> int:
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def _cells(fd: int, dialect: Dialect) -> Iterator[Row]:
    """Yield the rows of the sheet with their numbers, comments left out."""
    import zipfile

    from openpyxl import load_workbook

    comments = frozenset(dialect.comment_rows)
    with os.fdopen(os.dup(fd), "rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                judge(archive.infolist(), os.fstat(fd).st_size)
            with closing(load_workbook(file, read_only=True, data_only=True)) as book:
                for number, row in enumerate(_sheet(book, dialect).iter_rows(values_only=True), 1):
                    if number not in comments and not _is_comment(row, dialect):
                        yield number, row
        except TableError:
            raise
        except DpkitError as error:
            raise TableError(str(error)) from error
        except (*BROKEN, KeyError, OSError, TypeError, AttributeError, SyntaxError) as error:
            raise TableError("it is no workbook, or it is damaged") from error


def _sheet(book: Any, dialect: Dialect) -> Any:
    names = book.sheetnames
    if isinstance(dialect.sheet, str):
        if dialect.sheet not in names:
            raise TableError(f"it has no sheet {show(dialect.sheet)}; it has {', '.join(map(show, names))}")
        return book[dialect.sheet]
    if dialect.sheet > len(names):
        raise TableError(f"it has no sheet {dialect.sheet}, only {len(names)}")
    return book[names[dialect.sheet - 1]]


def _is_comment(row: Sequence[Any], dialect: Dialect) -> bool:
    return bool(dialect.comment and row and isinstance(row[0], str) and row[0].startswith(dialect.comment))
