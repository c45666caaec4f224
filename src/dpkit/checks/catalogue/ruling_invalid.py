"""A row of the rulings makes no ruling.

## What it finds
Rulings whose choice is none of `prefer`, `both-stand`, `none-stands` and `not-a-contradiction`, that prefer neither a
source nor a value, or one that makes no claim there, or that give no reason; and rulings on what an earlier row rules
on.

## Why it matters
A contradiction is closed only by a choice and a reason that others can weigh.

## How to mend it
Complete the row, or write it anew with `dpkit rule`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import claimed
from dpkit.checks.ruling_query import with_standing
from dpkit.claims.rulings import Standing
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
_ROW = "v,album,2001-07-26,,,"
PASSES = claimed(_ROW)
FAILS = claimed(_ROW, rulings="visits,v,start,0,prefer,,The album tells the journey day by day.\n")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of rulings."""
    del tables
    yield from with_standing(
        table, Standing.INVALID, "ruling", "the ruling on {value2} of {value1} does not hold: {detail}"
    )
