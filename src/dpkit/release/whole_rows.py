"""Rows of two tables without a key: how often each row stands in one more than in the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpkit.model.change import CellChange, Kind, RowChange
from dpkit.release.text_table import TextTable
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql


@dataclass(frozen=True, slots=True)
class Surplus:
    """Rows that stand more often in one of the tables."""

    kind: Kind
    sign: Sql  #: what makes their number positive


SURPLUS = (Surplus(Kind.ROW_ADDED, Sql("")), Surplus(Kind.ROW_REMOVED, Sql("-")))


class WholeRows:
    """The rows that stand more often in one of two tables, as a relation in the engine.

    Args:
        engine: holds both tables.
        old: the table before.
        new: the table now.
        columns: name of a field now -> its name before; the fields that are compared.
    """

    def __init__(self, engine: Engine, old: TextTable, new: TextTable, columns: Mapping[str, str]) -> None:
        self.engine, self.columns = engine, columns
        self._relation = engine.fresh("rows")
        self._names = [Sql(f"c{index}") for index in range(len(columns))]
        before = [old.columns[each] for each in columns.values()]
        after = [new.columns[each] for each in columns]
        sides = [self._side(new, after, "1", "_row"), self._side(old, before, "-1", "_row")]
        engine.run(
            sql(
                "CREATE TABLE {} AS SELECT {}, sum(d) AS d, min(r) AS r FROM ({}) GROUP BY ALL HAVING sum(d) <> 0",
                self._relation,
                joined([Sql("0 AS nothing"), *self._names]),
                joined(sides, " UNION ALL "),
            )
        )

    def _side(self, table: TextTable, cells: Sequence[Sql], sign: str, row: str) -> Sql:
        named = [sql("{} AS {}", cell, name) for cell, name in zip(cells, self._names, strict=True)]
        return sql("SELECT {} FROM {}", joined([*named, Sql(f"{sign} AS d"), Sql(f"{row} AS r")]), table.relation)

    def counts(self) -> dict[Kind, int]:
        """Return how many rows there are of each kind."""
        sums = joined(sql("coalesce(sum({}d) FILTER (WHERE {}d > 0), 0)", each.sign, each.sign) for each in SURPLUS)
        found = self.engine.run(sql("SELECT {} FROM {}", sums, self._relation))[0]
        return {each.kind: int(number) for each, number in zip(SURPLUS, found, strict=True) if number}

    def first(self, kind: Kind, most: int | None, subject: Sequence[str]) -> Iterator[RowChange]:
        """Yield the first rows of a kind, in the order of their table."""
        sign = next((each.sign for each in SURPLUS if each.kind is kind), Sql("0 * "))
        limit = sql(" LIMIT {}", Sql(str(most))) if most is not None else Sql("")
        shown = joined([sql("{}d", sign), *self._names])
        query = sql("SELECT {} FROM {} WHERE {}d > 0 ORDER BY r{}", shown, self._relation, sign, limit)
        for times, *cells in self.engine.run(query):
            row = dict(zip(self.columns, cells, strict=True))
            changes = [(each, None, row[each]) for each in row if row[each]]
            yield RowChange(
                kind=kind,
                key=(),
                subject=tuple(row[each] for each in subject),
                cells=tuple(
                    CellChange(each, *((new, old) if kind is Kind.ROW_REMOVED else (old, new)))
                    for each, old, new in changes
                ),
                times=int(times),
            )
