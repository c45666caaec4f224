"""A source is described, but no row cites it.

## What it finds
Rows of the table of sources whose identifier no row of another table names, neither as its source nor as the one whose
word the passage passes on. Whether the row says where in the source is the matter of `citation-missing`.

## Why it matters
Either the facts from it are still missing, or it is not a source of this package.

## How to mend it
Cite it, or remove it.
"""

from collections.abc import Iterable, Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited, continued
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
NEEDS = ("source-unknown",)
PASSES = cited()
FAILS = continued(PASSES, "sources.csv", "diary,1931,,\n")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of sources."""
    roles = table.schema.roles.source
    if roles is None or table.name != table.package.roles.sources:
        return
    citing = [each for each in tables.values() if each.schema.roles.citation and not each.schema.roles.source]
    own = sql('SELECT "_row", {} AS id FROM {}', table.columns[roles.id].raw, table.relation)
    uses = tuple((each.name, (each.schema.roles.citation.source,)) for each in citing if each.schema.roles.citation)
    used = joined(_named(citing), " UNION ALL ") or Sql("SELECT '' AS id WHERE false")
    yield Query(
        fields=(roles.id,),
        select=sql('SELECT "_row" FROM ({}) ANTI JOIN ({}) USING (id)', own, used),
        message="no row cites {value}",
        uses=uses,
    )


def _named(citing: Iterable[Table]) -> Iterator[Sql]:
    """Yield a query for the sources that the rows of a table name, and one for those whose word they pass on."""
    for each in citing:
        roles = each.schema.roles.citation
        for name in (roles.source, roles.according_to) if roles and not each.unread else ():
            if (column := each.column(name)) is not None:
                yield sql("SELECT {} AS id FROM {}", column.raw, each.relation)
