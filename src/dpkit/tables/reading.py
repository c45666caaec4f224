"""One reading of one table: what it works with, and how cells and their typed values come into the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dpkit.load.csv_file import CsvFile
from dpkit.model.descriptor import Dialect, Package, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.tables.balance import Header
from dpkit.tables.binding import Bound
from dpkit.tables.csv_sql import raw
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.typing import TypedField
from dpkit.tables.uncommon import with_uncommon
from dpkit.tables.wide.fields import Group

LARGE = 1 << 23  #: bytes of a file from which on a longer query is soon made up for


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one table: what is read, and where faults go."""

    engine: Engine
    file: CsvFile
    package: Package
    resource: Resource
    log: FaultLog
    lists: bool = False  #: whether a table of many columns is held as lists of cells; else it is not read

    @property
    def dialect(self) -> Dialect:
        """How the file at hand is written down, which is not always as the resource's was."""
        return self.file.dialect

    def note(self, fault: Fault, row: int, line: int, times: int = 1) -> None:
        """Note what is wrong with row `row` (from 0), which begins on `line` of the text, and with those like it.

        Args:
            fault: what is wrong.
            row: the first.
            line: on which it begins.
            times: how many rows of one line each are alike.
        """
        told = times if self.log.first is None else min(times, self.log.first)
        for each in range(told):
            file, line_there = self.file.origin.place(row + each, line + each)
            self.log.add(replace(fault, resource=self.resource.name, row=row + each + 1, line=line_there, file=file))
        if times > told:
            self.log.add_more(fault.check, self.resource.name, times - told)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the header and the schema say of the file: how many columns, which are fields, where the rows begin."""

    width: int
    fields: list[TypedField]
    header: Header
    size: int = 0  #: bytes of the file
    names: Mapping[int, str] = field(default_factory=dict)  #: of the fields, by their column
    groups: Sequence[Group] | None = None  #: of the fields, if their cells are to stand in lists

    @property
    def cells(self) -> list[Sql]:
        """The text columns of the file, those that are no fields included."""
        return [raw(index) for index in range(self.width)]

    @property
    def ends(self) -> Sql:
        """How many line ends the cells of a record hold."""
        # those of all columns count, of such that are no fields, too
        cells = sql("concat({})", joined(self.cells))
        return sql("(strlen({c}) - strlen(replace({c}, chr(10), '')))", c=cells)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file in the engine: the relation, the number of rows, and, from the strict reader, the line of each."""

    table: Sql  #: its name in the engine
    relation: Sql  #: as queries see it, with `_row`
    rows: int
    line: Sql | None = None
    spans_lines: bool = False  #: whether a cell holds a line end
    records: int = 0  #: of the file, those at fault included
    unfinished: bool = False  #: whether the last of them is malformed: perhaps it goes on in the next file


def store(engine: Engine, source: Sql, layout: Layout, *own: Sql, values: Sequence[Bound] = ()) -> Sql:
    """Return a new table of the cells that `source` has, after `own` columns and before the typed values.

    Args:
        engine: gets the table.
        source: relation of the cells.
        layout: of the file.
        own: further columns of `source`.
        values: to be bound to it.
    """
    table = engine.place(layout.size)
    derived = [column for each in layout.fields for column in each.selected()]
    select = sql("SELECT {} FROM {}", joined([*own, *layout.cells, *derived]), source)
    if bounds := [column for each in layout.fields for column in each.bounded()]:
        select = sql("SELECT *, {} FROM ({})", joined(bounds), select)
        if layout.size >= LARGE:
            select = with_uncommon(select, [each for each in layout.fields if each.dated])
    try:
        engine.run(sql("CREATE TABLE {} AS {}", table, select), *values)
    except engine.failure:
        engine.drop(table, layout.size)
        raise
    return table
