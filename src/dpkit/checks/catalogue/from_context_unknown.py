"""A row says that its context supplies a cell which the table has not.

## What it finds
Rows in which the list of what the context supplies (`from_context`: names of fields with blanks between them) holds a
name that is no field of the table.

## Why it matters
It was mistyped: which cell rests on the context nobody can tell.

## How to mend it
Write the name as the schema does.
"""

import re
from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import CITATION, package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
_SCHEMA = {
    "fields": [{"name": name} for name in ("visit_id", "start", *CITATION.values(), "from_context")],
    "dpkit": {"citation": CITATION | {"from_context": "from_context"}},
}
_SOURCES = ("source_id\nalbum\n", {"fields": [{"name": "source_id"}], "dpkit": {"source": {"id": "source_id"}}})
_ROW = "visit_id,start,source_id,locator,quote,confidence,from_context\nv,2001,album,page=4,a visit,high,"
_NAMED = {"sources": "sources"}
PASSES = package(_NAMED, sources=_SOURCES, visits=(_ROW + "start visit_id\n", _SCHEMA))
FAILS = package(_NAMED, sources=_SOURCES, visits=(_ROW + "start visit\n", _SCHEMA))


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rule for a table with citations."""
    citation = table.schema.roles.citation
    if column := table.described(citation.from_context) if citation else None:
        names = "|".join(re.escape(each.name) for each in table.schema.fields)
        broken = sql("NOT regexp_full_match({}, {})", column.raw, text(rf"\s*(?:(?:{names})(?:\s+|$))*"))
        message = "{field} is {value}, and not all of it are names of fields, with blanks between them"
        yield Rule(fields=(column.name,), broken=sql("NOT ({}) AND {}", column.missing, broken), message=message)
