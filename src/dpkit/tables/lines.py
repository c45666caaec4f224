"""Physical lines: where in the file the k-th record begins."""

from collections.abc import Iterable

from dpkit.load.origin import Place
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Table


def lines_of(engine: Engine, table: Table, rows: Iterable[int]) -> dict[int, int]:
    """Return the physical line, from 1, of each record (numbers from 0, as in `_row`)."""
    wanted = sorted(set(rows))
    if not wanted:
        return {}
    if table.line is not None:
        query = sql('SELECT "_row", {} FROM {} WHERE "_row" IN ({})', table.line, table.relation, _numbers(wanted))
        return dict(engine.run(query))
    if table.ends is None:
        return {row: row + table.first_line for row in wanted}
    counted = sql(
        'SELECT "_row", "_row" IN ({}) AS asked, {} AS ends FROM {}', _numbers(wanted), table.ends, table.relation
    )
    before = 'sum(ends) OVER (ORDER BY "_row" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)'
    running = sql(f'SELECT "_row", asked, {before} AS more FROM ({{}}) WHERE asked OR ends > 0', counted)
    query = sql('SELECT "_row", coalesce(more, 0) FROM ({}) WHERE asked', running)
    return {row: row + table.first_line + int(more) for row, more in engine.run(query)}


def places_of(engine: Engine, table: Table, rows: Iterable[int]) -> dict[int, Place]:
    """Return the file and the physical line in it of each record (numbers from 0, as in `_row`)."""
    return {row: table.origin.place(row, line) for row, line in lines_of(engine, table, rows).items()}


def _numbers(rows: list[int]) -> Sql:
    return joined(Sql(str(int(row))) for row in rows)
