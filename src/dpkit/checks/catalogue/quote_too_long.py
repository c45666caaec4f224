"""A quote is longer than the package allows.

## What it finds
Quotes of more than 15 words, or of more than the `quote_words` of the package's `dpkit` property.

## Why it matters
Documents belong to their publishers. The shortest quote that bears the fact is enough to check it, and is fair.

## How to mend it
Shorten the quote to the words that bear the fact; the locator leads to the rest.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
LONG = "In July 1923 she was in Omsk with the twelve other members of the second delegation.\n"
PASSES = cited()
FAILS = cited(LONG, recorded=LONG, locator="line=0,1", quote=LONG.strip())


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for the quote and one for the quote of the context."""
    citation, most = table.schema.roles.citation, table.package.roles.quote_words
    for name in (citation.quote, citation.context_quote) if citation else ():
        if quote := table.described(name):
            too_many = r"[^\s\p{Z}]([\s\p{Z}]+[^\s\p{Z}]+){" + str(most) + "}"
            broken = sql("regexp_matches({}, {})", quote.raw, text(too_many))
            message = "{field} {value} has more than {most} words"
            yield Rule(fields=(quote.name,), broken=broken, message=message, details={"most": str(most)})
