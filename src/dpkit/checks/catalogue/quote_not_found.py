"""A quote does not stand in its document.

## What it finds
Quotes that are not in the document whose sha256 the source records. White space and line ends are folded, letters,
digits and signs never: one changed digit is found.

## Why it matters
Either the quote was mistyped, or the source does not say what the row says.

## How to mend it
Compare the quote with the nearest passage, which the message gives, and copy it anew.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.evidence_query import with_verdict
from dpkit.checks.example import cited
from dpkit.model.evidence import Verdict
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited(quote="In July 1923", locator="char=0,12")
FAILS = cited(quote="In July 1924", locator="char=0,12")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for citation and context."""
    del tables
    message = "{field} {value} does not stand in {value1}; the nearest passage is “{detail}”"
    blank = "{field} {value} does not stand in {value1}, nor does anything like it"
    yield from with_verdict(table, Verdict.NOT_FOUND, "quote", message, blank)
