"""Locators of RFC 5147: `char=120,141`, `line=10,12`. Positions lie between characters and lines, from 0."""

import re
from bisect import bisect_right

from dpkit.model.show import count, show

HALF = re.compile(r"(?:char|line)=[0-9]+")  #: what is left of a locator whose comma parted two cells
CHECKS = r"(?:;(?:length=[0-9]+|md5=[0-9a-fA-F]{32})(?:,[A-Za-z0-9_.:+-]+)?)*"
LOCATOR = re.compile(r"(char|line)=([0-9]{0,15}),([0-9]{0,15})" + CHECKS)
PAGE = re.compile(r"page=[0-9]{1,15}")  #: RFC 8118: a place in a PDF
NOUNS = {"char": "character", "line": "line"}


class LocatorError(ValueError):
    """The locator leads nowhere; the message says why."""


def line_starts(text: str) -> list[int]:
    """Return the position of the first character of each line, and of the end of the text if it ends a line."""
    return [0, *(match.end() for match in re.finditer("[\r\n]", text))]


def resolve(locator: str, length: int, lines: list[int]) -> tuple[int, int]:
    """Return start and end, in code points, of the passage that `locator` names in a text.

    Args:
        locator: as in RFC 5147, with both ends, or one end open.
        length: number of code points of the text.
        lines: where its lines start, see `line_starts`.

    Raises:
        LocatorError: it is not of that form, empty, or past the end of the text.
    """
    scheme, start, end = parse(locator)
    if scheme == "char":
        return _within(start, end, length, scheme)
    places = [*lines, length] if not lines or lines[-1] < length else lines
    first, last = _within(start, end, len(places) - 1, scheme)
    return places[first], places[last]


def _within(start: int, end: int | None, most: int, scheme: str) -> tuple[int, int]:
    end = most if end is None else end
    if max(start + 1, end) > most:
        raise LocatorError(past_end(most, scheme))
    return start, end


def past_end(most: int, scheme: str = "char") -> str:
    """Return why a locator leads nowhere in a text of so many characters, or lines."""
    return f"it points past the end: the document has {count(most, NOUNS[scheme])}"


def parse(locator: str) -> tuple[str, int, int | None]:
    """Return scheme, start and end (None if open) of a locator.

    Raises:
        LocatorError: it is not of the form of RFC 5147, or names no passage in any text.
    """
    match = LOCATOR.fullmatch(locator)
    if match is None or not (match[2] or match[3]):
        half = "; if its comma parted it, quotation marks around it are missing" if HALF.fullmatch(locator) else ""
        raise LocatorError(f"it is not of the form char=START,END or line=START,END (RFC 5147){half}")
    start, end = int(match[2] or 0), int(match[3]) if match[3] else None
    if end is not None and start >= end:
        raise LocatorError("its end does not lie after its start")
    return match[1], start, end


def fault_of(locator: str) -> str:
    """Return why a locator leads nowhere in any document, or nothing."""
    try:
        if not PAGE.fullmatch(locator):
            parse(locator)
    except LocatorError as error:
        return str(error)
    return ""


def locate(start: int, end: int) -> str:
    """Return the locator of a passage."""
    return f"char={start},{end}"


def physical_lines(start: int, end: int, lines: list[int]) -> tuple[int, int]:
    """Return first and last physical line, from 1, of a passage."""
    return bisect_right(lines, start), bisect_right(lines, max(start, end - 1))


def shown(locator: str) -> str:
    """Return a locator for a message."""
    return show(locator, 60)
