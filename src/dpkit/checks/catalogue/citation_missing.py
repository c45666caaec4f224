"""A row does not say where it comes from.

## What it finds
Rows of a table with citations that name no source, or no place in it; rows without a quote where the document is
known (its sha256 is recorded); and a context of which only the locator or only the quote is given.

## Why it matters
A fact that cannot be followed to its source is a rumour.

## How to mend it
Fill in source and quote; `dpkit relocate` writes the locator of a quote that stands at one place of its document.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Column, Table

SEVERITY = Severity.ERROR
PASSES = cited()
FAILS = cited(quote="")


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each part of the citation."""
    citation = table.schema.roles.citation
    if citation is None:
        return
    source, locator, quote = (table.described(name) for name in (citation.source, citation.locator, citation.quote))
    if source:
        yield Rule(fields=(source.name,), broken=source.missing, message="{field} is empty: the row names no source")
    if locator:
        yield Rule(
            fields=(locator.name,),
            broken=locator.missing,
            message="{field} is empty: the row names no place in its source",
        )
    if source and locator and "documented" in table.derived:
        known = sql("{} IN {}", source.raw, table.derived["documented"])
        if quote:
            unquoted, message = (
                sql("{} AND {}", quote.missing, known),
                "{field} is empty, though the document of {value1} is known",
            )
            yield Rule(fields=(quote.name, source.name), broken=unquoted, message=message)
        else:
            message = "the table has no field for a quote, though the document of {value1} is known"
            yield Rule(fields=(locator.name, source.name), broken=known, message=message)
    context = table.described(citation.context_locator)
    yield from _context(context, table.described(citation.context_quote))
    if context and (supplied := table.described(citation.from_context)):
        half = sql("{} AND NOT ({})", context.missing, supplied.missing)
        yield Rule(
            fields=(context.name, supplied.name), broken=half, message="{field} is {nothing}, but {field1} is {value1}"
        )


def _context(locator: Column | None, quote: Column | None) -> Iterator[Rule]:
    if locator and quote:
        for one, other in ((locator, quote), (quote, locator)):
            half: Sql = sql("{} AND NOT ({})", one.missing, other.missing)
            yield Rule(
                fields=(one.name, other.name), broken=half, message="{field} is {nothing}, but {field1} is {value1}"
            )
