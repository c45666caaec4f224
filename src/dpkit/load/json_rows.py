"""Tables in JSON: arrays of arrays, or arrays of objects (Table Dialect v2, "Structured")."""

import json
from collections.abc import Iterator
from typing import Any

from dpkit.load.json_text import JsonError, parse
from dpkit.load.rows import Rows, TableError
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

MOST_CELLS = 20_000_000  #: of a table most of whose cells are empty, as objects without common keys make one
SPARSE = 10  #: cells for each value, up to which a table may have more
KINDS: dict[Any, str] = {list: "array", dict: "object"}


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
    dialect = resource.dialect
    items = _array(value, dialect)
    kind = dialect.item_type or (KINDS.get(type(items[0])) if items else "object")
    if kind is None:
        raise TableError(f"its rows are neither arrays nor objects; the first is {_as_json(items[0])}")
    for number, item in enumerate(items, 1):
        if KINDS.get(type(item)) != kind:
            details = {"problem": f"it is {_as_json(item)}, expected an {kind}"}
            log.add(Fault(check="malformed-row", resource=resource.name, row=number, file=file, details=details))
    rows = [item for item in items if KINDS.get(type(item)) == kind]
    if kind == "object":
        return _objects(rows, resource)
    if not dialect.header or not rows:
        return None if not dialect.header else [], rows
    labels = _labels(rows[: dialect.header_rows[-1]], dialect)
    return labels, rows[dialect.header_rows[-1] :]


def ndjson_values(data: bytes) -> tuple[list[Any], bool]:
    """Return the values of a text with one JSON value a line, and whether no line is blank: the n-th stands on line n.

    Raises:
        JsonError: as those of `json_text.parse`, with the line of the text.
    """
    lines = data.splitlines()
    values = [_on_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return values, len(values) == len(lines)


def _on_line(number: int, line: bytes) -> Any:
    try:
        return parse(line)
    except JsonError as error:
        problem = str(error)
        told = problem.replace(", line 1 column ", f", line {number:,} column ")
        raise JsonError(told if told != problem else f"{problem}, line {number:,}", number) from error


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


def _objects(rows: list[dict[str, Any]], resource: Resource) -> Rows:
    """Return objects as rows, the columns in the order of the schema: keys of an object have none."""
    keys = list(resource.dialect.item_keys) or list(dict.fromkeys(key for row in rows for key in row))
    fields = [each.label or each.name for each in resource.schema.fields] if resource.schema else []
    known, named = set(keys if rows else fields), set(fields)
    labels = [label for label in fields if label in known] + [key for key in keys if key not in named]
    if len(labels) * len(rows) > max(MOST_CELLS, SPARSE * sum(map(len, rows))):
        size = f"its {len(rows):,} objects have {len(labels):,} different keys"
        raise TableError(f"{size}; as a table, nearly all of it would be empty")
    return labels, ([row.get(label) for label in labels] for row in rows)


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
