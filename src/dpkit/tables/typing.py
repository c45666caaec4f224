"""Typed columns: the lexical filter in the scan that loads the file, the referee for what it is not sure of."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dpkit.model.descriptor import Field, Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.roles import ClaimKind
from dpkit.tables.csv_sql import raw
from dpkit.tables.edtf import days
from dpkit.tables.engine import Engine
from dpkit.tables.lexical import ALWAYS, NEVER, Form, day_bounds, derived, form
from dpkit.tables.referee import judge
from dpkit.tables.sql import Sql, joined, name, sql, text, texts
from dpkit.tables.table import Column

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


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
    literals: dict[str, Sql] = field(default_factory=dict)

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
            for part, bound in zip(("lo", "up"), day_bounds(self.raw), strict=True):
                columns.append(sql("{} AS {}", self._unless_missing(bound), derived(self.index, part)))
        return columns

    def column(self) -> Column:
        """Return the finished column."""
        return Column(
            of=self.of,
            raw=self.raw,
            missing=self.missing,
            value=derived(self.index, "v") if self.stored else self._unless_missing(self.raw),
            kind=self.kind,
            lower=derived(self.index, "lo") if self.dated else None,
            upper=derived(self.index, "up") if self.dated else None,
            literals=self.literals,
        )

    def _unless_missing(self, value: Sql) -> Sql:
        return sql("CASE WHEN NOT ({}) THEN {} END", self.missing, value)


def typed_fields(schema: Schema, columns: Mapping[str, int]) -> list[TypedField]:
    """Return the fields that the file has, by the index of their column."""
    dated = _dated(schema)
    found = []
    for index, each in enumerate(schema.fields):
        if each.name in columns:
            cell = raw(columns[each.name])
            found.append(
                TypedField(each, index, cell, _missing(each, schema, cell), form(each, cell), each.name in dated)
            )
    return found


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


def absent_columns(schema: Schema) -> dict[str, Column]:
    """Return a column for each field, as if the file had none of them."""
    dated = _dated(schema)
    nothing = Sql("NULL")
    return {
        each.name: Column(
            of=each,
            raw=Sql("''"),
            value=nothing,
            missing=Sql("true"),
            present=False,
            lower=nothing if each.name in dated else None,
            upper=nothing if each.name in dated else None,
        )
        for each in schema.fields
    }


def read_literals(engine: Engine, fields: Iterable[TypedField], resource: str, log: FaultLog) -> None:
    """Type the values that constraints name, by the same rules as cells; one that does not fit its field is a fault."""
    for each in fields:
        each.kind = each.form.kind
        wanted = dict(_constraint_values(each.of))
        if not wanted:
            continue
        forms = {value: form(each.of, text(value)) for value in wanted}
        known = engine.run(sql("SELECT {}", joined(sql("{} IS NOT NULL", each.value) for each in forms.values())))[0]
        sure = {value: forms[value].value for value, ok in zip(forms, known, strict=True) if ok}
        judged = dict(judge(each.of, wanted.keys() - sure.keys())) if len(sure) < len(wanted) else {}
        typed = {value: sql("TRY_CAST({} AS {})", text(of), Sql(each.kind)) for value, of in judged.items()}
        each.literals = sure | typed
        for value in wanted.keys() - each.literals.keys():
            _literal_fault(each.of, wanted[value], value, resource, log)


def _constraint_values(each: Field) -> Iterable[tuple[str, str]]:
    for value in each.constraints.get("enum") or ():
        yield literal_text(value), "enum"
    for bound in BOUNDS:
        if each.constraints.get(bound) is not None:
            yield literal_text(each.constraints[bound]), bound


def literal_text(value: Any) -> str:
    """Return a constraint's value as a cell would write it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _literal_fault(each: Field, constraint: str, value: str, resource: str, log: FaultLog) -> None:
    details = {"place": f"field {each.name}, constraint {constraint}", "problem": f"it is not of type {each.type}"}
    log.add(Fault(check="descriptor-error", resource=resource, field=each.name, value=value, details=details))


@dataclass(frozen=True, slots=True)
class _Late:
    """What Python decided about the distinct texts of one column: a mapping table to derived columns."""

    raw: Sql
    mapping: Sql
    columns: tuple[tuple[Sql, str], ...]  #: derived column and its SQL type


def settle(engine: Engine, relation: Sql, fields: list[TypedField]) -> Sql:
    """Decide the cells that the scan left open: unsure ones by the referee, uncommon dates by the EDTF parser.

    Returns:
        `relation`, or a table in its place that has the decided values too.
    """
    late = [
        each for field in fields for each in (_values(engine, relation, field), _dates(engine, relation, field)) if each
    ]
    return _rebuild(engine, relation, late, fields) if late else relation


def _distinct(engine: Engine, relation: Sql, cell: Sql, condition: Sql) -> list[str]:
    query = sql("SELECT DISTINCT {} FROM {} WHERE {}", cell, relation, condition)
    return [row[0] for row in engine.run(query)]


def _values(engine: Engine, relation: Sql, field: TypedField) -> _Late | None:
    if not field.stored or field.form.unsure == NEVER:
        return None
    open_ = [sql("NOT ({})", field.missing), sql("({})", field.form.unsure)]
    if field.form.unsure != ALWAYS:
        open_.append(sql("{} IS NULL", derived(field.index, "v")))
    cells = _distinct(engine, relation, field.raw, joined(open_, " AND "))
    if not cells and field.form.unsure != ALWAYS:
        return None
    pairs = list(judge(field.of, cells)) if cells else []
    field.kind = _wide_enough(field.kind, pairs)
    mapping = engine.put(("cell", "value"), ("VARCHAR", "VARCHAR"), pairs)
    return _Late(field.raw, mapping, ((derived(field.index, "v"), field.kind),))


def _wide_enough(kind: str, pairs: list[tuple[str, str]]) -> str:
    if kind != "BIGINT":
        return kind
    largest = max((abs(int(value)) for _, value in pairs), default=0)
    return "BIGINT" if largest < 2**63 else "HUGEINT" if largest < 2**127 else "DOUBLE"


def _dates(engine: Engine, relation: Sql, field: TypedField) -> _Late | None:
    if not field.dated:
        return None
    lower, upper = derived(field.index, "lo"), derived(field.index, "up")
    cells = _distinct(engine, relation, field.raw, sql("NOT ({}) AND {} IS NULL", field.missing, lower))
    found = [(cell, str(each.lower), str(each.upper)) for cell in cells if (each := days(cell))]
    if not found:
        return None
    mapping = engine.put(("cell", "lower", "upper"), ("VARCHAR", "VARCHAR", "VARCHAR"), found)
    return _Late(field.raw, mapping, ((lower, "BIGINT"), (upper, "BIGINT")))


def _rebuild(engine: Engine, relation: Sql, late: list[_Late], fields: list[TypedField]) -> Sql:
    new: dict[Sql, Sql] = {}
    joins = []
    for number, each in enumerate(late):
        alias = name(f"m{number}")
        joins.append(sql(" LEFT JOIN {} AS {a} ON {a}.cell = t.{}", each.mapping, each.raw, a=alias))
        for (column, kind), part in zip(
            each.columns, ("value",) if len(each.columns) == 1 else ("lower", "upper"), strict=True
        ):
            new[column] = sql("TRY_CAST({}.{} AS {})", alias, Sql(part), Sql(kind))
    always = {derived(field.index, "v") for field in fields if field.form.unsure == ALWAYS}
    old = {
        column: value if column in always else sql("coalesce(t.{}, {})", column, value) for column, value in new.items()
    }
    listed = joined(sql("{} AS {}", value, column) for column, value in old.items())
    kept = joined(column for column in new if column not in always)
    star = sql("t.* EXCLUDE ({})", kept) if kept else Sql("t.*")
    table = engine.fresh("typed")
    engine.run(sql("CREATE TABLE {} AS SELECT {}, {} FROM {} AS t{}", table, star, listed, relation, joined(joins, "")))
    return table
