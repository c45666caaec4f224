"""A row is said to be inferred, and yet of high confidence.

## What it finds
Rows whose basis is `inferred` and whose confidence is `high`.

## Why it matters
What the reader has concluded must not look like what the passage states.

## How to mend it
Lower the confidence; or, if the passage does state it, say so in the basis.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.claims.marks import INFERRED
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
PASSES = cited(basis=INFERRED, confidence="low")
FAILS = cited(basis=INFERRED)


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for a table whose citations have a basis."""
    citation = table.schema.roles.citation
    basis = table.column(citation.basis) if citation else None
    confidence = table.column(citation.confidence) if citation else None
    if basis and confidence:
        broken = sql("{} = {} AND {} = 'high'", basis.raw, text(INFERRED), confidence.raw)
        message = "{field} is {value}, but {field1} is {value1}"
        yield Rule(fields=(confidence.name, basis.name), broken=broken, message=message)
