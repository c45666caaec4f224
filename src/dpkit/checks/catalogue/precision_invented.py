"""A date is more precise than its passage.

## What it finds
Claims of kind `date` that name a day, or a month, while neither the quote, nor the quote of the context, nor a cell of
the row whose name ends in `_as_written` names any; nor is it that on which the source appeared. Left out are spans
(`2001-07/2001-09` says: some day in them), rows whose basis is `inferred`, rows of sources whose document is not known
(no sha256), dates that the passage leaves to another (`two days later`, `on Christmas Day`), and passages whose
language does not show.

## Why it matters
`2001-08-01` for "in August 2001" is a day that nobody has told of; sorted, counted and compared, it becomes a fact.

## How to mend it
Write no more than is said (`2001-08`), or quote the words that give the rest, as context.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.doubt_query import with_doubt
from dpkit.checks.example import cited
from dpkit.claims.marks import Doubt
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
PASSES = cited(quote="In July 1923", locator="char=0,12", date="1923-07")
FAILS = cited(quote="In July 1923", locator="char=0,12", date="1923-07-01")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each date of a table with such cells."""
    del tables
    yield from with_doubt(table, Doubt.PRECISION, "{field} is {value}, but its passage {value1} names {detail}")
