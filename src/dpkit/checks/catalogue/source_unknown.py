"""A row cites a source that the package does not describe.

## What it finds
Rows whose source is not in the table of sources: those that cite it, and those that exclude a passage of it or say what
a section of it is about.

## Why it matters
Who speaks in that row, and how far they are trusted, nobody can say.

## How to mend it
Correct the identifier, or describe the source.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited, continued
from dpkit.model.finding import Severity
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited()
FAILS = continued(PASSES, "facts.csv", 'f2,leter,"char=8,12",1923,,,high\n')


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for a table whose rows name a source."""
    told = table.schema.roles
    citing, sources = told.citation or told.exclusion or told.section, tables.get(table.package.roles.sources or "")
    roles = sources.schema.roles.source if sources else None
    source = table.described(citing.source) if citing else None
    if source is None or sources is None or roles is None or sources is table:
        return
    known = sources.columns[roles.id]
    rows = sql('SELECT "_row", {} AS id FROM {} WHERE NOT ({})', source.raw, table.relation, source.missing)
    yield Query(
        fields=(source.name,),
        select=sql(
            'SELECT "_row" FROM ({}) ANTI JOIN (SELECT {} AS id FROM {}) USING (id)', rows, known.raw, sources.relation
        ),
        message="{field} is {value}, but {sources} describes no such source",
        details={"sources": sources.name},
        uses=((sources.name, (roles.id,)),),
        suspect=Keys(key_of([source.raw], [sql("NOT ({})", source.missing)]), ((sources, key_of([known.raw], ())),)),
    )
