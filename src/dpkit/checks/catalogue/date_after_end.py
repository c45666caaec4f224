"""Something starts after it ended.

## What it finds
Starts that lie after every end that the rows on the same subject give, and ends that lie before every start (`order`
of the `dpkit` property; without a subject, within the row). Dates are spans: `2001-08` does not start after
`2001-08-04`.

## Why it matters
One of the two dates is wrong, or they belong to two subjects.

## How to mend it
Look both dates up in their passages (`dpkit trace`).
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables, with_key
from dpkit.checks.example import package
from dpkit.claims.extents import disordered
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
DATE = {"claim": "date"}
SCHEMA = {
    "fields": [{"name": "visit_id"}, {"name": "start", "dpkit": DATE}, {"name": "end", "dpkit": DATE}],
    "dpkit": {"subject": ["visit_id"], "dates": {"order": [["start", "end"]]}},
}
PASSES = package(visits=("visit_id,start,end\nv,2001-07-26,2001-08\n", SCHEMA))
FAILS = package(visits=("visit_id,start,end\nv,2001-08-20,2001-08-18\nw,2001-07-26,2001-08-18\n", SCHEMA))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for starts, and one for the ends of rows without a start, for each ordered pair."""
    del tables
    subject = table.schema.roles.subject
    whose = with_key("its subject", subject) if subject else "its row"
    for start, end in table.schema.roles.dates.order:
        if (rows := disordered(table, start, end)) is None:
            continue
        late = sql('SELECT "_row", last AS day FROM ({}) WHERE lower > last', rows)
        message = f"{{field}} is {{value}}, after every {{end}} of {whose} (the last is {{day}})"
        details = {"start": start, "end": end}
        yield Query(
            fields=(start, *subject), select=late, extra=("day",), message=message, details=details, shared=rows
        )
        early = sql('SELECT "_row", first AS day FROM ({}) WHERE lower IS NULL AND upper < first', rows)
        message = f"{{field}} is {{value}}, before every {{start}} of {whose} (the first is {{day}})"
        yield Query(fields=(end, *subject), select=early, extra=("day",), message=message, details=details, shared=rows)
