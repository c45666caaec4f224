"""Where the words of a document stand, so that a quote is found by words that seldom stand behind one another."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, tee

QUOTES = range(3, 101)  #: of so many words: one is surely whole, since only the first and the last may be cut
RUNS = (8, 4, 2, 1)  #: of so many words: the longest that a quote has is looked up
FEW = 4  #: a run that stands at so few places is rare enough
MOST = 1_000  #: places of a run that are looked at; where there are more, to search the text takes no longer
MOST_WORDS = 10_000_000  #: of a document; the places of a run take eight to twelve bytes for each word
PIECE = 1 << 20  #: characters that are taken apart at once
SPACE = re.compile(r"\s")
WORD = re.compile(r"\S+")


class Concordance:
    """The words of a text, which lie between white space.

    Args:
        text: is read once for each length of a run that is looked up.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("I", (match.start() for match in islice(WORD.finditer(text), MOST_WORDS + 1)))
        self.is_whole = len(self._starts) <= MOST_WORDS
        self._runs: dict[int, _Runs] = {}

    @cached_property
    def words(self) -> list[str]:
        """All words, in order."""
        return self._text.split()

    def places(self, quote: Sequence[str]) -> Iterable[tuple[int, int]] | None:
        """Return start and end of each passage that has just these words, in order; None where that takes too long.

        Args:
            quote: as many words as `QUOTES` has; the first may begin, and the last end, inside a word of the text.
        """
        begins = self._begins(quote[1:-1]) if self.is_whole else None
        return None if begins is None else self._places(quote, begins)

    def _places(self, quote: Sequence[str], begins: list[int]) -> Iterator[tuple[int, int]]:
        first, *inner, last = quote
        for number in begins:
            after = number + len(inner)
            if not 0 < number <= after < len(self._starts):
                continue
            before, *between, behind = self._passage(number - 1, after + 1)
            if between == inner and before.endswith(first) and behind.startswith(last):
                yield self._starts[number - 1] + len(before) - len(first), self._starts[after] + len(last)

    def _passage(self, first: int, end: int) -> list[str]:
        stop = self._starts[end] if end < len(self._starts) else None
        return self._text[self._starts[first] : stop].split()

    def _begins(self, words: Sequence[str]) -> list[int] | None:
        """Return the numbers at which some words may begin, judged by their rarest run; None if they are too many."""
        length = next(each for each in RUNS if each <= len(words))
        runs = self._of_length(length)
        rarest, before = list[int](), 0
        for offset in range(len(words) - length + 1):
            numbers = [*islice(runs.places(words[offset : offset + length]), MOST + 1)]
            if not offset or len(numbers) < len(rarest):
                rarest, before = numbers, offset
            if len(rarest) <= FEW:
                break
        return None if len(rarest) > MOST else [number - before for number in reversed(rarest) if number >= before]

    def _of_length(self, length: int) -> "_Runs":
        if length not in self._runs:
            self._runs[length] = _Runs(_words(self._text), len(self._starts), length)
        return self._runs[length]


class _Runs:
    """Where runs of a length begin: for each of many digests the last of its runs, and for each run the one before it.

    Args:
        words: of a text.
        number: of the words.
        length: of the runs.
    """

    def __init__(self, words: Iterable[str], number: int, length: int) -> None:
        self._mask = (1 << number.bit_length()) - 1
        self._last = array("I", [0]) * (self._mask + 1)  # runs count from 1, and 0 is none
        self._before = array("I", [0]) * (number + 1)
        behind = (islice(each, offset, None) for offset, each in enumerate(tee(words, length)))
        for run, digest in enumerate(map(self._mask.__and__, map(hash, zip(*behind, strict=False))), 1):
            self._before[run] = self._last[digest]
            self._last[digest] = run

    def places(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the numbers, from the last to the first, at which a run may stand: others have its digest, too."""
        run = self._last[hash(tuple(words)) & self._mask]
        while run:
            yield run - 1
            run = self._before[run]


def _words(text: str) -> Iterator[str]:
    return chain.from_iterable(map(str.split, _pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that cut no word: all its words at once would take many times its memory."""
    start = 0
    while start < len(text):
        space = SPACE.search(text, start + PIECE)
        end = space.start() if space else len(text)
        yield text[start:end]
        start = end
