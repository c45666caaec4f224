"""Keys that stand twice, for the checks on keys."""

from dpkit.checks.check import Query
from dpkit.model.show import listing
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import Sql, every, joined, sql
from dpkit.tables.table import Table


def duplicates(table: Table, key: tuple[str, ...], what: str) -> Query:
    """Return the query for rows whose `key` is that of an earlier row; rows with a missing value are left out."""
    columns = [table.columns[name] for name in key]
    names = numbered(len(key))
    given = every(sql("{} IS NOT NULL", column.value) for column in columns)
    cells = joined(sql("{} AS {}", column.compared, n) for column, n in zip(columns, names, strict=True))
    rows = sql('SELECT "_row", {} FROM {} WHERE {}', cells, table.relation, given)
    twice = sql('SELECT {k}, min("_row") AS earliest FROM ({}) GROUP BY {k} HAVING count(*) > 1', rows, k=joined(names))
    select = sql(
        'SELECT "_row", earliest + 1 AS first FROM ({}) JOIN ({}) USING ({}) WHERE "_row" > earliest',
        rows,
        twice,
        joined(names),
    )
    return Query(
        fields=key,
        select=select,
        extra=("first",),
        suspect=Keys(key_of([column.compared for column in columns], [given])),
        message=each_is(len(key)) + ", as in row {first}, but no two rows may share {what}",
        details={"what": what},
    )


def each_is(count: int) -> str:
    """Return the part of a message that names the cells of a key: `day is '2001' and place is 'Omsk'`."""
    return listing([f"{{field{n or ''}}} is {{value{n or ''}}}" for n in range(count)])


def numbered(count: int) -> list[Sql]:
    """Return names for the cells of a key: `k0`, `k1`, ..."""
    return [Sql(f"k{number}") for number in range(count)]
