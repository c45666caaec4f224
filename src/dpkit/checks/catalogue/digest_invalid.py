"""The sha256 of a document is none.

## What it finds
Sources whose sha256 is not written with 64 hexadecimal digits.

## Why it matters
No document has such a sha256, so that the quotes from it would never be looked up: it would be told as not at hand.

## How to mend it
Enter what `sha256sum FILE` prints for the document. Leave the cell empty where nobody may hold the document.
"""

from collections.abc import Iterator
from hashlib import sha256

from dpkit.checks.check import Example, Rule
from dpkit.checks.example import CITATION, TEXT, overlaid, package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
_SOURCES = {
    "fields": [{"name": "source_id"}, {"name": "sha256"}],
    "dpkit": {"source": {"id": "source_id", "sha256": "sha256"}},
}
_FACTS = {"fields": [{"name": name} for name in CITATION.values()], "dpkit": {"citation": CITATION}}


def _letter(digest: str) -> Example:
    fact = 'source_id,locator,quote,confidence\nletter,"char=8,12",1923,high\n'
    source = f"source_id,sha256\nletter,{digest}\n"
    return package({"sources": "sources"}, sources=(source, _SOURCES), facts=(fact, _FACTS))


PASSES = overlaid(_letter(sha256(TEXT.encode()).hexdigest()), {"documents/letter.txt": TEXT})
FAILS = _letter("5f3a")


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for the table of sources."""
    source = table.schema.roles.source
    if column := table.described(source.sha256) if source else None:
        broken = sql("NOT ({}) AND NOT regexp_full_match({}, '[0-9A-Fa-f]{{64}}')", column.missing, column.raw)
        yield Rule(fields=(column.name,), broken=broken, message="{field} is {value}, not 64 hexadecimal digits")
