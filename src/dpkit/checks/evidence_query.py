"""Queries over the evidence, for the checks on it."""

from collections.abc import Iterator, Mapping

from dpkit.checks.check import Query
from dpkit.model.evidence import Verdict
from dpkit.tables.sql import Sql, sql, text
from dpkit.tables.table import Table

BLANK, NEAREST, ALIKE, UNSOUGHT = (
    Sql(each)
    for each in (
        "detail = ''",
        "detail <> '' AND NOT contains(detail, chr(10))",
        "contains(detail, chr(10)) AND detail <> chr(10)",
        "detail = chr(10)",
    )
)  #: which details there are of a quote that is not found


def with_verdict(
    table: Table, verdict: Verdict, part_of_row: str, messages: Mapping[Sql, str] | str
) -> Iterator[Query]:
    """Yield the queries for the citations, and the contexts, with this verdict.

    Args:
        table: the table that cites.
        verdict: what became of the citation.
        part_of_row: `quote` or `locator`: which field the finding is about.
        messages: one, or one for each kind of detail. `{detail}` is the detail of the evidence, `{value1}` the source,
            `{value2}` the locator. Of two lines (`ALIKE`), `{differing}` is the first, `{detail}` the second.
    """
    citation = table.schema.roles.citation
    if citation is None or not (table.unread or "evidence" in table.derived):
        return
    evidence = table.derived.get("evidence", table.relation)
    kinds = {Sql("true"): messages} if isinstance(messages, str) else messages
    for part, prefix in (("citation", ""), ("context", "context_")):
        field, locator = (getattr(citation, prefix + each) for each in (part_of_row, "locator"))
        for condition, words in kinds.items() if field and locator else ():
            select = sql(
                'SELECT "_row", {}, {} AS detail FROM {} WHERE part = {} AND verdict = {} AND {}',
                Sql("split_part(detail, chr(10), 1) AS differing"),
                Sql("split_part(detail, chr(10), 2)" if condition == ALIKE else "detail"),
                evidence,
                text(part),
                text(verdict),
                condition,
            )
            yield Query(
                fields=(field, citation.source, locator), select=select, extra=("differing", "detail"), message=words
            )
