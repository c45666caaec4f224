"""Something lies in itself.

## What it finds
Rows of a register whose parent, or the parent of that, and so on, is the row itself.

## Why it matters
Nobody can say what lies in what, so claims of such identifiers are compared with no others.

## How to mend it
Correct the parent of one of them; what lies in nothing has none.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
REGISTER = {"id": "place_id", "parent": "part_of"}
PLACES = {"fields": [{"name": name} for name in REGISTER.values()], "dpkit": {"register": REGISTER}}
PASSES = package(places=("place_id,part_of\nhall,city\ncity,\n", PLACES))
FAILS = package(places=("place_id,part_of\nhall,city\ncity,city\n", PLACES))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for a register with circles."""
    del tables
    register = table.schema.roles.register
    if register and register.parent and (relation := table.derived.get("circles")) is not None:
        yield Query(
            fields=(register.parent, register.id),
            select=sql('SELECT "_row", way FROM {}', relation),
            extra=("way",),
            message="{field} of {value1} is {value}, so that it lies in itself: {way}",
        )
