"""Queries over doubtful claims, for the checks on whether the passages of a row bear its cells."""

from collections.abc import Iterator

from dpkit.checks.check import Query
from dpkit.claims.marks import MOST_READ, TOO_MANY, Doubt
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table


def with_doubt(table: Table, doubt: Doubt, message: str) -> Iterator[Query]:
    """Yield the queries for the cells with this doubt.

    Args:
        table: a table of claims.
        doubt: what is doubtful.
        message: may use `{detail}`, the doubt in words, and `{value1}`, the quote (or what is kept as written).
    """
    if (relation := table.derived.get("doubts")) is None:
        return
    if relation == TOO_MANY:
        reason = f"more than {MOST_READ:,} rows of {table.name} would have to be read one by one"
        yield Query(fields=(), select=relation, message="", skip=reason)
        return
    citation = table.schema.roles.citation
    quote = table.column(citation.quote) if citation else None
    for column in table.columns.values():
        if column.lower is not None or column.of.claim is not None:
            condition = sql("kind = {} AND field = {}", text(doubt), text(column.name))
            yield Query(
                fields=(column.name, *([quote.name] if quote else [])),
                select=sql('SELECT "_row", detail FROM {} WHERE {}', relation, condition),
                extra=("detail",),
                message=message,
            )
