"""The poll: how likely each side of each disputed item is to be right, and how much that finds right of what is said.

A claim counts in the record of its voter as far as it is likely to be right. To count it whole as soon as its side is
ahead would make the voter that happens to begin better look ever better.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp, fsum, log

from dpkit.claims.consensus_errors import COINCIDE, Pairs, coincidence, pairs, wrong_values
from dpkit.claims.consensus_items import Item
from dpkit.claims.consensus_ledger import Ledger

Kept = Mapping[int, tuple[float, ...]]  #: number of an item -> the part of each ballot that is no copy
Company = tuple[str, int, int]  #: attribute, how many claims agree with one, how many claims there are


class Poll:
    """The disputed items, as they are gone through in every round.

    Args:
        items: all of them.
        ledger: what is said on them.
        kept: the parts of ballots that are no copies.
    """

    def __init__(self, items: list[Item], ledger: Ledger, kept: Kept) -> None:
        disputed = [number for number, item in enumerate(items) if len(item.sides) > 1]
        met: dict[Company, int] = {}
        self._items = [items[number] for number in disputed]
        self._voices = [ledger.voices[number] for number in disputed]
        self._parts = [[ledger.parts[voice] for voice in spoken] for spoken in self._voices]
        self._company = [[met.setdefault(each, len(met)) for each in company(item)] for item in self._items]
        self._shares = [[each.share for each in item.ballots] for item in self._items]
        self._own = [times(shares, kept.get(n)) for n, shares in zip(disputed, self._shares, strict=True)]
        self._pairs: dict[str, list[tuple[int, Pairs]]] = defaultdict(list)
        for number, item in enumerate(self._items):
            if found := pairs(item):
                self._pairs[item.attribute].append((number, found))
        self._met, self._size = list(met), ledger.size

    def beliefs(self, accuracies: Sequence[float], coincide: Mapping[str, float]) -> list[list[float]]:
        """Return how likely each side of each item is to be right; one more value may be that nobody claims."""
        odds = [log(each / (1.0 - each)) for each in accuracies]
        chances = [log(wrong_values(alike, claims, coincide.get(of, COINCIDE))) for of, alike, claims in self._met]
        return [
            _believed(item.sides, [(odds[v] + chances[c]) * own for v, c, own in zip(*ballots, strict=True)])
            for item, *ballots in zip(self._items, self._voices, self._company, self._own, strict=True)
        ]

    def right(self, beliefs: list[list[float]]) -> list[float]:
        """Return how much of each part of the ledger is right."""
        gathered: list[list[float]] = [[] for _ in range(self._size)]
        for item, believed, parts, shares in zip(self._items, beliefs, self._parts, self._shares, strict=True):
            for side, likely in zip(item.sides, believed, strict=True):
                for number in side:
                    gathered[parts[number]].append(shares[number] * likely)
        return [fsum(each) for each in gathered]

    def coincide(self, beliefs: list[list[float]]) -> dict[str, float]:
        """Return for each attribute how likely two wrong claims are to coincide."""
        return {
            attribute: coincidence((each, beliefs[number]) for number, each in found)
            for attribute, found in self._pairs.items()
        }


def company(item: Item) -> list[Company]:
    """Return the company of an item's ballots; a vague claim has that of its largest side."""
    alike = [0] * len(item.ballots)
    for side in item.sides:
        for number in side:
            alike[number] = max(alike[number], len(side))
    return [(item.attribute, each, len(item.ballots)) for each in alike]


def times(numbers: list[float], parts: Sequence[float] | None) -> list[float]:
    """Return numbers reduced to parts of them, if there are any."""
    return [number * part for number, part in zip(numbers, parts, strict=True)] if parts else numbers


def _believed(sides: Sequence[tuple[int, ...]], weights: list[float]) -> list[float]:
    sums = [fsum([weights[number] for number in side]) for side in sides]
    most = max(0.0, *sums)
    likely = [exp(each - most) for each in sums]
    whole = fsum([*likely, exp(-most)])
    return [each / whole for each in likely]
