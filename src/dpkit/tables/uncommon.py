"""Dates of less common forms, read while a large file is loaded: to write them into the table later is dear."""

from collections.abc import Iterator

from dpkit.tables.lexical import day_bounds, derived, uncommon_ends
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.typing import TypedField

HELPERS = ("first", "last", "from", "until")


def with_uncommon(select: Sql, dated: list[TypedField]) -> Sql:
    """Return a query that gives the dated fields bounds where `select` has none and the engine can read the cell.

    What it leaves open is read by the parser.

    Args:
        select: query for all columns of a table.
        dated: fields of which it has the bounds of the common forms.
    """
    ends = joined(column for each in dated for column in _ends(each))
    days = joined(column for each in dated for column in _days(each))
    bounds = joined(column for each in dated for column in _bounds(each))
    replaced = joined(derived(each.index, part) for each in dated for part in ("lo", "up", *HELPERS))
    read = sql("SELECT *, {} FROM (SELECT *, {} FROM ({}))", days, ends, select)
    return sql("SELECT * EXCLUDE ({}), {} FROM ({})", replaced, bounds, read)


def _ends(field: TypedField) -> Iterator[Sql]:
    """Yield the first and the last date that a cell names, where its bounds are not known."""
    open_ = sql("NOT ({}) AND {} IS NULL", field.missing, derived(field.index, "lo"))
    for date, part in zip(uncommon_ends(field.raw), HELPERS[:2], strict=True):
        yield sql("CASE WHEN {} THEN {} END AS {}", open_, date, derived(field.index, part))


def _days(field: TypedField) -> Iterator[Sql]:
    """Yield the first day of the one, and the last day of the other."""
    first, last, begun, ended = (derived(field.index, part) for part in HELPERS)
    yield sql("CASE WHEN {} IS NOT NULL THEN {} END AS {}", first, day_bounds(first)[0], begun)
    yield sql("CASE WHEN {} IS NOT NULL THEN {} END AS {}", last, day_bounds(last)[1], ended)


def _bounds(field: TypedField) -> Iterator[Sql]:
    """Yield the bounds that were known, else those of the two dates, if they are in order."""
    *_, begun, ended = (derived(field.index, part) for part in HELPERS)
    for part, day in (("lo", begun), ("up", ended)):
        known = derived(field.index, part)
        yield sql("CASE WHEN {} <= {} THEN {} ELSE {} END AS {}", begun, ended, day, known, known)
