"""Votes gathered by subject and field: one ballot a voter, and the sides that ballots form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from dpkit.model.consensus import Ballot, Key, Vote

Bounds = tuple[Any, Any]


class Item(NamedTuple):
    """One subject and field: the ballots on it, and the sides (ballots that all meet) by their numbers."""

    key: Key
    attribute: str
    ballots: tuple[Ballot, ...]
    sides: tuple[tuple[int, ...], ...]


def items_of(votes: Iterable[Vote]) -> list[Item]:
    """Return the items in the order of their keys."""
    grouped: dict[Key, set[Vote]] = defaultdict(set)
    for vote in votes:
        grouped[vote.key].add(vote)
    return [_item(key, sorted(grouped[key])) for key in sorted(grouped)]


def _item(key: Key, votes: list[Vote]) -> Item:
    if len(votes) == 1:
        return Item(key, votes[0].attribute, tuple(_ballots(tuple(votes))), ((0,),))
    voters = groupby(votes, key=attrgetter("voter"))
    ballots = tuple(ballot for _, some in voters for ballot in _ballots(tuple(some)))
    sides = meeting([(each.lower, each.upper) for each in ballots])
    return Item(key, votes[0].attribute, ballots, tuple(sides))


def _ballots(votes: tuple[Vote, ...]) -> Iterator[Ballot]:
    """Yield the ballots of one voter: one, or where its own claims do not meet, equal parts of one.

    However often a voter says a thing, it has said it once.
    """
    if len(votes) == 1:
        vote = votes[0]
        yield Ballot(vote.voter, vote.lower, vote.upper, votes, vote.share, vote.reliability)
        return
    groups = meeting([(each.lower, each.upper) for each in votes])
    for group in groups:
        some = tuple(votes[number] for number in group)
        yield Ballot(
            votes[0].voter,
            max(each.lower for each in some),
            min(each.upper for each in some),
            some,
            max(each.share for each in some) / len(groups),
            max(each.reliability for each in some),
        )


def meeting(bounds: Sequence[Bounds]) -> list[tuple[int, ...]]:
    """Return the maximal groups of intervals that all meet, by their numbers, in the order of their values.

    One sweep over the sorted bounds: a group is complete where, after some interval has begun, one ends.
    """
    if all(lower == upper for lower, upper in bounds):
        same: dict[Any, list[int]] = defaultdict(list)
        for number, (lower, _) in enumerate(bounds):
            same[lower].append(number)
        return [tuple(same[value]) for value in sorted(same)]
    groups: list[tuple[int, ...]] = []
    active: list[int] = []
    for number in sorted(range(len(bounds)), key=lambda number: (*bounds[number], number)):
        still = [each for each in active if bounds[each][1] >= bounds[number][0]]
        if len(still) < len(active):
            groups.append(tuple(sorted(active)))
        active = [*still, number]
    return [*groups, tuple(sorted(active))]
