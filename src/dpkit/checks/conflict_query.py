"""Queries over the conflicts between claims, for the checks on them."""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.claims.bounds import parents_unknown, tree_of
from dpkit.claims.gather import CONFLICTS
from dpkit.tables.sql import Sql, sql, text
from dpkit.tables.table import Table


def of_kind(table: Table, tables: Tables, kind: str, message: str) -> Iterator[Query]:
    """Yield a query for each field with conflicts of this kind on which no ruling stands.

    Args:
        table: the table with the claims.
        tables: all of the package: where the register of a tree is not there, the query is skipped, and says so.
        kind: `contradiction`, `self-contradiction`, `tension` or `name-variant`.
        message: may use `{detail}`, the claims in words, and `{subject}`.
    """
    yield from _queries(table, sql("ruling IS NULL AND kind = {}", text(kind)), ("subject", "detail"), message)
    for column in table.columns.values():
        if tree_of(column) in tables and (reason := parents_unknown(tables, column)):
            yield Query(fields=(column.name,), select=Sql("SELECT 0 WHERE false"), message=message, skip=reason)


def ruled(table: Table, message: str) -> Iterator[Query]:
    """Yield a query for each field with conflicts on which a ruling stands; `{ruling}` tells it."""
    yield from _queries(table, Sql("ruling IS NOT NULL"), ("subject", "detail", "ruling"), message)


def _queries(table: Table, condition: Sql, extra: tuple[str, ...], message: str) -> Iterator[Query]:
    subject = table.schema.roles.subject
    for name in table.columns:
        if (relation := table.derived.get(CONFLICTS + name)) is not None:
            columns = Sql(", ".join(('"_row"', *extra)))
            yield Query(
                fields=(name, *subject),
                select=sql("SELECT DISTINCT {} FROM {} WHERE {}", columns, relation, condition),
                extra=extra,
                message=message,
            )
