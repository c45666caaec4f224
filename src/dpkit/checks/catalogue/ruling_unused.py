"""A ruling is made on something that is no contradiction.

## What it finds
Rulings on a subject and field whose claims do not contradict each other, or on a table, subject or field that does not
exist. Those on a table, a column, or values of a register that could not be read are not judged.

## Why it matters
It was mistyped, or the contradiction it was made on is gone.

## How to mend it
Correct the row, or remove it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import claimed
from dpkit.checks.ruling_query import with_standing
from dpkit.claims.rulings import Standing
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
_ROW = "v,album,2001-07-26,,,"
PASSES = claimed(_ROW)
FAILS = claimed(_ROW, rulings="visits,v,start,0,prefer,album,The album tells the journey day by day.\n")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of rulings."""
    del tables
    yield from with_standing(
        table, Standing.UNUSED, "subject", "the ruling on {value2} of {value1} rules on nothing: {detail}"
    )
