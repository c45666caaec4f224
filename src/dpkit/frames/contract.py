"""The contract of a table's frame as a pandera schema."""

import datetime as dt
import math
from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from dpkit.frames import rules
from dpkit.frames.cells import MOMENT, TEXT, dtype, moment, whole_number
from dpkit.frames.judge import Judge
from dpkit.load.header import MISSING_MATTERS
from dpkit.model.descriptor import Schema
from dpkit.tables.compound import is_compound
from dpkit.tables.literals import literal_text
from dpkit.tables.ordering import BOUNDS
from dpkit.tables.sql import Sql, sql
from dpkit.tables.typing import TypedField

if TYPE_CHECKING:
    import pandera.pandas as pa

COMPARISONS = dict(zip(BOUNDS, ("ge", "le", "gt", "lt"), strict=True))
SIGNS = dict(zip(BOUNDS, (">=", "<=", ">", "<"), strict=True))
LENGTHS = {"minLength": "ge", "maxLength": "le"}
LONGEST = 4_300  #: digits of a whole number that Python writes
LEVELS = ("high", "medium", "low")
PLAIN_DATES = {"string", "any", "date", "year"}  #: types whose frames show the day that the file wrote


def contract(schema: Schema) -> "pa.DataFrameSchema":
    """Return the contract of a frame with the fields of `schema`; see `Package.schema`."""
    import pandera.pandas as pa

    judge = Judge()
    needed = _needed(schema)
    columns = {
        each.of.name: pa.Column(
            _dtype(each),
            list(_checks(each, schema, judge)),
            nullable=each.of.name not in needed,
            required=schema.fields_match in MISSING_MATTERS,
            title=each.of.title or None,
            description=each.of.description or None,
        )
        for each in judge.fields(schema)
    }
    return pa.DataFrameSchema(columns, list(_row_checks(schema, judge)), strict=True, unique_column_names=True)


def _needed(schema: Schema) -> set[str]:
    """Return the fields of which no cell may be missing."""
    citation = schema.roles.citation
    cited = {citation.source, citation.locator, citation.confidence} if citation else set()
    required = {each.name for each in schema.fields if each.constraints.get("required") is True}
    return required | cited | set(schema.primary_key)


def _dtype(field: TypedField) -> Any:
    kind = dtype(field.of.type)
    return _whole_numbers() if kind == "Int64" else kind


@cache
def _whole_numbers() -> Any:
    """Return the type of a column of `Int64`, or of Python's whole numbers where 64 bits do not hold them all."""
    from pandera.engines import numpy_engine, pandas_engine

    class WholeNumbers(pandas_engine.INT64):
        def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
            if isinstance(pandera_dtype, numpy_engine.Object) and data_container is not None:
                # beyond 128 bits the engine has but floats, of which the largest is infinite: no part of it is broken
                return all(type(cell) in {int, float} and not cell % 1 > 0 for cell in data_container.dropna())
            return super().check(pandera_dtype, data_container)

    whole: Any = WholeNumbers
    return whole()


def _checks(field: TypedField, schema: Schema, judge: Judge) -> Iterator["pa.Check"]:
    """Yield the checks of a column."""
    import pandera.pandas as pa

    name, constraints = field.of.name, field.of.constraints
    citation = schema.roles.citation
    yield from _type_checks(field, judge)
    if field.compound:
        yield from _compound_checks(field, judge)
        return
    if constraints.get("unique") is True:
        yield pa.Check(rules.unique, name="unique")
    if isinstance(constraints.get("enum"), list):
        values = _values(field, constraints["enum"], judge)
        yield pa.Check(rules.one_of(values), name="enum", error=f"enum({values})")
    for bound, comparison in COMPARISONS.items():
        if field.form.order is not None:
            yield from _order_checks(field, bound, judge)
            continue
        for value in _values(field, [constraints.get(bound)], judge):
            yield getattr(pa.Check, comparison)(value)
    if dtype(field.of.type) == TEXT:
        yield from _text_checks(field, judge)
    if citation and name == citation.confidence:
        yield pa.Check.isin(LEVELS)


def _order_checks(field: TypedField, bound: str, judge: Judge) -> Iterator["pa.Check"]:
    """Yield the check of a bound of texts that are not in the order of their letters."""
    import pandera.pandas as pa

    limit = field.of.constraints.get(bound)
    if limit is not None and (measure := field.measures.get(literal_text(limit))):
        yield pa.Check(rules.among(partial(judge.within, field.of, Sql(SIGNS[bound]), measure)), name=bound)


def _compound_checks(field: TypedField, judge: Judge) -> Iterator["pa.Check"]:
    """Yield the checks of values that are more than one thing: they are equal by key and long by measure."""
    import pandera.pandas as pa

    constraints, read = field.of.constraints, judge.reader(field.of)
    if constraints.get("unique") is True:
        yield pa.Check(rules.by_key(read, rules.unique), name="unique")
    if isinstance(constraints.get("enum"), list):
        yield pa.Check(rules.by_key(read, rules.one_of(_values(field, constraints["enum"], judge))), name="enum")
    for bound, comparison in COMPARISONS.items():
        for measure in judge.values([field.measures[bound]] if bound in field.measures else []):
            yield pa.Check(rules.by_measure(read, comparison, measure), name=bound)
    for length, comparison in LENGTHS.items():
        if type(most := constraints.get(length)) is int:
            yield pa.Check(rules.by_measure(read, comparison, most), name=length)
    if "jsonSchema" in constraints:
        yield pa.Check(rules.accepted(read), name="jsonSchema")


def _values(field: TypedField, values: list[Any], judge: Judge) -> list[Any]:
    """Return the values that a constraint names, as the column holds them; those of another type are left out."""
    named = [field.literals[text] for text in map(literal_text, values) if text in field.literals]
    if dtype(field.of.type) == MOMENT:
        return [moment(found) for found in judge.values(sql("epoch_us({})", each) for each in named)]
    found = judge.values(named)
    if dtype(field.of.type) == "Int64":  # the engine hands the longest ones over as texts
        return [_bound(each) if isinstance(each, str) else each for each in found]
    return found


def _bound(digits: str) -> float:
    """Return a whole number; one that pandera could not write into its messages is without end."""
    if len(digits) > LONGEST:
        return -math.inf if digits.startswith("-") else math.inf
    return whole_number(digits)


def _type_checks(field: TypedField, judge: Judge) -> Iterator["pa.Check"]:
    """Yield what the pandas type of the column does not say of the field's type."""
    import pandera.pandas as pa

    if field.of.type == "date":
        yield pa.Check(rules.whole_days, name="date")
    elif field.of.type == "time":
        yield pa.Check(rules.of_type(dt.time), name="time")
    elif dtype(field.of.type) == TEXT and field.stored:
        yield pa.Check(rules.among(partial(judge.readable, field.of)), name=field.of.type)
    if field.dated and dtype(field.of.type) == TEXT:
        yield pa.Check(rules.among(rules.dated), name="date")


def _text_checks(field: TypedField, judge: Judge) -> Iterator["pa.Check"]:
    """Yield the checks of the text itself; columns of other types do not show how it was written."""
    import pandera.pandas as pa

    pattern, least, most = (field.of.constraints.get(name) for name in ("pattern", "minLength", "maxLength"))
    if isinstance(pattern, str):
        match = partial(judge.matching, pattern)
        yield pa.Check(rules.among(match), name="pattern", error=f"pattern({pattern!r})")
    if type(least) is int:
        yield pa.Check.str_length(min_value=least)
    if type(most) is int:
        yield pa.Check.str_length(max_value=most)


def _row_checks(schema: Schema, judge: Judge) -> Iterator["pa.Check"]:
    """Yield the checks that look at several columns."""
    import pandera.pandas as pa

    readers = {each.name: judge.reader(each) for each in schema.fields if is_compound(each)}
    keys = [("primary key", schema.primary_key), *(("unique key", key) for key in schema.unique_keys)]
    for what, key in keys:
        if key:
            rule = rules.where_present(key, rules.unique_together(key, readers))
            yield pa.Check(rule, name=f"{what} ({', '.join(key)})", ignore_na=False)
    for start, end in schema.roles.dates.order:
        if (order := _order(schema, start, end)) is not None:
            yield pa.Check(order, name=f"{start} not after {end}", ignore_na=False)


def _order(schema: Schema, start: str, end: str) -> "rules.OnRows | None":
    """Return the rule that no `start` lies after all of `end`; None if the frame does not show what the files say."""
    types = {each.name: each.type for each in schema.fields}
    citation, subject = schema.roles.citation, schema.roles.subject
    named = [(part if part in types else getattr(citation, part, None), values) for part, values in schema.roles.claims]
    claims = [(name, values) for name, values in named if name in types]
    if {types[start], types[end]} - PLAIN_DATES or any(dtype(types[name]) != TEXT for name, _ in claims):
        return None
    rule = rules.in_order(start, end, subject, rules.counting(claims))
    return rules.where_present([start, end, *subject, *(name for name, _ in claims)], rule)
