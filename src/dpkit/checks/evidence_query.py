"""Queries over the evidence, for the checks on it."""

from collections.abc import Iterator

from dpkit.checks.check import Query
from dpkit.model.evidence import Verdict
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table


def with_verdict(table: Table, verdict: Verdict, part_of_row: str, message: str) -> Iterator[Query]:
    """Yield the queries for the citations, and the contexts, with this verdict.

    Args:
        table: the table that cites.
        verdict: what became of the citation.
        part_of_row: `quote` or `locator`: which field the finding is about.
        message: may use `{detail}`, the detail of the evidence, and `{value1}`, the source.
    """
    citation = table.schema.roles.citation
    if citation is None or "evidence" not in table.derived:
        return
    for part, prefix in (("citation", ""), ("context", "context_")):
        field = getattr(citation, prefix + part_of_row)
        if field is not None:
            select = sql(
                'SELECT "_row", detail FROM {} WHERE part = {} AND verdict = {}',
                table.derived["evidence"],
                text(part),
                text(verdict),
            )
            yield Query(fields=(field, citation.source), select=select, extra=("detail",), message=message)
