"""A quote does not stand in its document.

## What it finds
Quotes that are not in the document whose sha256 the source records. White space and line ends are folded, letters,
digits and signs never: one changed digit is found. Where only the case, white space, quotation marks, dashes or accents
differ, the message says so.

## Why it matters
Either the quote was mistyped, or the source does not say what the row says.

## How to mend it
Compare the quote with the nearest passage, which the message gives, and copy it anew.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.evidence_query import ALIKE, BLANK, NEAREST, UNSOUGHT, with_verdict
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
    messages = {
        ALIKE: "{field} {value} does not stand in {value1}; it has “{detail}”, which differs only in {differing}",
        NEAREST: "{field} {value} does not stand in {value1}; the nearest passage is “{detail}”",
        UNSOUGHT: "{field} {value} does not stand in {value1}",
        BLANK: "{field} {value} does not stand in {value1}, nor does anything like it",
    }
    yield from with_verdict(table, Verdict.NOT_FOUND, "quote", messages)
