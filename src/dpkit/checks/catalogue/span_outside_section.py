"""A row is cited under the heading of another subject.

## What it finds
Rows cited from inside a section that the package declares to be about one subject, with another subject in the same
field; where sections lie within each other, the innermost counts. Also sections that cover nothing, since their locator
leads nowhere, or since no table has the field that they name.

## Why it matters
A date under the heading of 2002 that was entered with the visit of 2001 stands at its place, letter by letter, and is
wrong all the same.

## How to mend it
Correct the subject of the row; or, if the passage looks back or ahead, mark it as a section of its own.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import CITATION, package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
SECTION = {"source": "source_id", "locator": "locator", "subject_field": "subject_field", "subject": "subject"}
SECTIONS = {"fields": [{"name": name} for name in SECTION.values()], "dpkit": {"section": SECTION}}
STOPS = {
    "fields": [{"name": name} for name in ("visit_id", "source_id", "locator", "confidence")],
    "dpkit": {"citation": {key: CITATION[key] for key in ("source", "locator", "confidence")}},
}
_TABLES = {
    "sources": ("source_id\nalbum\n", {"fields": [{"name": "source_id"}], "dpkit": {"source": {"id": "source_id"}}}),
    "sections": ('source_id,locator,subject_field,subject\nalbum,"line=40,90",visit_id,russia-2002\n', SECTIONS),
}
_HEAD = "visit_id,source_id,locator,confidence\n"
_NAMED = {"sources": "sources", "sections": "sections"}
PASSES = package(_NAMED, **_TABLES, stops=(_HEAD + 'russia-2002,album,"line=41,42",high\n', STOPS))
FAILS = package(_NAMED, **_TABLES, stops=(_HEAD + 'russia-2001,album,"line=41,42",high\n', STOPS))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field of a table with rows at fault, and for the parts of sections that cover nothing."""
    sections = tables.get(table.package.roles.sections or "")
    roles = sections.schema.roles.section if sections else None
    if sections is None or roles is None:
        return
    uses = ((sections.name, (roles.source, roles.locator, roles.subject_field, roles.subject)),)
    if (relation := table.derived.get("misplaced")) is not None:
        for name in table.columns:
            select = sql('SELECT "_row", about FROM {} WHERE field = {}', relation, text(name))
            message = "{field} is {value}, but the row is cited from a section on '{about}'"
            yield Query(fields=(name,), select=select, extra=("about",), message=message, uses=uses)
    if (relation := table.derived.get("void")) is not None:
        for part in ("locator", "subject_field"):
            select = sql('SELECT "_row", reason FROM {} WHERE part = {}', relation, text(part))
            message = "{field} is {value}, so the section covers nothing: {reason}"
            yield Query(fields=(getattr(roles, part),), select=select, extra=("reason",), message=message)
