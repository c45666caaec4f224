"""A document is there under its name, but with other bytes.

## What it finds
Sources whose document (by its name) is in a folder for documents, while no file there has the recorded sha256.

## Why it matters
Quotes were checked against other bytes than these. What was changed, and by whom, is open.

## How to mend it
Restore the document, or, if the new version is meant, record its sha256; `dpkit relocate` then finds the quotes that
moved. Line ends count: git and editors may write others. `documents/** -text` in `.gitattributes` keeps git from it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import TEXT, cited
from dpkit.checks.holding_query import with_holding
from dpkit.evidence.library import Holding
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited()
FAILS = cited(text=TEXT.replace("1923", "1924"))
MESSAGE = "is not the one whose sha256 is recorded; citations not checked: {citations}"


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of sources."""
    del tables
    yield from with_holding(table, Holding.CHANGED, "document", MESSAGE)
