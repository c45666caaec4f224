"""A locator leads nowhere.

## What it finds
Locators into a known document that are not of the form of RFC 5147 (`char=120,141`, `line=10,12`), or that point past
its end.

## Why it matters
The place that a row cites is the shortest way to check it.

## How to mend it
Positions lie between characters (code points) or lines and are counted from 0; the end lies after the start. In a CSV
file a locator stands in quotation marks, since it holds a comma. `dpkit relocate` writes those of quotes
that stand at one place of their document.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.evidence_query import with_verdict
from dpkit.checks.example import cited
from dpkit.model.evidence import Verdict
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited(locator="line=0,1")
FAILS = cited(locator="char=800,812")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for citation and context, and for passages that were left out."""
    del tables
    message, exclusion = "{field} is {value}; {detail}", table.schema.roles.exclusion
    yield from with_verdict(table, Verdict.BAD_LOCATOR, "locator", message)
    if exclusion and (relation := table.derived.get("mislaid")) is not None:
        select = sql('SELECT "_row", detail FROM {}', relation)
        yield Query(fields=(exclusion.locator,), select=select, extra=("detail",), message=message)
