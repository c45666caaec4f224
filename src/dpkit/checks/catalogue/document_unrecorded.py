"""A source is cited by characters or lines, but the sha256 of its document is not recorded.

## What it finds
Rows whose locator is of RFC 5147 (`char=120,141`, `line=10,12`) and whose source records no sha256, though the table of
sources has a field for it.

## Why it matters
Who counted characters had the document; without its sha256 dpkit cannot know it, and follows no quote into it.

## How to mend it
Record the sha256 of the document (`dpkit locate FILE WORDS` tells it). If nobody may hold the document, cite it by
paragraph or page (`paragraph=4`).
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited, digested
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
COUNTED = Sql("'(char|line)=[0-9]*,[0-9]*'")
PASSES = digested(cited(locator="paragraph=4"), "")
FAILS = digested(cited(), "")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for a table with citations."""
    citation, sources = table.schema.roles.citation, tables.get(table.package.roles.sources or "")
    roles = sources.schema.roles.source if sources else None
    documented = table.derived.get("documented")
    if citation is None or sources is None or roles is None or roles.sha256 is None or documented is None:
        return
    known = sources.columns[roles.id]
    source, locator = table.described(citation.source), table.described(citation.locator)
    if source and locator:
        broken = sql(
            "{} IN (SELECT {} FROM {}) AND {} NOT IN {} AND regexp_full_match({}, {})",
            source.raw,
            known.raw,
            sources.relation,
            source.raw,
            documented,
            locator.raw,
            COUNTED,
        )
        yield Query(
            fields=(locator.name, source.name),
            select=sql('SELECT "_row" FROM {} WHERE {}', table.relation, broken),
            message="{field} is {value}, but no sha256 is recorded for {value1}, so its quotes cannot be looked up",
            uses=((sources.name, (roles.id, roles.sha256)),),
            suspect=broken,
        )
