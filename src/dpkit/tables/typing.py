"""Typed columns: the lexical filter in the scan that loads the file, the referee for what it is not sure of."""

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from dpkit.model.descriptor import Field, Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.roles import ClaimKind
from dpkit.model.show import show
from dpkit.tables.compound import Compound, is_compound, reader
from dpkit.tables.csv_sql import raw
from dpkit.tables.edtf import days
from dpkit.tables.engine import Engine
from dpkit.tables.exact import decimal, exact, long
from dpkit.tables.lexical import ALWAYS, KINDS, NEVER, Form, day_bounds, derived, form
from dpkit.tables.pattern import PatternError, engine_knows, unmatched
from dpkit.tables.referee import judge
from dpkit.tables.sql import Sql, either, every, joined, number, sql, text, texts
from dpkit.tables.table import Column

NULL = Sql("NULL")
COMPOUND = ("VARCHAR", "VARCHAR", "DOUBLE", "BOOLEAN")  #: types of value, key, measure, refused
LONGEST = Sql(str(1 << 23))  #: bytes of a cell that is judged outside the engine; a longer one is no value of its type
MOST_WORK = 20_000_000_000  #: sum of the squares of digits; beyond, whole numbers of any length are compared roughly
AT_ONCE = 200  #: fields that one query asks about
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


def read_literals(engine: Engine, fields: Iterable[TypedField], where: Fault, log: FaultLog) -> None:
    """Type the values that constraints name, by the rules for cells; one that does not fit is a fault like `where`."""
    for each in fields:
        each.kind = each.form.kind
        wanted = {literal_text(value): (value, constraint) for value, constraint in _constraint_values(each.of)}
        if not each.stored:  # text is its own value: nothing to ask
            each.literals = {key: text(_as_cell(each.of, value)) for key, (value, _) in wanted.items()}
        elif wanted:
            each.literals = _literals(engine, each.of, {key: value for key, (value, _) in wanted.items()})
            if each.compound:
                known = dict(_known(engine, each.of, {key: wanted[key][0] for key in each.literals}))
                each.literals = {key: text(value.key) for key, value in known.items()}
                each.measures = {key: number(value.measure or 0.0) for key, value in known.items()}
            elif each.form.kind == "DOUBLE":
                _read_exactly(each, {key: wanted[key][0] for key in each.literals})
        unfit = {key for key, (value, name) in wanted.items() if name in BOUNDS and _is_nan(value)}
        each.literals = {key: value for key, value in each.literals.items() if key not in unfit}
        for key in sorted(wanted.keys() - each.literals.keys()):
            log.add(_literal_fault(each.of, wanted[key][1], key, where))


def _read_exactly(each: TypedField, values: Mapping[str, Any]) -> None:
    """Note all digits of the numbers that constraints name."""
    for key, value in values.items():
        if digits := _form_of(each.of, value).digits:
            each.exacts[key], each.decimals[key] = exact(digits, each.literals[key]), decimal(digits)


def _known(engine: Engine, of: Field, values: Mapping[str, Any]) -> Iterable[tuple[str, Compound]]:
    read = reader(of, engine)
    for key, value in values.items():
        with suppress(ValueError):
            yield key, read(_as_cell(of, value))


def _literals(engine: Engine, of: Field, wanted: Mapping[str, Any]) -> dict[str, Sql]:
    """Return the typed values, by their text, of those of the `wanted` that are values of the field."""
    cells = {key: _as_cell(of, value) for key, value in wanted.items()}
    forms = {key: _form_of(of, value) for key, value in wanted.items()}
    asked = (sql("{} IS NOT NULL, {}, {}", each.value, each.unsure, each.digits or NULL) for each in forms.values())
    answers = iter(engine.run(sql("SELECT {}", joined(asked)))[0])
    found, open_ = dict[str, Sql](), dict[str, str]()
    for (key, each), (known, unsure, digits) in zip(forms.items(), zip(*[answers] * 3, strict=True), strict=True):
        if known:
            found[key] = each.value
        elif unsure and each.digits:
            found[key] = sql("CAST({} AS {})", text(digits), Sql(_wide_enough([digits])))
        elif unsure:
            open_[key] = cells[key]
    judged = dict(judge(of, set(open_.values()))) if open_ else {}
    kind = Sql(KINDS.get(of.type, "VARCHAR"))
    late = {key: sql("TRY_CAST({} AS {})", text(judged[cell]), kind) for key, cell in open_.items() if cell in judged}
    return found | late


def _form_of(of: Field, value: Any) -> Form:
    """Return the form of a value that a constraint names."""
    # what JSON has a type for is written as JSON does, not as the options of the field say
    return form(of if isinstance(value, str) else replace(of, raw={}), text(_as_cell(of, value)))


def _as_cell(of: Field, value: Any) -> str:
    if of.type in {"integer", "year"} and isinstance(value, float) and value.is_integer():
        value = int(value)
    padded = of.type == "year" and isinstance(value, int) and not isinstance(value, bool)
    return f"{value:0{5 if value < 0 else 4}}" if padded else literal_text(value)


def _constraint_values(each: Field) -> Iterable[tuple[Any, str]]:
    for value in each.constraints.get("enum") or ():
        yield value, "enum"
    for value in each.categories or ():
        yield value, "categories"
    for bound in BOUNDS:
        if each.constraints.get(bound) is not None:
            yield each.constraints[bound], bound


def _is_nan(value: Any) -> bool:
    """Tell whether a bound is no number, which nothing is within."""
    return isinstance(value, str) and value.upper() == "NAN"


def literal_text(value: Any) -> str:
    """Return a constraint's value as a cell would write it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _literal_fault(each: Field, constraint: str, value: str, where: Fault) -> Fault:
    place = constraint if constraint == "categories" else f"constraints.{constraint}"
    problem = "which bounds nothing" if _is_nan(value) else f"which is not of type {each.type}"
    details = {"place": f"{each.place}.{place}", "problem": f"it names {show(value, 40)}, {problem}"}
    return replace(where, field=each.name, value=value, details=details)


def match_patterns(engine: Engine, relation: Sql, fields: Iterable[TypedField], resource: str, log: FaultLog) -> None:
    """Match the patterns that the engine cannot; one that cannot be judged is a fault."""
    for each in fields:
        pattern = each.of.constraints.get("pattern")
        if not isinstance(pattern, str) or engine_knows(engine, pattern):
            continue
        cells: list[str] = []
        try:
            cells = unmatched(pattern, _distinct(engine, relation, each.raw, sql("NOT ({})", each.missing)))
        except PatternError as error:
            fault = Fault(check="pattern-unjudged", resource=resource, field=each.of.name)
            log.add(replace(fault, details={"problem": str(error)}))
        each.unmatched = engine.put(("cell",), ("VARCHAR",), [(cell,) for cell in cells])


@dataclass(frozen=True, slots=True)
class _Late:
    """What Python decided about the distinct texts of one column: a mapping table to derived columns."""

    raw: Sql
    mapping: Sql
    columns: tuple[tuple[Sql, str], ...]  #: derived column and its SQL type
    parts: tuple[str, ...] = ("value",)  #: where each is in the mapping


def settle(engine: Engine, table: Sql, fields: list[TypedField]) -> None:
    """Decide the cells that the scan left open: unsure ones by the referee, uncommon dates by the EDTF parser."""
    open_ = _with_open_cells(engine, table, fields)
    for each in fields:
        each.long = each.asked_exactly and each.index in open_
        for late in (_values(engine, table, each), _dates(engine, table, each)) if each.index in open_ else ():
            if late:
                columns = zip(late.columns, late.parts, strict=True)
                decided = [(column, kind, Sql(part)) for (column, kind), part in columns]
                engine.fill_in(table, late.raw, late.mapping, decided)


def _with_open_cells(engine: Engine, table: Sql, fields: list[TypedField]) -> set[int]:
    """Return the indexes of the fields of which some cell may be open: asked for many at once, most have none."""
    asked = [(each.index, either([*_unsure(each), *_undated(each), *_long(each)])) for each in fields]
    asked = [(index, condition) for index, condition in asked if condition != NEVER]
    found: set[int] = set()
    for some in (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)):
        answers = engine.run(sql("SELECT {} FROM {}", joined(sql("bool_or({})", each) for _, each in some), table))[0]
        found |= {index for (index, _), answer in zip(some, answers, strict=True) if answer}
    return found | {each.index for each in fields if each.compound or (each.stored and each.form.unsure == ALWAYS)}


def _unsure(field: TypedField) -> list[Sql]:
    """Return the condition under which a cell's value is still to be judged, if there is such a cell."""
    if not field.stored or field.form.unsure == NEVER:
        return []
    short = sql("strlen({}) <= {}", field.raw, LONGEST)
    known = [] if field.form.unsure == ALWAYS else [sql("{} IS NULL", derived(field.index, "v"))]
    return [every([sql("NOT ({})", field.missing), *known, short, sql("({})", field.form.unsure)])]


def _undated(field: TypedField) -> list[Sql]:
    lower = derived(field.index, "lo")
    return [sql("NOT ({}) AND {} IS NULL", field.missing, lower)] if field.dated else []


def _long(field: TypedField) -> list[Sql]:
    return [long(field.raw, derived(field.index, "v"))] if field.asked_exactly else []


def _distinct(engine: Engine, relation: Sql, cell: Sql, condition: Sql) -> list[str]:
    query = sql("SELECT DISTINCT {} FROM {} WHERE {}", cell, relation, condition)
    return [row[0] for row in engine.run(query)]


def _values(engine: Engine, relation: Sql, field: TypedField) -> _Late | None:
    form, conditions = field.form, _unsure(field)
    if not conditions:
        return None
    pairs = _pairs(engine, relation, field, conditions[0])
    if field.compound:
        return _compound(engine, field, pairs)
    if not pairs and form.unsure != ALWAYS:
        return None
    if form.digits:
        field.kind = _wide_enough(digits for _, digits in pairs)
    mapping = engine.put(("cell", "value"), ("VARCHAR", "VARCHAR"), pairs)
    return _Late(field.raw, mapping, ((derived(field.index, "v"), field.kind),))


def _compound(engine: Engine, field: TypedField, pairs: list[tuple[str, str]]) -> _Late:
    read = reader(field.of, engine)
    parts = ("value", "key", "measure", "refused")
    rows = []
    for cell, value in pairs:
        with suppress(ValueError):
            each = read(cell)
            measure = None if each.measure is None else repr(each.measure)
            rows.append((cell, value, each.key, measure, str(each.refused).lower()))
    mapping = engine.put(("cell", *parts), ("VARCHAR",) * (1 + len(parts)), rows)
    columns = [(derived(field.index, part), kind) for part, kind in zip("vkmj", COMPOUND, strict=True)]
    return _Late(field.raw, mapping, tuple(columns), parts)


def _pairs(engine: Engine, relation: Sql, field: TypedField, condition: Sql) -> list[tuple[str, str]]:
    """Return the cells that `condition` leaves open and that are valid, each with the text that the engine casts."""
    if field.form.digits:
        query = sql("SELECT DISTINCT {}, {} FROM {} WHERE {}", field.raw, field.form.digits, relation, condition)
        return [(cell, digits) for cell, digits in engine.run(query)]
    cells = _distinct(engine, relation, field.raw, condition)
    return list(judge(field.of, cells)) if cells else []


def _wide_enough(numbers: Iterable[str]) -> str:
    """Return the SQL type that holds all of some whole numbers."""
    bare = [number.lstrip("+-").lstrip("0") for number in numbers]
    longest, digits = max(((len(number), number) for number in bare), default=(0, ""))
    for kind, bits in (("BIGINT", 63), ("HUGEINT", 127)):
        most = str(2**bits - 1)
        if (longest, digits) <= (len(most), most):
            return kind
    return "BIGNUM" if sum(len(number) ** 2 for number in bare) <= MOST_WORK else "DOUBLE"


def _dates(engine: Engine, relation: Sql, field: TypedField) -> _Late | None:
    conditions = _undated(field)
    if not conditions:
        return None
    lower, upper = derived(field.index, "lo"), derived(field.index, "up")
    cells = _distinct(engine, relation, field.raw, conditions[0])
    found = [(cell, str(each.lower), str(each.upper)) for cell in cells if (each := days(cell))]
    if not found:
        return None
    mapping = engine.put(("cell", "lower", "upper"), ("VARCHAR", "VARCHAR", "VARCHAR"), found)
    return _Late(field.raw, mapping, ((lower, "BIGINT"), (upper, "BIGINT")), ("lower", "upper"))
