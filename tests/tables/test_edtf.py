"""EDTF levels 0 and 1: examples, laws, and a comparison with python-edtf.

Source: the Library of Congress specification, https://www.loc.gov/standards/datetime/ (4 February 2019).
"""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any, Final

import edtf as python_edtf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.tables.edtf import OPEN, Days, day_text, days

if TYPE_CHECKING:
    import time

# text, first day, last day, uncertain
EXAMPLES: Final = [
    # level 0: date
    ("2001", "2001-01-01", "2001-12-31", False),
    ("0000", "0000-01-01", "0000-12-31", False),
    ("9999", "9999-01-01", "9999-12-31", False),
    ("2001-08", "2001-08-01", "2001-08-31", False),
    ("2001-02", "2001-02-01", "2001-02-28", False),
    ("2004-02", "2004-02-01", "2004-02-29", False),
    ("1900-02", "1900-02-01", "1900-02-28", False),
    ("2000-02", "2000-02-01", "2000-02-29", False),
    ("0000-02", "0000-02-01", "0000-02-29", False),
    ("2001-08-04", "2001-08-04", "2001-08-04", False),
    ("2004-02-29", "2004-02-29", "2004-02-29", False),
    # level 0: date and time, the day as written
    ("2001-08-04T10:10:10", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T10:10:10Z", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T23:20:30-04", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T00:20:30+04:30", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T00:00:00+00:00", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T00:00:00-00:30", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T23:59:59+14:00", "2001-08-04", "2001-08-04", False),
    ("2001-08-04T24:00:00", "2001-08-04", "2001-08-04", False),
    ("-0985-08-04T10:10:10Z", "-0985-08-04", "-0985-08-04", False),
    # level 0: interval
    ("1964/2008", "1964-01-01", "2008-12-31", False),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", False),
    ("2001-07-26/2001-08-18", "2001-07-26", "2001-08-18", False),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", False),
    ("2001/2001-05", "2001-01-01", "2001-05-31", False),
    ("2001-05/2001", "2001-05-01", "2001-12-31", False),
    ("2001-05-02/2001-05-02", "2001-05-02", "2001-05-02", False),
    # level 1: negative and long years
    ("-0985", "-0985-01-01", "-0985-12-31", False),
    ("-0985-02", "-0985-02-01", "-0985-02-28", False),
    ("-0004-02-29", "-0004-02-29", "-0004-02-29", False),
    ("Y170000002", "+170000002-01-01", "+170000002-12-31", False),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31", False),
    ("Y9999999999999999", "+9999999999999999-01-01", "+9999999999999999-12-31", False),
    ("Y17000~", "+17000-01-01", "+17000-12-31", True),
    # level 1: seasons, deliberately wide
    ("2001-21", "2001-01-01", "2001-12-31", False),
    ("2001-22", "2001-01-01", "2002-02-28", False),
    ("2003-22", "2003-01-01", "2004-02-29", False),
    ("9999-22~", "9999-01-01", "+10000-02-29", True),
    ("2001-23", "2001-01-01", "2001-12-31", False),
    ("2001-24", "2001-01-01", "2002-02-28", False),
    ("2003-24", "2003-01-01", "2004-02-29", False),
    ("9999-24", "9999-01-01", "+10000-02-29", False),
    ("2001-21?", "2001-01-01", "2001-12-31", True),
    # level 1: qualifiers
    ("2001?", "2001-01-01", "2001-12-31", True),
    ("2001~", "2001-01-01", "2001-12-31", True),
    ("2001-08%", "2001-08-01", "2001-08-31", True),
    ("2001-08-04?", "2001-08-04", "2001-08-04", True),
    ("-0985~", "-0985-01-01", "-0985-12-31", True),
    # level 1: unspecified digits
    ("198X", "1980-01-01", "1989-12-31", False),
    ("19XX", "1900-01-01", "1999-12-31", False),
    ("00XX", "0000-01-01", "0099-12-31", False),
    ("-156X", "-1569-01-01", "-1560-12-31", False),
    ("-15XX", "-1599-01-01", "-1500-12-31", False),
    ("-000X", "-0009-01-01", "-0001-12-31", False),
    ("2004-XX", "2004-01-01", "2004-12-31", False),
    ("2001-08-XX", "2001-08-01", "2001-08-31", False),
    ("2004-02-XX", "2004-02-01", "2004-02-29", False),
    ("2001-XX-XX", "2001-01-01", "2001-12-31", False),
    ("-0985-02-XX", "-0985-02-01", "-0985-02-28", False),
    ("198X?", "1980-01-01", "1989-12-31", True),
    ("2001-XX-XX~", "2001-01-01", "2001-12-31", True),
    # level 1: intervals
    ("2001/..", "2001-01-01", "..", False),
    ("../2001", "..", "2001-12-31", False),
    ("2001/", "2001-01-01", "..", False),
    ("/2001", "..", "2001-12-31", False),
    ("2001-08-04?/..", "2001-08-04", "..", True),
    ("2001~/2002?", "2001-01-01", "2002-12-31", True),
    ("2001/2002%", "2001-01-01", "2002-12-31", True),
    ("-0985/0012-03", "-0985-01-01", "0012-03-31", False),
    ("2001-24/2002-01", "2001-01-01", "2002-01-31", False),
    ("Y-10000/2001", "-10000-01-01", "2001-12-31", False),
]

# comments and blanks part the texts
REFUSED_WORDS: Final = """
# not a date, or no date in an interval
x - / .. ../ /.. ../.. . X XXXX Y T Z ? open unknown
# wrong number of digits, separators, signs, case
1 198 19855 2001-8 2001-08-4 20010804 2001/08/04 2001-08-04-01 2001- 2001-08- +2001 --2001 198x y17000
# no such day
2001-02-29 1900-02-29 2001-04-31 2001-08-32 2001-08-00 2001-00 2001-13 2001-13-01 2001-99 2001-99-99
-0001-02-29 -0000 -0000-01-01 -0000-XX 2001-20 2001-25 2001-21-01
# date-times
2001-08-04T 2001-08-04T10 2001-08-04T10:10 2001-08-04T10:10:1 2001-08-04T101010 2001-08-04T10:10:10.5
2001-08-04T25:00:00 2001-08-04T24:00:01 2001-08-04T10:60:00 2001-08-04T10:10:60 2001-02-29T10:10:10
2001-08-04t10:10:10 2001-08-04T10:10:10z 2001-08-04T10:10:10? 2001-08-XXT10:10:10
2001T10:10:10 2001-08T10:10:10
2001-08-04T10:10:10-00 2001-08-04T10:10:10-00:00 2001-08-04T10:10:10+4 2001-08-04T10:10:10+0430
2001-08-04T10:10:10+15 2001-08-04T10:10:10+14:01 2001-08-04T10:10:10+04:60
# years with Y
Y2001 Y02001 Y-2001 Y+17000 Y17000-01 Y1700X Y11111111111111111
# level 2: unspecified digits in other places, or in an interval
1XXX XXX1 1X23 20X1 201X-01 201X-XX 2004-1X 2004-0X 2004-XX-15 2004-08-1X 198X/1990 2004-06-XX/2004-07
2004-21-XX 2004-13-XX 2004-00-XX 2004-XX-XX-XX 2004-08-XX-XX
# level 2: qualifiers elsewhere, sets, exponents, significant digits, other seasons
?2001 2001?-08 2001-?08 2001-08?-04 2001?? 2001?~ 2001!
[1667,1668] {1667..1668} 1667..1668 ..1984 Y17E7 1950S2 2001-34 2001-21^n
# intervals
2002/2001 2001-08/2001-07-31 2001-08-04/2001-08-03 2001/-0001 2001/2002/2003 2001//2002 2001// /2001/
2001/. 2001/... 2001/x x/2001 2001-02-29/.. ../2001-02-29 2001/unknown 2001-08/09 2001-08-04/05 2001--2002
2001-08-04T10:10:10/2002 2001/2002-08-04T10:10:10Z ..?/2001
"""
REFUSED: Final = [
    *(word for line in REFUSED_WORDS.splitlines() if not line.startswith("#") for word in line.split()),
    *("", " ", " 2001", "2001 ", "2001\n", "2001-08-04\n", "2001 - 08", "2001-08-04 10:10:10"),
    *("\uff12\uff10\uff10\uff11", "2001-0\uff18", "\u0662\u0660\u0660\u0661", "200\u00b9"),  # other digits
    *("2001\u201308", "\u22120985", "2001\ud800", "Y" + "9" * 5000),
]


@pytest.mark.parametrize(("text", "lower", "upper", "uncertain"), EXAMPLES)
def test_example(text: str, lower: str, upper: str, *, uncertain: bool) -> None:
    found = days(text)
    assert found is not None
    assert (day_text(found.lower), day_text(found.upper), found.uncertain) == (lower, upper, uncertain)


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    assert days(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-03-01", 11017),
        ("0001-01-01", -719162),
        ("0000-03-01", -719468),
    ],
)
def test_day_numbers_count_from_1970(text: str, number: int) -> None:
    assert days(text) == Days(number, number, uncertain=False)


def test_open_ends() -> None:
    assert days("2001/..") == Days(11323, OPEN, uncertain=False)
    assert days("/2001?") == Days(-OPEN, 11687, uncertain=True)
    assert day_text(OPEN) == day_text(-OPEN) == ".."
    assert day_text(OPEN - 1) != ".."


# Strategies

YEARS: Final = st.one_of(st.integers(0, 9999), st.integers(-9999, 9999), st.integers(1890, 2110))
FAR: Final = st.integers(-(10**17), 10**17)
MARKS: Final = st.sampled_from(["", "?", "~", "%"])


def year_text(year: int) -> str:
    """Write a four-digit year, negative if need be."""
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def month_length(year: int, month: int) -> int:
    """Number of days of a month, by the standard library."""
    return calendar.monthrange(year % 400 + 2000, month)[1]


@st.composite
def day_texts(draw: st.DrawFn) -> str:
    """Draw a day of the calendar."""
    year, month = draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, month_length(year, month)))
    return f"{year_text(year)}-{month:02d}-{day:02d}"


MONTHS: Final = st.builds("{}-{:02d}".format, YEARS.map(year_text), st.integers(1, 12))
SEASONS: Final = st.builds("{}-{}".format, YEARS.map(year_text), st.integers(21, 24))
LONG: Final = st.builds("Y{}{}".format, st.sampled_from(["", "-"]), st.integers(10000, 10**16 - 1).map(str))
CLOCKS: Final = st.one_of(st.times().map(lambda clock: clock.strftime("%H:%M:%S")), st.just("24:00:00"))
SHIFTS: Final = st.one_of(
    st.sampled_from(["", "Z", "+14:00", "-14"]),
    st.builds("{}{:02d}".format, st.sampled_from("+-"), st.integers(1, 13)),
    st.builds("{}{:02d}:{:02d}".format, st.sampled_from("+-"), st.integers(0, 13), st.integers(1, 59)),
)
MOMENTS: Final = st.builds("{}T{}{}".format, day_texts(), CLOCKS, SHIFTS)
VAGUE: Final = st.one_of(
    st.builds("{:03d}X".format, st.integers(0, 999)),
    st.builds("{:02d}XX".format, st.integers(0, 99)),
    st.builds("-{:03d}X".format, st.integers(0, 999)),
    YEARS.map(year_text).map("{}-XX".format),
    YEARS.map(year_text).map("{}-XX-XX".format),
    MONTHS.map("{}-XX".format),
)
DATES: Final = st.one_of(YEARS.map(year_text), MONTHS, day_texts(), SEASONS)
MARKED: Final = st.builds("{}{}".format, DATES, MARKS)
ENDS: Final = st.one_of(MARKED, LONG, st.sampled_from(["", ".."]))
INTERVALS: Final = st.builds("{}/{}".format, ENDS, ENDS)
TEXTS: Final = st.one_of(MARKED, st.builds("{}{}".format, VAGUE, MARKS), LONG, MOMENTS, INTERVALS)
ALPHABET: Final = "0123456789-XYTZ:/.?~%+ S"


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """Draw an EDTF text in which one stretch is replaced."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 3)))
    return text[:start] + draw(st.text(ALPHABET, max_size=2)) + text[end:]


# Laws


@given(TEXTS)
def test_lower_is_not_after_upper(text: str) -> None:
    found = days(text)
    if found is not None:
        assert -OPEN <= found.lower <= found.upper <= OPEN
        assert found.uncertain == any(mark in text for mark in "?~%")
    else:
        assert "/" in text


@given(day_texts(), MARKS)
def test_a_day_is_that_day(text: str, mark: str) -> None:
    found = days(text + mark)
    assert found is not None
    assert found.lower == found.upper
    assert day_text(found.lower) == text


@given(st.dates())
def test_days_agree_with_the_standard_library(date: dt.date) -> None:
    number = (date - dt.date(1970, 1, 1)).days
    assert days(date.isoformat()) == Days(number, number, uncertain=False)
    assert day_text(number) == date.isoformat()


@pytest.mark.parametrize("century", range(100, 10000, 100))
def test_turns_of_the_century_agree_with_the_standard_library(century: int) -> None:
    for month in range(1, 13):
        last = dt.date(century, month, calendar.monthrange(century, month)[1])
        for date in (last.replace(day=1), last):
            number = (date - dt.date(1970, 1, 1)).days
            assert days(date.isoformat()) == Days(number, number, uncertain=False)
            assert day_text(number) == date.isoformat()
        assert days(f"{century:04d}-{month:02d}-{last.day + 1}") is None


@given(FAR)
@example(-719529)
@example(2932897)
def test_the_next_day_is_the_next_text(number: int) -> None:
    this, then = day_text(number), day_text(number + 1)
    year, month, day = this.rsplit("-", 2)
    if int(day) < month_length(int(year), int(month)):
        assert then == f"{year}-{month}-{int(day) + 1:02d}"
    else:
        assert then.endswith("-01")
        assert (int(then.rsplit("-", 2)[0]), then[-5:-3]) == (
            (int(year) + 1, "01") if month == "12" else (int(year), f"{int(month) + 1:02d}")
        )


@given(st.integers(min_value=-4371222, max_value=2932896))
def test_a_day_text_is_read_back(number: int) -> None:
    assert days(day_text(number)) == Days(number, number, uncertain=False)


@given(TEXTS)
def test_bounds_are_read_back(text: str) -> None:
    found = days(text)
    for bound in (found.lower, found.upper) if found else ():
        shown = day_text(bound)
        if shown != ".." and len(shown.lstrip("-")) == len("YYYY-MM-DD"):
            assert days(shown) == Days(bound, bound, uncertain=False)


@given(day_texts())
def test_a_longer_text_lies_in_a_shorter(text: str) -> None:
    day, month, year = days(text), days(text[:-3]), days(text[:-6])
    assert day is not None
    assert month is not None
    assert year is not None
    assert year.lower <= month.lower <= day.lower
    assert day.upper <= month.upper <= year.upper
    assert days(text[:-2] + "XX") == month
    assert days(text[:-5] + "XX-XX") == days(text[:-5] + "XX") == year


@given(YEARS, st.integers(1, 12))
def test_months_are_seamless(year: int, month: int) -> None:
    this = days(f"{year_text(year)}-{month:02d}")
    later, month0 = divmod(month, 12)
    then = days(f"{year_text(min(year + later, 9999))}-{month0 + 1:02d}")
    assert this is not None
    assert then is not None
    if (year, month) != (9999, 12):
        assert this.upper + 1 == then.lower


@given(ENDS, ENDS)
def test_an_interval_has_the_bounds_of_its_ends(start: str, end: str) -> None:
    first, last = days(start), days(end)
    lower = first.lower if first else -OPEN
    upper = last.upper if last else OPEN
    uncertain = any(date.uncertain for date in (first, last) if date)
    legal = (first or last) and lower <= upper
    assert days(f"{start}/{end}") == (Days(lower, upper, uncertain) if legal else None)


@given(st.one_of(st.text(), st.text(ALPHABET), misspelt()))
@example("Y" + "9" * 5000)
@example("2001-08-04\ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    found = days(text)
    assert found is None or found.lower <= found.upper


# Oracle: python-edtf, https://pypi.org/project/edtf/

PARSE: Final[Any] = python_edtf.parse_edtf
LEVEL_2: Final = re.compile(r"Partial|Level2|OneOfASet|MultipleDates|Exponential|Consecutives")
# Two more differences: bounds of the oracle that are no days of the calendar (2001-02-29), or are reversed
# (2002/2001), count as a refusal, for it checks neither.

# why, pattern, example, what the oracle says of it ("refused" or its bounds)
DIFFERENCES: Final = [
    ("seasons: northern months; ours are wide", r"(?:^|/)-?\d{4}-2[1-4]", "2001-24", "2001-12-01 2001-12-31"),
    ("an unknown end: ten years off; ours is open", r"^/|/$", "2001/", "2001-01-01 2011-01-01"),
    ("an interval without a date", r"^\.\./\.\.$", "../..", ".. .."),
    ("-0000 as a bound of unspecified years", r"^-00[0X]X", "-000X", "-0009-01-01 0000-12-31"),
    ("three unspecified digits (level 2)", r"^-?\dXXX", "1XXX", "1000-01-01 1999-12-31"),
    ("month of a negative year (its fault)", r"^-\d{4}-XX", "-0985-XX", "-0985-12-01 -0985-01-31"),
    ("day of a negative year (its fault)", r"^-\d{4}-\d\d-XX", "-0985-02-XX", "-0985-02-28 -0985-02-01"),
    ("a time after a month or a year", r"^-?\d{4}(?:-\d\d)?T", "2001T10:10:10", "2001-01-01 2001-12-31"),
    ("shift of zero", r"T.*[+-]00(?::00)?$", "2001-08-04T10:10:10+00:00", "refused"),
    ("shift of 14 hours without minutes", r"T.*[+-]14$", "2001-08-04T10:10:10+14", "refused"),
    ("a qualified year with Y", r"^Y.*[?~%]", "Y17000?", "refused"),
    ("a year with Y in an interval", r"(?:^|/)Y.*/|/Y", "2001/Y17000", "refused"),
    (
        "years of more than 16 digits",
        r"Y-?\d{17}",
        "Y10000000000000001",
        "+10000000000000001-01-01 +10000000000000001-12-31",
    ),
    ("blanks, which it skips", r"\s", " 2001", "2001-01-01 2001-12-31"),
    ("significant digits (level 2)", r"S", "1950S2", "1950-01-01 1950-12-31"),
]


def oracle_day(value: time.struct_time | float) -> int:
    """Count the days to a bound of the oracle, which is a struct_time or an infinity."""
    if isinstance(value, float):
        return OPEN if value > 0 else -OPEN
    cycle, year = divmod(value.tm_year, 400)
    date = dt.date(year + 2000, value.tm_mon, value.tm_mday)
    return date.toordinal() - dt.date(1970, 1, 1).toordinal() + (cycle - 5) * 146097


def oracle_bounds(text: str) -> tuple[int, int, bool] | None:
    """Ask python-edtf; None if it refuses the text, fails on it or takes it for level 2."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found = PARSE(text)
        if LEVEL_2.search(type(found).__name__):
            return None
        lower, upper = oracle_day(found.lower_strict()), oracle_day(found.upper_strict())
    except (python_edtf.EDTFParseException, TypeError, ValueError, AttributeError):
        return None
    return lower, upper, found.is_uncertain or found.is_approximate or found.is_uncertain_and_approximate


def agrees(text: str) -> bool:
    """Compare with the oracle, both ways."""
    ours, theirs = days(text), oracle_bounds(text)
    if theirs is None or theirs[0] > theirs[1]:
        return ours is None
    return ours is not None and (ours.lower, ours.upper, ours.uncertain) == theirs


def known(text: str) -> bool:
    """Tell whether a text is of a kind on which the two differ."""
    return any(re.search(pattern, text, re.ASCII) for _, pattern, *_ in DIFFERENCES)


@settings(deadline=None, max_examples=examples(400))
@given(st.one_of(TEXTS, misspelt()).filter(lambda text: not known(text)))
def test_agrees_with_python_edtf(text: str) -> None:
    assert agrees(text), (text, days(text), oracle_bounds(text))


@pytest.mark.parametrize("text", [text for text in [*(row[0] for row in EXAMPLES), *REFUSED] if not known(text)])
def test_examples_agree_with_python_edtf(text: str) -> None:
    assert agrees(text), (text, days(text), oracle_bounds(text))


@pytest.mark.parametrize(("why", "pattern", "text", "theirs"), DIFFERENCES)
def test_difference_to_python_edtf_stands(why: str, pattern: str, text: str, theirs: str) -> None:
    assert re.search(pattern, text), why
    bounds = oracle_bounds(text)
    assert (f"{day_text(bounds[0])} {day_text(bounds[1])}" if bounds else "refused") == theirs


@settings(deadline=None)
@given(SEASONS)
def test_seasons_hold_those_of_python_edtf(text: str) -> None:
    ours, theirs = days(text), oracle_bounds(text)
    assert ours is not None
    assert theirs is not None
    assert ours.lower <= theirs[0] <= theirs[1] <= ours.upper
