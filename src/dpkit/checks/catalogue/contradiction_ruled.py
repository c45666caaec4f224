"""A contradiction on which the package has ruled.

## What it finds
Contradictions, tensions and variants with a ruling that was made on the claims as they are.

## Why it matters
A ruling closes a contradiction, it does not hide it: who disagrees stays visible.

## How to mend it
Nothing needs mending. When one of the claims changes, the ruling falls and the contradiction is open again.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.conflict_query import ruled
from dpkit.checks.example import claimed
from dpkit.claims.groups import Held, fingerprint
from dpkit.model.finding import Severity
from dpkit.model.roles import ClaimKind
from dpkit.tables.table import Table

SEVERITY = Severity.NOTICE
_ROWS = ("v,album,2001-07-26,,,", "v,times,2001-08-04,,,")
_HELD = [Held("album", "2001-07-26", 11529, 11529), Held("times", "2001-08-04", 11538, 11538)]  # days since 1970
_KNOWN = fingerprint(ClaimKind.DATE, "visits", ("v",), "start", _HELD)
PASSES = claimed("v,album,2001-07-26,,,", "v,times,2001-07,,,")
FAILS = claimed(*_ROWS, rulings=f"visits,v,start,{_KNOWN},prefer,album,The album tells the journey day by day.\n")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field with conflicts that were ruled on."""
    del tables
    yield from ruled(table, "{field} of {subject}: {detail}; ruled: {ruling}")
