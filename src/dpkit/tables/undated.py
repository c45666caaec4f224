"""What is wrong with a text that is no date, where it is plain: said beside the value in a message."""

import re
from typing import Final

from dpkit.model.show import show
from dpkit.tables.edtf import days

LONGEST: Final = 60  #: characters; what is longer did not go wrong in a small way
_DAY: Final = re.compile(r"(?!-0000)-?[0-9]{4}-([0-9]{2})(?:-([0-9]{2}))?[?~%]?")
_UNPADDED: Final = re.compile(r"(?!-0000)-?[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?[?~%]?")
_MONTHS: Final = range(1, 13)


def why_undated(text: str) -> str:
    """Return what is wrong with a text that is not EDTF of level 0 or 1, as a clause of a sentence.

    Args:
        text: Any string; it is taken as it is.

    Returns:
        The clause, such as `its end lies before its beginning`; empty if there is nothing plain to say.
    """
    if len(text) > LONGEST:
        return ""
    if text != text.strip() and days(text.strip()):
        return "there is white space around it"
    return _interval(text) if text.count("/") == 1 else _day(text)


def _day(text: str) -> str:
    if days(text):
        return ""
    if match := _DAY.fullmatch(text):
        month, day = match.groups()
        if int(month) not in _MONTHS:
            return f"there is no month {month}"
        return f"its month has no day {day}"
    return "month and day have two digits each" if _UNPADDED.fullmatch(text) else ""


def _interval(text: str) -> str:
    ends = text.split("/")
    first, last = map(days, ends)
    if first and last and first.lower > last.upper:
        return "its end lies before its beginning"
    return next((f"of {show(end)}, {why}" for end in ends if (why := _day(end))), "")
