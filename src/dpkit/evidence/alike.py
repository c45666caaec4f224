"""A passage that differs from a quote only in how it is written: case, white space, marks, accents."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

QUOTATION = dict.fromkeys(
    map(ord, "\"'`\u00b4\u02bc\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"), "'"
) | dict.fromkeys(map(ord, "\u300c\u300d\u300e\u300f\uff02\uff07"), "'")
DASHES = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
MARKS = ("Mn", "Mc", "Me")
LEAST = 2  #: letters and digits: what has fewer is like too much


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(char for char in parts if unicodedata.category(char) not in MARKS)


FOLDS: dict[str, Callable[[str], str]] = {
    "quotation marks": lambda text: text.translate(QUOTATION),
    "dashes": lambda text: text.translate(DASHES),
    "diacritics": _bare,
    "case": str.casefold,
    "white space": lambda text: re.sub(r"\s+", "", text),
    "characters that are not seen": lambda text: "".join(c for c in text if unicodedata.category(c) != "Cf"),
}


def _folded(text: str, but: str = "") -> str:
    for name, fold in FOLDS.items():
        text = fold(text) if name != but else unicodedata.normalize("NFC", text)
    return text


class Alike:
    """A text in which passages are found whatever their case, white space, marks and accents.

    Args:
        text: of the document.
    """

    def __init__(self, text: str) -> None:
        known: dict[str, str] = {char: _folded(char) for char in set(text)}
        pieces = [known[char] for char in text]
        self._folded = "".join(pieces)
        self._ends = list(accumulate(map(len, pieces)))

    def places(self, quote: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the passages that are like a quote."""
        wanted = _folded(quote)
        if sum(map(str.isalnum, wanted)) < LEAST:
            return
        start = self._folded.find(wanted)
        while start >= 0:
            # characters that fold to nothing stand at neither end
            yield bisect_right(self._ends, start), bisect_right(self._ends, start + len(wanted) - 1) + 1
            start = self._folded.find(wanted, start + 1)


def difference(quote: str, passage: str) -> list[str]:
    """Return in what two texts differ that are alike: such as `case` and `dashes`."""
    quote, passage = " ".join(quote.split()), " ".join(passage.split())
    found = [name for name in FOLDS if _folded(quote, name) != _folded(passage, name)]
    return found or ["how letters and their marks are composed"]
