"""A document is at hand, but dpkit cannot read its kind.

## What it finds
Documents with the recorded sha256 that are not plain text in UTF-8. Where the bytes speak for another encoding, or for
a kind of file such as PDF, it is named.

## Why it matters
Its citations were not followed; they count as not readable, not as verified.

## How to mend it
Save the document as plain text in UTF-8, record the sha256 of that file, and cite it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import TEXT, cited
from dpkit.checks.holding_query import with_holding
from dpkit.evidence.library import Holding
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
LATIN = TEXT.replace("she", "Zoë").encode("latin-1")
PASSES = cited()
MESSAGE = "is not UTF-8 text{aside}; citations not checked: {citations}"
FAILS = cited(LATIN, recorded=LATIN)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of sources."""
    del tables
    yield from with_holding(table, Holding.NOT_READABLE, "document", MESSAGE)
