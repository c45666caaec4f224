"""Tables in JSON: arrays of arrays, or arrays of objects (Table Dialect v2, "Structured")."""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

from dpkit.load.json_lines import FIRST, Lines, NoJson
from dpkit.load.origin import NO_LINES, Origin
from dpkit.load.rows import ALONE, Rows, TableError, Whence
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

MOST_CELLS = 20_000_000  #: of a table most of whose cells are empty, as objects without common keys make one
SPARSE = 10  #: cells for each value, up to which a table may have more
KINDS: dict[Any, str] = {list: "array", dict: "object"}
TYPES = {kind: each for each, kind in KINDS.items()}


def json_rows(value: Any, resource: Resource, log: FaultLog, whence: Whence = ALONE) -> Rows:
    """Return the rows of a table in JSON.

    Args:
        value: the JSON value.
        resource: the table.
        log: takes items that are no rows.
        whence: that it is from.

    Raises:
        TableError: there is no array of rows.
    """
    return item_rows(_array(value, resource.dialect), resource, log, whence)


def item_rows(items: Iterable[Any], resource: Resource, log: FaultLog, whence: Whence = ALONE) -> Rows:
    """Return the rows of a table whose rows are the items; arguments and errors as in `json_rows`.

    Args:
        items: that are gone through three times; none is kept.
        resource: the table.
        log: takes items that are no rows.
        whence: that they are from.
    """
    dialect, found = resource.dialect, _surveyed(items, resource.dialect)
    header = _header(items, dialect) if found.kind is list and dialect.header else []
    before = header[-1][0] if header else 0
    strange = _Strange(KINDS[found.kind], resource.name, log, whence)
    for number, item in enumerate(items) if found.strange else ():
        if type(item) is not found.kind:
            strange.add(number - before, item)
    strange.tell(items.origin(before) if isinstance(items, Lines) else NO_LINES)
    if found.kind is dict:
        labels = _columns(found, resource)
        if found.is_sparse(len(labels)):
            size = f"its {found.rows:,} objects have {len(labels):,} different keys"
            raise TableError(f"{size}; as a table, nearly all of it would be empty")
        return Rows(labels, ([row.get(label) for label in labels] for row in items if type(row) is dict), strange.gaps)
    rows = (item for item in islice(items, before, None) if type(item) is list)
    return Rows(_labels([row for _, row in header], dialect) if dialect.header else None, rows, strange.gaps, before)


def line_rows(lines: Lines, resource: Resource, log: FaultLog, whence: Whence = ALONE) -> Rows:
    """Return the rows of a table of one item a line; arguments and errors as in `json_rows`."""
    if resource.dialect.property:
        return json_rows([*lines], resource, log, whence)
    return item_rows(lines, resource, log, whence)


class _Strange:
    """Items that are no rows: all are counted, and the first told."""

    def __init__(self, kind: str, resource: str, log: FaultLog, whence: Whence) -> None:
        self.gaps = array("q")
        self._kind, self._resource, self._log, self._whence = kind, resource, log, whence
        self._first: list[tuple[int, Any]] = []
        self._count = 0

    def add(self, row: int, item: Any) -> None:
        """Count the item that would be row `row`, from 0, or one before the rows."""
        if row >= 0:
            self.gaps.append(row)
        if self._log.first is None or self._count < self._log.first:
            self._first.append((row, item))
        self._count += 1

    def tell(self, origin: Origin) -> None:
        """Log the items; `origin` is that of the rows."""
        for row, item in self._first:
            number = self._whence.before + row + 1 if row >= 0 else None
            place, details = origin.place(row, 1), {"problem": self._problem(item)}
            self._log.add(
                Fault(
                    check="malformed-row",
                    resource=self._resource,
                    row=number,
                    line=place.line,
                    file=self._whence.file,
                    details=details,
                )
            )
        if more := self._count - len(self._first):
            self._log.add_more("malformed-row", self._resource, more)

    def _problem(self, item: Any) -> str:
        return item.problem() if type(item) is NoJson else f"it is {_as_json(item)}, expected an {self._kind}"


class UnforeseenError(Exception):
    """An item is not as those before it."""


def foreseen_rows(lines: Lines, resource: Resource, log: FaultLog, whence: Whence = ALONE) -> Rows:
    """Return the rows of a table of objects, as its first lines have them; it is gone through once.

    Arguments as in `json_rows`; what is wrong is logged when the last row was taken.

    Raises:
        UnforeseenError: an item has other keys, or is none of an object, also while the rows are gone through.
    """
    some, dialect = [item for item in islice(lines, FIRST) if type(item) is not NoJson], resource.dialect
    if dialect.property or dialect.item_type == "array" or not some or any(type(item) is not dict for item in some):
        raise UnforeseenError
    labels = _columns(_surveyed(some, dialect), resource)
    strange = _Strange(KINDS[dict], resource.name, log, whence)
    rows = _as_foreseen(lines, labels, None if dialect.item_keys else set(labels), strange)
    return Rows(labels, rows, strange.gaps)


def _as_foreseen(lines: Lines, labels: list[str], known: set[str] | None, strange: _Strange) -> Iterator[Sequence[Any]]:
    cells = values = 0
    all_of = itemgetter(*labels) if known and len(labels) > 1 else None
    for row in lines:
        if type(row) is not dict or not (known is None or row.keys() <= known):
            if type(row) is not NoJson:
                raise UnforeseenError
            strange.add(row.item, row)
            continue
        cells, values = cells + len(labels), values + len(row)
        if cells > MOST_CELLS and cells > SPARSE * values:
            raise UnforeseenError
        yield all_of(row) if all_of and len(row) == len(labels) else [row.get(label) for label in labels]
    strange.tell(lines.origin(0))


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
        TableError: none is an array or an object.
    """
    first: Any = next((item for item in items if type(item) in KINDS), None)
    if first is None:
        first = next((item for item in items if type(item) is not NoJson), {})
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
    if not found.rows and type(first) in KINDS and type(first) is not kind:
        raise TableError(f"its rows are {KINDS[type(first)]}s, and the itemType of the dialect is {KINDS[kind]}")
    found.keys = keys
    return found


def _array(value: Any, dialect: Dialect) -> list[Any]:
    if dialect.property:
        found = [*_all_at(value, dialect.property.split("."))]
        if not found:
            raise TableError(f"it has no property {show(dialect.property)}, in which the rows should be")
        value = next((each for each in found if isinstance(each, list)), found[0])
    if not isinstance(value, list):
        where = f" in its property {show(dialect.property)}" if dialect.property else ""
        raise TableError(f"it holds no array of rows{where}{_one_below(value, dialect)}")
    return value


def _one_below(value: Any, dialect: Dialect) -> str:
    """Return where the rows may be, if one property alone holds an array of rows."""
    below = [key for key, each in value.items() if isinstance(each, list)] if isinstance(value, dict) else []
    place = ".".join([*([dialect.property] if dialect.property else []), *below])
    return (
        f"; there is one in {show(below[0])}, which dialect.property = {show(place)} would choose"
        if len(below) == 1
        else ""
    )


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


def _header(items: Iterable[Any], dialect: Dialect) -> list[tuple[int, list[Any]]]:
    """Return the first arrays up to the end of the header, each with its number among the items, from 1."""
    rows = ((number, item) for number, item in enumerate(items, 1) if type(item) is list)
    return [*islice(rows, dialect.header_rows[-1])]


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
