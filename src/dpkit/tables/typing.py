"""Typed columns: the lexical filter in the scan that loads the file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dpkit.model.descriptor import Field, Schema
from dpkit.model.roles import ClaimKind
from dpkit.tables.compound import is_compound
from dpkit.tables.csv_sql import raw
from dpkit.tables.exact import exact
from dpkit.tables.lexical import ALWAYS, NEVER, Form, day_bounds, derived, form
from dpkit.tables.sql import Sql, sql, texts
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
    asked_exactly: bool = False  #: whether it is a number that has to equal others, or not to
    long: bool = False  #: whether some number is longer than its type holds
    exacts: dict[str, Sql] = field(default_factory=dict)  #: the literals for `long`
    decimals: dict[str, Sql] = field(default_factory=dict)

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
            columns.append(sql("{} AS {}", self._unless_missing(self.form.value), derived(self.index, "v")))
        if self.dated:
            lower, _ = day_bounds(self.raw)
            columns.append(sql("{} AS {}", self._unless_missing(lower), derived(self.index, "lo")))
        return columns

    def bounded(self) -> list[Sql]:
        """Return the derived columns that are computed from those of `selected`."""
        _, upper = day_bounds(self.raw, derived(self.index, "lo"))
        return [sql("{} AS {}", upper, derived(self.index, "up"))] if self.dated else []

    def column(self) -> Column:
        """Return the finished column."""
        value = derived(self.index, "v") if self.stored else self._unless_missing(self.raw)
        number = self.of.type == "number" and self.form.digits is not None
        return Column(
            of=self.of,
            raw=self.raw,
            missing=self.missing,
            value=value,
            kind=self.kind,
            lower=derived(self.index, "lo") if self.dated else None,
            upper=derived(self.index, "up") if self.dated else None,
            literals=self.exacts if self.long else self.literals,
            key=derived(self.index, "k") if self.compound else None,
            measure=derived(self.index, "m") if self.compound else None,
            measures=self.literals if self.long else self.measures,
            digits=self.form.digits if number else None,
            exact=exact(self.form.digits, value) if self.long and self.form.digits else None,
            decimals=self.decimals,
            refused=derived(self.index, "j") if self.compound else None,
            place=self.place,
            unmatched=self.unmatched,
        )

    def _unless_missing(self, value: Sql) -> Sql:
        return sql("CASE WHEN NOT ({}) THEN {} END", self.missing, value)


def typed_fields(schema: Schema, columns: Mapping[str, int], spans: Collection[str] = ()) -> list[TypedField]:
    """Return the fields that the file has, by the index of their column; `spans` are dates to other tables."""
    dated, compared = _dated(schema).union(spans), _compared(schema)
    found = []
    for index, each in enumerate(schema.fields):
        if each.name in columns:
            place = columns[each.name]
            cell, timed = raw(place), each.name in dated
            typed = TypedField(each, index, cell, _missing(each, schema, cell), form(each, cell), timed, place=place)
            typed.asked_exactly = typed.form.kind == "DOUBLE" and each.name in compared
            found.append(typed)
    return found


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
    return sql("{} = ''", cell) if values == ("",) else sql("{} IN {}", cell, texts(values)) if values else NEVER


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
