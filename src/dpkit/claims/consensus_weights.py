"""Weights of votes: all alike, by confidence and reliability, or by how often each voter is right.

The last is ACCU of Dong, Berti-Equille and Srivastava, "Integrating Conflicting Data: The Role of Source Dependence",
VLDB 2009: a voter that is right with probability A, where n wrong values are possible, weighs ln(n * A / (1 - A)).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from math import exp, fsum, log
from typing import NamedTuple

from dpkit.claims.consensus_errors import EVEN, Company, Errors, company
from dpkit.claims.consensus_items import Item
from dpkit.claims.consensus_ledger import Ledger
from dpkit.claims.consensus_poll import Kept, Occurring, Poll, times
from dpkit.model.consensus import Method

ROUNDS = 50
STEADY = 1e-3  #: so little do accuracies change in a round that they are taken as found
SAME = 1e-9  #: so much may weights differ that are the same but for rounding
LEAST = (
    0.01  #: a voter that errs more than chance would is worth next to nothing, but never speaks against its own word
)


class Tally(NamedTuple):
    """The weights of an item's ballots, and the accuracies they come from."""

    weights: tuple[float, ...]
    accuracies: tuple[float, ...] = ()


def weight(accuracy: float, values: float) -> float:
    """Return the weight of a voter that is right with probability `accuracy`.

    Args:
        accuracy: between 0 and 1.
        values: how many wrong values are possible.
    """
    return max(LEAST, log(values * accuracy / (1.0 - accuracy)))


def best(item: Item, weights: Sequence[float]) -> tuple[int, ...]:
    """Return the sides of the most weight; several where they have the same."""
    if len(item.sides) == 1:
        return (0,)
    sums = [fsum([weights[number] for number in side]) for side in item.sides]
    least = max(sums) * (1.0 - SAME)
    return tuple([number for number, each in enumerate(sums) if each >= least])


def by_share(items: Iterable[Item], method: Method) -> Iterator[Tally]:
    """Yield fixed weights: with `majority` all voters alike, else by confidence and reliability."""
    for item in items:
        if method is Method.MAJORITY:
            spoken: dict[str, int] = defaultdict(int)
            for ballot in item.ballots:
                spoken[ballot.voter] += 1
            yield Tally(tuple(1.0 / spoken[each.voter] for each in item.ballots))
        else:
            yield Tally(tuple(each.share * each.reliability for each in item.ballots))


def by_accuracy(items: list[Item], kept: Kept | None = None) -> list[Tally]:
    """Return weights by accuracy, at the fixed point of believing and measuring.

    Args:
        items: all of them, since a voter is measured on all.
        kept: the parts of ballots that are no copies, if copies were looked for.
    """
    kept, ledger = kept or {}, Ledger(items)
    poll = Poll(items, ledger, kept)
    accuracies = ledger.beforehand()
    shares: Occurring = {}
    for _ in range(ROUNDS):
        beliefs = poll.beliefs(accuracies, shares)
        before, accuracies = accuracies, ledger.accuracies(poll.right(beliefs))
        shares = poll.shares(beliefs, shares)
        if all(abs(one - other) < STEADY for one, other in zip(before, accuracies, strict=True)):
            break
    values = cache(lambda each: exp(Errors(each.alike, each.sizes).wrong_values(shares.get(each.attribute, EVEN))))
    return [
        _tally(item, [accuracies[voice] for voice in spoken], values, kept.get(number))
        for number, (item, spoken) in enumerate(zip(items, ledger.voices, strict=True))
    ]


def _tally(
    item: Item, accuracies: list[float], values: Callable[[Company], float], own: tuple[float, ...] | None
) -> Tally:
    weights = [
        each.share * weight(accuracy, values(met))
        for each, accuracy, met in zip(item.ballots, accuracies, company(item), strict=True)
    ]
    return Tally(tuple(times(weights, own)), tuple(accuracies))
