"""A ruling was made on other claims than those there are now.

## What it finds
Rulings whose fingerprint is not that of the claims on their subject and field: a claim was added, changed or removed
since. The contradiction is open again. Citing a claim anew does not fell a ruling.

## Why it matters
Who ruled did not know what is now in the table.

## How to mend it
Weigh the claims anew (`dpkit trace`), and rule again with `dpkit rule`, which replaces the row.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import claimed
from dpkit.checks.ruling_query import with_standing
from dpkit.claims.rulings import Standing
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
ALSO = ("contradiction",)
_ROWS = ("v,album,2001-07-26,,,", "v,times,2001-08-04,,,")
PASSES = claimed("v,album,2001-07-26,,,", "v,times,2001-07,,,")
FAILS = claimed(*_ROWS, rulings="visits,v,start,0,prefer,album,The album tells the journey day by day.\n")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of rulings."""
    del tables
    message = "the ruling on {value2} of {value1} was made on other claims, those of {field} {value}; it has fallen"
    yield from with_standing(table, Standing.STALE, "fingerprint", message)
