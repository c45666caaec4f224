"""Extents: the widest span that all testimony on a subject allows between a start and an end."""

from dpkit.tables.sql import Sql, either, every, joined, sql
from dpkit.tables.table import ROW, Column, Table


def _pair(table: Table, start: str, end: str) -> tuple[Sql, Sql] | None:
    starts, ends = table.described(start), table.described(end)
    if starts is None or ends is None or starts.lower is None or ends.upper is None:
        return None
    return starts.lower, ends.upper


def _keys(table: Table, on: tuple[str, ...]) -> Sql | None:
    """Return the columns `k0`, `k1`, ... by which rows are one subject's; without a subject, each row is its own."""
    columns = [table.described(name) for name in on]
    if any(column is None for column in columns):
        return None
    cells = [column.raw for column in columns if column] or [ROW]
    return joined(sql("{} AS {}", cell, Sql(f"k{n}")) for n, cell in enumerate(cells))


def _names(on: tuple[str, ...]) -> Sql:
    return joined(Sql(f"k{n}") for n in range(len(on) or 1))


def _given(table: Table, on: tuple[str, ...]) -> Sql:
    """Return the condition that a row counts and names its subject."""
    missing = [column.missing for name in on if (column := table.described(name))]
    return every([table.compared(), *(sql("NOT ({})", each) for each in missing)])


def envelope(table: Table, on: tuple[str, ...], start: str, end: str) -> Sql | None:
    """Return a query for `k0`, `k1`, ... (the fields `on`), `first` and `last`, one row a subject.

    `first` is the smallest lower bound of all starts that the subject's rows give, `last` the largest upper bound of
    all ends; NULL where no row gives one. Rows whose claims do not count are left out.
    """
    pair, keys = _pair(table, start, end), _keys(table, on)
    if pair is None or keys is None:
        return None
    return sql(
        "SELECT {}, min({}) AS first, max({}) AS last FROM {} WHERE {} GROUP BY {}",
        keys,
        *pair,
        table.relation,
        _given(table, on),
        _names(on),
    )


def disordered(table: Table, start: str, end: str) -> Sql | None:
    """Return a query for the rows of subjects in which a start may lie after all ends, or an end before all starts.

    Its columns: `_row`, `lower` (of the row's own start, if that lies after all ends: then its end needs no finding of
    its own), `upper` (of its end), `first` and `last` (of its subject).
    Without a subject, or where it is empty, each row stands for itself.
    """
    pair, on = _pair(table, start, end), table.schema.roles.subject
    keys = _keys(table, on)
    if pair is None or keys is None:
        return None
    alone = either(column.missing for name in on if (column := table.described(name)))
    rows = sql(
        'SELECT "_row", {}, CASE WHEN {} THEN "_row" ELSE -1 END AS own, {} AS lower, {} AS upper FROM {} WHERE {}',
        keys,
        alone,
        *pair,
        table.relation,
        table.compared(),
    )
    spans = "SELECT {k}, own, min(lower) AS first, max(upper) AS last FROM ({r}) GROUP BY {k}, own"
    wrong = "HAVING max(lower) > max(upper) OR min(upper) < min(lower)"
    query = 'SELECT "_row", CASE WHEN lower > last THEN lower END AS lower, upper, first, last FROM ({r}) JOIN ('
    return sql(query + spans + " " + wrong + ") USING ({k}, own)", r=rows, k=_names(on))


def outside(table: Table, date: str, on: tuple[str, ...], spans: Sql) -> Sql | None:
    """Return a query for the rows whose `date` cannot lie in the span of their subject.

    Its columns: `_row`, `first` and `last`.
    """
    column: Column | None = table.described(date)
    keys = _keys(table, on)
    if column is None or column.lower is None or column.upper is None or keys is None:
        return None
    rows = sql(
        'SELECT "_row", {}, {} AS lower, {} AS upper FROM {} WHERE {}',
        keys,
        column.lower,
        column.upper,
        table.relation,
        _given(table, on),
    )
    select = 'SELECT "_row", first AS day_first, last AS day_last FROM ({}) JOIN ({}) USING ({})'
    return sql(select + " WHERE upper < first OR lower > last", rows, spans, _names(on))
