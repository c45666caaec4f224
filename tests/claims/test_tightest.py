"""Laws of `tightest`: the value that fits all claims best."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.claims.groups import Held
from dpkit.claims.tightest import tightest

INFINITE = float("inf")

days = st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
over = st.integers(0, 30).map(lambda number: (number, INFINITE))
under = st.integers(0, 30).map(lambda number: (-INFINITE, number))
names = st.sampled_from("abc").map(lambda name: (name, name))


def held(intervals: "st.SearchStrategy[tuple[object, object]]") -> "st.SearchStrategy[list[Held]]":
    claim = st.builds(
        lambda bounds, source, spelling: Held(source, f"{bounds[0]}..{bounds[1]}{spelling}", *bounds),
        intervals,
        st.sampled_from(["album", "paper", "ministry"]),
        st.sampled_from(["", "?"]),
    )
    return st.lists(claim, max_size=8)


claim_lists = st.one_of(held(days), held(st.one_of(days, over, under)), held(names))


def meet(one: Held, other: Held) -> bool:
    return bool(one.lower <= other.upper and other.lower <= one.upper)


def within(one: Held, other: Held) -> bool:
    return bool(other.lower <= one.lower and one.upper <= other.upper)


@given(claim_lists)
def test_each_result_is_one_of_the_stated_claims(claims: list[Held]) -> None:
    assert {*tightest(claims)} <= {*claims}


@given(claim_lists)
def test_there_is_a_result_exactly_where_something_is_claimed(claims: list[Held]) -> None:
    assert bool(tightest(claims)) == bool(claims)


@given(claim_lists)
def test_one_result_that_meets_every_claim_exactly_where_all_meet(claims: list[Held]) -> None:
    all_meet = all(meet(one, other) for one in claims for other in claims)
    found = tightest(claims)
    assert (len(found) <= 1) == all_meet
    if len(found) == 1:
        assert all(meet(found[0], claim) for claim in claims)


@given(claim_lists)
def test_no_claim_lies_strictly_within_the_one_that_is_chosen(claims: list[Held]) -> None:
    found = tightest(claims)
    if len(found) == 1:
        assert not any(within(each, found[0]) and not within(found[0], each) for each in claims)


@given(claim_lists)
def test_sides_come_in_order_and_the_outermost_do_not_meet(claims: list[Held]) -> None:
    found = tightest(claims)
    assert len({*found}) == len(found)
    if len(found) > 1:
        assert found[0].upper < found[-1].lower


@given(claim_lists, st.randoms(use_true_random=False))
def test_order_and_repetition_never_matter(claims: list[Held], chance: random.Random) -> None:
    shuffled = claims + claims[:2]
    chance.shuffle(shuffled)
    assert tightest(shuffled) == tightest(claims)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([("2001-08", 1, 31), ("2001-08-04", 4, 4), ("2001", -200, 150)], ["2001-08-04"]),
        ([("over 20", 20, INFINITE), ("over 10", 10, INFINITE)], ["over 20"]),
        ([("under 20", -INFINITE, 20), ("under 30", -INFINITE, 30)], ["under 20"]),
        ([("over 20", 20, INFINITE), ("24", 24, 24)], ["24"]),
        ([("2001-08?", 1, 31), ("2001-08", 1, 31)], ["2001-08"]),
        ([("2001-08-04", 4, 4), ("2001-08-05", 5, 5), ("2001-08", 1, 31)], ["2001-08-04", "2001-08-05"]),
        ([("2001-07", -30, 0), ("2001-07-31/2001-08-01", 0, 1), ("2001-08", 1, 31)], ["2001-07", "2001-08"]),
    ],
)
def test_the_claim_that_leaves_least_open_is_taken(claims: list[tuple[str, float, float]], expected: list[str]) -> None:
    assert [each.cell for each in tightest(Held("album", *claim) for claim in claims)] == expected


def test_of_equal_claims_the_spelling_of_most_sources_is_taken() -> None:
    claims = [Held("a", "Khasan", "k", "k"), Held("b", "Khassan", "k", "k"), Held("c", "Khassan", "k", "k")]
    assert [each.cell for each in tightest(claims)] == ["Khassan"]
