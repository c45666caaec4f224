"""A citation was changed or added since the last release, and its document is not at hand.

## What it finds
Where a document is not at hand, the record of the last release (`release.json` of an archive, or the highest version in
`releases/`) tells which citations were verified with it. This finds the rows that are cited otherwise now: another
source, locator or quote, another sha256 of the document, or a row that the release did not have.

## Why it matters
The release vouches for what it verified, and for nothing that came after it.

## How to mend it
Put the document, under any name, into `documents/` of the package or into a folder named with `--documents`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited, recorded
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql, text
from dpkit.tables.table import ROW, Table

SEVERITY = Severity.NOTICE
ALSO = ("document-not-held",)
PASSES = recorded(cited(file=""))
FAILS = recorded(cited(file=""), quote="1922")
MESSAGE = (
    "{field} {value} of {value1} is not in the record of the last release: changed or added since, and not checked"
)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for citation and context."""
    del tables
    citation = table.schema.roles.citation
    if citation is None or "released" not in table.derived:
        return
    for part, locator in (("citation", citation.locator), ("context", citation.context_locator)):
        if locator:
            select = sql(
                "SELECT {} FROM {} WHERE part = {} AND NOT verified", ROW, table.derived["released"], text(part)
            )
            yield Query(fields=(locator, citation.source), select=select, message=MESSAGE)
