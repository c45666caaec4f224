"""The ledger: how much each voter said, on each attribute and as a whole, and how accurate what is right makes it."""

from collections.abc import Iterable, Sequence
from math import exp, fsum, log
from typing import NamedTuple

from dpkit.claims.consensus_items import Item
from dpkit.model.consensus import UNRATED

STRENGTH = 5.0  #: how many claims the accuracy assumed beforehand is worth
VOTERS = 10.0  #: how many voters the assumption is worth that voters are as accurate as their reliability says
BETWEEN = (0.05, 0.95)  #: in which the accuracy of all voters is taken to lie


class Voice(NamedTuple):
    """All that the accuracy of a ballot depends on."""

    voter: str
    attribute: str
    reliability: float


class Ledger:
    """What all voters said. All sums are exact, so that no order shows in them.

    Args:
        items: all of them, since a voter is measured on all.
    """

    def __init__(self, items: list[Item]) -> None:
        known: dict[Voice, int] = {}
        self.voices = [[known.setdefault(each, len(known)) for each in _voices(item)] for item in items]
        self.known = list(known)
        parts: dict[tuple[str, str], int] = {}
        #: the part of its voter's record that a voice belongs to
        self.parts = [parts.setdefault((each.voter, each.attribute), len(parts)) for each in self.known]
        self.size = len(parts)
        self._said, self._agreed = self._entries(items)
        voters: dict[str, int] = {}
        owners = [voters.setdefault(voter, len(voters)) for voter, _ in parts]
        self._owners = [owners[part] for part in self.parts]
        self._whole: list[list[int]] = [[] for _ in voters]
        for part, voter in enumerate(owners):
            self._whole[voter].append(part)
        self._total = [fsum([self._said[part] for part in each]) for each in self._whole]
        self._unopposed = _unopposed(items, voters)
        # the longer its record, the more it is a voter's own
        self._weights = [said / (said + STRENGTH) for said in self._total]
        self._usual = _mean(self._weights, _reliabilities(self.known), UNRATED)

    def _entries(self, items: list[Item]) -> tuple[list[float], list[float]]:
        """Return by part how much is said to which others speak, and how much of it nobody disputes."""
        said: list[list[float]] = [[] for _ in range(self.size)]
        agreed: list[list[float]] = [[] for _ in range(self.size)]
        for item, spoken in zip(items, self.voices, strict=True):
            if len(spoken) > 1:
                for ballot, voice in zip(item.ballots, spoken, strict=True):
                    said[self.parts[voice]].append(ballot.share)
                    if len(item.sides) == 1:
                        agreed[self.parts[voice]].append(ballot.share)
        return [fsum(each) for each in said], [fsum(each) for each in agreed]

    def beforehand(self) -> list[float]:
        """Return how often each voice is taken to be right before anything is measured."""
        return [each.reliability for each in self.known]

    def accuracies(self, disputed: Sequence[float]) -> list[float]:
        """Return how often each voice is right.

        Args:
            disputed: how much of each part is right, of what is disputed.
        """
        right = [one + other for one, other in zip(self._agreed, disputed, strict=True)]
        whole = [fsum([right[part] for part in each]) for each in self._whole]
        assumed = self._assumed(whole)
        found = []
        # the fewer claims it makes there, the more its claims elsewhere count; the fewer of those, what is assumed
        for voice, part, voter in zip(self.known, self.parts, self._owners, strict=True):
            free, here, said = self._unopposed[voter], right[part], self._said[part]
            elsewhere = whole[voter] - here + free + STRENGTH * assumed[voice.reliability]
            share = elsewhere / (self._total[voter] - said + free + STRENGTH)
            found.append((here + STRENGTH * share) / (said + STRENGTH))
        return found

    def _assumed(self, whole: list[float]) -> dict[float, float]:
        """Return by reliability how accurate a voter is taken to be whose own record says little.

        Reliabilities say how voters compare. How accurate they are on the whole is seen from their records: many voters
        with a claim or two each would otherwise outweigh a good one with many by what is merely assumed of them.
        """
        accuracies = [right / said if said else 0.0 for right, said in zip(whole, self._total, strict=True)]
        seen = _mean(self._weights, accuracies, self._usual)
        shift = _odds(seen) - _odds(self._usual)
        return {each: 1.0 / (1.0 + exp(-_odds(each) - shift)) for each in {voice.reliability for voice in self.known}}


def _voices(item: Item) -> list[Voice]:
    return [Voice(each.voter, item.attribute, each.reliability) for each in item.ballots]


def _reliabilities(voices: Iterable[Voice]) -> list[float]:
    """Return the reliability of each voter, in the order in which they speak first."""
    found: dict[str, float] = {}
    for each in voices:
        found[each.voter] = max(each.reliability, found.get(each.voter, 0.0))
    return list(found.values())


def _unopposed(items: list[Item], voters: dict[str, int]) -> list[float]:
    """Return how much each voter says that nobody else speaks to, and so nobody contradicts.

    It is worth no more than what is assumed beforehand.
    """
    alone: list[list[float]] = [[] for _ in voters]
    for item in items:
        if len(item.ballots) == 1:
            alone[voters[item.ballots[0].voter]].append(item.ballots[0].share)
    return [min(fsum(each), STRENGTH) for each in alone]


def _mean(weights: list[float], numbers: list[float], before: float) -> float:
    """Return the weighted mean, where what it is taken to be beforehand counts as so many more voters."""
    total = fsum([weight * number for weight, number in zip(weights, numbers, strict=True)])
    least, most = BETWEEN
    return min(max((total + VOTERS * before) / (fsum(weights) + VOTERS), least), most)


def _odds(probability: float) -> float:
    """Return the logarithm of the odds."""
    return log(probability / (1.0 - probability))
