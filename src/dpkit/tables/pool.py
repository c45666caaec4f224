"""The small tables of a package as one relation, so that what is asked of many columns is asked once.

To plan a query takes the engine longer than to scan a small table, and the longer, the more columns it names. Here a
row keeps its cells as a list for each SQL type; conditions of one shape are one condition over places in these lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dpkit.tables.engine import Engine
from dpkit.tables.shape import Shape, place, shape_of
from dpkit.tables.sql import Sql, every, joined, name, sql
from dpkit.tables.table import ROW, Table

KINDS = ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIME", "TIMESTAMP")
EXACT = {*KINDS} - {"DOUBLE"}  #: values of these are equal where their texts are
SMALL, MOST = 5_000, 50_000  #: rows of a table in a pool, and of all of them
FEWEST = 5  #: tables; to ask fewer one by one is cheaper, unless much is asked of them
AT_STAKE = 1_000_000  #: keys that one query compares, or it takes much memory
AT_ONCE = 25  #: tables that one query gathers
OWN, OTHER, TWICE = range(3)  #: sides of a key: of the rows asked about, of those it has to be among, to stand once


@dataclass(frozen=True, slots=True)
class Found:
    """How many rows fulfil a condition, and the first of them."""

    count: int
    rows: list[int]


NONE = Found(0, [])


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression over the columns of a table of the pool: number of the table, shape, columns at its places."""

    table: int
    shape: Shape
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that rows are at fault for: lists of text, NULL where a row has none.

    Args:
        own: the key of each row.
        others: tables among whose keys it has to be; without any, a row may not have that of an earlier one.
    """

    own: Sql
    others: tuple[tuple[Table, Sql], ...] = ()


def key_of(cells: Sequence[Sql], given: Iterable[Sql]) -> Sql:
    """Return the key that a row has where all of `given` hold."""
    parts = joined(sql("CAST({} AS VARCHAR)", cell) for cell in cells)
    return sql("CASE WHEN {} THEN [{}] END", every(given), parts)


class Pool:
    """The small tables of a package. Every expression is placed before the first question is asked.

    Args:
        engine: holds the tables.
        tables: all tables; the large ones are left out.
        many: whether so much is asked that even a single one is taken.
    """

    def __init__(self, engine: Engine, tables: Iterable[Table], *, many: bool = False) -> None:
        self._engine = engine
        self._tables = (
            _small(tables, 1 if many else FEWEST) if engine.reader is engine else []
        )  # another engine may know no lists
        self._numbers = {table.name: number for number, table in enumerate(self._tables)}
        self._kinds = [_kinds(table) for table in self._tables]
        self._lists: list[dict[str, list[str]]] = [{kind: [] for kind in KINDS} for _ in self._tables]

    def place(self, table: Table, expression: Sql) -> Placed | None:
        """Give the columns of an expression their places; None if it has to be asked of its table by itself."""
        if (number := self._numbers.get(table.name)) is None:
            return None
        found = shape_of(expression, self._kinds[number])
        if found is None or not found[1] or not {*found[0].kinds} <= {*KINDS}:
            return None
        for kind, column in zip(found[0].kinds, found[1], strict=True):
            if column not in self._lists[number][kind]:
                self._lists[number][kind].append(column)
        return Placed(number, *found)

    def place_keys(self, table: Table, keys: Keys) -> tuple[Placed, ...] | None:
        """Place the keys of a table, and those of the others; None if they have to be asked by themselves."""
        placed = [self.place(*each) for each in ((table, keys.own), *keys.others)]
        exact = all(each is not None and {*each.shape.kinds} <= EXACT for each in placed)
        return tuple(each for each in placed if each) if exact else None

    def broken(self, conditions: Iterable[Placed], first: int | None) -> dict[Placed, Found]:
        """Return the rows that fulfil conditions, of those that any row fulfils.

        Args:
            conditions: placed.
            first: how many rows of each are wanted; None wants all.

        Raises:
            Exception: the engine refused one of the conditions (`Engine.failure`).
        """
        asked = list(dict.fromkeys(conditions))
        if not asked:
            return {}
        rows, cases = self._computed([(number, 0, each) for number, each in enumerate(asked)])
        query = "SELECT number, count(*), min({row}, {most}) FROM ({rows}) WHERE {cases} GROUP BY number"
        answers = self._engine.run(sql(query, row=ROW, most=self._most(first), rows=rows, cases=cases))
        return {asked[number]: Found(count, sorted(rows)) for number, count, rows in answers}

    def unmet(self, keys: Sequence[tuple[Placed, ...]], first: int | None) -> dict[int, Found]:
        """Return the rows whose key an earlier one has, or is not among those it has to be: by place in `keys`.

        Args:
            keys: placed.
            first: how many rows of each are wanted; None wants all.

        Raises:
            Exception: the engine refused one of them (`Engine.failure`).
        """
        found, some, rows = dict[int, Found](), dict[int, tuple[Placed, ...]](), 0
        for number, each in enumerate(keys):
            some[number] = each
            rows += sum(self._tables[placed.table].rows for placed in each)
            if rows >= AT_STAKE:
                found |= self._unmet(some, first)
                some, rows = {}, 0
        return found | self._unmet(some, first) if some else found

    def _unmet(self, keys: Mapping[int, tuple[Placed, ...]], first: int | None) -> dict[int, Found]:
        sides = [
            (number, side if len(some) > 1 else TWICE, each)
            for number, some in keys.items()
            for side, each in zip((OWN, *(OTHER for _ in some[1:])), some, strict=True)
        ]
        rows, key = self._computed(sides)
        query = (
            "WITH keyed AS MATERIALIZED ("
            "SELECT number, side, {row}, {key} AS key FROM ({rows}) WHERE key IS NOT NULL), "
            "twice AS (SELECT number, key, min({row}) AS earliest FROM keyed WHERE side = {twice} "
            "GROUP BY number, key HAVING count(*) > 1), unmet AS ("
            "SELECT number, {row} FROM keyed JOIN twice USING (number, key) "
            "WHERE side = {twice} AND {row} > earliest "
            "UNION ALL SELECT number, {row} FROM keyed AS k "
            "ANTI JOIN (SELECT number, key FROM keyed WHERE side = {other}) AS o USING (number, key) "
            "WHERE side = {own}) "
            "SELECT number, count(*), min({row}, {most}) FROM unmet GROUP BY number"
        )
        signs = {name: Sql(str(side)) for name, side in (("own", OWN), ("other", OTHER), ("twice", TWICE))}
        found = self._engine.run(sql(query, key=key, rows=rows, row=ROW, most=self._most(first), **signs))
        return {number: Found(count, sorted(rows)) for number, count, rows in found}

    def _most(self, first: int | None) -> Sql:
        return Sql(str(max(1, *(table.rows for table in self._tables)) if first is None else first))

    def _computed(self, asked: Sequence[tuple[int, int, Placed]]) -> tuple[Sql, Sql]:
        """Return the query for the rows that are asked (`number`, `side`, `_row`), and all expressions as one."""
        shapes = {shape: number for number, shape in enumerate(dict.fromkeys(each.shape for *_, each in asked))}
        members = self._engine.put(
            ("number", "side", "no", "shape", "places"),
            ("INTEGER", "INTEGER", "INTEGER", "INTEGER", "VARCHAR"),
            (
                (*map(str, (number, side, each.table, shapes[each.shape])), self._at(each))
                for number, side, each in asked
            ),
        )
        used = dict.fromkeys(pair for shape in shapes for pair in enumerate(shape.kinds))
        cells = joined(
            sql("{}[spot[{}]] AS {}", name(kind), Sql(str(number + 1)), place(kind, number)) for number, kind in used
        )
        rows = sql(
            "SELECT number, side, shape, {}, {} FROM {} JOIN "
            "(SELECT *, CAST(string_split(places, ',') AS INTEGER[]) AS spot FROM {}) USING (no)",
            ROW, cells, self._relation, members,
        )  # fmt: skip
        cases = joined((sql("WHEN {} THEN {}", Sql(str(n)), each.expression) for each, n in shapes.items()), " ")
        return rows, sql("CASE shape {} END", cases)

    def _at(self, placed: Placed) -> str:
        """Return the places of columns in the lists of their kinds, from 1."""
        lists, pairs = self._lists[placed.table], zip(placed.shape.kinds, placed.columns, strict=True)
        return ",".join(str(lists[kind].index(column) + 1) for kind, column in pairs)

    @cached_property
    def _relation(self) -> Sql:
        """The rows of the tables (`no`, `_row`), and a list of cells for each kind."""
        pool, lists = self._engine.fresh("pool"), joined(sql("{} {}[]", name(kind), Sql(kind)) for kind in KINDS)
        self._engine.run(sql("CREATE TABLE {} (no INTEGER, {} BIGINT, {})", pool, ROW, lists))
        rows = [self._rows(number) for number, each in enumerate(self._lists) if any(each.values())]
        for start in range(0, len(rows), AT_ONCE):
            self._engine.run(sql("INSERT INTO {} {}", pool, joined(rows[start : start + AT_ONCE], " UNION ALL ")))
        return pool

    def _rows(self, number: int) -> Sql:
        columns = self._lists[number]
        lists = (sql("[{}]", joined(map(Sql, columns[kind]))) if columns[kind] else Sql("NULL") for kind in KINDS)
        return sql("SELECT {}, {}, {} FROM {}", Sql(str(number)), ROW, joined(lists), self._tables[number].relation)


def _small(tables: Iterable[Table], fewest: int) -> list[Table]:
    rows, found = 0, []
    for table in tables:
        if not (table.unread or table.wide) and table.rows < SMALL and rows + table.rows < MOST:
            rows += table.rows
            found.append(table)
    return found if len(found) >= fewest else []


def _kinds(table: Table) -> Mapping[str, str]:
    """Return the SQL types of the columns of a table, by name."""
    found = {}
    for column in table.columns.values():
        if column.present:
            found[str(column.raw)] = "VARCHAR"
            if column.value != column.raw and column.value.startswith('"'):
                found[str(column.value)] = column.kind
            derived = {"BIGINT": (column.lower, column.upper), "VARCHAR": (column.key,), "DOUBLE": (column.measure,)}
            derived["BOOLEAN"] = (column.refused,)
            found |= {str(each): kind for kind, some in derived.items() for each in some if each is not None}
    return found
