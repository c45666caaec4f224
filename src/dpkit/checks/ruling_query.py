"""Queries over the rulings and what became of them, for the checks on rulings."""

from collections.abc import Iterator

from dpkit.checks.check import Query
from dpkit.claims.rulings import Standing
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table


def with_standing(table: Table, standing: Standing, field: str, message: str) -> Iterator[Query]:
    """Yield the query for the rulings that fared so; `{detail}` says why, `{value1}` and `{value2}` on what.

    Args:
        table: any table; nothing is yielded unless it holds the rulings.
        standing: what became of the ruling.
        field: the part of the `ruling` role that the finding is about.
        message: the message.
    """
    roles = table.schema.roles.ruling
    if roles is None or "rulings" not in table.derived:
        return
    select = sql('SELECT "_row", detail FROM {} WHERE standing = {}', table.derived["rulings"], text(standing))
    fields = (getattr(roles, field), roles.subject, roles.field)
    yield Query(fields=fields, select=select, extra=("detail",), message=message)
