"""Typed columns: the lexical filter in the scan that loads the file."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from dpkit.model.descriptor import Field, Schema
from dpkit.model.roles import ClaimKind
from dpkit.tables.compound import is_compound
from dpkit.tables.csv_sql import raw
from dpkit.tables.exact import exact
from dpkit.tables.lexical import ALWAYS, Form, day_bounds, derived, form
from dpkit.tables.ordering import BOUNDS, Bound
from dpkit.tables.sql import Sql, is_among, sql, text
from dpkit.tables.table import Column

NULL = Sql("NULL")


@dataclass
class TypedField:
    """A field that the file has, on its way to becoming a Column."""

    of: Field
    index: int
    raw: Sql
    missing: Sql
    form: Form
    dated: bool
    kind: str = ""
    measures: dict[str, Sql] = field(default_factory=dict)
    literals: dict[str, Sql] = field(default_factory=dict)
    place: int | None = None  #: which column of the file it is, from 0
    unmatched: Sql | None = None
    unjudged: Mapping[str, str] = field(
        default_factory=dict
    )  #: cells that the JSON Schema could not be asked of, and why
    by_pattern: bool = False  #: whether a pattern of the JSON Schema is the cause
    explain: Callable[[str], str] | None = None  #: why the JSON Schema refuses a cell, or which item of a list is wrong
    asked_exactly: bool = False  #: whether it is a number that has to equal others, or not to
    long: bool = False  #: whether some number is longer than its type holds
    limited: bool = False  #: whether it is a number that constraints bound
    precise: bool = False  #: whether some number may differ from another one that has its double
    exacts: dict[str, Sql] = field(default_factory=dict)  #: the literals for `long`
    whole: dict[str, Bound] = field(default_factory=dict)  #: the numbers that constraints name, with all digits

    @property
    def compound(self) -> bool:
        """Whether its values are compared by more than their text."""
        return is_compound(self.of)

    @property
    def stored(self) -> bool:
        """Whether the typed value is a column of its own (text is its own value)."""
        return self.form.value != self.raw

    def selected(self) -> list[Sql]:
        """Return the derived columns that are computed while the file is loaded."""
        columns = []
        if self.stored and self.form.unsure != ALWAYS:
            columns.append(sql("{} AS {}", self.unless_missing(self.form.value), self.part("v")))
        if self.dated:
            lower, _ = day_bounds(self.raw)
            columns.append(sql("{} AS {}", self.unless_missing(lower), self.part("lo")))
        return columns

    def bounded(self) -> list[Sql]:
        """Return the derived columns that are computed from those of `selected`."""
        _, upper = day_bounds(self.raw, self.part("lo"))
        return [sql("{} AS {}", upper, self.part("up"))] if self.dated else []

    def part(self, part: str) -> Sql:
        """Return what is derived of the field's cells, by the name of the part."""
        return derived(self.index, part)

    @property
    def value(self) -> Sql:
        """The typed value."""
        return self.part("v") if self.stored else self.unless_missing(self.raw)

    @property
    def bounds(self) -> tuple[Sql, Sql]:
        """First and last day of a date."""
        return self.part("lo"), self.part("up")

    def column(self) -> Column:
        """Return the finished column."""
        value, (lower, upper) = self.value, self.bounds if self.dated else (None, None)
        number = self.of.type == "number" and self.form.digits is not None
        return Column(
            of=self.of,
            raw=self.raw,
            missing=self.missing,
            value=value,
            kind=self.kind,
            lower=lower,
            upper=upper,
            literals=self.exacts if self.long else self.literals,
            key=self.part("k") if self.compound else None,
            measure=self.part("m") if self.compound else None,
            order=self.form.order,
            measures=self.literals if self.long else self.measures,
            digits=self.form.digits if number else None,
            exact=exact(self.form.digits, value) if self.long and self.form.digits else None,
            bounds={key: each for key, each in self.whole.items() if self.precise or not each.short},
            refused=self.part("j") if self.compound else None,
            place=self.place,
            unmatched=self.unmatched,
            explain=self.explain,
        )

    def unless_missing(self, value: Sql) -> Sql:
        """Return `value` where the cell is none of the missing values."""
        return sql("CASE WHEN NOT ({}) THEN {} END", self.missing, value)


def typed_fields(schema: Schema, columns: Mapping[str, int], spans: Collection[str] = ()) -> list[TypedField]:
    """Return the fields that the file has, by the index of their column; `spans` are dates to other tables."""
    fields, typing = [], Typing.of(schema, spans)
    for index, each in enumerate(schema.fields):
        if each.name in columns:
            place = columns[each.name]
            fields.append(typing.typed(each, index, raw(place), place))
    return fields


@dataclass(frozen=True, slots=True)
class Typing:
    """What a schema asks of its fields beside their types: which are dates, which have to equal others, or not to."""

    schema: Schema
    dated: Collection[str]
    compared: Collection[str]

    @classmethod
    def of(cls, schema: Schema, spans: Collection[str]) -> "Typing":
        """Return what a schema asks; `spans` are dates to other tables."""
        return cls(schema, _dated(schema).union(spans), _compared(schema))

    def typed(self, of: Field, index: int, cell: Sql, place: int | None) -> TypedField:
        """Return a field whose cells are those of the text expression `cell`."""
        dated = of.name in self.dated
        typed = TypedField(of, index, cell, _missing(of, self.schema, cell), form(of, cell), dated, place=place)
        typed.asked_exactly = typed.form.kind == "DOUBLE" and of.name in self.compared
        typed.limited = typed.form.kind == "DOUBLE" and any(bound in of.constraints for bound in BOUNDS)
        return typed


def _compared(schema: Schema) -> set[str]:
    """Return the fields whose values have to equal others, or not to."""
    keys = [schema.primary_key, *schema.unique_keys, *(each.fields for each in schema.foreign_keys)]
    own = {each.name for each in schema.fields if {"unique", "enum"} & {*each.constraints}}
    return own.union(*keys)


def _dated(schema: Schema) -> set[str]:
    dated = {each for pair in schema.roles.dates.order for each in pair}
    dated |= {each for three in schema.roles.dates.during for each in three}
    dated |= {each for within in schema.roles.dates.within for each in within.fields}
    dated |= {each.name for each in schema.fields if each.claim and each.claim.kind is ClaimKind.DATE}
    source = schema.roles.source
    return dated | ({source.published} if source and source.published else set())


def _missing(each: Field, schema: Schema, cell: Sql) -> Sql:
    values = schema.missing_values if each.missing_values is None else each.missing_values
    return sql("{} = ''", cell) if values == ("",) else is_among(cell, [text(each) for each in values])


def absent_columns(schema: Schema, spans: Collection[str] = ()) -> dict[str, Column]:
    """Return a column for each field, as if the file had none of them; `spans` are dates to other tables."""
    dated = _dated(schema).union(spans)
    return {
        each.name: Column(
            of=each,
            raw=Sql("''"),
            value=NULL,
            missing=Sql("true"),
            present=False,
            lower=NULL if each.name in dated else None,
            upper=NULL if each.name in dated else None,
        )
        for each in schema.fields
    }
