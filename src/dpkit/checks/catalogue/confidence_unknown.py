"""A confidence is none of the three levels.

## What it finds
Rows whose confidence is not `high`, `medium` or `low`. What the `enum` of the field has not is a `constraint-error`.

## Why it matters
Levels that nobody has defined cannot be compared or filtered.

## How to mend it
Use one of the three levels.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.checks.terms import none_of
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
LEVELS = ("high", "medium", "low")
PASSES = cited()
FAILS = cited(confidence="certain")


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for a table with citations."""
    citation = table.schema.roles.citation
    if column := table.described(citation.confidence) if citation else None:
        yield none_of(column, LEVELS, "{field} is {value}, expected high, medium or low", {})
