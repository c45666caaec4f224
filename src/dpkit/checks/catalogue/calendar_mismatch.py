"""A date does not fit the other calendar, or the weekday, that its passage gives.

## What it finds
Dates of another year than the passage gives in the Juche calendar (Juche 1 is 1912), unless the year stands there in
our calendar, too; and days that were not the weekday by which the passage calls them (`Sunday, August 4, 2001`). The
passage is the quote, the quote of the context, and the cells whose names end in `_as_written`. Weekdays before 1930
may be those of the Julian calendar.

## Why it matters
The passage says the date twice, so a slip shows: in the cell, or in the passage itself.

## How to mend it
Correct the cell. If the passage contradicts itself, keep what it says as written, claim no more than is sure, and say
so in a remark.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.doubt_query import with_doubt
from dpkit.checks.example import cited
from dpkit.claims.marks import Doubt
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
TEXT = "She came on Saturday, 4 August 1923.\n"
PASSES = cited(TEXT, recorded=TEXT, quote="on Saturday, 4 August 1923", locator="char=9,35", date="1923-08-04")
_TEXT = "She came on Sunday, 4 August 1923.\n"
FAILS = cited(_TEXT, recorded=_TEXT, quote="on Sunday, 4 August 1923", locator="char=9,33", date="1923-08-04")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each date of a table with such cells."""
    del tables
    yield from with_doubt(table, Doubt.CALENDAR, "{field} is {value}, but {detail}: {value1}")
