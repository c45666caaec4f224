"""The numbers that a passage states, in digits or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dpkit.claims.words import FRACTIONS, MONTHS, MULTIPLIERS, TENS, UNITS, Text, any_of

HUNDRED, PAIR = 100, 2
WRITTEN_OUT = 100  #: up to here numbers are often written as words
_GAP = " .,'\u2019"
NUMBER = re.compile(rf"(?<!\d)\d{{1,3}}([{_GAP}])\d{{3}}(?:\1\d{{3}})*(?!\d)(?:[.,]\d+)?|\d+[.,]\d+|\d+")
DIGITS = re.compile(r"\d+")
_TIMES = re.compile(rf"[ -]?({any_of(MULTIPLIERS)})\b")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.? ?\Z")
_CAPITALS = re.compile(r"\b[IVXLC]+\b")
_ROMAN = re.compile(r"(?=[IVXLC]{2,}|[VX])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SPELLED = frozenset({*UNITS, *TENS, *MULTIPLIERS, "a", "an"})


@dataclass(frozen=True, slots=True)
class Amounts:
    """The numbers of a passage, as far as dpkit can read it."""

    numbers: frozenset[float]
    readable: bool  #: whether it shows itself to be in a language that dpkit knows
    english: bool  #: or in English, in which dpkit reads numbers in words, too
    fractions: bool  #: whether it speaks of halves or quarters

    def lack(self, amount: float) -> bool:
        """Tell whether the passage surely does not state `amount`."""
        if not self.readable or amount in self.numbers or self.fractions:
            return False
        return self.english or (amount > WRITTEN_OUT and amount % HUNDRED != 0)


def amounts(passage: str) -> Amounts:
    """Read the numbers of a passage."""
    text = Text.of(passage)
    numbers = {*_in_digits(text.low), *spelled_out(text), *numerals(text)}
    return Amounts(frozenset(numbers), text.readable, text.english, not text.words.isdisjoint(FRACTIONS))


def after_month(low: str, start: int) -> bool:
    """Tell whether the name of a month stands right before `start`: then `20 150` is no number of its own."""
    before = _LAST_WORD.search(low[max(0, start - 16) : start])
    return before is not None and before[1] in MONTHS


def _in_digits(low: str) -> Iterator[float]:
    for match in NUMBER.finditer(low):
        values = list(_values(match))
        if match[1] and after_month(low, match.start()):
            values += map(float, DIGITS.findall(match[0]))
        yield from values
        if times := _TIMES.match(low, match.end()):
            yield from (value * MULTIPLIERS[times[1]] for value in values)


def _values(match: re.Match[str]) -> Iterator[float]:
    """Yield what a number in digits may mean: `1,500` is 1500, and to some 1.5; `4,5` may be 4 and 5."""
    found, gap = match[0], match[1]
    if not gap:
        yield float(found.replace(",", "."))
        if "," in found:
            yield from map(float, found.split(","))
        return
    groups = found.split(gap)
    yield float("".join(groups).replace(",", "."))
    if gap in ".," and len(groups) == PAIR and groups[1].isdigit():
        yield float(".".join(groups))


def numerals(text: Text) -> Iterator[int]:
    """Yield the Roman numerals of a text, `I` left out, which is a word."""
    for word in _CAPITALS.findall(text.written):
        if _ROMAN.fullmatch(word):
            values = [_LETTERS[letter] for letter in word]
            yield sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def spelled_out(text: Text) -> set[float]:
    """Return the numbers that stand in a text as English words: `twenty-three`, `two hundred and five`, `a dozen`."""
    found: set[float] = set()
    run: list[int] = []  # the parts of one number, still to be added up
    if text.words.isdisjoint(_SPELLED):
        return found
    for word, after in pairwise([*text.listed, ""]):
        value = UNITS.get(word, TENS.get(word))
        if value is not None:
            if run and not _goes_on(run[-1], value):
                found |= _added(run)
                run = []
            run.append(value)
        elif word in MULTIPLIERS:
            run = _multiplied(run, MULTIPLIERS[word])
        elif not (word == "and" and run and run[-1] % HUNDRED == 0 and (after in UNITS or after in TENS)):
            found |= _added(run)
            run = []
            if word in {"a", "an"} and after not in UNITS and after not in MULTIPLIERS:
                found.add(1)
    return found | _added(run)


def _goes_on(before: int, value: int) -> bool:
    """Tell whether `value` goes on with a number: hundred five, twenty three, nineteen eighty."""
    if before and before % HUNDRED == 0:
        return value < HUNDRED
    tens = before % 10 == 0 and before > 10 and 0 < value < 10  # noqa: PLR2004 - our digits
    return tens or _is_year(before, value)


def _is_year(one: int, two: int) -> bool:
    return 10 <= one < 20 <= two < HUNDRED  # noqa: PLR2004 - nineteen, eighty


def _multiplied(run: list[int], by: int) -> list[int]:
    small = 0
    while run and run[-1] < by:
        small += run.pop()
    return [*run, (small or 1) * by]


def _added(run: list[int]) -> set[float]:
    if len(run) > 1 and _is_year(run[0], run[1]):
        return {HUNDRED * run[0] + sum(run[1:]), run[0], sum(run[1:])}
    return {sum(run)} if run else set()
