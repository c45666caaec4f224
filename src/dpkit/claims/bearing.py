"""Whether the passages of a row bear what its cells claim: each date and number must stand in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.claims.amounts import Amounts
from dpkit.claims.dates import JUCHE_ERA, LAST_MONTH, Dates
from dpkit.claims.marks import Doubt
from dpkit.claims.words import MONTH_NAMES, WEEKDAY_NAMES
from dpkit.model.show import listing
from dpkit.tables.edtf import days

GREGORIAN = 1930  #: before this year a weekday may be reckoned by the Julian calendar
_DATE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[?~%]?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of a cell, or one end of a span, as far as it is given."""

    year: str  #: with X for digits that are left open
    month: int | None = None
    day: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """First and last year."""
        return int(self.year.replace("X", "0")), int(self.year.replace("X", "9"))


def moments(cell: str) -> list[Moment]:
    """Return the dates of an EDTF text: one, or the ends of a span that are given; none of years beyond four digits."""
    found = (_DATE.fullmatch(end) for end in cell.split("/"))
    return [
        Moment(match[1], *(int(part) if part and part.isdigit() else None for part in match.groups()[1:]))
        for match in found
        if match
    ]


def date_doubts(cell: str, stated: Dates, published: str) -> Iterator[tuple[Doubt, str]]:
    """Yield what is doubtful about a claimed date.

    Args:
        cell: EDTF.
        stated: the dates of the row's passages.
        published: when its source appeared (EDTF), which a passage may take for granted.
    """
    if not stated.readable:
        return
    appeared, spanning = next(iter(moments(published)), Moment("0000")), "/" in cell
    lacking: dict[str, Doubt] = {}
    for moment in moments(cell):
        lacking |= _lacking(moment, stated, appeared, spanning=spanning)
    for doubt in (Doubt.VALUE, Doubt.PRECISION):
        if doubt in lacking.values():
            yield doubt, listing([f"no {part}" for part, kind in lacking.items() if kind is doubt])
            return


def _lacking(moment: Moment, stated: Dates, appeared: Moment, *, spanning: bool) -> dict[str, Doubt]:
    """Return the parts of a date that stand in no passage."""
    lacking: dict[str, Doubt] = {}
    same_year = moment.year == appeared.year
    same_month = same_year and moment.month == appeared.month
    if not (stated.relative or same_year or off_era(moment, stated) or _has_year(moment, stated, spanning=spanning)):
        lacking[f"year {moment.year}"] = Doubt.VALUE
    if spanning and stated.vague:
        return lacking
    month, day = moment.month or 0, moment.day
    if 1 <= month <= LAST_MONTH and stated.relative < 2 and not same_month:  # noqa: PLR2004 - see Dates.relative
        lacking |= _part(month, MONTH_NAMES[month - 1], "month", stated.months, spanning=spanning)
    if day and stated.relative < 3 and not (same_month and day == appeared.day):  # noqa: PLR2004
        lacking |= _part(day, f"day {day}", "day", stated.days, spanning=spanning)
    return lacking


def _part(part: int, shown: str, kind: str, stated: frozenset[int], *, spanning: bool) -> dict[str, Doubt]:
    """Return what is doubtful about a month or day; a span that is not stated in full is only vague."""
    if part in stated or (spanning and not stated):
        return {}
    return {shown: Doubt.VALUE} if stated else {kind: Doubt.PRECISION}


def _has_year(moment: Moment, stated: Dates, *, spanning: bool) -> bool:
    first, last = moment.span
    years = stated.years | {JUCHE_ERA + year for year in stated.juche}
    if any(first <= year <= last for year in years):
        return True
    within = any(first <= end and start <= last for start, end in stated.spans)
    if "X" in moment.year:  # the eighties, in words that are not read
        return within or not (stated.spans or any(year >= 1000 for year in years))  # noqa: PLR2004 - surely a year
    return spanning and within


def off_era(moment: Moment, stated: Dates) -> bool:
    """Tell whether the passages give a year of the Juche calendar, but not this one, nor this one in our calendar."""
    first, last = moment.span
    eras = {JUCHE_ERA + year for year in stated.juche}
    return bool(eras) and not any(first <= year <= last for year in stated.years | eras)


def calendar_doubts(cell: str, stated: Dates) -> Iterator[tuple[Doubt, str]]:
    """Yield what does not fit the other calendar, or the weekday, that the passages give."""
    for moment in moments(cell):
        if off_era(moment, stated):
            years = listing([f"Juche {year} is {JUCHE_ERA + year}" for year in sorted(stated.juche)])
            yield Doubt.CALENDAR, years
            return
        said = {weekday for month, day, weekday in stated.weekdays if (month, day) == (moment.month, moment.day)}
        if said and "X" not in moment.year and moment.month and moment.day:
            actual = list(_weekdays(moment))
            if actual and said.isdisjoint(actual):
                day = f"{moment.day} {MONTH_NAMES[moment.month - 1]} {moment.year}"
                names = [WEEKDAY_NAMES[weekday] for weekday in (actual[0], min(said))]
                yield Doubt.CALENDAR, f"{day} was a {names[0]}, not a {names[1]}"
                return


def _weekdays(moment: Moment) -> Iterator[int]:
    found = days(f"{moment.year}-{moment.month:02d}-{moment.day:02d}")
    if found:
        year = int(moment.year)
        yield (found.lower + 3) % 7  # 1970-01-01 was a Thursday
        if year < GREGORIAN:
            yield (found.lower + 3 + year // 100 - year // 400 - 2) % 7


def amount_doubts(cell: str, stated: Amounts) -> Iterator[tuple[Doubt, str]]:
    """Yield what is doubtful about a claimed quantity."""
    try:
        amount = abs(float(cell))
    except ValueError:
        return
    if stated.lack(amount):
        yield Doubt.VALUE, f"no number {amount:,.15g}"
