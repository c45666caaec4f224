"""A part of a document is neither cited nor excluded.

## What it finds
Documents at hand of which some line that is not blank is touched by no citation (of any table, contexts counted) and by
no row of the table of exclusions. One notice a document, with the share that is covered and the lines that are not.
Packages that name no table of exclusions are left out: they do not claim to be complete.

## Why it matters
Whether everything was read, and what was left out, only the lines that are not accounted for can show.

## How to mend it
Enter what the lines state, or exclude them with a reason.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import TEXT, cited
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.NOTICE
_LETTER = "Dear friend,\n" + TEXT
PASSES = cited(_LETTER, recorded=_LETTER, locator="char=21,25", excluded="line=0,1")
FAILS = cited(_LETTER, recorded=_LETTER, locator="char=21,25", excluded="")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of sources."""
    source = table.schema.roles.source
    exclusions = tables.get(table.package.roles.exclusions or "")
    if source is None or exclusions is None or (relation := table.derived.get("uncovered")) is None:
        return
    roles = exclusions.schema.roles.exclusion
    select = 'SELECT "_row", covered, total, share, uncovered FROM {} JOIN {} AS u ON {} = u.id'
    yield Query(
        fields=(source.document or source.id, source.id),
        select=sql(select, table.relation, relation, table.columns[source.id].raw),
        extra=("covered", "total", "share", "uncovered"),
        message="of {value}, the document of {value1}, {covered} of {total} lines ({share}) are cited or excluded, "
        "but not {uncovered}",
        uses=((exclusions.name, (roles.source, roles.locator)),) if roles else (),
    )
