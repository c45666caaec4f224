"""Queries over the sources and how their documents are held, for the checks on documents."""

from collections.abc import Iterator

from dpkit.checks.check import Query
from dpkit.evidence.library import Holding
from dpkit.tables.sql import Sql, name, sql, text
from dpkit.tables.table import Table


def with_holding(
    table: Table, holding: Holding, field: str, message: str, counted: str = "citations"
) -> Iterator[Query]:
    """Yield the queries for the sources with this holding that some passage cites.

    Args:
        table: any table; nothing is yielded unless it describes the sources.
        holding: what became of the document.
        field: the part of the `source` role that the finding is about.
        counted: `citations`, or `unverified`: only those that no release verified.
        message: goes on from `the document of 'letter'`; may use `{citations}`, the number of passages that cite the
            source, and `{aside}`, what else there is to say (`Library.aside`).
    """
    roles = table.schema.roles.source
    if roles is None or "holdings" not in table.derived:
        return
    called = table.described(getattr(roles, field))
    named = ((called.name, roles.id), "the document {value} of {value1} ") if called else ((), "")
    nameless = called.missing if called else Sql("true")
    for (fields, subject), condition in (
        (named, sql("NOT ({})", nameless)),
        (((roles.id,), "the document of {value} "), nameless),
    ):
        select = sql(
            'SELECT "_row", h.{counted} AS citations, aside FROM {} JOIN {} AS h ON {} = h.id '
            "WHERE h.holding = {} AND h.{counted} > 0 AND {}",
            table.relation,
            table.derived["holdings"],
            table.columns[roles.id].raw,
            text(holding),
            condition,
            counted=name(counted),
        )
        if fields:
            yield Query(fields=fields, select=select, extra=("citations", "aside"), message=subject + message)
