"""Dates that may be vague: the Extended Date/Time Format, levels 0 and 1.

EDTF is the Library of Congress profile of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/).
A text is read into the first and the last day it may mean. Where the profile leaves room:

* Seasons (`2001-21` to `2001-24`) name no hemisphere, so their bounds are deliberately wide: the whole
  year, and for summer (22) and winter (24) also January and February of the next year, with which the
  one ends in the south and the other in the north.
* A date-time keeps the day as written: no shift to UTC, and `24:00:00` (back in ISO 8601-1:2019 since
  its Amendment 1) belongs to the day it ends. Second 60 and the shifts `-00`, `-00:00` are refused.
* Unspecified digits also go with a negative year (`-156X` is -1569 to -1560), but not into an
  interval, which is level 2. A qualifier may follow them, seasons and years with `Y` too.
* An interval needs one end that is a date: `/` and `../..` are refused.
* Years with `Y` have 5 to 16 digits, so that every day number stays within +-`OPEN`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["OPEN", "Days", "day_text", "days"]

OPEN: Final = 2**62
"""The day number of an open or unknown end of an interval (its negative for a start)."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days an EDTF text may mean.

    Attributes:
        lower: First possible day, in days since 1970-01-01 (proleptic Gregorian, with a year 0);
            -`OPEN` if open or unknown.
        upper: Last possible day, likewise; +`OPEN` if open or unknown.
        uncertain: Whether a qualifier (`?`, `~` or `%`) stands anywhere in the text.
    """

    lower: int
    upper: int
    uncertain: bool


_DATE: Final = re.compile(r"(?!-0000)(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%])?")
_LONG_YEAR: Final = re.compile(r"Y(-?[1-9][0-9]{4,15})([?~%])?")
_VAGUE_YEAR: Final = re.compile(r"(-?[0-9]{2}(?:[0-9]X|XX))([?~%])?")
_VAGUE_DATE: Final = re.compile(r"(-?[0-9]{4}(?:-XX|-0[1-9]|-1[0-2])?)-XX([?~%]?)")
_MOMENT: Final = re.compile(
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T"
    r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)"
    r"(?:Z|(?!-00(?::00)?\Z)[+-](?:(?:0[0-9]|1[0-3])(?::[0-5][0-9])?|14(?::00)?))?",
)
_NO_DATE: Final = ("", "..")
_EVER: Final = Days(-OPEN, OPEN, uncertain=False)

_FEBRUARY: Final = 2
_SHORTEST: Final = 28
_LENGTHS: Final = (0, 31, _SHORTEST, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS: Final = range(1, 13)
_SEASONS: Final = range(21, 25)
_INTO_NEXT_YEAR: Final = (22, 24)
_LAST_ISO_YEAR: Final = 9999

# Years are reckoned from March, so that the leap day comes last and needs no case of its own.
_EPOCH: Final = 719468  # days from 0000-03-01 to 1970-01-01
_STARTS: Final = (0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275)
_CYCLE_YEARS: Final = 400
_CYCLE: Final = 146097  # days in 400 years


def days(text: str) -> Days | None:
    """Read an EDTF text of level 0 or 1.

    Source: https://www.loc.gov/standards/datetime/, levels 0 and 1; the module's docstring has the choices.

    Args:
        text: Any string; it is taken as it is, without stripping.

    Returns:
        The days it may mean; None (never an exception) if it is not EDTF of level 0 or 1, names no
        day of the calendar, or is an interval that ends before it starts.
    """
    if found := _date(text):
        return found
    if "/" in text:
        return _interval(text)
    if "X" in text:
        return _vague(text)
    return _long_year(text) or _moment(text)


def day_text(day: int) -> str:
    """Write a day number as a date.

    Source: ISO 8601-1:2019, calendar dates, in expanded form (signed) beyond the year 9999.

    Args:
        day: Days since 1970-01-01; anything from `OPEN` or down to -`OPEN` is an open end.

    Returns:
        `YYYY-MM-DD`, signed before the year 0 (`-0985-01-31`) and after 9999 (`+10000-02-28`), where
        the year takes as many digits as it needs; `..` for an open end.
    """
    if abs(day) >= OPEN:
        return ".."
    cycle, rest = divmod(day + _EPOCH, _CYCLE)
    year = (rest - rest // 1460 + rest // 36524 - rest // (_CYCLE - 1)) // 365
    ordinal = rest - (365 * year + year // 4 - year // 100)
    month = (5 * ordinal + 2) // 153
    carry, month0 = divmod(month + _FEBRUARY, 12)
    year += _CYCLE_YEARS * cycle + carry
    sign = "-" if year < 0 else "+" if year > _LAST_ISO_YEAR else ""
    return f"{sign}{abs(year):04d}-{month0 + 1:02d}-{ordinal - (153 * month + 2) // 5 + 1:02d}"


def _day(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to a date of the proleptic Gregorian calendar."""
    if month <= _FEBRUARY:
        year -= 1
    return 365 * year + year // 4 - year // 100 + year // 400 + _STARTS[month] + day - 1 - _EPOCH


def _length(year: int, month: int) -> int:
    """Number of days in a month (1 to 12)."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % _CYCLE_YEARS == 0)
    return _LENGTHS[month] + (leap and month == _FEBRUARY)


def _date(text: str) -> Days | None:
    """Read a year, month, season or day with a four-digit year and no unspecified digit."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year_text, month_text, date_text, mark = match.groups()
    year = int(year_text)
    if month_text is None:
        return _years(year, year, uncertain=mark is not None)
    month = int(month_text)
    if date_text is None:
        return _month(year, month, uncertain=mark is not None)
    date = int(date_text)
    if month not in _MONTHS or date == 0 or (date > _SHORTEST and date > _length(year, month)):
        return None
    number = _day(year, month, date)
    return Days(number, number, mark is not None)


def _years(first: int, last: int, *, uncertain: bool) -> Days:
    """Span whole years, both included."""
    return Days(_day(first, 1, 1), _day(last, 12, 31), uncertain)


def _month(year: int, month: int, *, uncertain: bool) -> Days | None:
    """Span a month or, widely, a season."""
    if month in _MONTHS:
        return Days(_day(year, month, 1), _day(year, month, _length(year, month)), uncertain)
    if month not in _SEASONS:
        return None
    last = _day(year + 1, 3, 1) - 1 if month in _INTO_NEXT_YEAR else _day(year, 12, 31)
    return Days(_day(year, 1, 1), last, uncertain)


def _long_year(text: str) -> Days | None:
    """Read a year of more than four digits."""
    match = _LONG_YEAR.fullmatch(text)
    return match and _years(int(match[1]), int(match[1]), uncertain=match[2] is not None)


def _vague(text: str) -> Days | None:
    """Read a date whose last digits are unspecified."""
    if match := _VAGUE_DATE.fullmatch(text):
        return _date(match[1].removesuffix("-XX") + match[2])
    match = _VAGUE_YEAR.fullmatch(text)
    if match is None:
        return None
    first, last = int(match[1].replace("X", "0")), int(match[1].replace("X", "9"))
    if text.startswith("-"):
        first, last = last, min(first, -1)  # there is no year -0000
    return _years(first, last, uncertain=match[2] is not None)


def _moment(text: str) -> Days | None:
    """Read a date-time: the day as written."""
    match = _MOMENT.fullmatch(text)
    return match and _date(match[1])


def _end(text: str) -> Days | None:
    """Read one end of an interval."""
    return _EVER if text in _NO_DATE else _date(text) or _long_year(text)


def _interval(text: str) -> Days | None:
    """Read an interval, of which one end at least is a date."""
    start, _, end = text.partition("/")
    first, last = _end(start), _end(end)
    if first is None or last is None or first is last or first.lower > last.upper:
        return None
    return Days(first.lower, last.upper, first.uncertain or last.uncertain)
