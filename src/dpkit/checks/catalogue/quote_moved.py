"""A quote stands in its document, but not where the locator says.

## What it finds
Quotes that are found at another place of the document than the one that is cited.

## Why it matters
Who follows the locator finds other words, and takes the row for false.

## How to mend it
Record the locator that the message gives; `dpkit relocate` writes those of quotes that stand at one place only.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.evidence_query import with_verdict
from dpkit.checks.example import cited
from dpkit.model.evidence import Verdict
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited(locator="char=8,12")
FAILS = cited(locator="char=0,7")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for citation and context."""
    del tables
    yield from with_verdict(
        table, Verdict.MOVED, "quote", "{field} {value} stands in {value1} at {detail}, not at {value2}"
    )
