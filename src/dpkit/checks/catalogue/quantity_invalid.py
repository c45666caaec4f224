"""A quantity is no number, or is qualified by an unknown word.

## What it finds
Cells of a field that claims quantities which are not numbers, or are `NaN` or infinite, and qualifiers other than
`exactly`, `over`, `at_least`, `under`, `at_most` and `about`. What the `enum` of the field has not is a
`constraint-error`.

## Why it matters
What is no number can be compared with nothing, and a qualifier that nobody has defined would pass for "exactly".

## How to mend it
Write the number in digits, without blanks or units, and one of the six words; what the source writes goes beside it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import claimed
from dpkit.checks.hints import unlisted
from dpkit.checks.terms import none_of
from dpkit.claims.bounds import QUALIFIERS
from dpkit.model.finding import Severity
from dpkit.model.roles import ClaimKind
from dpkit.model.show import listing
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
ENDLESS = Sql("'nan'::DOUBLE, 'inf'::DOUBLE, '-inf'::DOUBLE")
PASSES = claimed("v,album,,20000,,")
FAILS = claimed("v,album,,20 000,,")


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rules for each field that claims quantities; numbers of another type are the type's own affair."""
    for column in table.columns.values():
        claim = column.of.claim
        if claim is None or claim.kind is not ClaimKind.QUANTITY:
            continue
        if column.of.type not in {"number", "integer"}:
            broken = sql("NOT ({}) AND TRY_CAST({} AS DOUBLE) IS NULL", column.missing, column.value)
            message = "{field} is {value}, not a number{hint}"
            yield Rule(fields=(column.name,), broken=broken, message=message, hint=unlisted)
        endless = sql("TRY_CAST({} AS DOUBLE) IN ({})", column.value, ENDLESS)
        yield Rule(fields=(column.name,), broken=endless, message="{field} is {value}, which is no quantity")
        if qualifier := table.described(claim.qualifier):
            message, words = "{field} is {value}, expected one of {words}", listing(QUALIFIERS, "or")
            yield none_of(qualifier, QUALIFIERS, message, {"words": words})
