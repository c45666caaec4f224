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

from dpkit.checks.check import Query, Rule, Tables
from dpkit.checks.example import package
from dpkit.checks.keys import duplicates
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
SCHEMA = {"fields": [{"name": "event_id"}, {"name": "title"}], "primaryKey": ["event_id"]}
PASSES = package(events=("event_id,title\na,arrival\nb,arrival\n", SCHEMA))
FAILS = package(events=("event_id,title\na,arrival\na,departure\n", SCHEMA))


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field of the key: none of its cells may be empty."""
    for name in table.schema.primary_key:
        message = "{field} is {nothing}, but part of the primary key"
        yield Rule(fields=(name,), broken=table.columns[name].missing, message=message)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for keys that stand twice."""
    del tables
    if key := table.schema.primary_key:
        yield duplicates(table, key, "the primary key")
