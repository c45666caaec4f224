"""The vote: which value the claims on a subject and field support best. See docs/adr/0008-consensus.md.

A claim votes for the set of values it stands for, so that sources that are merely vaguer stand together; the claims
that all meet are a side, and the side with the most weight wins. Sides of one weight are no consensus.
"""

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from dpkit.claims.consensus_copies import independence
from dpkit.claims.consensus_items import Item, items_of
from dpkit.claims.consensus_median import is_measured, median
from dpkit.claims.consensus_weights import Tally, best, by_accuracy, by_share
from dpkit.claims.groups import Held
from dpkit.claims.tightest import tightest
from dpkit.model.consensus import Backing, Decision, Key, Method, Side, Vote


def decide(
    votes: Iterable[Vote], method: Method = Method.ACCU, *, numbers: Collection[str] = (), copies: bool = False
) -> dict[Key, Decision]:
    """Return what the claims on each subject and field support best; their order never matters.

    Args:
        votes: the claims that count.
        method: how they are weighed.
        numbers: attributes whose claims are exact quantities. Where such claims rarely coincide, they are measurements,
            of which the weighted median is taken.
        copies: whether voters that copy from each other are looked for and count less (with `accu`).
    """
    with _uncollected():
        return _decide(items_of(votes), method, numbers, copies=copies)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector away: it would go through the many tuples again and again, and find no circle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _decide(items: list[Item], method: Method, numbers: Collection[str], *, copies: bool) -> dict[Key, Decision]:
    measured = {each for each in numbers if is_measured([item for item in items if item.attribute == each])}
    voted = [item for item in items if item.attribute not in measured]
    fixed = [item for item in items if item.attribute in measured]
    found = dict(_told(voted, _by_accuracy(voted, copies=copies) if method is Method.ACCU else by_share(voted, method)))
    for item, tally in zip(fixed, by_share(fixed, method), strict=True):
        found[item.key] = _decision(item, tally, median(item, tally.weights))
    return dict(sorted(found.items()))


def _by_accuracy(items: list[Item], *, copies: bool) -> list[Tally]:
    tallies = by_accuracy(items)
    return by_accuracy(items, independence(items, tallies)) if copies else tallies


def _told(items: list[Item], tallies: Iterable[Tally]) -> Iterator[tuple[Key, Decision]]:
    for item, tally in zip(items, tallies, strict=True):
        yield item.key, _decision(item, tally, best(item, tally.weights))


def _decision(item: Item, tally: Tally, first: tuple[int, ...]) -> Decision:
    """Return the sides with their weights, those in the first place before all others."""
    sides = [_side(item, tally, members) for members in item.sides]
    if len(sides) == 1:
        return Decision(tuple(sides), 1, sides[0].weight)
    order = sorted(range(len(sides)), key=lambda n: (n not in first, -sides[n].weight, sides[n].lower, sides[n].upper))
    return Decision(tuple(sides[n] for n in order), len(first), sum(tally.weights))


def _side(item: Item, tally: Tally, members: tuple[int, ...]) -> Side:
    accuracies = tally.accuracies or [None] * len(item.ballots)
    backings = tuple([Backing(item.ballots[n], tally.weights[n], accuracies[n]) for n in members])
    return Side(*_chosen(item, members), backings, sum(tally.weights[n] for n in members))


def _chosen(item: Item, members: tuple[int, ...]) -> tuple[str, Any, Any]:
    """Return the claim of a side that says most; all meet, so that there is one that fits all others."""
    votes = [vote for n in members for vote in item.ballots[n].votes]
    claims = {(each.cell, each.lower, each.upper) for each in votes}
    if len(claims) == 1:
        return claims.pop()
    found = tightest(Held(each.source, each.cell, each.lower, each.upper) for each in votes)[0]
    return found.cell, found.lower, found.upper
