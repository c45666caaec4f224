"""The order of numbers that a double does not tell apart: by their power of ten, and then by their digits.

And that of moments which the engine, to whom a second has a million parts, does not tell apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from dpkit.tables.sql import Sql, joined, sql, text

BOUNDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
NUMBER: Final = re.compile(r"[+-]?([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?")
SHORTEST: Final = 15  #: characters of a number without an exponent: no other one that is as short has its double
FINE: Final = "[.][0-9]{6}([0-9]*[1-9])"  #: the digits of a second that the engine drops
TURNED: Final = str.maketrans("<>", "><")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that others are compared with: 0.`digits` times the `power`th power of ten."""

    sign: int  #: -1, 0 or 1
    power: float
    digits: str  #: none of zero and of what is written as an infinity
    double: float
    short: bool  #: whether what is short and has its double is the number itself

    @classmethod
    def of(cls, written: str, double: float) -> Self:
        """Return the number that a text with a point and without marks writes; `double` is what is nearest to it."""
        found = NUMBER.fullmatch(written)
        whole, fraction, exponent = found.groups("") if found else ("", "", "")
        digits = (whole + fraction).lstrip("0")
        negative = written.startswith("-") or double < 0
        return cls(
            sign=0 if not digits and not double else -1 if negative else 1,
            power=float(exponent or 0) + (len(digits) - len(fraction)),
            digits=digits.rstrip("0"),
            double=double,
            short=not exponent and len(written) <= SHORTEST,
        )


def is_long(written: Sql) -> Sql:
    """Return the condition under which another number than the one in `written` may be as short and have its double."""
    return sql("(strlen({w}) > {} OR contains({w}, 'e') OR contains({w}, 'E'))", Sql(str(SHORTEST)), w=written)


def beyond(written: Sql, value: Sql, sign: Sql, limit: Sql, bound: Bound) -> Sql:
    """Return the comparison of a number with a bound, in which all digits count.

    Args:
        written: the number, with a point and without marks.
        value: its double.
        sign: of the comparison: `<`, `<=`, `>` or `>=`.
        limit: the double of the bound.
        bound: the bound.
    """
    alike = sql("{} = {}", value, limit)
    if bound.short:
        alike = sql("{} AND {}", alike, is_long(written))
    cases = joined(_cases(written, sign, bound), " ")
    return sql("CASE WHEN {} THEN CASE {} END ELSE {} {} {} END", alike, cases, value, sign, limit)


def beyond_moment(written: Sql, value: Sql, sign: Sql, limit: Sql, bound: str) -> Sql:
    """Return the comparison of a time of day, or of a day, with a bound, in which all digits of the second count.

    Args:
        written: the moment.
        value: it as the engine has it, its second cut off.
        sign: of the comparison: `<`, `<=`, `>` or `>=`.
        limit: the bound as the engine has it.
        bound: how the bound is written.
    """
    fine, limit_fine = (sql("regexp_extract({}, {}, 1)", each, text(FINE)) for each in (written, text(bound)))
    alike = sql("{} {} {}", fine, sign, limit_fine)
    return sql("CASE WHEN {} = {} THEN {} ELSE {} {} {} END", value, limit, alike, value, sign, limit)


def _cases(written: Sql, sign: Sql, bound: Bound) -> Iterator[Sql]:
    """Yield the cases of a number that has the double of the bound."""
    significant = sql("ltrim(replace(regexp_extract({}, '^[+-]?([0-9.]*)', 1), '.', ''), '0')", written)
    own, its = sql("CASE WHEN starts_with({}, '-') THEN -1 ELSE 1 END", written), Sql(str(bound.sign))
    if not bound.digits:  # what has no digits either is the same: zero, or what is written as an infinity
        yield sql("WHEN {} = '' THEN 0 {} 0", significant, sign)
        yield sql("ELSE 0 {} {}", sign, its) if bound.sign else sql("ELSE {} {} 0", own, sign)
        return
    if bound.double:
        yield sql("WHEN {} = '' THEN {} {} 0", significant, its, sign)
    else:
        yield sql("WHEN {} = '' THEN 0 {} {}", significant, sign, its)
        yield sql("WHEN {o} <> {i} THEN {o} {} {i}", sign, o=own, i=its)
    ordered = Sql(sign.translate(TURNED)) if bound.sign < 0 else sign
    power, limit = _power(written, significant), sql("CAST({} AS DOUBLE)", text(repr(bound.power)))
    yield sql("WHEN {p} <> {m} THEN {p} {} {m}", ordered, p=power, m=limit)
    yield sql("ELSE rtrim({}, '0') {} {}", significant, ordered, text(bound.digits))


def _power(written: Sql, significant: Sql) -> Sql:
    exponent = sql("TRY_CAST(regexp_extract({}, '[eE]([+-]?[0-9]+)$', 1) AS DOUBLE)", written)
    fraction = sql("length(regexp_extract({}, '[.]([0-9]*)', 1))", written)
    return sql("coalesce({}, 0) + (length({}) - {})", exponent, significant, fraction)
