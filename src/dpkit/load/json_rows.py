"""Tables in JSON: arrays of arrays, or arrays of objects (Table Dialect v2, "Structured")."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

from dpkit.load.json_text import JsonError, parse_line
from dpkit.load.rows import Rows, TableError
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

MOST_CELLS = 20_000_000  #: of a table most of whose cells are empty, as objects without common keys make one
SPARSE = 10  #: cells for each value, up to which a table may have more
FIRST = 1_000  #: items of a stream whose keys are taken for those of all
PIECE = 1 << 20  #: bytes whose lines are taken apart at once
KINDS: dict[Any, str] = {list: "array", dict: "object"}
TYPES = {kind: each for each, kind in KINDS.items()}


def json_rows(value: Any, resource: Resource, log: FaultLog, file: str | None = None) -> Rows:
    """Return the labels (None if there is no header) and the rows of a table in JSON.

    Args:
        value: the JSON value.
        resource: the table.
        log: takes items that are no rows.
        file: that it is from, if the resource has several.

    Raises:
        TableError: there is no array of rows.
    """
    return item_rows(_array(value, resource.dialect), resource, log, file)


def item_rows(items: Iterable[Any], resource: Resource, log: FaultLog, file: str | None = None) -> Rows:
    """Return the labels and the rows of a table whose rows are the items; arguments and errors as in `json_rows`.

    Args:
        items: that are gone through three times; none is kept.
        resource: the table.
        log: takes items that are no rows.
        file: that they are from, if the resource has several.
    """
    dialect, found = resource.dialect, _surveyed(items, resource.dialect)
    for number, item in enumerate(items, 1) if found.strange else ():
        if type(item) is not found.kind:
            details = {"problem": f"it is {_as_json(item)}, expected an {KINDS[found.kind]}"}
            log.add(Fault(check="malformed-row", resource=resource.name, row=number, file=file, details=details))
    if found.kind is dict:
        labels = _columns(found, resource)
        if found.is_sparse(len(labels)):
            size = f"its {found.rows:,} objects have {len(labels):,} different keys"
            raise TableError(f"{size}; as a table, nearly all of it would be empty")
        return labels, ([row.get(label) for label in labels] for row in items if type(row) is dict)
    rows = (item for item in items if type(item) is list)
    if not dialect.header or not found.rows:
        return None if not dialect.header else [], rows
    return _labels([*islice(rows, dialect.header_rows[-1])], dialect), rows


def line_rows(lines: "Lines", resource: Resource, log: FaultLog, file: str | None = None) -> Rows:
    """Return the labels and the rows of a table of one item a line; arguments and errors as in `json_rows`."""
    if resource.dialect.property:
        return json_rows([*lines], resource, log, file)
    return item_rows(lines, resource, log, file)


class UnforeseenError(Exception):
    """An item is not as those before it."""


def foreseen_rows(items: Iterable[Any], resource: Resource) -> Rows:
    """Return the labels and the rows of a table of objects, as its first items have them; it is gone through once.

    Raises:
        UnforeseenError: an item has other keys, or is none of an object, also while the rows are gone through.
    """
    some, dialect = [*islice(items, FIRST)], resource.dialect
    if dialect.property or dialect.item_type == "array" or not some or any(type(item) is not dict for item in some):
        raise UnforeseenError
    labels = _columns(_surveyed(some, dialect), resource)
    return labels, _as_foreseen(items, labels, None if dialect.item_keys else set(labels))


def _as_foreseen(items: Iterable[Any], labels: list[str], known: set[str] | None) -> Iterator[Sequence[Any]]:
    cells = values = 0
    all_of = itemgetter(*labels) if known and len(labels) > 1 else None
    for row in items:
        if type(row) is not dict or not (known is None or row.keys() <= known):
            raise UnforeseenError
        cells, values = cells + len(labels), values + len(row)
        if cells > MOST_CELLS and cells > SPARSE * values:
            raise UnforeseenError
        yield all_of(row) if all_of and len(row) == len(labels) else [row.get(label) for label in labels]


@dataclass(slots=True)
class _Survey:
    """What the items of a table are: their type, how many are of it, how many values they have, and their keys."""

    kind: Any
    rows: int = 0
    values: int = 0
    keys: dict[str, None] = field(default_factory=dict)
    strange: bool = False  #: whether some are of another type

    def is_sparse(self, width: int) -> bool:
        return width * self.rows > max(MOST_CELLS, SPARSE * self.values)


def _surveyed(items: Iterable[Any], dialect: Dialect) -> _Survey:
    """Go through all items.

    Raises:
        TableError: the first is neither an array nor an object.
    """
    first: Any = next(iter(items), {})
    kind = TYPES[dialect.item_type] if dialect.item_type else type(first)
    found, keys = _Survey(kind), dict.fromkeys(dialect.item_keys)
    for item in items:
        if type(item) is not kind:
            found.strange = True
            continue
        found.rows += 1
        if kind is dict:
            found.values += len(item)
            if not dialect.item_keys and not item.keys() <= keys.keys():
                keys |= dict.fromkeys(item)
    if kind not in KINDS:
        raise TableError(f"its rows are neither arrays nor objects; the first is {_as_json(first)}")
    found.keys = keys
    return found


class Lines:
    """The values of a text with one JSON value a line, read anew each time; errors as those of `json_text.parse`.

    Args:
        data: the text.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.are_objects = True  #: whether no line that was read is blank, or another value: the n-th row is line n

    def __iter__(self) -> Iterator[Any]:
        """Yield the values."""
        for number, line in enumerate(_lines(self._data), 1):
            if not line.strip():
                self.are_objects = False
                continue
            try:
                value = parse_line(line)
            except JsonError as error:
                raise _on_line(error, number) from error
            if type(value) is not dict:
                self.are_objects = False
            yield value


def _on_line(error: JsonError, number: int) -> JsonError:
    problem = str(error)
    told = problem.replace(", line 1 column ", f", line {number:,} column ")
    return JsonError(told if told != problem else f"{problem}, line {number:,}", number)


def _lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines, some of them at once: all would take many times the memory of their text."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + PIECE) + 1 or len(data)
        yield from data[start:end].splitlines()
        start = end


def _array(value: Any, dialect: Dialect) -> list[Any]:
    if dialect.property:
        found = [*_all_at(value, dialect.property.split("."))]
        if not found:
            raise TableError(f"it has no property {show(dialect.property)}, in which the rows should be")
        value = next((each for each in found if isinstance(each, list)), found[0])
    if not isinstance(value, list):
        raise TableError("it holds no array of rows")
    return value


def _all_at(value: Any, names: list[str]) -> Iterator[Any]:
    """Yield what stands at a property, or below others; a name may hold a point itself, and the longest comes first."""
    if not names:
        yield value
    for count in range(len(names), 0, -1):
        name = ".".join(names[:count])
        if isinstance(value, dict) and name in value:
            yield from _all_at(value[name], names[count:])


def _as_json(value: Any) -> str:
    return plain(json.dumps(value, ensure_ascii=False), 40)


def _columns(found: _Survey, resource: Resource) -> list[str]:
    """Return the columns of a table of objects in the order of the schema: keys of an object have none."""
    fields = [each.label or each.name for each in resource.schema.fields] if resource.schema else []
    known, named = set(found.keys if found.rows else fields), set(fields)
    return [label for label in fields if label in known] + [key for key in found.keys if key not in named]


def _labels(rows: list[list[Any]], dialect: Dialect) -> list[str]:
    wanted = [rows[number - 1] for number in dialect.header_rows if number <= len(rows)]
    return join_labels([["" if cell is None else str(cell) for cell in row] for row in wanted], dialect.header_join)


def join_labels(rows: list[list[str]], between: str) -> list[str]:
    """Return the labels of a header of several rows: a cell that is empty or not there repeats the one before it."""
    width = max((len(row) for row in rows), default=0)
    spread = [_spread(row, width) for row in rows[:-1]] + [row + [""] * (width - len(row)) for row in rows[-1:]]
    return [between.join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*spread, strict=True)]


def _spread(row: list[str], width: int) -> list[str]:
    found: list[str] = []
    for index in range(width):
        cell = row[index] if index < len(row) else ""
        found.append(cell or (found[-1] if found else ""))
    return found
