"""One thing is named in several ways.

## What it finds
Subjects for which a field of labels (names, titles) holds texts that differ in more than case, accents, hyphens and
white space.

## Why it matters
Variants are no error: sources spell as they please. Who searches for one spelling should know the others.

## How to mend it
Nothing needs mending. If the variants are names of two things, give these two identifiers.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.conflict_query import of_kind
from dpkit.checks.example import claimed
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.NOTICE
PASSES = claimed("v,album,,,,Tuman River", "v,times,,,,TUMAN-RIVER")
FAILS = claimed("v,album,,,,Tuman River", "v,times,,,,Tumen River")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field of labels with variants."""
    del tables
    yield from of_kind(table, {}, "name-variant", "{field} of {subject} is written in several ways: {detail}")
