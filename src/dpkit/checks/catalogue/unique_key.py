"""A unique key stands twice.

## What it finds
Rows whose values in the fields of a key of `uniqueKeys` are those of an earlier row. Rows with a missing value in the
key are not compared (Table Schema v2, as in SQL).

## Why it matters
What is declared unique is used to look rows up: two rows of one key give two answers.

## How to mend it
Correct one of the rows, or remove it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.checks.keys import duplicates
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
SCHEMA = {"fields": [{"name": "event_id"}, {"name": "day"}, {"name": "place"}], "uniqueKeys": [["day", "place"]]}
PASSES = package(events=("event_id,day,place\na,2001,Omsk\nb,2001,\nc,2001,\n", SCHEMA))
FAILS = package(events=("event_id,day,place\na,2001,Omsk\nb,2001,Omsk\n", SCHEMA))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each unique key."""
    del tables
    for key in table.schema.unique_keys:
        yield duplicates(table, key, "a unique key")
