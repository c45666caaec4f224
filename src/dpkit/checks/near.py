"""What a reference that leads nowhere may mean: a cell of the other table that differs only in how it is written."""

from dpkit.claims.skeletons import sql_latin, sql_skeleton
from dpkit.tables.sql import Sql, sql, text
from dpkit.tables.table import Column, Table


def near(table: Table, target: Table, own: Column, other: Column, rows: Sql) -> Sql:
    """Return the query for `_row` and the text that fills the place `{near}` of a message.

    Args:
        table: with the references.
        target: the table they should lead to.
        own: the column of `table` with the references.
        other: the column of `target` that they should be found in.
        rows: numbers of the rows that are asked about, with commas between them.
    """
    cells = sql('SELECT "_row", {} AS one FROM {} WHERE "_row" IN ({})', own.raw, table.relation, rows)
    there = sql("SELECT DISTINCT {} AS other FROM {} WHERE NOT ({})", other.raw, target.relation, other.missing)
    alike = sql("{} = {}", _look(Sql("one")), _look(Sql("other")))
    if own.of.type != other.of.type and not are_numbers(own, other):  # such as the text 012 and the whole number 12
        alike = sql("{} = {}", *(_number_or_text(Sql(each)) for each in ("one", "other")))
    return sql(
        """SELECT "_row", '; it has ' || {} || min(other) || {} || {} FROM ({}) JOIN ({}) ON {} GROUP BY "_row", one""",
        text("'"),
        text("', which differs in "),
        _difference(own, other),
        cells,
        there,
        alike,
    )


def are_numbers(own: Column, other: Column) -> bool:
    """Tell whether both columns hold numbers, whole or not."""
    return {own.of.type, other.of.type} <= {"integer", "number"}


def _number_or_text(cell: Sql) -> Sql:
    return sql("coalesce(CAST(TRY_CAST({c} AS DOUBLE) AS VARCHAR), {c})", c=cell)


def _look(cell: Sql) -> Sql:
    """Return what a cell looks like: without case, white space at its ends, and what is not seen."""
    seen = sql("regexp_replace({}, {}, '', 'g')", cell, text(r"^[\s\p{Z}]+|[\s\p{Z}]+$|[\p{Cc}\p{Cf}]"))
    return sql("lower({})", sql_skeleton(sql("lower({})", sql_latin(seen))))


def _difference(own: Column, other: Column) -> Sql:
    if own.of.type != other.of.type and not are_numbers(own, other):
        return text(f"its type: {other.of.type}, not {own.of.type}")
    one, two = (sql("regexp_replace({}, {}, '', 'g')", Sql(each), text(r"[\s\p{Z}]")) for each in ("one", "min(other)"))
    return sql(
        "CASE WHEN {a} = {b} THEN 'white space only' WHEN lower({a}) = lower({b}) THEN 'case only'"
        " WHEN nfc_normalize({a}) = nfc_normalize({b}) THEN 'how letters and their marks are composed only'"
        " ELSE 'characters that look alike or are not seen' END",
        a=one,
        b=two,
    )
