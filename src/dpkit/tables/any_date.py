"""Dates of the format `any` that are three numbers: read as the referee does, which takes its time over them."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d\d)\2(\d\d)", re.ASCII)
YEAR_LAST = re.compile(r"(\d\d)([-/.])(\d\d)\2(\d{4})", re.ASCII)
MONTHS, DAYS = 12, 31


def reader(referee: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return the function that reads a date; it raises for three numbers that are none.

    Args:
        referee: reads what is written in another way.
    """

    def read(cell: str) -> Any:
        if match := YEAR_FIRST.fullmatch(cell):
            return dt.date(int(match[1]), int(match[3]), int(match[4]))
        if match := YEAR_LAST.fullmatch(cell):
            return _year_last(int(match[1]), int(match[3]), int(match[4]))
        return referee(cell)

    return read


def _year_last(first: int, second: int, third: int) -> dt.date:
    """Return the date of three numbers: the month stands first, unless that can be none, nor a day."""
    if first > DAYS:
        return dt.date(first, second, third)
    return dt.date(third, second, first) if first > MONTHS else dt.date(third, first, second)
