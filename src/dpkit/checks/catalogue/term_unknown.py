"""A basis, a mode or a reliability is none of the words that there are for it.

## What it finds
Rows whose basis is not `stated`, `heading`, `layout` or `inferred`, or whose mode is not `report`, `forecast` or
`plan`, nor a word that `claims` of the `dpkit` property names for it; and sources whose reliability is no letter from
`A` to `F`. Small and capital letters are told apart. What the `enum` of the field has not is a `constraint-error`.

## Why it matters
A row of an unknown mode drops out of the comparison with others, and a source of unknown reliability counts as any: in
both cases nothing shows it.

## How to mend it
Use one of the words; what else there is to say belongs into a remark.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.checks.terms import none_of
from dpkit.model.finding import Severity
from dpkit.model.show import listing
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
BASES = ("stated", "heading", "layout", "inferred")
MODES = ("report", "forecast", "plan")
LETTERS = ("A", "B", "C", "D", "E", "F")  #: of the Admiralty scale
PASSES = cited(basis="heading")
FAILS = cited(basis="Heading")


def rules(table: Table) -> Iterator[Rule]:
    """Yield the rules for a table with citations, and for the table of sources."""
    citation, source = table.schema.roles.citation, table.schema.roles.source
    if citation:
        yield from _rule(table, citation.basis, (*BASES, *_claimed(table, "basis", citation.basis)))
        yield from _rule(table, citation.mode, (*MODES, *_claimed(table, "mode", citation.mode)))
    if source:
        yield from _rule(table, source.reliability, LETTERS)


def _claimed(table: Table, part: str, field: str | None) -> Iterator[str]:
    """Yield the further words with which rows are compared, as the schema says."""
    known = {*BASES, *MODES}
    for name, values in table.schema.roles.claims:
        if name in {part, field}:
            yield from (each for each in values if each not in known)


def _rule(table: Table, field: str | None, terms: tuple[str, ...]) -> Iterator[Rule]:
    if column := table.described(field):
        yield none_of(column, terms, "{field} is {value}, expected {terms}", {"terms": listing(terms, "or")})
