"""The ledger: how much each voter said, on each attribute and as a whole, and how accurate what is right makes it."""

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from dpkit.claims.consensus_items import Item

BEFOREHAND = 5.0  #: how many claims the reliability is worth
ELSEWHERE = 20.0  #: how many claims on an attribute the record elsewhere is worth
SILENCE = 2.0  #: how many right claims it is worth at most that nobody else speaks to what a voter says


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
        found = []
        # the fewer claims it makes there, the more its claims elsewhere count; the fewer of those, its reliability
        for voice, part, voter in zip(self.known, self.parts, self._owners, strict=True):
            free, here, said = self._unopposed[voter], right[part], self._said[part]
            elsewhere = whole[voter] - here + free + BEFOREHAND * voice.reliability
            share = elsewhere / (self._total[voter] - said + free + BEFOREHAND)
            found.append((here + ELSEWHERE * share) / (said + ELSEWHERE))
        return found


def _voices(item: Item) -> list[Voice]:
    return [Voice(each.voter, item.attribute, each.reliability) for each in item.ballots]


def _unopposed(items: list[Item], voters: dict[str, int]) -> list[float]:
    """Return how much each voter says that nobody else speaks to, and so nobody contradicts.

    It is little evidence, however often it happens: with more, such a voter would outweigh two that agree.
    """
    alone: list[list[float]] = [[] for _ in voters]
    for item in items:
        if len(item.ballots) == 1:
            alone[voters[item.ballots[0].voter]].append(item.ballots[0].share)
    return [min(fsum(each), SILENCE) for each in alone]
