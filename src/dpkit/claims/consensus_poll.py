"""The poll: how likely each side of each disputed item is to be right, and how much that finds right of what is said.

A claim counts in the record of its voter as far as it is likely to be right. To count it whole as soon as its side is
ahead would make the voter that happens to begin better look ever better.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp, fsum, log

from dpkit.claims.consensus_errors import EVEN, Company, Errors, company, occurring
from dpkit.claims.consensus_items import Item
from dpkit.claims.consensus_ledger import Ledger

Kept = Mapping[int, tuple[float, ...]]  #: number of an item -> the part of each ballot that is no copy
Occurring = Mapping[str, Sequence[float]]  #: by attribute: how often each share of coinciding errors occurs


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
        self._sides = [_companies(item, numbers) for item, numbers in zip(self._items, self._company, strict=True)]
        self._met = list(met)
        self._errors = [Errors(each.alike, each.sizes) for each in met]
        self._size = ledger.size

    def beliefs(self, accuracies: Sequence[float], shares: Occurring) -> list[list[float]]:
        """Return how likely each side of each item is to be right."""
        odds = [log(each / (1.0 - each)) for each in accuracies]
        chances = [
            errors.wrong_values(shares.get(each.attribute, EVEN))
            for each, errors in zip(self._met, self._errors, strict=True)
        ]
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

    def shares(self, beliefs: list[list[float]], before: Occurring) -> Occurring:
        """Return how often each share of coinciding errors occurs.

        Args:
            beliefs: how likely each side of each item is to be right.
            before: how often each was thought to occur.
        """
        likely: list[list[float]] = [[] for _ in self._met]
        for numbers, believed in zip(self._sides, beliefs, strict=True):
            for number, each in zip(numbers, believed, strict=False):
                likely[number].append(each)
        seen: dict[str, list[list[float]]] = defaultdict(list)
        for met, errors, some in zip(self._met, self._errors, likely, strict=True):
            if some:
                seen[met.attribute].append(errors.if_right(before.get(met.attribute, EVEN), fsum(some)))
        return {attribute: occurring(sums) for attribute, sums in seen.items()}


def _companies(item: Item, numbers: list[int]) -> list[int]:
    """Return the company of each side, by its number; none where vague claims stand on several sides."""
    if sum(map(len, item.sides)) > len(item.ballots):
        return []
    return [numbers[side[0]] for side in item.sides]


def times(numbers: list[float], parts: Sequence[float] | None) -> list[float]:
    """Return numbers reduced to parts of them, if there are any."""
    return [number * part for number, part in zip(numbers, parts, strict=True)] if parts else numbers


def _believed(sides: Sequence[tuple[int, ...]], weights: list[float]) -> list[float]:
    sums = [fsum([weights[number] for number in side]) for side in sides]
    most = max(sums)
    likely = [exp(each - most) for each in sums]
    whole = fsum(likely)
    return [each / whole for each in likely]
