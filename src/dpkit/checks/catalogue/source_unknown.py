"""A row cites a source that the package does not describe.

## What it finds
Rows whose source is not in the table of sources: those that cite it or pass on its word (`according_to`), and those
that exclude a passage of it or say what a section of it is about.

## Why it matters
Who speaks in that row, and how far they are trusted, nobody can say; a name with a slip in it counts as one more voice.

## How to mend it
Correct the identifier, or describe the source.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import cited, continued
from dpkit.model.finding import Severity
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import sql
from dpkit.tables.table import Column, Table

SEVERITY = Severity.ERROR
PASSES = cited()
FAILS = continued(PASSES, "facts.csv", 'f2,leter,"char=8,12",1923,,,high\n')


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for a table whose rows name a source."""
    told, sources = table.schema.roles, tables.get(table.package.roles.sources or "")
    roles = sources.schema.roles.source if sources else None
    if sources is None or roles is None or sources is table:
        return
    naming = told.citation or told.exclusion or told.section
    for field in (naming.source if naming else None, told.citation.according_to if told.citation else None):
        if source := table.described(field):
            yield _query(table, source, sources, roles.id)


def _query(table: Table, source: Column, sources: Table, identifier: str) -> Query:
    known = sources.columns[identifier]
    rows = sql('SELECT "_row", {} AS id FROM {} WHERE NOT ({})', source.raw, table.relation, source.missing)
    return Query(
        fields=(source.name,),
        select=sql(
            'SELECT "_row" FROM ({}) ANTI JOIN (SELECT {} AS id FROM {}) USING (id)', rows, known.raw, sources.relation
        ),
        message="{field} is {value}, but {sources} describes no such source",
        details={"sources": sources.name},
        uses=((sources.name, (identifier,)),),
        suspect=Keys(key_of([source.raw], [sql("NOT ({})", source.missing)]), ((sources, key_of([known.raw], ())),)),
    )
