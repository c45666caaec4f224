"""The lexical forms of Table Schema as SQL: surely valid, surely invalid, unsure.

A cell whose `value` is not NULL is surely valid. A cell without a value is unsure where `unsure` holds (the referee
judges it) and surely invalid elsewhere. Source: Data Package v2, Table Schema, "Field Types".
"""

from dataclasses import dataclass

from dpkit.model.descriptor import Field
from dpkit.tables.sql import Sql, name, sql, text

INTEGER = r"[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"
NUMBER_OF_ANY_SIZE = NUMBER.replace("{1,3}", "+")
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
NEVER, ALWAYS = Sql("false"), Sql("true")
OPTIONS = ("groupChar", "decimalChar", "trueValues", "falseValues")


@dataclass(frozen=True, slots=True)
class Form:
    """How the cells of a field are typed: the SQL type, the value of a valid cell, and when to ask the referee."""

    kind: str
    value: Sql
    unsure: Sql


def form(field: Field, raw: Sql) -> Form:
    """Return the form of `field` over the text expression `raw`."""
    plain = field.format == "default" and not any(option in field.raw for option in OPTIONS)
    if field.raw.get("bareNumber") is False:
        plain = False
    make = FORMS.get(field.type)
    if field.type in {"string", "any"} and field.format in {"default", "any"}:
        return Form("VARCHAR", raw, NEVER)
    if make and plain:
        return make(raw)
    return Form(KINDS.get(field.type, "VARCHAR"), Sql("NULL"), ALWAYS)


def _matches(raw: Sql, pattern: str) -> Sql:
    return sql("regexp_full_match({}, {})", raw, text(pattern))


def _cast(raw: Sql, pattern: str, kind: str) -> Sql:
    return sql("CASE WHEN {} THEN TRY_CAST({} AS {}) END", _matches(raw, pattern), raw, Sql(kind))


def _integer(raw: Sql) -> Form:
    return Form("BIGINT", _cast(raw, INTEGER, "BIGINT"), _matches(raw, r"[+-]?[0-9]{19,}"))


def _number(raw: Sql) -> Form:
    special = sql(
        "CASE {} WHEN 'INF' THEN 'inf'::DOUBLE WHEN '-INF' THEN '-inf'::DOUBLE WHEN 'NaN' THEN 'nan'::DOUBLE END", raw
    )
    value = sql("CASE WHEN {} THEN TRY_CAST({} AS DOUBLE) ELSE {} END", _matches(raw, NUMBER), raw, special)
    return Form("DOUBLE", value, _matches(raw, NUMBER_OF_ANY_SIZE))


def _boolean(raw: Sql) -> Form:
    true, false = "{0} IN ('true', 'True', 'TRUE', '1')", "{0} IN ('false', 'False', 'FALSE', '0')"
    value = f"CASE WHEN {true} THEN true WHEN {false} THEN false END"
    return Form("BOOLEAN", sql(value, raw), NEVER)


def _date(raw: Sql) -> Form:
    return Form("DATE", _after_year_0(raw, _cast(raw, DATE, "DATE")), NEVER)


def _after_year_0(raw: Sql, value: Sql) -> Sql:
    # XML Schema, which Table Schema refers to, has no year 0; the engine has one
    return sql("CASE WHEN NOT starts_with({}, '0000') THEN {} END", raw, value)


def _time(raw: Sql) -> Form:
    return Form("TIME", _cast(raw, TIME, "TIME"), _matches(raw, TIME + ".+"))


def _datetime(raw: Sql) -> Form:
    stamp = f"{DATE}T{TIME}"
    value = _after_year_0(raw, _cast(raw, stamp + "Z?", "TIMESTAMP"))
    return Form("TIMESTAMP", value, _matches(raw, stamp + ".+"))


def _year(raw: Sql) -> Form:
    return Form("BIGINT", _cast(raw, "[0-9]{4}", "BIGINT"), _matches(raw, "-?[0-9]{4,}"))


def _yearmonth(raw: Sql) -> Form:
    return Form("VARCHAR", sql("CASE WHEN {} THEN {} END", _matches(raw, "[0-9]{4}-(0[1-9]|1[0-2])"), raw), NEVER)


FORMS = {
    "integer": _integer, "number": _number, "boolean": _boolean, "date": _date, "time": _time,
    "datetime": _datetime, "year": _year, "yearmonth": _yearmonth,
}  # fmt: skip
KINDS = {
    "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "time": "TIME",
    "datetime": "TIMESTAMP", "year": "BIGINT",
}  # fmt: skip


def day_bounds(raw: Sql) -> tuple[Sql, Sql]:
    """Return first and last day of the common forms of EDTF (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`), else NULL."""
    month = sql("TRY_CAST({} || '-01' AS DATE)", raw)
    year = sql("TRY_CAST({} || '-01-01' AS DATE)", raw)
    pattern = "CASE length({raw}) WHEN 10 THEN {day} WHEN 7 THEN {month} WHEN 4 THEN {year} END - DATE '1970-01-01'"
    day = _cast(raw, DATE, "DATE")
    is_month, is_year = _matches(raw, "[0-9]{4}-[0-9]{2}"), _matches(raw, "[0-9]{4}")
    lower = sql(pattern, raw=raw, day=day, month=_when(is_month, month), year=_when(is_year, year))
    last_month = _when(is_month, sql("{} + INTERVAL 1 MONTH - INTERVAL 1 DAY", month))
    last_year = _when(is_year, sql("{} + INTERVAL 1 YEAR - INTERVAL 1 DAY", year))
    upper = sql(
        pattern, raw=raw, day=day, month=sql("CAST({} AS DATE)", last_month), year=sql("CAST({} AS DATE)", last_year)
    )
    return sql("CAST({} AS BIGINT)", lower), sql("CAST({} AS BIGINT)", upper)


def _when(condition: Sql, value: Sql) -> Sql:
    return sql("CASE WHEN {} THEN {} END", condition, value)


def derived(index: int, part: str) -> Sql:
    """Return the name of a column that dpkit derives for the field with this index; it cannot collide."""
    return name(f"{part}{index}")
