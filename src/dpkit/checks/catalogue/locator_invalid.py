"""A locator leads nowhere.

## What it finds
Locators into a known document that are not of the form of RFC 5147 (`char=120,141`, `line=10,12`), or that point past
its end; in the table of exclusions, those that are not of that form.

## Why it matters
The place that a row cites is the shortest way to check it.

## How to mend it
Positions lie between characters (code points) or lines and are counted from 0; the end lies after the start.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.evidence_query import with_verdict
from dpkit.checks.example import cited
from dpkit.evidence.library import Holding
from dpkit.model.evidence import Verdict
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
FORM = Sql("'(char|line)=([0-9]+,[0-9]*|,[0-9]+)(;.*)?|page=[0-9]+'")
PASSES = cited(locator="line=0,1")
FAILS = cited(locator="char=800,812")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for citation and context, and that for passages that are left out."""
    yield from with_verdict(table, Verdict.BAD_LOCATOR, "locator", "{field} is {value}; {detail}")
    sources, exclusion = tables.get(table.package.roles.sources or ""), table.schema.roles.exclusion
    if sources and exclusion and "holdings" in sources.derived:
        source, locator = table.columns[exclusion.source], table.columns[exclusion.locator]
        yield Query(
            fields=(exclusion.locator, exclusion.source),
            select=sql(
                'SELECT "_row" FROM {} JOIN {} AS h ON {} = h.id '
                "WHERE h.holding <> {} AND NOT ({}) AND NOT regexp_full_match({}, {})",
                table.relation,
                sources.derived["holdings"],
                source.raw,
                text(Holding.NO_DOCUMENT),
                locator.missing,
                locator.raw,
                FORM,
            ),
            message="{field} is {value}, not of the form char=START,END or line=START,END: it leaves out nothing",
        )
