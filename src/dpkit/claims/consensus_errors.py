"""Errors: how many wrong values are possible, in effect, where those who err may err alike.

A wrong claim either repeats one of the wrong claims before it, each as likely as the others, or is a new one: the urn
of Ewens (Theoretical Population Biology 3, 1972). It is what POPACCU is after (Dong, Saha, Srivastava, VLDB 2013), in a
form for which few claims are enough. Errors coincide more on some items than on others: here one mistake is usual,
there each errs in its own way. So any share of coinciding errors is possible for an item, and how often each occurs is
measured for each attribute.
"""

from collections.abc import Iterable, Sequence
from math import exp, fsum, lgamma, log
from operator import mul
from typing import NamedTuple

from dpkit.claims.consensus_items import Item

SHARES = tuple((2 * number + 1) / 20 for number in range(10))  #: how likely two wrong claims are to coincide
EVEN = (1.0,) * len(SHARES)  #: how often each occurs, beforehand: as if each had been seen on one item


class Company(NamedTuple):
    """The claims that a claim stands among."""

    attribute: str
    alike: int  #: how many agree, this one included
    sizes: tuple[int, ...]  #: all claims on the item, those that agree counted together


class Errors:
    """How well each share of coinciding errors explains the claims on an item.

    Args:
        alike: how many claims agree.
        sizes: all claims on the item, those that agree counted together.
    """

    def __init__(self, alike: int, sizes: Sequence[int]) -> None:
        others = list(sizes)
        others.remove(alike)
        best, self._others = _scaled([_chance(others, share) for share in SHARES])
        most, self._all = _scaled([_chance(sizes, share) for share in SHARES])
        self._ratio, self._alike = best - most, alike

    def wrong_values(self, shares: Sequence[float]) -> float:
        """Return the logarithm of how many wrong values are possible for a claim that others share.

        The weights `ln(n * A / (1 - A))` of all claims that are alike sum up to how much likelier these claims are if
        they are right than if they are wrong. Each further one adds less, since what many get wrong one more may get
        wrong, too.

        Args:
            shares: how often each share of coinciding errors occurs.
        """
        return (self._ratio + log(_product(shares, self._others) / _product(shares, self._all))) / self._alike

    def if_right(self, shares: Sequence[float], likely: float) -> list[float]:
        """Return how likely it is that these claims are right and each share of the errors of the others coincides.

        Args:
            shares: how often each occurs.
            likely: how likely the claims are to be right.
        """
        part = likely / _product(shares, self._others)
        return [part * share * other for share, other in zip(shares, self._others, strict=True)]


def occurring(seen: Iterable[Sequence[float]]) -> tuple[float, ...]:
    """Return how often each share of coinciding errors occurs, where each counts as seen once beforehand."""
    sums = [fsum(each) for each in zip(EVEN, *seen, strict=True)]
    whole = fsum(sums)
    return tuple([each / whole for each in sums])


def company(item: Item) -> list[Company]:
    """Return the company of an item's ballots; a vague claim is counted with its largest side."""
    side_of = [0] * len(item.ballots)
    for number in sorted(range(len(item.sides)), key=lambda number: (len(item.sides[number]), -number)):
        for ballot in item.sides[number]:
            side_of[ballot] = number
    alike = [0] * len(item.sides)
    for side in side_of:
        alike[side] += 1
    sizes = tuple(sorted(filter(None, alike)))
    return [Company(item.attribute, alike[side], sizes) for side in side_of]


def _chance(sizes: Sequence[int], share: float) -> float:
    """Return the logarithm of how likely wrong claims are to fall into groups of these sizes."""
    new, claims = (1.0 - share) / share, sum(sizes)
    return len(sizes) * log(new) + fsum(map(lgamma, sizes)) + lgamma(new) - lgamma(new + claims)


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))


def _scaled(logarithms: list[float]) -> tuple[float, list[float]]:
    """Return the greatest, and all as parts of it: of many claims, each chance is next to nothing."""
    most = max(logarithms)
    return most, [exp(each - most) for each in logarithms]
