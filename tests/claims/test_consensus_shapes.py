"""The vote on made-up claims of which the truth (0) is known, in shapes that real sets have."""

import random
from collections.abc import Callable, Iterator, Mapping

import pytest

from dpkit.claims.consensus import decide
from dpkit.model.consensus import Decision, Key, Method, Vote

Shape = Callable[[random.Random], list[Vote]]
DRAWINGS = 6


def claims(
    chance: random.Random, accuracies: Mapping[str, float], *, items: int, voices: tuple[int, int], alike: float
) -> Iterator[Vote]:
    """Yield claims: `alike` is how likely a wrong one is the usual mistake."""
    for item in range(items):
        for source in chance.sample(sorted(accuracies), chance.randint(*voices)):
            right, usual = chance.random() < accuracies[source], chance.random() < alike
            value = 0 if right else 1 if usual else chance.randint(2, 40)
            yield Vote(("visits", "start", (f"{item}",)), "start", source, value, value, str(value), source)


def few_sources(chance: random.Random) -> list[Vote]:
    sources = {f"s{n}": chance.choice([0.35, 0.5, 0.7, 0.9, 0.95]) for n in range(7)}
    return list(claims(chance, sources, items=300, voices=(1, 3), alike=0.3))


def usual_mistakes(chance: random.Random) -> list[Vote]:
    sources = {f"s{n}": chance.choice([0.3, 0.5, 0.7, 0.9]) for n in range(30)}
    return list(claims(chance, sources, items=200, voices=(4, 12), alike=0.9))


def good_one_and_poor_crowd(chance: random.Random) -> list[Vote]:
    crowd = {f"s{n}": 0.35 for n in range(300)}
    some = [*claims(chance, crowd, items=300, voices=(1, 3), alike=0.1)]
    return [*some, *claims(chance, {"many": 0.85}, items=300, voices=(1, 1), alike=0.1)]


def wrong(decisions: Mapping[Key, Decision]) -> float:
    """Return the share of decisions that are wrong; of a tie of k sides, one of them right, k - 1 parts are."""
    first = [[side.lower for side in each.sides[: each.leading]] for each in decisions.values()]
    return 1 - sum((0 in each) / len(each) for each in first) / len(first)


@pytest.mark.parametrize(("shape", "left"), [(few_sources, 0.9), (usual_mistakes, 0.4), (good_one_and_poor_crowd, 0.5)])
def test_accuracy_leaves_only_a_part_of_the_errors_of_the_majority(shape: Shape, left: float) -> None:
    drawings = [shape(random.Random(seed)) for seed in range(DRAWINGS)]  # noqa: S311 - made-up claims, not secrets
    errors = {method: sum(wrong(decide(each, method)) for each in drawings) for method in Method}
    assert errors[Method.ACCU] < left * errors[Method.MAJORITY]
