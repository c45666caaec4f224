"""A document is at hand, but dpkit cannot read its kind.

## What it finds
Documents with the recorded sha256 that are not plain text in UTF-8.

## Why it matters
Its citations were not followed; they count as not readable, not as verified.

## How to mend it
Record the sha256 of a plain-text version of the document, and cite that.
"""

from collections.abc import Iterator
from hashlib import sha256

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import TEXT, cited
from dpkit.checks.holding_query import with_holding
from dpkit.evidence.library import Holding
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
PASSES = cited()
_LATIN = TEXT.replace("she", "Zoë").encode("latin-1")
MESSAGE = "the document {value} of {value1} is not UTF-8 text; {citations} citations were not followed"


def _fails() -> dict[str, str | bytes]:
    files = dict(cited())
    old, new = sha256(TEXT.encode()).hexdigest(), sha256(_LATIN).hexdigest()
    return {**files, "sources.csv": str(files["sources.csv"]).replace(old, new), "documents/letter.txt": _LATIN}


FAILS = _fails()


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the query for the table of sources."""
    del tables
    yield from with_holding(table, Holding.NOT_READABLE, "document", MESSAGE)
