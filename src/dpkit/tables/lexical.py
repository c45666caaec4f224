"""The lexical forms of Table Schema as SQL: surely valid, surely invalid, unsure.

A cell whose `value` is not NULL is surely valid. A cell without a value is unsure where `unsure` holds (the referee
judges it) and surely invalid elsewhere. Source: Data Package v2, Table Schema, "Field Types", and the types of XML
Schema (https://www.w3.org/TR/xmlschema-2/) that it refers to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from dpkit.load.options import DEFAULT, words
from dpkit.model.descriptor import Field
from dpkit.tables.sql import Sql, is_among, name, sql, text
from dpkit.tables.uri import URI

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
STAMP = f"{DATE}T{TIME}"
ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
CLOCK = rf"T({TIME}(\.[0-9]+)?|24:00:00(\.0+)?){ZONE}"
MOMENT = f"{DATE}{CLOCK}"
ANY_YEAR = "-?([1-9][0-9]{4,}|[0-9]{4})"  #: of XML Schema
FAR_MOMENT = f"(-[0-9]{{4}}|-?[1-9][0-9]{{4,}})-[0-9]{{2}}-[0-9]{{2}}{CLOCK}"
FAR = "290000"  #: a year that the engine holds; all moments of later ones are one to it
DURATION = r"-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
YEAR = rf"-?([1-9][0-9]{{4,17}}|[0-9]{{4}}){ZONE}"
LONG_YEAR = f"-?[1-9][0-9]{{18,}}{ZONE}"
COMMON_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
YEARMONTH = f"{ANY_YEAR}-(0[1-9]|1[0-2]){ZONE}"
JSON_NUMBER = r"[ \t\r\n]*-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?[ \t\r\n]*"
JSON_PAIR = rf"[ \t\r\n]*\[{JSON_NUMBER},{JSON_NUMBER}\][ \t\r\n]*"
JSON_KEY = r'[ \t\r\n]*"[^"]*"[ \t\r\n]*:'
JSON_POINT = rf"[ \t\r\n]*\{{{JSON_KEY}{JSON_NUMBER},{JSON_KEY}{JSON_NUMBER}\}}[ \t\r\n]*"
BASE64 = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
ATOM, LABEL = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+", "[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?"
ADDRESS = rf"{ATOM}(\.{ATOM})*@({LABEL}\.)+[0-9A-Za-z][0-9A-Za-z-]{{0,61}}[A-Za-z]"
NEVER, ALWAYS = Sql("false"), Sql("true")


@dataclass(frozen=True, slots=True)
class Form:
    """How the cells of a field are typed: the SQL type, the value of a valid cell, and when to ask further.

    Of a number, `digits` is the text that the engine casts, without marks; a whole number that `kind` does not hold
    needs no referee. `order` is a number that orders values which do not do so themselves.
    """

    kind: str
    value: Sql
    unsure: Sql
    digits: Sql | None = None
    order: Sql | None = None


def form(field: Field, raw: Sql) -> Form:
    """Return the form of `field` over the text expression `raw`."""
    if field.type in {"string", "any"} and field.format in {"default", "any"}:
        return Form("VARCHAR", raw, NEVER)
    make = FORMS.get((field.type, field.format))
    return make(field, raw) if make else Form(KINDS.get(field.type, "VARCHAR"), Sql("NULL"), ALWAYS)


def _matches(raw: Sql, pattern: str) -> Sql:
    return sql("regexp_full_match({}, {})", raw, text(pattern))


def _cast(raw: Sql, pattern: str, kind: str) -> Sql:
    return sql("CASE WHEN {} THEN TRY_CAST({} AS {}) END", _matches(raw, pattern), raw, Sql(kind))


def _option(field: Field, option: str) -> str:
    value = field.raw.get(option)
    return value if isinstance(value, str) else ""


def _bare(field: Field, raw: Sql, decimal: str = "") -> Sql:
    """Return the number in `raw`: without what surrounds it, if `bareNumber` is false, and without group marks."""
    group = _option(field, "groupChar")
    if field.raw.get("bareNumber") is False:
        marks = "".join(f"|{re.escape(mark)}" for mark in (group, decimal) if mark)
        core = rf"[+-]?(?:{re.escape(decimal)})?[0-9](?:(?:[0-9eE+-]{marks})*[0-9])?"
        # other digits than 0 to 9, and a minus sign that stands apart, are no marks that may be left out
        raw = sql("regexp_extract({}, {}, 1)", raw, text(rf"^[^\p{{Nd}}-]*?({core})[^\p{{Nd}}]*$"))
    return sql("replace({}, {}, '')", raw, text(group)) if group else raw


def _integer(field: Field, raw: Sql) -> Form:
    digits = _bare(field, raw)
    return Form("BIGINT", _cast(digits, "[+-]?[0-9]{1,18}", "BIGINT"), _matches(digits, "[+-]?[0-9]{19,}"), digits)


def _number(field: Field, raw: Sql) -> Form:
    decimal = _option(field, "decimalChar") or "."
    digits = _bare(field, raw, decimal)
    if decimal != ".":
        point = "CASE WHEN NOT contains({0}, '.') THEN replace({0}, {1}, '.') END"
        digits = sql(point, digits, text(decimal))
    words = "WHEN 'INF' THEN 'inf'::DOUBLE WHEN '-INF' THEN '-inf'::DOUBLE WHEN 'NAN' THEN 'nan'::DOUBLE"
    special = sql(f"CASE upper({{}}) {words} END", raw)
    value = sql("CASE WHEN {} THEN TRY_CAST({} AS DOUBLE) ELSE {} END", _matches(digits, NUMBER), digits, special)
    return Form("DOUBLE", value, NEVER, digits)


def _boolean(field: Field, raw: Sql) -> Form:
    true, false = (is_among(raw, [text(each) for each in words(field.raw, name)]) for name in DEFAULT)
    return Form("BOOLEAN", sql("CASE WHEN {} THEN false WHEN {} THEN true END", false, true), NEVER)


def _date(_: Field, raw: Sql) -> Form:
    return Form("DATE", _after_year_0(raw, _cast(raw, DATE, "DATE")), NEVER)


def _after_year_0(raw: Sql, value: Sql) -> Sql:
    # XML Schema, which Table Schema refers to, has no year 0; the engine has one
    return sql("CASE WHEN NOT starts_with({}, '0000') THEN {} END", raw, value)


def _without_year_0(raw: Sql, value: Sql) -> Sql:
    return _after_year_0(raw, sql("CASE WHEN NOT starts_with({}, '-0000') THEN {} END", raw, value))


def _time(_: Field, raw: Sql) -> Form:
    # version 1 of the standard allows fractions and offsets, XML Schema the end of the day
    return Form("TIME", _cast(raw, TIME, "TIME"), _matches(raw, f"{TIME}.+|24:00:00.*"))


def _datetime(_: Field, raw: Sql) -> Form:
    """Return the form of moments; what names an offset is brought to UTC, as XML Schema compares them."""
    local = sql("regexp_replace({}, '(Z|[+-][0-9:]{{5}})$', '')", raw)
    near = sql("WHEN {} THEN TRY_CAST({} AS TIMESTAMP)", _matches(raw, MOMENT), local)
    moment = sql("CASE {} WHEN {} THEN {} END", near, _matches(raw, FAR_MOMENT), _far_moment(local))
    minutes = sql("60 * TRY_CAST(substr({0}, -5, 2) AS INTEGER) + TRY_CAST(right({0}, 2) AS INTEGER)", raw)
    shift = sql("CASE substr({0}, -6, 1) WHEN '+' THEN {1} WHEN '-' THEN -({1}) ELSE 0 END", raw, minutes)
    shifted = sql("{} - to_minutes({})", moment, shift)
    plain = sql("CASE WHEN {} THEN TRY_CAST({} AS TIMESTAMP) ELSE {} END", _matches(raw, STAMP + "Z?"), raw, shifted)
    return Form("TIMESTAMP", _without_year_0(raw, plain), NEVER)


def _far_moment(local: Sql) -> Sql:
    """Return a moment of a year before the first or after 9999; the last four digits tell whether it has the day."""
    year, rest = (sql("regexp_extract({}, '^(-?[0-9]+)(.*)$', {})", local, part) for part in (Sql("1"), Sql("2")))
    sign = sql("CASE WHEN starts_with({}, '-') THEN '-' ELSE '' END", local)
    within = sql("CASE WHEN length(ltrim({y}, '-')) > 5 THEN {} || {} ELSE {y} END", sign, text(FAR), y=year)
    known = sql("TRY_CAST(right({}, 4) || {} AS TIMESTAMP) IS NOT NULL", year, rest)
    return sql("CASE WHEN {} THEN TRY_CAST({} || {} AS TIMESTAMP) END", known, within, rest)


def _year(_: Field, raw: Sql) -> Form:
    digits = sql("regexp_extract({}, '^-?[0-9]+')", raw)
    number = sql("nullif(TRY_CAST({} AS BIGINT), 0)", digits)  # there is no year 0
    return Form(
        "BIGINT", sql("CASE WHEN {} THEN {} END", _matches(raw, YEAR), number), _matches(raw, LONG_YEAR), digits
    )


def _yearmonth(_: Field, raw: Sql) -> Form:
    common = sql("strlen({}) = 7", raw)
    valid = sql("CASE WHEN {} THEN {} ELSE {} END", common, _matches(raw, COMMON_MONTH), _matches(raw, YEARMONTH))
    value = sql("CASE WHEN {} THEN {} END", valid, raw)
    part = "TRY_CAST(regexp_extract({}, '^(-?[0-9]+)-([0-9]{{2}})', {}) AS DOUBLE)"
    months = sql("12 * {} + {}", sql(part, raw, Sql("1")), sql(part, raw, Sql("2")))
    plain = sql("12 * TRY_CAST(left({r}, 4) AS DOUBLE) + TRY_CAST(right({r}, 2) AS DOUBLE)", r=raw)
    order = sql("CASE WHEN {} THEN {} ELSE {} END", common, plain, months)
    return Form("VARCHAR", _without_year_0(raw, value), NEVER, order=order)


def _binary(_: Field, raw: Sql) -> Form:
    return Form("VARCHAR", sql("CASE WHEN {} THEN {} END", _matches(raw, BASE64), raw), NEVER)


def _uri(_: Field, raw: Sql) -> Form:
    return Form("VARCHAR", sql("CASE WHEN {} THEN {} END", _matches(raw, URI), raw), NEVER)


def _uuid(_: Field, raw: Sql) -> Form:
    """Return the form of UUIDs, with the marks that Python allows; digits of other scripts are the referee's."""
    digits = sql("replace(trim(replace(replace({}, 'urn:', ''), 'uuid:', ''), '{{}}'), '-', '')", raw)
    value = sql("CASE WHEN {} THEN {} END", _matches(digits, "[0-9A-Fa-f]{32}"), raw)
    return Form("VARCHAR", value, sql("length({d}) = 32 AND NOT regexp_matches({d}, '[G-WYZg-wyz]')", d=digits))


def _email(_: Field, raw: Sql) -> Form:
    """Return the form of addresses in ASCII; the referee judges others, and those with a name in quotation marks."""
    short = sql("strpos({r}, '@') <= 65 AND strlen({r}) - strpos({r}, '@') <= 253", r=raw)
    value = sql("CASE WHEN {} AND {} THEN {} END", _matches(raw, ADDRESS), short, raw)
    other = sql("(strlen({r}) <> length({r}) OR regexp_matches({r}, '[\"\n]'))", r=raw)
    return Form("VARCHAR", value, sql("{} AND {}", _matches(raw, "[^@]+@[^@]+"), other))


def _only(pattern: str) -> Callable[[Field, Sql], Form]:
    """Return the maker of a form in which the referee judges cells that match `pattern`, and no others."""
    return lambda _, raw: Form("VARCHAR", Sql("CAST(NULL AS VARCHAR)"), _matches(raw, pattern))


FORMS: dict[tuple[str, str], Callable[[Field, Sql], Form]] = {
    ("integer", "default"): _integer, ("number", "default"): _number, ("boolean", "default"): _boolean,
    ("date", "default"): _date, ("time", "default"): _time, ("datetime", "default"): _datetime,
    ("year", "default"): _year, ("yearmonth", "default"): _yearmonth, ("string", "binary"): _binary,
    ("string", "uri"): _uri, ("string", "uuid"): _uuid, ("string", "email"): _email,
    ("duration", "default"): _only(DURATION), ("geopoint", "default"): _only(f"{NUMBER}, ?{NUMBER}"),
    ("geopoint", "array"): _only(JSON_PAIR), ("geopoint", "object"): _only(JSON_POINT),
}  # fmt: skip
KINDS = {
    "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "time": "TIME",
    "datetime": "TIMESTAMP", "year": "BIGINT",
}  # fmt: skip


def day_bounds(raw: Sql, first: Sql | None = None) -> tuple[Sql, Sql]:
    """Return first and last day of the common forms of EDTF (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`), else NULL.

    Args:
        raw: the text.
        first: a column that holds the first day already, for the last one to be computed from.
    """
    whole = sql("CASE length({0}) WHEN 10 THEN {0} WHEN 7 THEN {0} || '-01' WHEN 4 THEN {0} || '-01-01' END", raw)
    day = sql("TRY_CAST({} AS DATE)", whole)
    # a day that is written as it was read has the lexical form; a pattern would take three times as long
    pattern = "CASE WHEN CAST({day} AS VARCHAR) = {whole} THEN CAST({day} - DATE '1970-01-01' AS BIGINT) END"
    lower = sql(pattern, day=day, whole=whole)
    begun = sql("DATE '1970-01-01' + CAST({} AS INTEGER)", first or lower)
    last = "CASE length({}) WHEN 7 THEN last_day({d}) ELSE make_date(year({d}), 12, 31) END - DATE '1970-01-01'"
    upper = "CASE WHEN length({}) = 10 THEN {} WHEN {} IS NOT NULL THEN CAST({} AS BIGINT) END"
    return lower, sql(upper, raw, first or lower, first or lower, sql(last, raw, d=begun))


def uncommon_ends(raw: Sql) -> tuple[Sql, Sql]:
    """Return first and last date of some further forms of EDTF, each in one of the common forms, else NULL.

    They are a date with a qualifier (`2001-08?`), one with unspecified digits of the year (`195X`), and an interval
    between two dates without either (`2001-08-04/2001-08-05`).
    """
    ends = (
        "CASE WHEN regexp_full_match({raw}, '[0-9-]+/[0-9-]+') THEN split_part({raw}, '/', {part}) "
        "WHEN regexp_full_match({raw}, '[0-9-]+[?~%]') THEN left({raw}, length({raw}) - 1) "
        "WHEN regexp_full_match({raw}, '[0-9][0-9][0-9X]X') THEN replace({raw}, 'X', {digit}) END"
    )
    return sql(ends, raw=raw, part=Sql("1"), digit=text("0")), sql(ends, raw=raw, part=Sql("2"), digit=text("9"))


def derived(index: int, part: str) -> Sql:
    """Return the name of a column that dpkit derives for the field with this index; it cannot collide."""
    return name(f"{part}{index}")
