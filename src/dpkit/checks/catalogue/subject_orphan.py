"""Nothing refers to an identity.

## What it finds
Rows of a register that no row of another table refers to by a foreign key, and no other row of their own (a parent).
Registers to which no foreign key of another table points are left out.

## Why it matters
An identity of which nothing is told is a leftover, or its facts went to a twin.

## How to mend it
Enter what is known of it, or remove it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import joined, sql
from dpkit.tables.table import Column, Table

SEVERITY = Severity.WARNING
NEEDS = ("foreign-key",)
PLACES = {"fields": [{"name": "place_id"}, {"name": "label"}], "primaryKey": ["place_id"]}
PLACES["dpkit"] = {"register": {"id": "place_id", "label": "label"}}
KEY = {"fields": ["place_id"], "reference": {"resource": "places", "fields": ["place_id"]}}
EVENTS = {"fields": [{"name": "event_id"}, {"name": "place_id"}], "foreignKeys": [KEY]}
_EVENTS = ("event_id,place_id\na,omsk\n", EVENTS)
PASSES = package(places=("place_id,label\nomsk,Omsk\n", PLACES), events=_EVENTS)
FAILS = package(places=("place_id,label\nomsk,Omsk\ntomsk,Tomsk\n", PLACES), events=_EVENTS)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for a register."""
    register = table.schema.roles.register
    if register is None or table.lacks((register.id,)):
        return
    keys = [(other, column) for other in tables.values() for column in _keys(other, table, register.id)]
    if all(other is table for other, _ in keys):
        return
    named = tuple((other, key_of([column.raw], ())) for other, column in keys if not other.unread)
    referred = (sql("SELECT {} FROM {}", column.raw, other.relation) for other, column in keys if not other.unread)
    identity = table.columns[register.id].raw
    own = sql('SELECT "_row", {} AS id FROM {}', identity, table.relation)
    yield Query(
        fields=(register.id,),
        select=sql('SELECT "_row" FROM ({}) ANTI JOIN ({}) AS r(id) USING (id)', own, joined(referred, " UNION ALL ")),
        message="no row of another table refers to {value}",
        suspect=Keys(key_of([identity], ()), named),
        uses=tuple((other.name, (column.name,)) for other, column in keys),
    )


def _keys(other: Table, table: Table, identity: str) -> Iterator[Column]:
    """Yield the columns of `other` that refer to the identifiers of `table`."""
    for key in other.schema.foreign_keys:
        if (key.resource or other.name) == table.name:
            names = (name for name, reference in zip(key.fields, key.reference, strict=True) if reference == identity)
            yield from (other.columns[name] for name in names)
