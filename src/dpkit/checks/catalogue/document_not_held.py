"""A document is not at hand, so its citations could not be checked.

## What it finds
Sources with a recorded sha256 of which no file in the folders for documents has these bytes. One notice a source,
with the number of its citations; those that the record of the last release verified are not counted, and a source all
of whose citations it verified is not told. Files in `documents/` of the package that are the document of no source are
named: it may be one of them, changed.

## Why it matters
What was not checked is not verified, and says so.

## How to mend it
Put the document, under any name, into `documents/` of the package or into a folder named with `--documents`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited
from dpkit.checks.holding_query import with_holding
from dpkit.evidence.library import Holding
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.NOTICE
NEEDS = ("digest-invalid",)
PASSES = cited(file="documents/any-name.txt")
FAILS = cited(file="")
MESSAGE = "is not at hand; citations not checked: {citations}{aside}"


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of sources."""
    del tables
    yield from with_holding(table, Holding.NOT_HELD, "document", MESSAGE, "unverified")
