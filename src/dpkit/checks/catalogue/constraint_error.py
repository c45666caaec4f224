"""A cell breaks a constraint of its field.

## What it finds
Cells that break `required`, `unique`, `enum`, `pattern`, `minimum`, `maximum`, `exclusiveMinimum`,
`exclusiveMaximum`, `minLength`, `maxLength` or `jsonSchema`, and values that are none of the field's `categories`.
Values are compared as their type, not as text: of arrays, objects and lists the items are counted, `P1Y` is `P12M`. A
pattern must match the whole cell.

## Why it matters
Constraints are what the maker of the table promises about it.

## How to mend it
Correct the cell, or the constraint if it promises too much.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from dpkit.checks.check import Query, Rule, Tables
from dpkit.checks.example import package
from dpkit.checks.hints import labels_in
from dpkit.model.finding import Severity
from dpkit.model.lookalikes import Meant
from dpkit.model.show import count, plain, show
from dpkit.tables.literals import literal_text
from dpkit.tables.ordering import beyond, beyond_moment
from dpkit.tables.pattern import with_unicode
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import Sql, either, every, is_among, sql, text
from dpkit.tables.table import Column, Table

SEVERITY = Severity.ERROR
SCHEMA = {"fields": [{"name": "event_id"}, {"name": "grade", "constraints": {"enum": ["A", "B", "C"]}}]}
PASSES = package(events=("event_id,grade\na,A\nb,\n", SCHEMA))
FAILS = package(events=("event_id,grade\na,D\n", SCHEMA))
BOUNDS = {
    "minimum": ("<", "less than the minimum"),
    "maximum": (">", "more than the maximum"),
    "exclusiveMinimum": ("<=", "not more than the exclusiveMinimum"),
    "exclusiveMaximum": (">=", "not less than the exclusiveMaximum"),
}
NAN = re.compile(r"\bNaN\b", re.IGNORECASE)  #: in a cell that is a number, and may have letters around it
LENGTHS = {"minLength": ("<", "shorter than"), "maxLength": (">", "longer than")}


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each constraint that looks at one row alone."""
    for column in table.columns.values():
        constraints = column.of.constraints
        if constraints.get("required") is True:
            yield _rule(column, column.missing, "{field} is {nothing}, but required")
        if isinstance(constraints.get("enum"), list):
            yield from _one_of(column, constraints["enum"], "{field} is {value}, expected one of {what} (enum){hint}")
        if isinstance(constraints.get("pattern"), str):
            message = "{field} is {value}, which does not match the pattern {what}"
            yield _rule(column, _given(column, _unmatched(column)), message, constraints["pattern"])
        if column.of.categories is not None:
            message = "{field} is {value}, expected one of the categories {what}{hint}"
            yield from _one_of(column, column.of.categories, message)
        if column.refused is not None and "jsonSchema" in constraints:
            message = "{field} is {value}, which the jsonSchema of its field refuses{hint}"
            yield replace(_rule(column, column.refused, message), hint=column.explain or (lambda _: ""))
        yield from _bounds(column)
        yield from _lengths(column)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field whose values must be unique."""
    del tables
    for column in table.columns.values():
        if column.of.constraints.get("unique") is True:
            twice = sql(
                'SELECT {v} AS v, min("_row") AS earliest FROM {} WHERE {v} IS NOT NULL GROUP BY v HAVING count(*) > 1',
                table.relation,
                v=column.compared,
            )
            rows = sql(
                'SELECT "_row", earliest + 1 AS first FROM {} JOIN ({}) AS d ON {} = d.v WHERE "_row" > earliest',
                table.relation,
                twice,
                column.compared,
            )
            yield Query(
                fields=(column.name,),
                select=rows,
                extra=("first",),
                suspect=Keys(key_of([column.compared], [sql("{} IS NOT NULL", column.value)])),
                message="{field} is {value}, as in row {first}, but must be unique",
            )


def _rule(column: Column, broken: Sql, message: str, what: str = "") -> Rule:
    return Rule(fields=(column.name,), broken=broken, message=message, details={"what": what})


def _given(column: Column, condition: Sql) -> Sql:
    return sql("NOT ({}) AND {}", column.missing, condition)


def _unmatched(column: Column) -> Sql:
    if column.unmatched is not None:
        return sql("{} IN (SELECT cell FROM {})", column.raw, column.unmatched)
    # anchored at both ends by the function itself
    return sql("NOT regexp_full_match({}, {})", column.raw, text(with_unicode(column.of.constraints["pattern"])))


def _one_of(column: Column, values: Sequence[Any], message: str) -> Iterator[Rule]:
    allowed = [literal_text(value) for value in values]
    typed = [column.literals[value] for value in allowed if value in column.literals]
    given = sql("{} IS NOT NULL", column.compared)
    broken = every([given, sql("NOT {}", is_among(column.compared, typed))]) if typed else given
    names = ", ".join(map(_named, allowed[:10])) + (", ..." if len(allowed) > 10 else "")  # noqa: PLR2004
    labels, meant = labels_in(column.of.raw.get("categories")), Meant(allowed)
    yield replace(_rule(column, broken, message, names), hint=lambda cell: labels.get(cell) or meant(cell))


def _named(value: str) -> str:
    return plain(value, 30) if value and value == value.strip() else show(value, 30)


def _bounds(column: Column) -> Iterator[Rule]:
    for name, (sign, word) in BOUNDS.items():
        if (value := column.of.constraints.get(name)) is None or (bound := literal_text(value)) not in column.literals:
            continue
        ordered = next(each for each in (column.measure, column.order, column.value) if each is not None)
        limit = (column.measures or column.literals)[bound]
        broken = [sql("{} {} {}", ordered, Sql(sign), limit)]
        if column.digits is not None and (whole := column.bounds.get(bound)):
            broken = [beyond(column.digits, column.value, Sql(sign), limit, whole)]
        if column.of.type in {"time", "datetime"}:
            broken = [beyond_moment(column.raw, column.value, Sql(sign), limit, bound)]
        if column.kind == "DOUBLE":  # to the engine NaN is the largest number; to the standard it is within no bounds
            broken.append(sql("isnan({})", column.value))
        hint = partial(_beyond, name, word, bound)
        yield replace(_rule(column, either(broken), "{field} is {value}, {hint}"), hint=hint)


def _beyond(name: str, word: str, bound: str, cell: str) -> str:
    """Return what is wrong with a cell beyond a bound; NaN is neither less than it nor more."""
    return f"which is within no bounds ({name} {bound})" if NAN.search(cell) else f"{word} {bound}"


def _lengths(column: Column) -> Iterator[Rule]:
    for name, (sign, word) in LENGTHS.items():
        limit = column.of.constraints.get(name)
        if isinstance(limit, int) and not isinstance(limit, bool):
            length, what = (column.measure, "item") if column.measure else (sql("length({})", column.raw), "character")
            broken = _given(column, sql("{} {} {}", length, Sql(sign), Sql(str(limit))))
            yield _rule(column, broken, f"{{field}} is {{value}}, {word} {{what}} ({name})", count(limit, what))
