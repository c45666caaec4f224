"""A document as text, and how a quote is looked for in it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import eq

from dpkit.evidence.alike import Alike, difference
from dpkit.evidence.concordance import QUOTES, Concordance
from dpkit.evidence.locator import line_starts, resolve

NUMBER = re.compile(
    r"(?<![\w])[-\u2212+]?(?:[0-9]{1,3}(?:[ \u00a0\u2007\u2009\u202f'\u2019][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*)"
)
OF_NUMBERS = frozenset("0123456789.,'\u2019 \u00a0\u2007\u2009\u202f-\u2212+")  #: what `NUMBER` is made of
APOSTROPHES = "'\u2019"
NEGATION = re.compile(rf"[{APOSTROPHES}]t\b")  #: `can` says the opposite of `can't`
JOINERS = "\u00ad\u200c\u200d\u2060"  #: soft hyphen and the like: invisible, and inside of words
#: letters of scripts that do not part words: Thai, Lao, Tibetan, Burmese, Khmer, Kana, Han
UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
    "|[\U00020000-\U0003ffff]"
)
FIRST_UNSPACED = "\u0e00"
LIKE = 0.75  #: a word of four letters with one changed
FEW_WORDS = 3  #: so short a quote may share no word with the passage it was copied from
WINDOW = 40  #: how far a number may reach over the edge of a quote
CANDIDATES = 1_000  #: so many passages are looked at more closely
SEARCHES = 20  #: so many quotes are looked for letter by letter before a concordance is worth its making
MORE_SEARCHES = 200  #: of a document of more than LARGEST characters, whose concordance takes a second and more
LARGEST = 2_000_000  #: documents of more characters are not searched for the nearest passage


class Document:
    """The decoded text of a document.

    Args:
        data: its bytes, UTF-8, with or without BOM; a CRLF counts as one character.

    Raises:
        UnicodeDecodeError: the bytes are not UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self.text = data.decode("utf-8-sig").replace("\r\n", "\n")
        self._searches = 0

    @cached_property
    def lines(self) -> list[int]:
        """Where the lines start, in code points."""
        return line_starts(self.text)

    @cached_property
    def _folded(self) -> str:
        return " ".join(self.text.split())

    @cached_property
    def _concordance(self) -> Concordance:
        return Concordance(self.text)

    def span(self, locator: str) -> tuple[int, int]:
        """Return start and end of the passage that `locator` names.

        Raises:
            LocatorError: it names none.
        """
        return resolve(locator, len(self.text), self.lines if locator.startswith("line") else [])

    def is_at(self, quote: str, start: int, end: int) -> bool:
        """Tell whether the passage is just the quote, white space folded: most are, and need no search."""
        passage = self.text[start:end]
        return passage == quote or (passage.split() == quote.split() and passage.strip() == passage)

    def find(self, quote: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Return the places where `quote` stands between `start` and `end`; white space is folded, nothing else."""
        words, end = quote.split(), len(self.text) if end is None else end
        if end - start < len(self.text):
            passage = self.text[start:end]
            if not all(word in passage for word in words):  # what lies there is told without a search
                return iter(())
        self._searches += 1
        places = self._listed(words)
        if places is None:
            return self._searched(words, start, end)
        return (place for place in places if start <= place[0] and place[1] <= end)

    def _listed(self, words: list[str]) -> Iterable[tuple[int, int]] | None:
        """Return the places of a quote by the concordance; None where it has none, or is not worth its making."""
        few = SEARCHES if len(self.text) <= LARGEST else MORE_SEARCHES
        return self._concordance.places(words) if self._searches > few and len(words) in QUOTES else None

    def _searched(self, words: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
        plain = " ".join(words)
        # most quotes that are nowhere have a word that is nowhere
        if plain not in self.text and not all(word in self.text for word in words):
            return
        known = self._folded.count(plain) if plain else 0
        # if all stand plainly, there is no need to make a pattern, which is slow
        if known and self.text.count(plain) == known and not (len(words) > 1 and _meets_itself(plain)):
            while (start := self.text.find(plain, start, end) + 1) > 0:
                yield start - 1, start - 1 + len(plain)
        elif known:
            pattern = re.compile(r"\s+".join(map(re.escape, words)))
            while match := pattern.search(self.text, start, end):
                yield match.span()
                start = match.start() + 1

    def cuts(self, start: int, end: int) -> bool:
        """Tell whether one of the edges of a passage lies inside a word or a number."""
        return self.inside(start) or self.inside(end)

    def inside(self, edge: int) -> bool:
        """Tell whether the position `edge`, between two characters, lies inside a word or a number."""
        if not 0 < edge < len(self.text):
            return False
        before, after = self.text[edge - 1], self.text[edge]
        if before < FIRST_UNSPACED and after < FIRST_UNSPACED and before.isalnum() and after.isalnum():
            return True
        if _of_word(before) and _of_word(after):
            unspaced = UNSPACED.match(before) or UNSPACED.match(after)
            return not unspaced or _is_mark(after) or (before.isnumeric() and after.isnumeric())
        if after in APOSTROPHES and NEGATION.match(self.text, edge):
            return before.isalpha()
        if before not in OF_NUMBERS or after not in OF_NUMBERS:
            return False
        around = NUMBER.finditer(self.text, max(0, edge - WINDOW), edge + WINDOW)
        return any(match.start() < edge < match.end() for match in around)

    def alike(self, quote: str) -> tuple[str, list[str]] | None:
        """Return the passage that differs from `quote` only in how it is written, and in what; or None."""
        if len(self.text) > LARGEST:
            return None
        sound = (place for place in self._alike.places(quote) if not self.cuts(*place))
        if place := next(sound, None):
            passage = " ".join(self.text[slice(*place)].split())
            return passage, difference(quote, passage)
        return None

    @cached_property
    def _bare(self) -> list[str]:
        known = {word: _bare(word) for word in {*self._concordance.words}}
        return [known[word] for word in self._concordance.words]

    @cached_property
    def _alike(self) -> Alike:
        return Alike(self.text)

    def nearest(self, quote: str) -> str:
        """Return the passage that shares most words with `quote`, or nothing if none shares any."""
        wanted = quote.split()
        if not wanted or len(self.text) > LARGEST:
            return ""
        bare = self._bare
        best = _best_window([_bare(word) for word in wanted], bare)
        if best is None and len(wanted) <= FEW_WORDS:
            best = _best_window([_likest(_bare(word), bare) for word in wanted], bare)
        return "" if best is None else " ".join(self._concordance.words[best : best + len(wanted)])


def _meets_itself(quote: str) -> bool:
    """Tell whether places of a quote may overlap ("1 1" in "1 1 1"), which no count shows."""
    return any(quote.startswith(quote[place:]) for place in range(1, len(quote)))


def _best_window(wanted: list[str], words: list[str]) -> int | None:
    """Return where the run of words begins that has most of the wanted words, and of those most at their places."""
    missing, shared, best, found = Counter(wanted), 0, 1, list[int]()
    for index, word in enumerate(words):
        missing[word] -= 1
        shared += missing[word] >= 0
        if index >= len(wanted):
            left = words[index - len(wanted)]
            shared -= missing[left] >= 0
            missing[left] += 1
        if shared > best:
            best, found = shared, []
        if shared == best and len(found) < CANDIDATES:
            found.append(max(0, index - len(wanted) + 1))
    return max(found, key=lambda start: sum(map(eq, wanted, words[start : start + len(wanted)])), default=None)


def _likest(word: str, words: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, dict.fromkeys(words), n=1, cutoff=LIKE)), word)


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'*\u201c\u201d\u2018\u2019").casefold()


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or (not char.isascii() and (char in JOINERS or _is_mark(char)))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
