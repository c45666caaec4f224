"""Extents: the widest span that all testimony on a subject allows between a start and an end."""

from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Column, Table


def _pair(table: Table, start: str, end: str) -> tuple[Sql, Sql] | None:
    starts, ends = table.described(start), table.described(end)
    if starts is None or ends is None or starts.lower is None or ends.upper is None:
        return None
    return starts.lower, ends.upper


def _keys(table: Table, on: tuple[str, ...]) -> Sql | None:
    columns = [table.described(name) for name in on]
    if any(column is None for column in columns):
        return None
    return joined(sql("{} AS {}", column.raw, Sql(f"k{n}")) for n, column in enumerate(columns) if column)


def _names(on: tuple[str, ...]) -> Sql:
    return joined(Sql(f"k{n}") for n in range(len(on)))


def envelope(table: Table, on: tuple[str, ...], start: str, end: str) -> Sql | None:
    """Return a query for `k0`, `k1`, ... (the fields `on`), `first` and `last`, one row a subject.

    `first` is the smallest lower bound of all starts that the subject's rows give, `last` the largest upper bound of
    all ends; NULL where no row gives one. Rows whose claims do not count are left out.
    """
    pair, keys = _pair(table, start, end), _keys(table, on)
    if pair is None or not keys:
        return None
    return sql(
        "SELECT {}, min({}) AS first, max({}) AS last FROM {} WHERE {} GROUP BY {}",
        keys,
        *pair,
        table.relation,
        table.compared(),
        _names(on),
    )


def disordered(table: Table, start: str, end: str) -> Sql | None:
    """Return a query for the rows of subjects in which a start may lie after all ends, or an end before all starts.

    Its columns: `_row`, `lower` and `upper` (of the row's own start and end), `first` and `last` (of its subject).
    Without a subject, each row stands for itself.
    """
    pair, on = _pair(table, start, end), table.schema.roles.subject
    if pair is None:
        return None
    if not on:
        query = 'SELECT "_row", {0} AS lower, {1} AS upper, {0} AS first, {1} AS last FROM {2} WHERE {3} AND {0} > {1}'
        return sql(query, *pair, table.relation, table.compared())
    keys = _keys(table, on)
    if keys is None:
        return None
    rows = sql(
        'SELECT "_row", {}, {} AS lower, {} AS upper FROM {} WHERE {}', keys, *pair, table.relation, table.compared()
    )
    spans = "SELECT {k}, min(lower) AS first, max(upper) AS last FROM ({r}) GROUP BY {k}"
    wrong = "HAVING max(lower) > max(upper) OR min(upper) < min(lower)"
    return sql("SELECT * FROM ({r}) JOIN (" + spans + " " + wrong + ") USING ({k})", r=rows, k=_names(on))


def outside(table: Table, date: str, on: tuple[str, ...], spans: Sql) -> Sql | None:
    """Return a query for the rows whose `date` cannot lie in the span of their subject.

    Its columns: `_row`, `first` and `last`.
    """
    column: Column | None = table.described(date)
    keys = _keys(table, on)
    if column is None or column.lower is None or column.upper is None or not keys:
        return None
    rows = sql(
        'SELECT "_row", {}, {} AS lower, {} AS upper FROM {} WHERE {}',
        keys,
        column.lower,
        column.upper,
        table.relation,
        table.compared(),
    )
    select = 'SELECT "_row", first AS day_first, last AS day_last FROM ({}) JOIN ({}) USING ({})'
    return sql(select + " WHERE upper < first OR lower > last", rows, spans, _names(on))
