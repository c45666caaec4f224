"""A date is not written as EDTF.

## What it finds
Cells of a field that claims dates which are not EDTF, level 0 or 1: `2001-07-26`, `2001-08`, `198X`, `2001?`,
`2001-08-04/2001-08-05`, `../2001`. Days that the calendar does not have, such as `2001-02-30`, are found, too, and
intervals that end before they begin.

## Why it matters
A date that cannot be read can neither be compared with other sources nor lie outside anything.

## How to mend it
Write the date as EDTF, with the precision that the source gives and no more. What the source writes goes beside it.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import package
from dpkit.checks.hints import not_edtf
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
SCHEMA = {"fields": [{"name": "event_id"}, {"name": "date", "dpkit": {"claim": "date"}}]}
PASSES = package(events=("event_id,date\na,2001-08\nb,\n", SCHEMA))
FAILS = package(events=("event_id,date\na,August 2001\n", SCHEMA))


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field that holds dates."""
    for column in table.columns.values():
        if column.lower is not None:
            broken = sql("NOT ({}) AND {} IS NULL", column.missing, column.lower)
            yield Rule(fields=(column.name,), broken=broken, message="{field} is {value}, not {hint}", hint=not_edtf)
