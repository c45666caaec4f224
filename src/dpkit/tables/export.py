"""Tables for other programs: each column in a type that keeps all of its values, or as text.

A column of whole numbers, numbers, booleans or dates has that type if every one of its values survives: whole numbers
that 64 bits hold, numbers that a double gives back (at most 15 digits, neither NaN nor infinite). Otherwise, and for
all other types, its cells are the text that stands in the file. A missing value is NULL, and nothing else is. What
the schema has no field for stays in the CSV file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dpkit.model.descriptor import ForeignKey
from dpkit.model.errors import DpkitError
from dpkit.model.show import plain, show
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, every, joined, number, sql
from dpkit.tables.table import ROW, Column, Table

AT_ONCE = 20_000  #: rows that are fetched together
DIGITS = 15  #: that a double keeps of any number
TINY, HUGE = 1e-300, 1e300


class Kind(StrEnum):
    """What a column holds."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"


KINDS = {
    "integer": Kind.INTEGER,
    "year": Kind.INTEGER,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
}
STORED = {Kind.INTEGER: "BIGINT", Kind.NUMBER: "DOUBLE", Kind.BOOLEAN: "BOOLEAN", Kind.DATE: "DATE"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A column on its way out."""

    of: Column
    kind: Kind

    @property
    def name(self) -> str:
        """The field's name."""
        return self.of.name

    @property
    def cell(self) -> Sql:
        """Its cells as text; NULL where they are missing."""
        if self.kind is Kind.TEXT:
            return sql("CASE WHEN NOT ({}) THEN {} END", self.of.missing, self.of.raw)
        return sql("CAST({} AS VARCHAR)", self.of.value)


def exported(engine: Engine, table: Table) -> list[Exported]:
    """Return the columns of a table that the file has, with what each is exported as.

    Raises:
        DpkitError: two columns differ in upper and lower case alone, or a cell holds a NUL, at which programs stop.
    """
    columns = [each for each in table.columns.values() if each.present]
    distinct([each.name for each in columns], f"fields of {plain(table.name)}")
    counts = [sql("count(*) FILTER (WHERE NOT ({}) AND NOT ({}))", each.missing, _survives(each)) for each in columns]
    nuls = [sql("count(*) FILTER (WHERE contains({}, chr(0)))", each.raw) for each in columns]
    if not columns:
        return []
    found = engine.run(sql("SELECT {} FROM {}", joined([*counts, *nuls]), table.relation))[0]
    for column, number_of in zip(columns, found[len(columns) :], strict=True):
        if number_of:
            raise DpkitError(f"{plain(table.name)}: a cell of {show(column.name)} holds a NUL character")
    lost = zip(columns, found, strict=False)
    return [Exported(each, Kind.TEXT if count else KINDS.get(each.of.type, Kind.TEXT)) for each, count in lost]


def distinct(names: Sequence[str], what: str) -> None:
    """Refuse names that some program takes for the same, or for none.

    Raises:
        DpkitError: there are such names; `what` says of what.
    """
    known: dict[str, str] = {}
    for each in names:
        if not each or "\0" in each:
            raise DpkitError(f"{what}: {show(each)} is a name that no database can hold")
        if (other := known.setdefault(each.casefold(), each)) != each or names.count(each) > 1:
            raise DpkitError(f"{what}: {show(other)} and {show(each)} are the same name to a database")


def rows(engine: Engine, table: Table, columns: Sequence[Exported]) -> Iterator[tuple[str | None, ...]]:
    """Yield the rows of a table in the order of the file, cells as `Exported.cell`."""
    cells = joined(each.cell for each in columns)
    for first in range(0, table.rows, AT_ONCE):
        between = sql("{} BETWEEN {} AND {}", ROW, number(first), number(first + AT_ONCE - 1))
        yield from engine.run(sql("SELECT {} FROM {} WHERE {} ORDER BY {}", cells, table.relation, between, ROW))


def is_key(engine: Engine, table: Table, names: Sequence[str]) -> bool:
    """Return whether no two rows of a table have the same values in some columns; rows without one do not count."""
    columns = [table.columns[each] for each in names]
    known = every(sql("{} IS NOT NULL", each.value) for each in columns)
    values = joined(each.value for each in columns)
    query = sql("SELECT count(*), count(DISTINCT ({})) FROM {} WHERE {}", values, table.relation, known)
    total, different = engine.run(query)[0]
    return bool(total == different)


def references(table: Table, tables: Mapping[str, Table]) -> Iterator[tuple[ForeignKey, Table]]:
    """Yield the foreign keys of a table whose columns are all there, each with the table that it refers to."""
    for key in table.schema.foreign_keys:
        parent = tables.get(key.resource or table.name)
        if (
            parent
            and len(key.fields) == len(key.reference)
            and not (table.lacks(key.fields) or parent.lacks(key.reference))
        ):
            yield key, parent


def _survives(column: Column) -> Sql:
    kind = KINDS.get(column.of.type, Kind.TEXT)
    if kind is Kind.TEXT:
        return Sql("true")
    if column.kind != STORED[kind]:
        return Sql("false")
    known = sql("{} IS NOT NULL", column.value)
    return every([known, *_kept(column)]) if kind is Kind.NUMBER else known


def _kept(column: Column) -> Iterator[Sql]:
    """Yield what a double must fulfil to give back the number that is written."""
    # the digits before an exponent; where other things may stand around a number, all digits that there are
    mantissa = column.raw
    if column.of.raw.get("bareNumber") is not False:
        mantissa = sql("regexp_replace({}, '[eE].*$', '')", column.raw)
    digits = sql("ltrim(regexp_replace({}, '[^0-9]', '', 'g'), '0')", mantissa)
    yield sql("length({}) <= {}", digits, number(DIGITS))
    yield sql("isfinite({})", column.value)
    yield sql(
        "(({0} = 0 AND {1} = '') OR abs({0}) BETWEEN {2} AND {3})", column.value, digits, number(TINY), number(HUGE)
    )
