"""A passage was left out without a reason.

## What it finds
Rows of the table of exclusions whose reason is empty.

## Why it matters
What is left out without a reason cannot be told from what was overlooked.

## How to mend it
Fill in why the passage bears no row: `teaser of another article`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import overlaid, package
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
CITING = {"fields": [{"name": "source_id"}, {"name": "locator"}, {"name": "confidence"}]}
CITATION = {"source": "source_id", "locator": "locator", "confidence": "confidence"}
EXCLUSION = {"source": "source_id", "locator": "locator", "reason": "reason"}
SOURCES = {"fields": [{"name": "source_id"}], "dpkit": {"source": {"id": "source_id"}}}
EXCLUSIONS = {"fields": [{"name": name} for name in EXCLUSION.values()], "dpkit": {"exclusion": EXCLUSION}}
FAILS = package(
    {"sources": "sources", "exclusions": "exclusions"},
    sources=("source_id\nletter\n", SOURCES),
    facts=("source_id,locator,confidence\nletter,page=1,high\n", CITING | {"dpkit": {"citation": CITATION}}),
    exclusions=("source_id,locator,reason\nletter,page=2,\n", EXCLUSIONS),
)
PASSES = overlaid(FAILS, {"exclusions.csv": "source_id,locator,reason\nletter,page=2,an index\n"})


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for a table of exclusions."""
    exclusion = table.schema.roles.exclusion
    if exclusion and (column := table.described(exclusion.reason)):
        yield Rule(
            fields=(column.name,),
            broken=column.missing,
            message="{field} is empty: the passage is left out without one",
        )
