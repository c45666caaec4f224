"""Measurements: exact numbers that rarely coincide, so that their middle says more than a vote for any of them.

The weighted median is what CRH (Li et al., SIGMOD 2014) takes for numbers: one wild value moves it little, and it is a
value that somebody claims. Numbers that are counted, or copied out, coincide more often than measurements even where
sources are poor; then a vote is right more often, and comes to a decision more often.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import fsum, isclose

from dpkit.claims.consensus_items import Item

RARE = 0.25  #: below such a share of claims that coincide, agreement says nothing of who is right


def is_measured(items: Iterable[Item]) -> bool:
    """Tell whether claims coincide rarely: of several voters on one item, less than a quarter meet another one."""
    ballots = met = 0
    for item in items:
        if len({each.voter for each in item.ballots}) > 1:
            ballots += len(item.ballots)
            met += len({number for side in item.sides if len(side) > 1 for number in side})
    return met < RARE * ballots


def median(item: Item, weights: Sequence[float]) -> tuple[int, ...]:
    """Return the side in the middle of the weight; two where it lies just between them."""
    # the sides stand in the order of their values
    sums = list(accumulate(fsum([weights[number] for number in side]) for side in item.sides))
    half = sums[-1] / 2
    middle = next(place for place, reached in enumerate(sums) if reached > half or isclose(reached, half))
    return (middle, middle + 1) if isclose(sums[middle], half) else (middle,)
