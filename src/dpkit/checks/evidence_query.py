"""Queries over the evidence, for the checks on it."""

from collections.abc import Iterator

from dpkit.checks.check import Query
from dpkit.model.evidence import Verdict
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table


def with_verdict(table: Table, verdict: Verdict, part_of_row: str, message: str, blank: str = "") -> Iterator[Query]:
    """Yield the queries for the citations, and the contexts, with this verdict.

    Args:
        table: the table that cites.
        verdict: what became of the citation.
        part_of_row: `quote` or `locator`: which field the finding is about.
        message: may use `{detail}`, the detail of the evidence, `{value1}`, the source, and `{value2}`, the locator.
        blank: the message where the evidence has no detail, if that needs another.
    """
    citation = table.schema.roles.citation
    if citation is None or not (table.unread or "evidence" in table.derived):
        return
    evidence = table.derived.get("evidence", table.relation)
    with_detail = [(message, sql("detail <> ''")), (blank, sql("detail = ''"))] if blank else [(message, sql("true"))]
    for part, prefix in (("citation", ""), ("context", "context_")):
        field, locator = (getattr(citation, prefix + each) for each in (part_of_row, "locator"))
        for words, condition in with_detail if field and locator else ():
            select = sql(
                'SELECT "_row", detail FROM {} WHERE part = {} AND verdict = {} AND {}',
                evidence,
                text(part),
                text(verdict),
                condition,
            )
            yield Query(fields=(field, citation.source, locator), select=select, extra=("detail",), message=words)
