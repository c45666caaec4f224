"""A date lies outside the span that it belongs to.

## What it finds
Dates that cannot lie within the extent of their subject: the day of a meeting outside the visit it was part of
(`within` of the `dpkit` property), or `during` outside start and end. Outside means before the first possible day of
all starts that the subject's rows give, or after the last possible day of all ends.

## Why it matters
One of the dates is wrong, or the row belongs to another subject.

## How to mend it
Look the dates up in their passages (`dpkit trace`).
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables, with_key
from dpkit.checks.example import package
from dpkit.claims.extents import envelope, outside
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
DATE = {"claim": "date"}
VISITS = {"fields": [{"name": "visit_id"}, {"name": "start", "dpkit": DATE}, {"name": "end", "dpkit": DATE}]}
WITHIN = {"fields": ["date"], "of": "visits", "on": ["visit_id"], "between": ["start", "end"]}
MEETINGS = {
    "fields": [{"name": "meeting_id"}, {"name": "visit_id"}, {"name": "date", "dpkit": DATE}],
    "dpkit": {"dates": {"within": [WITHIN]}},
}
VISIT = "visit_id,start,end\nv,2001-07-26,2001-08-18\n"
PASSES = package(visits=(VISIT, VISITS), meetings=("meeting_id,visit_id,date\nm,v,2001-08\n", MEETINGS))
FAILS = package(visits=(VISIT, VISITS), meetings=("meeting_id,visit_id,date\nm,v,2001-08-24\n", MEETINGS))
MESSAGE = "{field} is {value}, outside {day_first} to {day_last}, {start} and {end} of "


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each date that has to lie in a span."""
    dates, subject = table.schema.roles.dates, table.schema.roles.subject
    for date, start, end in dates.during:
        yield from _query(table, date, subject, table, subject, (start, end))
    for within in dates.within:
        if (other := tables.get(within.of)) is not None:
            for date in within.fields:
                yield from _query(table, date, within.on, other, within.on, within.between)


def _query(
    table: Table, date: str, on: tuple[str, ...], other: Table, key: tuple[str, ...], between: tuple[str, str]
) -> Iterator[Query]:
    spans = envelope(other, key, *between)
    select = outside(table, date, on, spans) if spans is not None else None
    if select is not None:
        start, end = between
        yield Query(
            fields=(date, *on),
            select=select,
            extra=("day_first", "day_last"),
            message=MESSAGE + with_key("its subject" if other is table else "{of}", on),
            details={"start": start, "end": end, "of": other.name},
            uses=((other.name, (*key, *between)),),
        )
