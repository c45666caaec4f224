"""The words of a document and where each stands, so that a quote is found by its rarest word."""

import re
from array import array
from collections.abc import Iterator, Sequence

QUOTES = range(3, 101)  #: of so many words: one is surely whole, since only the first and the last may be cut
FEW = 4  #: a word that stands at so few places is rare enough


class Concordance:
    """The words of a text, which lie between white space.

    Args:
        text: is read once.
    """

    def __init__(self, text: str) -> None:
        self.words = text.split()
        self._starts = array("Q", (match.start() for match in re.finditer(r"\S+", text)))
        self._numbers: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            self._numbers.setdefault(word, []).append(number)

    def places(self, quote: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield start and end of each passage that has just these words, in order.

        Args:
            quote: as many words as `QUOTES` has; the first may begin, and the last end, inside a word of the text.
        """
        first, *inner, last = quote
        for number in self._begins(inner):
            after = number + len(inner)
            if self.words[number:after] != inner or not 0 < number <= after < len(self.words):
                continue
            before = self.words[number - 1]
            if before.endswith(first) and self.words[after].startswith(last):
                yield self._starts[number - 1] + len(before) - len(first), self._starts[after] + len(last)

    def _begins(self, words: list[str]) -> Sequence[int]:
        """Return the numbers at which a run of words may begin, judged by the rarest of them."""
        rarest: Sequence[int] = range(len(self.words))
        before = 0
        for offset, word in enumerate(words):
            numbers = self._numbers.get(word, ())
            if len(numbers) < len(rarest):
                rarest, before = numbers, offset
            if len(rarest) <= FEW:
                break
        return [number - before for number in rarest if number >= before]
