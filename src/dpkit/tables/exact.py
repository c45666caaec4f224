"""Numbers of more digits than a double keeps: what is equal exactly for equal numbers."""

from collections.abc import Iterable

from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Column

MOST_WORK = 20_000_000_000  #: sum of the squares of digits; beyond, whole numbers of any length are compared roughly
DIGITS = Sql("15")  #: of any number, that a double keeps


def long(raw: Sql, value: Sql) -> Sql:
    """Return the condition under which a number may have more digits than its double `value`."""
    return sql("({v} IS NOT NULL AND strlen({}) > {} OR {})", raw, DIGITS, _infinite(value), v=value)


def exact(digits: Sql, value: Sql) -> Sql:
    """Return a text that is equal for equal numbers alone: that of the double, or all digits with an exponent.

    Args:
        digits: of the number, with a point and no marks (`Form.digits`).
        value: the number as a double.
    """
    significant = sql("ltrim(replace(regexp_extract({}, '^[+-]?([0-9.]*)', 1), '.', ''), '0')", digits)
    bare = sql("rtrim({}, '0')", significant)
    exponent = sql("coalesce(TRY_CAST(regexp_extract({}, '[eE]([+-]?[0-9]{{1,18}})$', 1) AS BIGINT), 0)", digits)
    power = sql("{} - length(regexp_extract({}, '[.]([0-9]*)', 1)) + length({}) - length({})",
                exponent, digits, significant, bare)  # fmt: skip
    sign = sql("CASE WHEN starts_with({}, '-') THEN '-' ELSE '' END", digits)
    far = sql("lower(regexp_extract({}, '([eE][+-]?[0-9]{{19,}})$', 1))", digits)  # not added up, but told apart
    whole = sql("{} || {} || 'e' || CAST({} AS VARCHAR) || {}", sign, bare, power, far)
    return sql(
        "CASE WHEN {v} IS NULL THEN NULL WHEN NOT {} AND (strlen({d}) <= {most} OR length({}) <= {most})"
        " THEN CAST({v} + 0.0 AS VARCHAR) ELSE {} END",
        _infinite(value),
        bare,
        whole,
        v=value,
        d=digits,
        most=DIGITS,
    )  # 0.0 is added since -0.0 is 0.0


def _infinite(value: Sql) -> Sql:
    return sql("{} IN ('inf'::DOUBLE, '-inf'::DOUBLE)", value)


def exact_number(column: Column) -> Sql:
    """Return `exact` of the cells of a column of whole or other numbers, so that `1` and `1.0` are one."""
    if column.digits is not None:
        return exact(column.digits, column.value)
    return exact(sql("CAST({} AS VARCHAR)", column.value), sql("CAST({} AS DOUBLE)", column.value))


def wide_enough(numbers: Iterable[str]) -> str:
    """Return the SQL type that holds all of some whole numbers."""
    bare = [number.lstrip("+-").lstrip("0") for number in numbers]
    longest, digits = max(((len(number), number) for number in bare), default=(0, ""))
    for kind, bits in (("BIGINT", 63), ("HUGEINT", 127)):
        most = str(2**bits - 1)
        if (longest, digits) <= (len(most), most):
            return kind
    return "BIGNUM" if sum(len(number) ** 2 for number in bare) <= MOST_WORK else "DOUBLE"
