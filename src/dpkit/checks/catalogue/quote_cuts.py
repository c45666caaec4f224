"""A quote begins or ends inside a word or a number.

## What it finds
Quotes that stand in the document only as a piece of something longer: `24 July 192` of `24 July 1923`, `he was` of
`she was`, `000` of `20 000`.

## Why it matters
A piece can say what the whole does not.

## How to mend it
Quote whole words and whole numbers.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.evidence_query import with_verdict
from dpkit.checks.example import cited
from dpkit.model.evidence import Verdict
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited(quote="she was", locator="char=13,20")
FAILS = cited(quote="he was", locator="char=14,20")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for citation and context."""
    del tables
    yield from with_verdict(table, Verdict.CUT, "quote", "{field} {value} is a piece of “{detail}” in {value1}")
