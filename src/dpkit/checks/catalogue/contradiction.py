"""Two sources say what cannot both be so.

## What it finds
Subjects on which the claims of different sources to one field have no possible value in common. A claim stands for a
set of values: `2001-08` holds each day of that month, "over 20 days" holds 24 days, a city holds its halls. Sets that
meet do not contradict each other; labels never do. Whose word a passage merely passes on counts for that source.

## Why it matters
One of the two is wrong, or they speak of two things. Who uses the table must know which, or that it is open.

## How to mend it
Look both passages up (`dpkit trace`). If a row misreads its source, correct it; if two things have one identifier,
give them two; else rule on it: `dpkit rule RESOURCE KEY FIELD --prefer SOURCE --reason "..."`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.conflict_query import of_kind
from dpkit.checks.example import claimed
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = claimed("v,album,2001-07-26,,,", "v,times,2001-07,,,", "w,album,2002-08-20,,,")
FAILS = claimed("v,album,2001-07-26,,,", "v,times,2001-08-04,,,", "v,release,2001-07,,,", "w,album,2002-08-20,,,")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field on which sources contradict each other."""
    yield from of_kind(
        table, tables, "contradiction", "sources contradict each other on {field} of {subject}: {detail}"
    )
