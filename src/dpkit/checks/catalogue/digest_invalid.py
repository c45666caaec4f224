"""The sha256 of a document is none.

## What it finds
Sources whose sha256 is not of 64 hexadecimal digits.

## Why it matters
No document has it, so no citation into it is ever checked.

## How to mend it
Copy the digits, and nothing else, of `sha256sum FILE` or of the first line of `dpkit locate FILE WORDS`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited, digested
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
DIGEST = Sql("'[0-9a-fA-F]{64}'")
PASSES = cited()
FAILS = digested(cited(locator="paragraph=4"), "803aef648a45")


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for the table of sources."""
    source = table.schema.roles.source
    if column := table.described(source.sha256) if source else None:
        broken = sql("NOT ({}) AND NOT regexp_full_match({}, {})", column.missing, column.raw, DIGEST)
        yield Rule(fields=(column.name,), broken=broken, message="{field} is {value}, not 64 hexadecimal digits")
