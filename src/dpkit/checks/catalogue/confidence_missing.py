"""A row does not say how sure the package is of it.

## What it finds
Rows of a table with citations whose confidence is empty.

## Why it matters
Without it, a guess looks like a certainty.

## How to mend it
Fill in `high`, `medium` or `low`, by the rule that the package writes down.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited()
FAILS = cited(confidence="")


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for a table with citations."""
    citation = table.schema.roles.citation
    if column := table.described(citation.confidence) if citation else None:
        yield Rule(
            fields=(column.name,), broken=column.missing, message="{field} is empty, expected high, medium or low"
        )
