"""Reading a wide table record by record, strictly, into lists of cells."""

from collections.abc import Callable, Sequence
from contextlib import closing
from operator import itemgetter

from dpkit.tables.engine import Engine
from dpkit.tables.reading import Layout, Loaded, Reading
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.strict import LINE, cells_and_faults, numbered_rows
from dpkit.tables.table import ROW
from dpkit.tables.wide.fields import Group, listed

BATCH = 1_000_000  #: characters that are bound at once
ITEM, LIST = "\x1f", "\x1d"  #: marks between the cells of a list, and between lists
CELL = 8  #: bytes that a short cell takes, at least
Bound = str | list[list[str]]


def read_wide(reading: Reading, layout: Layout, groups: Sequence[Group]) -> Loaded:
    """Read record by record, note what is wrong, and hand what is sound to the engine.

    Args:
        reading: of the table.
        layout: of the file.
        groups: of its fields.
    """
    table, rows, records, unfinished = _created(reading, layout, groups), 0, 0, False
    batch, size = _Batch(reading.engine, table, [_picker(each) for each in groups]), 0
    with closing(reading.file.text()) as text:
        for number, record in numbered_rows(reading, text, layout):
            unfinished, records = bool(record.malformed), number + record.times
            if cells := cells_and_faults(reading, layout, number, record):
                batch.add(number, record.line, cells)
                rows, size = rows + 1, size + len(record.text)
            if size >= BATCH:
                batch.insert()
                size = 0
    batch.insert()
    return Loaded(table, table, rows, line=LINE, records=max(records, reading.file.untold.rows), unfinished=unfinished)


def _created(reading: Reading, layout: Layout, groups: Sequence[Group]) -> Sql:
    cells = sum(len(each.fields) for each in groups) * reading.file.scan.line_ends
    table = reading.engine.place(max(layout.size, CELL * cells))
    lists = [sql("{} VARCHAR[]", listed("t", each.number)) for each in groups]
    columns = joined([*(sql("{} BIGINT", each) for each in (ROW, LINE)), *lists])
    reading.engine.run(sql("CREATE TABLE {} ({})", table, columns))
    return table


def _picker(group: Group) -> Callable[[list[str]], Sequence[str]]:
    """Return the function that takes the cells of a group out of those of a row."""
    places = group.places
    if places == [*range(places[0], places[-1] + 1)]:
        return itemgetter(slice(places[0], places[-1] + 1))
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))


class _Batch:
    """Rows that are bound together."""

    def __init__(self, engine: Engine, table: Sql, pickers: list[Callable[[list[str]], Sequence[str]]]) -> None:
        self._engine, self._table, self._pickers = engine, table, pickers
        self._own: list[tuple[int, int]] = []
        self._rows: list[list[str]] = []

    def add(self, number: int, line: int, cells: list[str]) -> None:
        """Add a row."""
        self._own.append((number, line))
        self._rows.append(cells)

    def insert(self) -> None:
        """Hand the rows to the engine."""
        if not self._rows:
            return
        own = [(_NUMBERS, ITEM.join(map(str, column))) for column in zip(*self._own, strict=True)]
        bound = own + [_bound([pick(row) for row in self._rows]) for pick in self._pickers]
        select = joined(rows for rows, _ in bound)
        self._engine.run(sql("INSERT INTO {} SELECT {}", self._table, select), *(value for _, value in bound))
        self._own, self._rows = [], []


_NUMBERS = Sql("unnest(CAST(string_split(?, chr(31)) AS BIGINT[]))")


def _bound(lists: list[Sequence[str]]) -> tuple[Sql, Bound]:
    """Return lists as one value to bind, and the SQL that makes a row of each."""
    together = LIST.join([ITEM.join(each) for each in lists])
    if together.count(LIST) == len(lists) - 1 and together.count(ITEM) == sum(len(each) - 1 for each in lists):
        return Sql("string_split(unnest(string_split(?, chr(29))), chr(31))"), together
    return Sql("unnest(CAST(? AS VARCHAR[][]))"), [[*each] for each in lists]
