"""The values that constraints name, typed by the rules for cells."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import Any

from dpkit.load.json_text import LongNumber
from dpkit.load.options import separator
from dpkit.model.descriptor import Field
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import of_field, show
from dpkit.tables.compound import Compound, reader
from dpkit.tables.engine import Engine
from dpkit.tables.exact import exact, wide_enough
from dpkit.tables.items import judge_all
from dpkit.tables.lexical import KINDS, Form, form
from dpkit.tables.ordering import BOUNDS, Bound
from dpkit.tables.sql import Sql, joined, name, number, sql, text
from dpkit.tables.typing import NULL, TypedField

MANY = 1_000  #: fields, or values, of which to ask one by one takes too long
CELL = name("cell")
Answers = Mapping[tuple[Form, str], Sequence[Any]]  #: of a text: its value, whether it is unsure, digits, exact number
Wanted = dict[str, tuple[Any, str]]  #: by the text of a value: it, and the constraint that names it
WRITTEN = json.JSONEncoder(ensure_ascii=False).encode


def read_literals(engine: Engine, fields: Iterable[TypedField], where: Fault, log: FaultLog) -> None:
    """Type the values that constraints name, by the rules for cells; one that does not fit is a fault like `where`."""
    fields = [*fields]
    many = len(fields) > MANY or sum(1 for each in fields for _ in _constraint_values(each.of)) > MANY
    answers = _asked_together(engine, fields) if many else {}
    for each in fields:
        each.kind = each.form.kind
        wanted = _wanted(each.of)
        if not each.stored:  # text is its own value: nothing to ask
            each.literals = {key: text(_as_cell(each.of, value)) for key, (value, _) in wanted.items()}
        elif wanted:
            each.literals = _literals(engine, each, wanted, answers)
            if each.compound:
                known = dict(_known(engine, each.of, {key: wanted[key][0] for key in each.literals}))
                each.literals = {key: text(value.key) for key, value in known.items()}
                each.measures = {key: number(value.measure or 0.0) for key, value in known.items()}
            elif each.form.order is not None:
                cells = {key: _form_of(each.of, wanted[key][0]) for key in each.literals if wanted[key][1] in BOUNDS}
                each.measures = {key: cell.order for key, cell in cells.items() if cell.order is not None}
            elif each.form.kind == "DOUBLE":
                _read_exactly(each, {key: wanted[key][0] for key in each.literals}, answers)
        unfit = {key for key, (value, name) in wanted.items() if name in BOUNDS and _is_nan(value)}
        each.literals = {key: value for key, value in each.literals.items() if key not in unfit}
        for key in sorted(wanted.keys() - each.literals.keys()):
            log.add(_literal_fault(each.of, wanted[key][1], key, where))


def _read_exactly(each: TypedField, values: Mapping[str, Any], known: Answers) -> None:
    """Note what is equal exactly for the numbers that constraints name."""
    shared = _shared_form(each.of)
    for key, value in values.items():
        if known:
            *_, whole = known[shared(value), _as_cell(each.of, value)]
            if whole is not None:
                each.exacts[key] = text(whole)
        elif digits := _form_of(each.of, value).digits:
            each.exacts[key] = exact(digits, each.literals[key])


def _known(engine: Engine, of: Field, values: Mapping[str, Any]) -> Iterable[tuple[str, Compound]]:
    read = reader(of, engine)
    for key, value in values.items():
        with suppress(ValueError):
            yield key, read(_as_cell(of, value))


def _wanted(of: Field) -> Wanted:
    """Return the values that the constraints of a field name, and in which, by their text."""
    return {literal_text(value): (value, constraint) for value, constraint in _constraint_values(of)}


def _asked_together(engine: Engine, fields: Iterable[TypedField]) -> Answers:
    """Ask about the values of many fields, or many values, those of one form together."""
    cells: dict[Form, set[str]] = {}
    for each in fields:
        shared = _shared_form(each.of)
        for value, _ in _wanted(each.of).values() if each.stored else ():
            cells.setdefault(shared(value), set()).add(_as_cell(each.of, value))
    return {
        (each, cell): answer
        for each, some in cells.items()
        for cell, *answer in engine.run(
            sql("SELECT {c}, {}, {} FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS {c})", *_whole_question(each), c=CELL),
            sorted(some),
        )
    }


def _whole_question(of: Form) -> tuple[Sql, Sql]:
    return _question(of), exact(of.digits, of.value) if of.digits and of.kind == "DOUBLE" else NULL


def _question(of: Form) -> Sql:
    return sql("CAST({} AS VARCHAR), {}, {}", of.value, of.unsure, of.digits or NULL)


def _literals(engine: Engine, field: TypedField, named: Wanted, known: Answers) -> dict[str, Sql]:
    """Return the typed values, by their text, of those `named` that are values of the field; note what bounds it."""
    of, wanted = field.of, {key: value for key, (value, _) in named.items()}
    cells, shared = {key: _as_cell(of, value) for key, value in wanted.items()}, _shared_form(of)
    forms = {} if known else {key: _form_of(of, value) for key, value in wanted.items()}
    answers: Iterator[Sequence[Any]]
    if known:
        answers = (known[shared(value), cells[key]][:3] for key, value in wanted.items())
    else:
        asked = iter(engine.run(sql("SELECT {}", joined(map(_question, forms.values()))))[0])
        answers = zip(*[asked] * 3, strict=True)
    found, open_ = dict[str, Sql](), dict[str, str]()
    for (key, value), (sure, unsure, digits) in zip(wanted.items(), answers, strict=True):
        if sure is not None:  # of very many, the query would be too long that types them
            found[key] = forms[key].value if forms else sql("CAST({} AS {})", text(sure), Sql(shared(value).kind))
            if field.form.kind == "DOUBLE" and named[key][1] in BOUNDS:
                field.whole[key] = Bound.of(digits or "", float(sure))
        elif unsure and digits:
            found[key] = sql("CAST({} AS {})", text(digits), Sql(wide_enough([digits])))
        elif unsure:
            open_[key] = cells[key]
    judged = dict(judge_all(engine, of, set(open_.values()))) if open_ else {}
    kind = Sql(KINDS.get(of.type, "VARCHAR"))
    late = {key: sql("TRY_CAST({} AS {})", text(judged[cell]), kind) for key, cell in open_.items() if cell in judged}
    return found | late


def _shared_form(of: Field) -> Callable[[Any], Form]:
    """Return the function that gives the form of a value over `CELL`; there are two, which take long to write."""
    with_options, without = (cache(partial(_form_of, of, each, CELL)) for each in ("", 0))
    return lambda value: (with_options if isinstance(value, str) or of.type == "list" else without)()


def _form_of(of: Field, value: Any, cell: Sql | None = None) -> Form:
    """Return the form of a value that a constraint names, as itself or as what `cell` stands for."""
    # what JSON has a type for is written as JSON does, not as the options of the field say; it has no lists in a text
    options = isinstance(value, str) or of.type == "list"
    return form(of if options else replace(of, raw={}), cell or text(_as_cell(of, value)))


def _as_cell(of: Field, value: Any) -> str:
    if of.type in {"integer", "year"} and isinstance(value, float) and value.is_integer():
        value = int(value)
    if of.type == "list" and isinstance(value, list):
        return separator(of.raw).join(map(literal_text, value))
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
    if isinstance(value, LongNumber):
        return value.literal
    return value if isinstance(value, str) else WRITTEN(value)


def _literal_fault(each: Field, constraint: str, value: str, where: Fault) -> Fault:
    place = constraint if constraint == "categories" else f"constraints.{constraint}"
    problem = "which bounds nothing" if _is_nan(value) else f"which is not of type {each.type}"
    has = f"it {'is' if constraint in BOUNDS else 'holds'} {show(value, 40)}"
    details = {"place": f"{each.place}.{place}", "problem": f"{has}, {problem}{of_field(each.name)}"}
    return replace(where, field=each.name, value=value, details=details)
