"""A primary key is empty, or stands twice.

## What it finds
Rows in which a field of the primary key is missing, and rows with the primary key of an earlier row. Values are
compared as their type: `1` and `01` are one integer.

## Why it matters
The key is how a row is named. Two rows of one name cannot be told apart, cited or compared between releases.

## How to mend it
Give each row a key of its own. If two rows are one fact told twice, remove one.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.checks.keys import duplicates
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
SCHEMA = {"fields": [{"name": "event_id"}, {"name": "title"}], "primaryKey": ["event_id"]}
PASSES = package(events=("event_id,title\na,arrival\nb,arrival\n", SCHEMA))
FAILS = package(events=("event_id,title\na,arrival\na,departure\n", SCHEMA))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for empty keys and for keys that stand twice."""
    del tables
    key = table.schema.primary_key
    for name in key:
        missing = table.columns[name].missing
        empty = sql('SELECT "_row" FROM {} WHERE {}', table.relation, missing)
        message = "{field} is {nothing}, but part of the primary key"
        yield Query(fields=(name,), select=empty, message=message, suspect=missing)
    if key:
        yield duplicates(table, key, "the primary key")
