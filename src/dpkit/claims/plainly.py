"""What the engine can tell of a passage: that a claim plainly stands in it, or that Python need not read it.

Both are careful: what is settled here, `bearing` would settle in the same way.
"""

from dpkit.claims.words import ENGLISH, MONTHS, OTHERS, TELLING, WEEKDAYS, any_of
from dpkit.tables.sql import Sql, matches, sql, text
from dpkit.tables.table import Column

NULL = Sql("NULL")
ODD = (  # characters that Unicode's compatibility form turns into others, so that only Python reads them
    r"[\x{AA}\x{B2}\x{B3}\x{B9}\x{BA}\x{300}-\x{36F}\x{2100}-\x{218F}"
    r"\x{FB00}-\x{FB06}\x{FF00}-\x{FFEF}\x{1D400}-\x{1D7FF}]"
)
LATIN = (
    rf"(^|[^a-z])({any_of(word for word in ENGLISH | OTHERS | TELLING | MONTHS.keys() if word.isascii())})([^a-z]|$)"
)
OTHER = {word for word in OTHERS | MONTHS.keys() if not word.isascii()}
GROUPED = r"[0-9][ .,'\x{2019}\x{A0}\x{2009}\x{202F}][0-9]{3}"
DATED_OTHERWISE = {*WEEKDAYS, "juche", "чучхе", "주체"}
OTHERWISE = any_of(DATED_OTHERWISE)
READABLE = rf"(?i:{LATIN}|{any_of(OTHER | DATED_OTHERWISE)})|{ODD}|^\PL*$"
READABLE_ASCII = rf"(?i:{LATIN}|{any_of(filter(str.isascii, DATED_OTHERWISE))})|^[^a-zA-Z]*$"  #: in text of ASCII


def perhaps_readable(passages: Sql) -> Sql:
    """Return the condition that Python may find anything to judge by; where it is false, it surely does not."""
    return matches(passages, READABLE, READABLE_ASCII)


def perhaps_dated_otherwise(passages: Sql) -> Sql:
    """Return the condition that a weekday, or a year of another calendar, may stand in the passages."""
    return sql("regexp_matches({}, {})", passages, text(f"(?i:{OTHERWISE})|{ODD}"))


def date_stands(column: Column, passages: Sql) -> Sql:
    """Return the condition that a date plainly stands in the passages, in one of the common English forms."""
    lower, upper = (
        sql("(DATE '1970-01-01' + TRY_CAST({} AS INTEGER))", day or NULL) for day in (column.lower, column.upper)
    )
    year, decade = sql("' ' || {}", column.raw), sql("' ' || left({}, 3) || '0s'", column.raw)
    return sql(
        "CASE WHEN {lo} NOT BETWEEN -700000 AND 2900000 OR {up} > 2900000 THEN false "
        "WHEN {lo} = {up} THEN {first} WHEN length({c}) = 21 AND contains({c}, '/') THEN {first} AND {last} "
        "WHEN length({c}) = 7 THEN contains({p}, strftime({day}, '%B %Y')) "
        "WHEN length({c}) = 4 AND ends_with({c}, 'X') THEN contains({p}, {decade}) "
        "WHEN length({c}) = 4 THEN contains({p}, {year}) AND {ends} ELSE false END",
        c=column.raw,
        p=passages,
        lo=column.lower or NULL,
        up=column.upper or NULL,
        day=lower,
        first=_day_stands(lower, passages),
        last=_day_stands(upper, passages),
        year=year,
        decade=decade,
        ends=sql("substr({p}, strpos({p}, {y}) + 5, 1) NOT BETWEEN '0' AND '9'", p=passages, y=year),
    )


def _day_stands(day: Sql, passages: Sql) -> Sql:
    forms = "(contains({p}, strftime({d}, '%B %-d, %Y')) OR contains({p}, strftime({d}, ' %-d %B %Y')))"
    return sql(forms, p=passages, d=day)


def amount_stands(column: Column, passages: Sql) -> Sql:
    """Return the condition that a number plainly stands in the passages, in digits with blanks around it."""
    value, cell = column.value, column.raw
    digits = sql("{c} BETWEEN '0' AND '9~' AND NOT contains(lower({c}), 'e')", c=cell)
    if column.kind == "VARCHAR":
        value = sql("TRY_CAST({} AS DOUBLE)", value)
        digits = sql("regexp_full_match({}, '[0-9]+([.][0-9]+)?')", cell)
    grouped = sql("' ' || replace(format('{{:,}}', TRY_CAST({} AS BIGINT)), ',', ' ') || ' '", value)
    return sql(
        "CASE WHEN {v} NOT BETWEEN 0 AND 1e15 OR NOT ({digits}) THEN false "
        "WHEN contains({p}, ' ' || {c} || ' ') OR ends_with({p}, ' ' || {c}) "
        "THEN {v} >= 1000 OR contains({c}, '.') OR NOT regexp_matches({p}, {gap}) "
        "WHEN {v} >= 1000 AND {v} = trunc({v}) THEN contains(replace({p}, ',', ' '), {grouped}) ELSE false END",
        v=value,
        c=cell,
        p=passages,
        digits=digits,
        gap=text(GROUPED),
        grouped=grouped,
    )
