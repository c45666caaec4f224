"""Which rows of the package a query of its own found: told by `_row`, or by their primary key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpkit.checks.check import Tables
from dpkit.checks.own_guard import RefusedError
from dpkit.checks.telling import fetch
from dpkit.load.origin import Place
from dpkit.model.show import show
from dpkit.tables.engine import Engine
from dpkit.tables.lines import places_of
from dpkit.tables.sql import Sql, joined, name, sql
from dpkit.tables.table import ROW, Table

WITHOUT_PLACE = (
    "no row is named; a header `-- resource: TABLE`, and `_row` or the primary key of that table in the query, would"
    " tell which"
)


@dataclass(frozen=True, slots=True)
class Selected:
    """What a query of the package selects, and the table whose rows it finds, if that is known."""

    select: Sql
    labels: Sequence[str]
    table: Table | None
    exact: bool  #: whether each `_row` has to be a row of the table, since the query and its header say so


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, where it stands, and its primary key."""

    row: int
    place: Place
    key: Mapping[str, str]


def selected(select: Sql, labels: Sequence[str], resource: str | None, read: set[str], readable: Tables) -> Selected:
    """Return what a query selects, with the rows that it finds where they can be told.

    Args:
        select: the query.
        labels: the names of its columns.
        resource: the table that its header names.
        read: the tables that it reads.
        readable: the tables of the package, by name; each is a view under its name.
    """
    table = readable.get(resource or "")
    if "_row" in labels:
        only = readable.get(next(iter(read))) if len(read) == 1 and resource is None else None
        return Selected(select, labels, table or only, exact=table is not None)
    known = [table] if table else [readable[each] for each in sorted(read)] if resource is None else []
    keys = [(each, each.schema.primary_key) for each in known]
    keyed = [each for each, key in keys if key and {*key} <= {*labels} and not each.lacks(key)]
    if len(keyed) != 1:
        return Selected(select, labels, table, exact=False)
    return Selected(_with_row(select, keyed[0]), [*labels, "_row"], keyed[0], exact=False)


def _with_row(select: Sql, table: Table) -> Sql:
    """Return the query with one more column: the row that has the primary key it selects."""
    key = [name(each) for each in table.schema.primary_key]
    same = joined((sql("CAST(s.{k} AS VARCHAR) = CAST(t.{k} AS VARCHAR)", k=each) for each in key), " AND ")
    rows = sql("SELECT {k}, min({r}) AS {r} FROM {} GROUP BY {k}", name(table.name), k=joined(key), r=ROW)
    return sql("SELECT s.*, t.{r} FROM ({}) AS s LEFT JOIN ({}) AS t ON {}", select, rows, same, r=ROW)


def places(engine: Engine, found: Selected, cells: Sequence[Mapping[str, str]]) -> list[Placed | None]:
    """Return where each of the selected rows stands, as far as it can be told.

    Raises:
        RefusedError: a `_row` is no row of the table that the header names.
    """
    table = found.table
    if table is None or "_row" not in found.labels:
        return [None] * len(cells)
    key = [each for each in table.schema.primary_key if table.column(each)]
    rows = {int(each["_row"]) for each in cells if each["_row"].isdecimal()}
    keys, at = fetch(engine, table, key, rows), places_of(engine, table, rows)
    numbers = [int(each["_row"]) if each["_row"].isdecimal() else None for each in cells]
    if found.exact and (wrong := [each for each, row in zip(cells, numbers, strict=True) if row not in keys]):
        raise RefusedError(f"its _row is {show(wrong[0]['_row'])}, which is no row of {table.name}")
    return [Placed(row, at[row], keys[row]) if row is not None and row in keys else None for row in numbers]
