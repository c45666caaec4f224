"""Tables in workbooks (`.xlsx`), read by openpyxl, which `dpkit[excel]` brings along."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from dpkit.load.json_rows import join_labels
from dpkit.load.rows import TableError
from dpkit.model.descriptor import Dialect
from dpkit.model.show import show

LARGEST = 1 << 30  #: bytes that a workbook may unpack to


def excel_rows(fd: int, dialect: Dialect) -> tuple[list[str] | None, Sequence[Sequence[Any]], int]:
    """Return the labels of a sheet (None if there is no header), its rows, and the number of the first.

    Args:
        fd: the workbook.
        dialect: which sheet, which rows.

    Raises:
        TableError: it is no workbook, or has no such sheet.
        ImportError: openpyxl is not installed.
    """
    rows = list(_cells(fd, dialect))
    if not dialect.header:
        return None, [row for _, row in rows], rows[0][0] if rows else 1
    last, named = dialect.header_rows[-1], frozenset(dialect.header_rows)
    header = [["" if cell is None else str(cell) for cell in row] for n, row in rows if n in named]
    labels = join_labels(header, dialect.header_join)
    while labels and not labels[-1]:
        labels.pop()
    body = [list(row[: max(len(labels), _width(row))]) for n, row in rows if n > last]
    while body and not any(cell is not None for cell in body[-1]):
        body.pop()
    return labels, body, last + 1


def _width(row: Sequence[Any]) -> int:
    return max((index + 1 for index, cell in enumerate(row) if cell is not None), default=0)


def _cells(fd: int, dialect: Dialect) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows of the sheet with their numbers, comments left out."""
    import zipfile

    from openpyxl import load_workbook

    from dpkit.files.unpack import BROKEN, judge
    from dpkit.model.errors import DpkitError

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
        except (*BROKEN, DpkitError, KeyError, OSError, TypeError, AttributeError, SyntaxError) as error:
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
