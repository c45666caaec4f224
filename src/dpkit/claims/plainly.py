"""What the engine can tell of a passage: that a claim plainly stands in it, or that Python need not read it.

Both are careful: what is settled here, `bearing` would settle in the same way.
"""

from dpkit.claims.words import (
    ENGLISH,
    MONTHS,
    OTHERS,
    TELLING,
    WEEKDAYS,
    any_of,
)
from dpkit.tables.sql import Sql, sql, text
from dpkit.tables.table import Column

NULL = Sql("NULL")
ODD = (  # characters that Unicode's compatibility form turns into others, so that only Python reads them
    r"[\x{AA}\x{B2}\x{B3}\x{B9}\x{BA}\x{300}-\x{36F}\x{2100}-\x{218F}"
    r"\x{FB00}-\x{FB06}\x{FF00}-\x{FFEF}\x{1D400}-\x{1D7FF}]"
)
LATIN = (
    rf"(^|[^a-z])({any_of(word for word in ENGLISH | OTHERS | TELLING | MONTHS.keys() if word.isascii())})([^a-z]|$)"
)
OTHER = any_of(word for word in OTHERS | MONTHS.keys() if not word.isascii())
GROUPED = r"[0-9][ .,'\x{2019}\x{A0}\x{2009}\x{202F}][0-9]{3}"


OTHERWISE = f"{any_of(WEEKDAYS)}|juche|чучхе|주체"


def perhaps_readable(passages: Sql) -> Sql:
    """Return the condition that Python may find anything to judge by; where it is false, it surely does not."""
    return sql("regexp_matches({}, {})", passages, text(rf"(?i:{LATIN}|{OTHER}|{OTHERWISE})|{ODD}|^\PL*$"))


def perhaps_dated_otherwise(passages: Sql) -> Sql:
    """Return the condition that a weekday, or a year of another calendar, may stand in the passages."""
    return sql("regexp_matches({}, {})", passages, text(f"(?i:{OTHERWISE})|{ODD}"))


def date_stands(column: Column, passages: Sql) -> Sql:
    """Return the condition that a date plainly stands in the passages, in one of the common English forms."""
    first = sql("(DATE '1970-01-01' + CAST({} AS INTEGER))", column.lower or NULL)
    year = sql("' ' || {}", column.raw)
    return sql(
        "CASE WHEN {lo} NOT BETWEEN -700000 AND 2900000 THEN false "
        "WHEN {lo} = {up} THEN contains({p}, strftime({day}, '%B %-d, %Y')) OR contains({p}, strftime({day}, ' %-d %B %Y')) "
        "WHEN length({c}) = 7 THEN contains({p}, strftime({day}, '%B %Y')) "
        "WHEN length({c}) = 4 THEN contains({p}, {year}) AND {ends} ELSE false END",
        c=column.raw,
        p=passages,
        lo=column.lower or NULL,
        up=column.upper or NULL,
        day=first,
        year=year,
        ends=sql("substr({p}, strpos({p}, {y}) + 5, 1) NOT BETWEEN '0' AND '9'", p=passages, y=year),
    )


def amount_stands(column: Column, passages: Sql) -> Sql:
    """Return the condition that a number plainly stands in the passages: in digits, with blanks around it, or grouped."""
    number = sql("TRY_CAST({} AS DOUBLE)", column.value)
    grouped = sql("format('{{:,}}', CAST({} AS BIGINT))", number)
    between, after = sql("' ' || {} || ' '", column.raw), sql("' ' || {}", column.raw)
    return sql(
        "CASE WHEN {v} NOT BETWEEN 0 AND 1e15 OR NOT regexp_full_match({c}, '[0-9]+([.][0-9]+)?') THEN false "
        "WHEN contains({p}, {between}) OR ends_with({p}, {after}) "
        "THEN {v} >= 1000 OR NOT regexp_matches({p}, {gap}) "
        "WHEN {v} >= 1000 AND {v} = trunc({v}) THEN contains({p}, ' ' || {grouped} || ' ') "
        "OR contains({p}, ' ' || replace({grouped}, ',', ' ') || ' ') ELSE false END",
        v=number,
        c=column.raw,
        p=passages,
        gap=text(GROUPED),
        between=between,
        after=after,
        grouped=grouped,
    )
