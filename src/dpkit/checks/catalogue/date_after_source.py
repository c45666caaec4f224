"""A source tells of something that happened after it was published.

## What it finds
Dates of which even the first possible day lies after the last possible day on which the cited source was published.
Rows whose claims do not count, such as forecasts and plans, are left out.

## Why it matters
The date was misread, the source is dated wrongly, or the sentence announces and does not report.

## How to mend it
Check both dates; if the passage announces, say so in the field for the mode.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited(date="1923-07")
FAILS = cited(date="1932-07")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field that claims dates, of tables that cite."""
    citation, sources = table.schema.roles.citation, tables.get(table.package.roles.sources or "")
    roles = sources.schema.roles.source if sources else None
    cited_source = table.described(citation.source) if citation else None
    if citation is None or cited_source is None or sources is None or roles is None or table.schema.roles.source:
        return
    identity, published = sources.column(roles.id), sources.column(roles.published)
    if identity is None or published is None or published.upper is None:
        return
    known = sql(
        "SELECT {} AS id, max({}) AS last, any_value({}) AS published FROM {} GROUP BY 1",
        identity.raw, published.upper, published.raw, sources.relation,
    )  # fmt: skip
    for column in table.columns.values():
        if column.lower is not None and column.of.claim is not None:
            rows = sql(
                'SELECT "_row", {} AS lower, {} AS id FROM {} WHERE {}',
                column.lower,
                cited_source.raw,
                table.relation,
                table.compared(),
            )
            select = sql(
                'SELECT "_row", id AS source, published FROM ({}) JOIN ({}) USING (id) WHERE lower > last', rows, known
            )
            yield Query(
                fields=(column.name,),
                select=select,
                extra=("source", "published"),
                message="{field} is {value}, but its source {source} was published earlier ({published})",
                uses=((sources.name, (roles.id,)),),
            )
