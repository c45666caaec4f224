"""Values of Python as rows of a query: they are bound to it, and never stand in it."""

from collections.abc import Iterable, Sequence

from dpkit.tables.sql import Sql, joined, name, sql

SEPARATOR, NOTHING = "\x1f", "\x1e"
Bound = str | list[str | None]


def bound_column(column: Sequence[str | None]) -> tuple[Sql, Bound]:
    """Return a column as one value to bind, and the SQL that makes rows of it."""
    # a string that the engine splits is bound three times as fast as a list, but must not hold the marks itself
    together = SEPARATOR.join([NOTHING if cell is None else cell for cell in column])
    missing = column.count(None)
    if together.count(SEPARATOR) == len(column) - 1 and together.count(NOTHING) == missing:
        rows = Sql("unnest(string_split(?, chr(31)))")
        return sql("nullif({}, chr(30))", rows) if missing else rows, together
    return Sql("unnest(CAST(? AS VARCHAR[]))"), list(column)


def bound_rows(columns: Iterable[str], rows: Sequence[Sequence[str]]) -> tuple[Sql, list[Bound]]:
    """Return a query for rows, of which there is at least one, and the values to bind to it.

    Args:
        columns: their names.
        rows: their cells.
    """
    bound = [bound_column(column) for column in zip(*rows, strict=True)]
    cells = joined(sql("{} AS {}", cell, name(column)) for (cell, _), column in zip(bound, columns, strict=True))
    return sql("(SELECT {})", cells), [value for _, value in bound]
