"""A claim names something that is not in the register of its tree.

## What it finds
Claims whose values are identifiers of a register with parents (`tree`), where the register has no such identifier.
What a foreign key to that register finds is left to `foreign-key`.

An identifier that differs only in case, white space or look-alike characters is named.

## Why it matters
What lies in what is known of the register only: a mistyped identifier is compared with no other claim, so that it
contradicts nothing and agrees with nothing, and nobody sees it.

## How to mend it
Correct the identifier, or add it to the register with what it lies in.
"""

from collections.abc import Iterator
from functools import partial

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.checks.near import near
from dpkit.claims.bounds import tree_of
from dpkit.model.finding import Severity
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import sql
from dpkit.tables.table import Column, Table

SEVERITY = Severity.ERROR
REGISTER = {"id": "place_id", "parent": "part_of"}
PLACES = {"fields": [{"name": name} for name in REGISTER.values()], "dpkit": {"register": REGISTER}}
CITY = "place_id,part_of\nhall,city\ncity,\n"
EVENTS = {"fields": [{"name": "event_id"}, {"name": "place_id", "dpkit": {"claim": "value", "tree": "places"}}]}
PASSES = package(places=(CITY, PLACES), events=("event_id,place_id\na,hall\nb,\n", EVENTS))
FAILS = package(places=(CITY, PLACES), events=("event_id,place_id\na,hlal\nb,\n", EVENTS))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each claim with a tree whose register is a table of the package."""
    for column in table.columns.values():
        register = tables.get(tree_of(column) or "")
        roles = register.schema.roles.register if register else None
        if register and roles and roles.parent and not _is_key(table, column, register, roles.id):
            yield _unknown(table, column, register, register.columns[roles.id])


def _is_key(table: Table, column: Column, register: Table, identifier: str) -> bool:
    """Tell whether a foreign key holds the column to the identifiers of the register."""
    return any(
        (key.resource or table.name) == register.name
        and (column.name, identifier) in zip(key.fields, key.reference, strict=True)
        for key in table.schema.foreign_keys
    )


def _unknown(table: Table, column: Column, register: Table, identifier: Column) -> Query:
    rows = sql('SELECT "_row", {} AS id FROM {} WHERE NOT ({})', column.raw, table.relation, column.missing)
    known = sql("SELECT {} AS id FROM {}", identifier.raw, register.relation)
    return Query(
        fields=(column.name,),
        select=sql('SELECT "_row" FROM ({}) ANTI JOIN ({}) USING (id)', rows, known),
        message="{field} is {value}, but the register {tree} has no such {identifier}, so that it is compared with "
        "nothing{near}",
        details={"tree": register.name, "identifier": identifier.name},
        uses=((register.name, (identifier.name,)),),
        suspect=Keys(
            key_of([column.raw], [sql("NOT ({})", column.missing)]), ((register, key_of([identifier.raw], ())),)
        ),
        near=partial(near, table, register, column, identifier),
    )
