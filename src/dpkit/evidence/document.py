"""A document as text, and how a quote is looked for in it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from dpkit.evidence.locator import line_starts

NUMBER = re.compile(
    r"(?<![\w])[-\u2212+]?(?:[0-9]{1,3}(?:[\u0020\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*)"
)
WINDOW = 40  #: how far a number may reach over the edge of a quote
NEAREST_WORDS = 200_000  #: documents with more words are not searched for the nearest passage


class Document:
    """The decoded text of a document.

    Args:
        data: its bytes, UTF-8, with or without BOM; a CRLF counts as one character.

    Raises:
        UnicodeDecodeError: the bytes are not UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self.text = data.decode("utf-8-sig").replace("\r\n", "\n")

    @cached_property
    def lines(self) -> list[int]:
        """Where the lines start, in code points."""
        return line_starts(self.text)

    def find(self, quote: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the places where `quote` stands between `start` and `end`; white space is folded, nothing else."""
        words = quote.split()
        if words:
            pattern = re.compile(r"\s+".join(map(re.escape, words)))
            yield from (
                match.span() for match in pattern.finditer(self.text, start, len(self.text) if end is None else end)
            )

    def cuts(self, start: int, end: int) -> bool:
        """Tell whether one of the edges of a passage lies inside a word or a number."""
        return self._inside(start) or self._inside(end)

    def _inside(self, edge: int) -> bool:
        if not 0 < edge < len(self.text):
            return False
        before, after = self.text[edge - 1], self.text[edge]
        if _of_word(before) and (_of_word(after) or unicodedata.combining(after)):
            return True
        around = NUMBER.finditer(self.text, max(0, edge - WINDOW), edge + WINDOW)
        return any(match.start() < edge < match.end() for match in around)

    def nearest(self, quote: str) -> str:
        """Return the passage that shares most words with `quote`, or nothing if none shares any."""
        wanted, words = quote.split(), [match.span() for match in re.finditer(r"\S+", self.text)]
        if not wanted or len(words) > NEAREST_WORDS:
            return ""
        best = _best_window(Counter(map(_bare, wanted)), [_bare(self.text[a:b]) for a, b in words], len(wanted))
        if best is None:
            return ""
        last = min(best + len(wanted), len(words)) - 1
        return " ".join(self.text[words[best][0] : words[last][1]].split())


def _best_window(wanted: Counter[str], words: list[str], width: int) -> int | None:
    missing, shared, best, found = wanted.copy(), 0, 0, None
    for index, word in enumerate(words):
        missing[word] -= 1
        shared += missing[word] >= 0
        if index >= width:
            left = words[index - width]
            shared -= missing[left] >= 0
            missing[left] += 1
        if shared > best:
            best, found = shared, max(0, index - width + 1)
    return found


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'*\u201c\u201d\u2018\u2019").casefold()


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or bool(unicodedata.combining(char))
