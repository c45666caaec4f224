"""Errors: how many wrong values are possible, in effect, where those who err may err alike.

A wrong claim either repeats one of the wrong claims before it, each as likely as the others, or is a new one: the urn
of Ewens (Theoretical Population Biology 3, 1972). It is what POPACCU is after (Dong, Saha, Srivastava, VLDB 2013), in a
form for which few claims are enough. How likely two wrong claims are to coincide is measured for each attribute.
"""

from collections.abc import Iterable
from math import exp, fsum, lgamma, log
from typing import NamedTuple

from dpkit.claims.consensus_items import Item

COINCIDE = 1 / 3  #: how likely two wrong claims are taken to coincide beforehand
PAIRS = 10.0  #: how many pairs of wrong claims that assumption is worth
BETWEEN = (0.01, 0.9)


def wrong_values(alike: int, claims: int, coincide: float) -> float:
    """Return how many wrong values are possible for a claim that others share.

    The weights `ln(n * A / (1 - A))` of all claims that are alike sum up to how much likelier these claims are if they
    are right than if they are wrong. Each further one adds less, since what many get wrong one more may get wrong, too.

    Args:
        alike: how many claims on the item agree, this one included.
        claims: how many there are.
        coincide: how likely two wrong ones are to agree.
    """
    new = (1.0 - coincide) / coincide
    return exp((lgamma(new + claims) - lgamma(new + claims - alike) - lgamma(alike) - log(new)) / alike)


class Pairs(NamedTuple):
    """The pairs of claims on an item that would be wrong: if nothing claimed is right, and how many fewer by side."""

    alike: int
    every: int
    alike_less: tuple[int, ...]
    every_less: tuple[int, ...]


def pairs(item: Item) -> Pairs | None:
    """Return the pairs of claims on an item; none where vague claims stand on several sides."""
    sizes, claims = [len(side) for side in item.sides], len(item.ballots)
    if sum(sizes) > claims:
        return None
    alike, every = tuple(_two(each) for each in sizes), _two(claims)
    return Pairs(sum(alike), every, alike, tuple(every - _two(claims - each) for each in sizes))


def coincidence(seen: Iterable[tuple[Pairs, list[float]]]) -> float:
    """Return how likely two wrong claims are to coincide.

    Args:
        seen: the pairs on each item, and how likely each side is to be right.
    """
    alike, every = [COINCIDE * PAIRS], [PAIRS]
    for each, beliefs in seen:
        alike.append(each.alike - fsum([p * less for p, less in zip(beliefs, each.alike_less, strict=True)]))
        every.append(each.every - fsum([p * less for p, less in zip(beliefs, each.every_less, strict=True)]))
    least, most = BETWEEN
    return min(max(fsum(alike) / fsum(every), least), most)


def _two(number: int) -> int:
    return number * (number - 1) // 2
