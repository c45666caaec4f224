"""Claims do not fit together, but one of them is vague or doubtful.

## What it finds
Subjects on which claims to one field have no value in common, where on one side all are of low confidence, "about"
some number, or dates with `?` or `~`.

## Why it matters
It may be a contradiction, or no more than a rough figure.

## How to mend it
Look the passages up (`dpkit trace`); raise or lower a confidence only for a reason that the passage gives.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.conflict_query import of_kind
from dpkit.checks.example import claimed
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
PASSES = claimed("v,album,2001,,,", "v,times,2001?,,,")
FAILS = claimed("v,album,2001,,,", "v,times,2002?,,,")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field on which claims are in tension."""
    yield from of_kind(table, tables, "tension", "claims to {field} of {subject} do not fit together: {detail}")
