"""Keys that stand twice, for the checks on keys."""

from dpkit.checks.check import Query
from dpkit.model.show import listing
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import Sql, every, joined, sql
from dpkit.tables.table import Column, Table

LONG = 30  #: fields of a key from which on its cells are compared as one value; each column more is slow to plan


def duplicates(table: Table, key: tuple[str, ...], what: str) -> Query:
    """Return the query for rows whose `key` is that of an earlier row; rows with a missing value are left out."""
    columns = [table.columns[name] for name in key]
    given = every(sql("{} IS NOT NULL", column.value) for column in columns)
    whole = key_of([_unsigned(column) for column in columns], [given])
    long = len(key) > LONG
    names = numbered(1 if long else len(key))
    cells = [whole] if long else [column.compared for column in columns]
    named = joined(sql("{} AS {}", cell, name) for cell, name in zip(cells, names, strict=True))
    stated = Sql("true") if long else given  # a whole key is NULL where a part is missing
    rows = sql('SELECT "_row", {} FROM {} WHERE {}', named, table.relation, stated)
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
        suspect=Keys(whole),
        shared=rows if long else None,
        message=each_is(len(key)) + ", as in row {first}, but no two rows may share {what}",
        details={"what": what},
    )


def _unsigned(column: Column) -> Sql:
    """Return what is compared, zero without a sign: `-0.0` and `0.0` are one number, but two texts."""
    return sql("({} + 0.0)", column.compared) if column.kind == "DOUBLE" and column.exact is None else column.compared


def each_is(count: int) -> str:
    """Return the part of a message that names the cells of a key: `day is '2001' and place is 'Omsk'`."""
    return listing([f"{{field{n or ''}}} is {{value{n or ''}}}" for n in range(count)])


def numbered(count: int) -> list[Sql]:
    """Return names for the cells of a key: `k0`, `k1`, ..."""
    return [Sql(f"k{number}") for number in range(count)]
