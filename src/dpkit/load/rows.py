"""Rows of values (JSON, a sheet) written as CSV, so that one reader judges them all."""

import csv
import datetime as dt
import json
import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from dpkit.load.json_text import LongNumber
from dpkit.load.options import separator, words
from dpkit.model.descriptor import Field, Schema

NULL = ("",)
TIMES = ("date", "time", "datetime")
NATIVE = {"string": (str,), "boolean": (str, bool)}  #: what JSON writes values of a type as, where not all would do
WRITTEN = {str, int}  #: types whose values are written as they are, whatever their field


class Rows(NamedTuple):
    """The rows of a table as values."""

    labels: list[str] | None  #: None if there is no header
    rows: Iterable[Sequence[Any]]
    gaps: Sequence[int] = ()  #: numbers (from 0) of items among them that are no rows, once the rows were gone through
    header: int = 0  #: how many items stand before the rows


class Whence(NamedTuple):
    """Where items are from, if their resource has several files."""

    file: str | None = None
    before: int = 0  #: rows of the files before it, and items that are none


ALONE = Whence()


class TableError(ValueError):
    """A file holds no table; the message says why."""


class UnsupportedError(ValueError):
    """A file is of a kind that dpkit does not read; the message says of which."""


@dataclass(frozen=True, slots=True)
class Untold:
    """What the text of a table does not tell of the values that it was written from."""

    rows: int = 0  #: how many there are, `gaps` among them
    nulls: frozenset[int] = frozenset()  #: columns in which the empty text may stand for no value
    unnatural: Mapping[int, Sequence[int]] = field(default_factory=dict)  #: column -> rows (from 0) of another type
    gaps: Sequence[int] = ()  #: numbers (from 0) of items that are no rows: they are counted, and not in the text

    def then(self, other: "Untold") -> "Untold":
        """Return what is not told of this table with the rows of the other after its own."""
        moved = {column: [self.rows + row for row in rows] for column, rows in other.unnatural.items()}
        unnatural = {
            column: [*self.unnatural.get(column, ()), *moved.get(column, ())] for column in {*self.unnatural, *moved}
        }
        gaps = [*self.gaps, *(self.rows + gap for gap in other.gaps)]
        return Untold(self.rows + other.rows, self.nulls | other.nulls, unnatural, gaps)


def stage(
    found: Rows,
    schema: Schema | None,
    staging: Path,
    stack: ExitStack,
    *,
    native: bool = False,
) -> tuple[int, Untold]:
    """Write rows as CSV.

    Args:
        found: the rows; their values as JSON or a workbook has them, None for no value.
        schema: tells how its fields write what has a type of its own (`trueValues`, `decimalChar`, `format`).
        staging: folder for the file.
        stack: closes the file.
        native: whether a number in a field of texts is noted.

    Returns:
        The new file, open for reading, and what its text does not tell.
    """
    fd, _ = tempfile.mkstemp(dir=staging)
    stack.callback(os.close, fd)
    labels, rows = found.labels, found.rows
    fields = _fields(labels, schema)
    kinds = {index: NATIVE[each.type] for index, each in fields.items() if each.raw.get("type") and each.type in NATIVE}
    number, nulls, unnatural = 0, set[int](), dict[int, list[int]]()
    with os.fdopen(os.dup(fd), "w", encoding="utf-8", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        if labels is not None:
            writer.writerow(labels)
        for number, row in enumerate(rows, 1):
            writer.writerow(
                [
                    value if type(value) in WRITTEN else _cell(value, fields.get(index), schema)
                    for index, value in enumerate(row)
                ]
            )
            if None in row:
                nulls.update(index for index, value in enumerate(row) if value is None)
            for index in kinds if native else ():
                if index < len(row) and row[index] is not None and not isinstance(row[index], kinds[index]):
                    unnatural.setdefault(index, []).append(number - 1)
    return fd, Untold(number + len(found.gaps), frozenset(nulls), _numbered(unnatural, found.gaps), found.gaps)


def _numbered(rows: dict[int, list[int]], gaps: Sequence[int]) -> dict[int, list[int]]:
    """Return rows that were counted as if there were no gaps by their numbers."""
    if not gaps:
        return rows
    before = [gap - number for number, gap in enumerate(gaps)]  # how many rows stand before each
    return {column: [row + bisect_right(before, row) for row in each] for column, each in rows.items()}


def numbers(gaps: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the rows, from 0, without end."""
    start = 0
    for gap in gaps:
        yield from range(start, gap)
        start = gap + 1
    yield from count(start)


def _fields(labels: Sequence[str] | None, schema: Schema | None) -> dict[int, Field]:
    """Return the fields of a table by the index of their column."""
    if schema is None:
        return {}
    if labels is None:
        return dict(enumerate(schema.fields))
    known = {field.label or field.name: field for field in schema.fields}
    return {index: known[label] for index, label in enumerate(labels) if label in known}


def _cell(value: Any, field: Field | None, schema: Schema | None) -> str:
    match value:
        case None:
            return _null(field, schema)
        case str():
            return value
        case bool():
            return _boolean(value, field)
        case int() | float():
            return _number(value, field)
        case dt.datetime() | dt.date() | dt.time():
            return _moment(value, field)
    return _compound(value, field)


def _compound(value: Any, field: Field | None) -> str:
    """Return an array as its field writes a list, if it is one, and whatever else as JSON."""
    if field and field.type == "list" and isinstance(value, list):
        return separator(field.raw).join(_cell(item, None, None) for item in value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: Any, field: Field | None) -> str:
    text = value.literal if isinstance(value, LongNumber) else repr(value)
    if type(value) is float and value.is_integer():
        text = str(int(Decimal(text)))  # of the digits that stand there, not of all that a float has
    point = field.raw.get("decimalChar") if field and field.type == "number" else None
    return text.replace(".", point) if isinstance(point, str) else text


def _null(field: Field | None, schema: Schema | None) -> str:
    missing = field.missing_values if field and field.missing_values is not None else None
    values = missing if missing is not None else schema.missing_values if schema else NULL
    return "" if "" in values or not values else values[0]


def _boolean(value: bool, field: Field | None) -> str:  # noqa: FBT001 - a cell
    found = words(field.raw, "trueValues" if value else "falseValues") if field else []
    return found[0] if found else str(value).lower()


def _moment(value: dt.datetime | dt.date | dt.time, field: Field | None) -> str:
    """Return a date or time of a workbook as the field writes it; a workbook has no dates without a time."""
    kind = field.type if field else ""
    if kind == "date" and isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if field and kind in TIMES and "%" in field.format:
        return value.strftime(field.format)
    return value.isoformat()
