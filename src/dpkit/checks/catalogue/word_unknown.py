"""A basis, a mode or a reliability is none of the words for it.

## What it finds
A basis other than `stated`, `heading`, `layout` and `inferred`, a mode other than `report`, `forecast` and `plan`, and
the reliability of a source that is no letter from `A` to `F`. An empty cell is no fault.

## Why it matters
By these words rows are compared, counted and weighed: a row of a mode that nobody has defined is left out of it all.

## How to mend it
Use one of the words.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.model.finding import Severity
from dpkit.model.show import listing
from dpkit.tables.sql import sql, texts
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
BASES, MODES, RELIABILITIES = (
    ("stated", "heading", "layout", "inferred"),
    ("report", "forecast", "plan"),
    tuple("ABCDEF"),
)
PASSES = cited(basis="stated")
FAILS = cited(basis="guessed")


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field that takes one of a few words."""
    citation, source = table.schema.roles.citation, table.schema.roles.source
    fields = [(citation.basis, BASES), (citation.mode, MODES)] if citation else []
    fields += [(source.reliability, RELIABILITIES)] if source else []
    for name, words in fields:
        if column := table.described(name):
            broken = sql("NOT ({}) AND {} NOT IN {}", column.missing, column.raw, texts(words))
            message, details = "{field} is {value}, expected {words}", {"words": listing(words, "or")}
            yield Rule(fields=(column.name,), broken=broken, message=message, details=details)
