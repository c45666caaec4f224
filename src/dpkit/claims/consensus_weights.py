"""Weights of votes: all alike, by confidence and reliability, or by how often each voter agrees with the consensus.

The last is ACCU of Dong, Berti-Equille and Srivastava, "Integrating Conflicting Data: The Role of Source Dependence",
VLDB 2009: a voter that is right with probability A, where n wrong values are possible, weighs ln(n * A / (1 - A)).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from typing import NamedTuple

from dpkit.claims.consensus_items import Item
from dpkit.model.consensus import Method

STRENGTH = 5.0  #: how many claims the accuracy assumed beforehand is worth
ROUNDS = 50
SAME = 1e-9  #: so much may weights differ that are the same but for rounding
LEAST = (
    0.01  #: a voter that errs more than chance would is worth next to nothing, but never speaks against its own word
)

Kept = Mapping[int, tuple[float, ...]]  #: number of an item -> the part of each ballot that is no copy


class Tally(NamedTuple):
    """The weights of an item's ballots, and the accuracies they come from."""

    weights: tuple[float, ...]
    accuracies: tuple[float, ...] = ()


class Voice(NamedTuple):
    """All that the weight of a ballot depends on, but for its share of a vote."""

    voter: str
    attribute: str
    reliability: float
    values: int  #: how many are claimed on the item


@dataclass(slots=True)
class Record:
    """How much of what somebody said agrees with the consensus."""

    agreed: float = 0.0
    said: float = 0.0

    def add(self, agreed: float, said: float) -> None:
        """Note more of it."""
        self.agreed += agreed
        self.said += said


class Ledger:
    """The records of all voters, as a whole and by attribute.

    Args:
        before: whose records these begin with.
    """

    def __init__(self, before: "Ledger | None" = None) -> None:
        self.alone: dict[str, float] = defaultdict(float)  #: how much a voter said that nobody else speaks to
        self.parts: dict[tuple[str, str], Record] = defaultdict(Record)
        self.whole: dict[str, Record] = defaultdict(Record)
        self._known: dict[Voice, tuple[float, float]] = {}
        if before:
            self.alone |= before.alone
            for (voter, attribute), each in before.parts.items():
                self.add(voter, attribute, each.agreed, each.said)

    def add(self, voter: str, attribute: str, agreed: float, said: float) -> None:
        """Note that some of what a voter said agrees with the consensus."""
        self.parts[voter, attribute].add(agreed, said)
        self.whole[voter].add(agreed, said)

    def standing(self, voice: Voice) -> tuple[float, float]:
        """Return how often a voter is right on an attribute, and what it weighs there."""
        found = self._known.get(voice)
        if found is None:
            accuracy = self._accuracy(voice.voter, voice.attribute, voice.reliability)
            found = self._known[voice] = accuracy, weight(accuracy, voice.values)
        return found

    def _accuracy(self, voter: str, attribute: str, reliability: float) -> float:
        # the fewer claims it makes there, the more its claims elsewhere count; the fewer of those, its reliability
        whole, part = self.whole.get(voter, Record()), self.parts.get((voter, attribute), Record())
        # that nobody contradicts what nobody else speaks to is worth no more than what is assumed beforehand
        unopposed = min(self.alone.get(voter, 0.0), STRENGTH)
        agreed = whole.agreed - part.agreed + unopposed + STRENGTH * reliability
        elsewhere = agreed / (whole.said - part.said + unopposed + STRENGTH)
        return (part.agreed + STRENGTH * elsewhere) / (part.said + STRENGTH)


def weight(accuracy: float, values: int) -> float:
    """Return the weight of a voter that is right with probability `accuracy`.

    Args:
        accuracy: between 0 and 1.
        values: how many different values are claimed. All but one are wrong, and one more may be that nobody claims:
            so many wrong values are possible.
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


def by_accuracy(items: list[Item], kept: Kept | None = None) -> tuple[list[Tally], Ledger]:
    """Return weights by accuracy, at the fixed point of weighing, voting and measuring.

    Args:
        items: all of them, since a voter is measured on all.
        kept: the parts of ballots that are no copies, if copies were looked for.
    """
    kept = kept or {}
    poll, seen = Poll(items, kept), set[tuple[tuple[int, ...], ...]]()
    ledger, agreed = Ledger(), _agreed(items)
    for _ in range(ROUNDS):
        winners = poll.winners(ledger)
        if tuple(winners) in seen:
            break
        seen.add(tuple(winners))
        ledger = poll.measured(winners, agreed)
    return [_tally(item, ledger, kept.get(number)) for number, item in enumerate(items)], ledger


class Poll:
    """The disputed items, with the voices of their ballots by number: what is gone through in every round.

    Args:
        items: all of them.
        kept: the parts of ballots that are no copies.
    """

    def __init__(self, items: list[Item], kept: Kept) -> None:
        numbers: dict[Voice, int] = {}
        disputed = [(number, item) for number, item in enumerate(items) if len(item.sides) > 1]
        self.items = [item for _, item in disputed]
        self.voices = [[numbers.setdefault(each, len(numbers)) for each in voices(item)] for item in self.items]
        self.shares = [[each.share for each in item.ballots] for item in self.items]
        self.own = [_times(shares, kept.get(n)) for (n, _), shares in zip(disputed, self.shares, strict=True)]
        self.known = list(numbers)

    def winners(self, ledger: Ledger) -> list[tuple[int, ...]]:
        """Return the sides in the first place on each disputed item."""
        weights = [ledger.standing(voice)[1] for voice in self.known]
        return [
            best(item, [weights[voice] * share for voice, share in zip(spoken, own, strict=True)])
            for item, spoken, own in zip(self.items, self.voices, self.own, strict=True)
        ]

    def measured(self, winners: list[tuple[int, ...]], before: Ledger) -> Ledger:
        """Hold every ballot to the consensus; where there is none, nothing can be held to it."""
        said, agreed = [0.0] * len(self.known), [0.0] * len(self.known)
        for item, first, spoken, shares in zip(self.items, winners, self.voices, self.shares, strict=True):
            if len(first) == 1:
                for voice, share in zip(spoken, shares, strict=True):
                    said[voice] += share
                for number in item.sides[first[0]]:
                    agreed[spoken[number]] += shares[number]
        ledger = Ledger(before)
        for (voter, attribute, *_), right, every in zip(self.known, agreed, said, strict=True):
            ledger.add(voter, attribute, right, every)
        return ledger


def voices(item: Item) -> list[Voice]:
    """Return the voices of an item's ballots."""
    values = len(item.sides)
    return [Voice(each.voter, item.attribute, each.reliability, values) for each in item.ballots]


def _agreed(items: list[Item]) -> Ledger:
    """Return the records on the items that nobody disputes."""
    ledger = Ledger()
    for item in items:
        if len(item.ballots) == 1:
            ledger.alone[item.ballots[0].voter] += item.ballots[0].share
        elif len(item.sides) == 1:
            for ballot in item.ballots:
                ledger.add(ballot.voter, item.attribute, ballot.share, ballot.share)
    return ledger


def _tally(item: Item, ledger: Ledger, own: tuple[float, ...] | None) -> Tally:
    standings = [ledger.standing(each) for each in voices(item)]
    weights = [each.share * standing[1] for each, standing in zip(item.ballots, standings, strict=True)]
    return Tally(tuple(_times(weights, own)), tuple([accuracy for accuracy, _ in standings]))


def _times(numbers: list[float], parts: Sequence[float] | None) -> list[float]:
    return [number * part for number, part in zip(numbers, parts, strict=True)] if parts else numbers
