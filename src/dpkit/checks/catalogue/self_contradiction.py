"""One source contradicts itself.

## What it finds
Subjects on which two passages of one source claim values for one field that have nothing in common.

## Why it matters
The source made a slip, or the passages speak of two things that were given one identifier.

## How to mend it
Look both passages up (`dpkit trace`). Correct the row that misreads, part what is two things, or rule on it:
`dpkit rule RESOURCE KEY FIELD --value VALUE --reason "..."`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.conflict_query import of_kind
from dpkit.checks.example import claimed
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = claimed("v,album,,20000,,", "v,album,,20000,,")
FAILS = claimed("v,album,,20000,,", "v,album,,28000,,")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field on which a source contradicts itself."""
    yield from of_kind(
        table, tables, "self-contradiction", "a source contradicts itself on {field} of {subject}: {detail}"
    )
