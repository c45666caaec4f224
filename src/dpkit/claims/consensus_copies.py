"""Copies: voters that share what nobody else says are likely to have it from each other.

The model is that of Dong, Berti-Equille and Srivastava (VLDB 2009), with the usual parameters: one voter in five
copies, and then four claims of five. To share what is wrong is strong evidence, to differ speaks against it. To share
what is right is hardly evidence, and counts as none here: how much it is hangs on accuracies of which little is known.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import exp, fsum, log

from dpkit.claims.consensus_items import Item
from dpkit.claims.consensus_poll import Kept
from dpkit.claims.consensus_weights import Tally, best

COPIERS = 0.2
COPIED = 0.8
MOST = 700.0  #: of which the exponential can still be computed
OVERLAP = 3  #: items that two voters must share before anything is said of them

Pair = tuple[str, str]


def independence(items: list[Item], tallies: list[Tally]) -> Kept:
    """Return for each ballot of disputed items how likely it is the voter's own, given those before it on its side.

    The weightiest ballot of a side counts whole, as if the others had copied from it.

    Args:
        items: all of them.
        tallies: their weights, had nobody copied.
    """
    winners = [best(item, tally.weights) for item, tally in zip(items, tallies, strict=True)]
    likely = _dependence(items, tallies, winners)
    return {
        number: _own(item, tallies[number], likely) for number, item in enumerate(items) if len(item.sides) > 1
    }  # fmt: skip


def _own(item: Item, tally: Tally, likely: Mapping[Pair, float]) -> tuple[float, ...]:
    kept = [1.0] * len(item.ballots)
    for side in item.sides:
        order = sorted(side, key=lambda n: (-tally.weights[n], item.ballots[n].voter))
        for place, number in enumerate(order):
            own = 1.0
            for other in order[:place]:
                own *= 1.0 - COPIED * likely.get(_pair(item, number, other), 0.0)
            # a ballot may stand on several sides; it is no more its own than on the one where it is least so
            kept[number] = min(kept[number], own)
    return tuple(kept)


def _pair(item: Item, one: int, other: int) -> Pair:
    voters = sorted((item.ballots[one].voter, item.ballots[other].voter))
    return voters[0], voters[1]


def _dependence(items: list[Item], tallies: list[Tally], winners: list[tuple[int, ...]]) -> dict[Pair, float]:
    """Return for each two voters the probability that one copies from the other."""
    found: dict[Pair, list[float]] = defaultdict(list)
    for item, tally, first in zip(items, tallies, winners, strict=True):
        if len(first) == 1:
            for pair, evidence in _evidence(item, first[0], tally.accuracies):
                found[pair].append(evidence)
    prior = log((1.0 - COPIERS) / COPIERS)
    return {
        pair: 1.0 / (1.0 + exp(min(prior - fsum(each), MOST))) for pair, each in found.items() if len(each) >= OVERLAP
    }


def _evidence(item: Item, winner: int, accuracies: tuple[float, ...]) -> Iterator[tuple[Pair, float]]:
    """Yield, for each two voters on the item, how much likelier it is that one copies: the logarithm of the ratio."""
    sides = {number: side for side, members in enumerate(item.sides) for number in members}
    sides |= dict.fromkeys(item.sides[winner], winner)
    wrong = [1.0 - each for each in accuracies]
    for one, other in combinations(range(len(item.ballots)), 2):
        pair = _pair(item, one, other)
        if pair[0] != pair[1]:
            if sides[one] != sides[other]:
                yield pair, log(1.0 - COPIED)
            elif sides[one] == winner:
                yield pair, 0.0
            else:
                yield pair, _shared(wrong[one], wrong[other], len(item.sides))


def _shared(one: float, other: float, values: int) -> float:
    """Return the evidence of a claim that two voters share, each of which makes one like it this often."""
    alone, copied = one * other / values, (one + other) / 2
    return log((COPIED * copied + (1.0 - COPIED) * alone) / alone)
