"""Table and Column: what checks see of a resource. Each cell is its text (never NULL) and its typed value."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dpkit.load.origin import AS_IT_STANDS, Origin
from dpkit.model.descriptor import Field, Package, Resource, Schema
from dpkit.model.show import named
from dpkit.tables.ordering import Bound
from dpkit.tables.sql import Sql, is_among, sql, text

LARGE = 100_000  #: rows
ROW = Sql('"_row"')  #: number of the record, from 0, the header not counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of a table, as SQL expressions over its relation."""

    of: Field
    raw: Sql  #: the text of the cell, never NULL
    value: Sql  #: the typed value; NULL where missing or invalid
    kind: str = "VARCHAR"  #: its SQL type
    missing: Sql  #: whether the cell is one of the missing values
    present: bool = True  #: whether the file has this column
    place: int | None = None  #: which column of the file it is, from 0
    lower: Sql | None = None  #: first possible day of a date, as days since 1970-01-01
    upper: Sql | None = None  #: last possible day
    literals: Mapping[str, Sql] = field(default_factory=dict)  #: the values that constraints name, as `compared`
    key: Sql | None = None  #: what is equal for equal values, where that is not the value itself
    measure: Sql | None = None  #: number of items, or seconds of a duration
    order: Sql | None = None  #: a number that orders values, where they do not do so themselves
    measures: Mapping[str, Sql] = field(default_factory=dict)  #: what bounds are, where that is not what is `compared`
    digits: Sql | None = None  #: of a number, with a point and without marks
    exact: Sql | None = None  #: what is equal for equal numbers, where some are longer than their type holds
    bounds: Mapping[str, Bound] = field(default_factory=dict)  #: the numbers that constraints name, with all digits
    refused: Sql | None = None  #: whether the field's JSON Schema refuses the value
    explain: Callable[[str], str] | None = None  #: makes of a refused cell why it is
    unnatural: Sql | None = None  #: a relation of the rows (`_row`) in which JSON has a value of another type
    unmatched: Sql | None = None  #: a relation of the texts (`cell`) that break a pattern which the engine cannot match

    @property
    def compared(self) -> Sql:
        """What is equal exactly if two values are; NULL where missing or invalid."""
        return next((each for each in (self.key, self.exact) if each is not None), self.value)

    @property
    def name(self) -> str:
        """The field's name."""
        return self.of.name

    @property
    def stated(self) -> Sql:
        """The text of the cell; empty where it is one of the missing values."""
        return sql("CASE WHEN {} THEN '' ELSE {} END", self.missing, self.raw)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A resource as a relation with `_row` and its columns."""

    resource: Resource
    schema: Schema
    relation: Sql
    columns: Mapping[str, Column]
    package: Package
    rows: int = 0
    malformed: int = 0  #: rows of the file that could not be read, and are not among these
    unread: str = ""  #: why the table could not be read, or counts as unread since only a part of it could
    first_line: int = 2  #: physical line of the first record
    line: Sql | None = None  #: the line of a record, where the strict reader noted it
    ends: Sql | None = None  #: how many line ends the cells of a record hold, where any does
    origin: Origin = AS_IT_STANDS  #: how lines are named to people
    wide: bool = False  #: whether its cells stand in lists
    damaged: bool = False  #: whether files are missing, or marks stand for bytes that are no text (`model.damage`)
    derived: Mapping[str, Sql] = field(default_factory=dict)  #: what later stages found out: `evidence`, `holdings`

    @property
    def name(self) -> str:
        """The resource's name."""
        return self.resource.name

    def column(self, name: str | None) -> Column | None:
        """Return the column called `name`, if the schema has one and the file too."""
        column = None if name is None else self.columns.get(name)
        return column if column and column.present else None

    def described(self, name: str | None) -> Column | None:
        """Return the column called `name` if the schema has one, whether or not the file does.

        Checks are written over these: what concerns a column that is absent, the runner reports as skipped.
        """
        return self.columns.get(name) if name else None

    def lacks(self, fields: tuple[str, ...]) -> str:
        """Return why rules over `fields` cannot run, or nothing."""
        if self.unread:
            read = "read in part only" if self.damaged else "not read"
            return f"{self.name} was {read} ({self.unread})"
        absent = [name for name in fields if self.column(name) is None]
        return f"{self.name} has no column {named(absent[0])}" if absent else ""

    def compared(self) -> Sql:
        """Return the condition under which a row's claims count (`claims` of the `dpkit` property)."""
        conditions = []
        for part, values in self.schema.roles.claims:
            named = self.column(part) or self.column(getattr(self.schema.roles.citation, part, None))
            if named:
                stated = is_among(named.raw, [text(each) for each in values])
                conditions.append(sql("({} OR {})", named.missing, stated))
        return Sql(" AND ".join(conditions) or "true")


def apart(tables: Iterable[Table]) -> Iterator[list[Table]]:
    """Yield groups of tables to be asked together: small ones are quicker so, and a large one is asked by itself.

    What is known of a large table is then known, however another one changes.
    """
    tables = list(tables)
    yield [table for table in tables if table.rows < LARGE]
    yield from ([table] for table in tables if table.rows >= LARGE)
