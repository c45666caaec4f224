"""The dates that a passage states: its years, months, days and weekdays, in digits or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.claims.amounts import DIGITS, NUMBER, after_month, numerals, spelled_out
from dpkit.claims.words import CENTURY, MONTHS, NEAR, NEARBY, ORDINALS, RELATIVE, TENS, VAGUE, WEEKDAYS, Text, any_of

JUCHE_ERA = 1911  #: Juche 1 is 1912
LAST_YEAR, LAST_MONTH, LAST_CENTURY = 9999, 12, 30
YEAR, SHORT = 4, 2  #: digits of a year
RECENT = (18, 19, 20)  #: centuries that a year of two digits may lie in
_SEP = r" ?[-./\u2013] ?"
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}}){_SEP}(\d{{1,2}})(?:{_SEP}\d{{1,2}})?(?!\d)")
_DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEP}(\d{{1,2}})(?:{_SEP}(\d{{2}}|\d{{4}})|\.)(?!\d)")
_MONTH_YEAR = re.compile(r"(?<!\d)(\d{1,2})[./]\d{4}(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{1,2}) ?[\u6708\uc6d4]")
_ROMAN_MONTH = re.compile(r"\d{1,2}[. /]+([ivx]{1,4})[. /]+\d{2,4}")
_SHORT_YEAR = re.compile(r"['\u2019](\d\d)(?!\d)")
_YEARS = re.compile(r"(?<!\d)(\d\d)(\d\d) ?[-/\u2013] ?(\d\d)(?![\d./-])")
_JOINED = re.compile(r"\d ?[-./\u2013'\u2019\u6708\uc6d4]|\d{8}|['\u2019]\d\d|\d [ivx]+ \d")
_DECADE = re.compile(r"(?<!\d)(\d{1,3}0)['\u2019]?(?:s|er|-?х|-?е)\b|\b(?:années|años) (\d{3}0)\b")  # noqa: RUF001 - Russian
_ERA = re.compile("juche|чучхе|주체")
_JUCHE = re.compile(
    r"(?:juche|чучхе|주체)\W{0,3}(?:year )?(\d{1,3})|(\d{1,3})\W{0,2}(?:год[ау]?|г\.|-?й год)? ?чучхе"  # noqa: RUF001 - likewise
)
_MONTH, _WEEKDAY = any_of(MONTHS), any_of(WEEKDAYS)
_MONTH_GROUP = rf"\b(?:{_MONTH})\b"
_WEEKDAY_OF = tuple(
    re.compile(
        pattern.replace("WEEKDAY", f"(?P<weekday>{_WEEKDAY})\\b")
        .replace("MONTH", f"(?P<month>{_MONTH})\\b\\.?")
        .replace("DAY", r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?(?!\d)")
    )
    for pattern in (
        r"\bWEEKDAY[ ,.(]{1,3}(?:the |den |dem |le |el )?DAY (?:of |de )?MONTH",
        r"\bWEEKDAY[ ,.(]{1,3}MONTH (?:the )?DAY",
        r"\bMONTH DAY(?:,? \d{4})?[ ,(]{1,3}WEEKDAY",
        r"DAY (?:of |de )?MONTH(?: (?:de )?\d{4})?(?: года| г\.)?[ ,(]{1,3}WEEKDAY",  # noqa: RUF001 - likewise
    )
)
_ORDINAL = rf"((?:(?:twenty|thirty)[ -])?)({any_of(ORDINALS)})"  # `first` is a day only beside a month
_SPELLED_DAY = re.compile(rf"\b{_ORDINAL}(?: of| de)? {_MONTH_GROUP}|{_MONTH_GROUP} (?:the )?{_ORDINAL}\b")
_FEAST = re.compile(r"\b[A-Z]\w+(?:['\u2019]s)? (?:Day|Eve)\b|\b(?:Christmas|Easter)\b")


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a passage, as far as dpkit can read it."""

    readable: bool  #: whether it shows itself to be in a language that dpkit knows
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]
    spans: tuple[tuple[int, int], ...] = ()  #: first and last year of decades and centuries
    juche: frozenset[int] = frozenset()  #: years of the Juche calendar, as that counts them
    weekdays: frozenset[tuple[int, int, int]] = frozenset()  #: month, day, and the weekday (0 to 6) it is said to be
    relative: int = 0  #: what it leaves to another date, or to a feast: 1 the year, 2 the month too, 3 the day too
    vague: bool = False  #: whether it speaks of a part of a month or year


def dates(passage: str) -> Dates:
    """Read the dates of a passage."""
    text = Text.of(passage)
    low, spoken = text.low, spelled_out(text)
    joined = bool(_JOINED.search(low))  # the patterns behind it are dear, and most texts have none of them
    return Dates(
        readable=text.readable,
        years=frozenset((*_years(low), *(_joined_years(low) if joined else ()), *_whole(spoken, LAST_YEAR))),
        months=frozenset(
            (*(MONTHS[word] for word in text.words & MONTHS.keys()), *(_joined_months(low) if joined else ()))
        ),
        days=frozenset((*_days(low), *(_spelled_days(low) if not text.words.isdisjoint(ORDINALS) else ()))),
        spans=tuple(_spans(text, spoken)),
        juche=frozenset(int(one or other) for one, other in _JUCHE.findall(low)) if _ERA.search(low) else frozenset(),
        weekdays=frozenset(_weekdays(low)) if not text.words.isdisjoint(WEEKDAYS) else frozenset(),
        relative=3 if _FEAST.search(text.written) else _relative(text),
        vague=not text.words.isdisjoint(VAGUE),
    )


def _whole(numbers: set[float], most: int) -> Iterator[int]:
    return (int(number) for number in numbers if 0 < number <= most)


def _years(low: str) -> Iterator[int]:
    return (int(group) for group in DIGITS.findall(low) if len(group) <= YEAR)


def _joined_years(low: str) -> Iterator[int]:
    yield from (int(year) for year, _, _ in _COMPACT.findall(low))
    for year in (*_SHORT_YEAR.findall(low), *(year for *_, year in _DAY_MONTH.findall(low) if len(year) == SHORT)):
        yield from (100 * century + int(year) for century in RECENT)
    for century, first, last in _YEARS.findall(low):
        yield 100 * (int(century) + (last < first)) + int(last)


def _joined_months(low: str) -> Iterator[int]:
    found = [month for _, month in _YEAR_MONTH.findall(low)]
    found += [part for one, other, _ in _DAY_MONTH.findall(low) for part in (one, other)]
    found += [month for _, month, _ in _COMPACT.findall(low)]
    found += _MONTH_YEAR.findall(low) + _EAST_ASIAN.findall(low)
    yield from (int(month) for month in found if 0 < int(month) <= LAST_MONTH)
    for numeral in _ROMAN_MONTH.findall(low):
        yield from [1] if numeral == "i" else numerals(Text.of(numeral.upper()))


def _days(low: str) -> Iterator[int]:
    grouped = [match.span() for match in NUMBER.finditer(low) if match[1] and not after_month(low, match.start())]
    for match in DIGITS.finditer(low):
        if len(match[0]) <= SHORT and not any(start <= match.start() < end for start, end in grouped):
            yield int(match[0])
    yield from (int(day) for _, _, day in _COMPACT.findall(low))


def _spelled_days(low: str) -> Iterator[int]:
    for tens, word, other_tens, other in _SPELLED_DAY.findall(low):
        ten = TENS.get((tens or other_tens).strip(" -"), 0)
        yield ten + ORDINALS[word or other]


def _spans(text: Text, spoken: set[float]) -> Iterator[tuple[int, int]]:
    for decade in (int(one or other) for one, other in _DECADE.findall(text.low)):
        for first in [decade] if decade >= 100 else [100 * century + decade for century in RECENT]:  # noqa: PLR2004
            yield first, first + (99 if first % 100 == 0 else 9)
    if any(word in text.low for word in CENTURY):
        for number in (*map(int, DIGITS.findall(text.low)), *_whole(spoken, LAST_CENTURY), *numerals(text)):
            if 0 < number <= LAST_CENTURY:
                yield 100 * (number - 1), 100 * number


def _weekdays(low: str) -> Iterator[tuple[int, int, int]]:
    for pattern in _WEEKDAY_OF:
        for match in pattern.finditer(low):
            yield MONTHS[match["month"]], int(match["day"]), WEEKDAYS[match["weekday"]]


def _relative(text: Text) -> int:
    if not text.words.isdisjoint(RELATIVE):
        return 3
    if text.words.isdisjoint(NEAR):
        return 0
    return max(map(_left_open, text.listed, [*text.listed[1:], ""], [*text.listed[2:], "", ""]))


def _left_open(one: str, two: str, three: str) -> int:
    """Return what a pair of words leaves open: `last year`, `years later`; `the last year of` something does not."""
    if one in NEAR and two in NEARBY and three != "of":
        return NEARBY[two]
    return NEARBY[one] if one in NEARBY and two in NEAR else 0
