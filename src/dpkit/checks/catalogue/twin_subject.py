"""Two identities of one register have the same name.

## What it finds
Rows of a register whose label equals that of an earlier row when case, accents, hyphens, punctuation and white space
are put aside, or looks the same (`Kim Jong Il` with a capital I for the l), unless one of them names the other as
distinct (`distinct_from` of the register; identifiers with a blank between them).

## Why it matters
Facts on one thing under two identifiers are neither counted together nor compared.

## How to mend it
If they are one, keep one identifier. If they are two, let one name the other in the field for that.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
REGISTER = {"id": "place_id", "label": "label", "distinct_from": "distinct_from"}
PLACES = {"fields": [{"name": name} for name in REGISTER.values()], "dpkit": {"register": REGISTER}}
PASSES = package(places=("place_id,label,distinct_from\ncity,Orel,\nriver,Orel,city\n", PLACES))
FAILS = package(places=("place_id,label,distinct_from\ncity,Orel,\norjol,Orël,\n", PLACES))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for a register with twins."""
    del tables
    register = table.schema.roles.register
    if register and register.label and (relation := table.derived.get("twins")) is not None:
        yield Query(
            fields=(register.label, register.id),
            select=sql('SELECT "_row", id, label FROM {}', relation),
            extra=("id", "label"),
            message="{field} of {value1} is {value}, and that of '{id}' is '{label}'",
        )
