"""Laws of the vote: what the claims on a subject and field support best."""

import random
from collections.abc import Sequence
from itertools import pairwise
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.claims.consensus import decide
from dpkit.claims.consensus_errors import EVEN, SHARES, Errors, occurring
from dpkit.claims.consensus_items import meeting
from dpkit.claims.consensus_ruled import Stated, ruled
from dpkit.claims.consensus_weights import weight
from dpkit.model.consensus import Decision, Method, Status, Vote

METHODS = [*Method]
KEY = ("visits", "start", ("a",))


def vote(voter: str, value: object, *, on: str = "a", upper: object = None, source: str = "") -> Vote:
    """Return a claim of `voter` on a subject: a value, or an interval that begins there."""
    last = value if upper is None else upper
    key = ("visits", "start", (on,))
    return Vote(key, "visits.start", voter, value, last, f"{value}..{last}", source or voter)


spans = st.tuples(st.integers(0, 20), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))
points = st.sampled_from([(1, 1), (2, 2), (3, 3)])


def votes(bounds: "st.SearchStrategy[tuple[int, int]]") -> "st.SearchStrategy[list[Vote]]":
    one = st.builds(
        lambda voter, span, on, share, source: vote(
            voter, span[0], upper=span[1], on=on, source=f"{voter}{source}"
        )._replace(share=share),
        st.sampled_from(["x", "y", "z", "w"]),
        bounds,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([0.5, 0.75, 1.0]),
        st.sampled_from(["", "-late"]),
    )
    return st.lists(one, max_size=14)


vote_lists = st.one_of(votes(points), votes(spans))
methods = st.sampled_from(METHODS)


def told(decision: Decision) -> "tuple[Status, str, int, list[float]]":
    value = decision.winner.value if decision.winner else ""
    return decision.status, value, decision.leading, [round(side.weight, 9) for side in decision.sides]


@given(vote_lists, methods, st.integers(), st.booleans())
def test_order_and_repetition_never_matter(some: list[Vote], method: Method, seed: int, copies: bool) -> None:  # noqa: FBT001
    mixed = [*some, *some[:3]]
    random.Random(seed).shuffle(mixed)  # noqa: S311 - a law, not a secret
    assert decide(mixed, method, copies=copies) == decide(some, method, copies=copies)


@given(vote_lists, methods, st.permutations(["x", "y", "z", "w"]), st.booleans())
def test_names_of_voters_never_matter(some: list[Vote], method: Method, names: list[str], copies: bool) -> None:  # noqa: FBT001
    renamed = [each._replace(voter=dict(zip("xyzw", names, strict=True))[each.voter]) for each in some]
    after = {key: told(each) for key, each in decide(renamed, method, copies=copies).items()}
    assert after == {key: told(each) for key, each in decide(some, method, copies=copies).items()}


@given(vote_lists, methods)
def test_value_is_always_claimed_and_fits_its_side(some: list[Vote], method: Method) -> None:
    for key, decision in decide(some, method).items():
        claimed = {each.cell for each in some if each.key == key}
        assert {side.value for side in decision.sides} <= claimed
        for side in decision.sides:
            assert all(each.ballot.lower <= side.upper and each.ballot.upper >= side.lower for each in side.backings)


@given(vote_lists, methods)
def test_claims_that_all_meet_are_agreed_and_no_others(some: list[Vote], method: Method) -> None:
    for key, decision in decide(some, method).items():
        claims = [each for each in some if each.key == key]
        meet = max(each.lower for each in claims) <= min(each.upper for each in claims)
        assert (decision.status is Status.AGREED) is meet


@given(vote_lists)
def test_weight_for_is_part_of_all_and_sides_are_in_order(some: list[Vote]) -> None:
    for decision in decide(some).values():
        weights = [side.weight for side in decision.sides]
        assert all(0 < each <= decision.total + 1e-9 for each in weights)
        assert weights == pytest.approx(sorted(weights, reverse=True))


@given(vote_lists, methods, st.data())
def test_more_sources_of_one_group_change_nothing(some: list[Vote], method: Method, data: st.DataObject) -> None:
    if some:
        again = data.draw(st.lists(st.sampled_from(some), max_size=4))
        echoes = [each._replace(source=f"{each.source}-echo-{n}") for n, each in enumerate(again)]
        before, after = decide(some, method), decide([*some, *echoes], method)
        assert {key: told(each) for key, each in after.items()} == {key: told(each) for key, each in before.items()}


@given(vote_lists, st.sampled_from([Method.MAJORITY, Method.WEIGHTED]))
def test_one_more_voter_never_dethrones_what_it_votes_for(some: list[Vote], method: Method) -> None:
    for key, decision in decide(some, method).items():
        if decision.winner:
            won = decision.winner
            more = vote("new", won.lower, upper=won.upper, on=key[2][0])
            after = decide([*some, more], method)[key].winner
            assert after is not None
            assert (after.lower, after.upper) == (won.lower, won.upper)


@given(st.floats(0.01, 0.98), st.floats(0.01, 0.98), st.integers(1, 50))
def test_weight_grows_with_accuracy_and_with_the_values_that_could_be_wrong(
    one: float, other: float, values: int
) -> None:
    assert weight(min(one, other), values) <= weight(max(one, other), values)
    assert weight(one, values) <= weight(one, values + 1)
    assert weight(one, values) > 0


def only(share: float) -> list[float]:
    """Return that errors coincide equally on all items."""
    return [float(each == share) for each in SHARES]


@given(st.integers(1, 40), st.integers(2, 40), st.integers(0, len(SHARES) - 2))
def test_each_further_claim_that_is_alike_is_worth_less_and_all_the_less_where_errors_coincide(
    alike: int, others: int, place: int
) -> None:
    def further(alike: int, share: float) -> float:
        sizes = [(number, [number, alike + others - number]) for number in (alike, alike + 1)]
        one, more = (number * Errors(number, each).wrong_values(only(share)) for number, each in sizes)
        return more - one

    others += 1
    assert further(alike + 1, SHARES[place]) < further(alike, SHARES[place])
    assert further(alike, SHARES[place + 1]) < further(alike, SHARES[place])


def test_one_claim_of_two_could_be_wrong_in_as_many_ways_as_errors_differ() -> None:
    assert Errors(1, [1]).wrong_values(EVEN) == pytest.approx(0)  # nothing to be measured by
    assert Errors(1, [1, 1]).wrong_values(only(0.55)) == pytest.approx(log(1 / 0.45))
    assert Errors(1, [1, 1]).wrong_values(EVEN) == pytest.approx(log(2))


def test_second_voice_is_worth_more_where_the_others_all_differ() -> None:
    def gain(others: list[int]) -> float:
        one = Errors(1, [1, 1, *others]).wrong_values(EVEN)
        return 2 * Errors(2, [2, *others]).wrong_values(EVEN) - one

    assert gain([1, 1, 1, 1]) > gain([4])


def test_many_claims_on_an_item_can_be_weighed() -> None:
    assert 0 < Errors(3000, [3000, 2000]).wrong_values(EVEN) < log(4)


def test_errors_seen_to_coincide_are_expected_to() -> None:
    after = occurring([Errors(1, [1, 5]).if_right(EVEN, 30.0)])
    assert sum(after) == pytest.approx(1)
    assert list(after) == sorted(after)
    assert occurring([]) == pytest.approx([0.1] * 10)


@pytest.mark.parametrize("method", METHODS)
def test_tie_is_no_consensus(method: Method) -> None:
    decision = decide([vote("x", 1), vote("y", 2)], method)[KEY]
    assert (decision.status, decision.winner, decision.leading) == (Status.NO_CONSENSUS, None, 2)


@pytest.mark.parametrize("method", METHODS)
def test_most_voices_win_among_sources_alike(method: Method) -> None:
    decision = decide([vote("x", 1), vote("y", 1), vote("z", 2)], method)[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "1..1")


@pytest.mark.parametrize("method", METHODS)
def test_control_group_has_one_voice(method: Method) -> None:
    state = [vote("state", 1, source=name) for name in ("album", "times", "ministry")]
    decision = decide([*state, vote("y", 2), vote("z", 2)], method)[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "2..2")
    assert decision.sides[1].backings[0].sources == ("album", "ministry", "times")


@pytest.mark.parametrize("method", METHODS)
def test_group_that_contradicts_itself_divides_its_voice(method: Method) -> None:
    decision = decide([vote("x", 1), vote("x", 2), vote("y", 2)], method)[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "2..2")
    assert decide([vote("x", 1), vote("x", 2)], method)[KEY].winner is None


@pytest.mark.parametrize("method", METHODS)
def test_vaguer_claims_stand_with_those_they_contain(method: Method) -> None:
    decision = decide([vote("x", 1, upper=31), vote("y", 4), vote("z", 40)], method)[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "4..4")
    assert [each.ballot.voter for each in decision.sides[0].backings] == ["x", "y"]


def test_source_that_agreed_before_is_believed() -> None:
    record = [vote(voter, 1, on=f"known {n}") for n in range(8) for voter in ("good", "p", "q")]
    record += [vote("bad", 2, on=f"known {n}") for n in range(8)]
    decision = decide([*record, vote("good", 1), vote("bad", 2)])[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "1..1")
    accuracy = {each.ballot.voter: each.accuracy or 0 for side in decision.sides for each in side.backings}
    assert accuracy["good"] > 0.5 > accuracy["bad"]
    assert decide([*record, vote("good", 1), vote("bad", 2)], Method.MAJORITY)[KEY].winner is None


def test_voters_alike_in_all_are_tied_in_all() -> None:
    """However long it is measured, rounding does not prefer one of them."""
    pair = [vote(voter, value, on=f"o{n}") for n in range(60) for voter, value in (("x", 1), ("y", 2))]
    third = [vote("z", 1 + n % 2, on=f"o{n}")._replace(share=0.75 - n % 4 // 2 / 4) for n in range(8)]
    some = [each._replace(attribute="abc"[int(each.key[2][0][1:]) // 4 % 3]) for each in (*pair, *third)]
    won = {key[2][0] for key, each in decide(some).items() if each.winner}
    assert won == {f"o{n}" for n in range(8)}


@pytest.mark.parametrize(("apart", "winner"), [(0, "1..1"), (1, "2..2")])
def test_agreement_of_poor_sources_tells_little_where_they_err_alike(apart: int, winner: str) -> None:
    record = [vote(voter, 5, on=f"o{n}") for voter in ("good", "p", "q") for n in range(60)]
    for number, voter in enumerate(("x", "y")):
        record += [vote(voter, 5 if n >= 16 else 6 + number * apart, on=f"o{n}") for n in range(60)]
    decision = decide([*record, vote("good", 1), vote("x", 2), vote("y", 2)])[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, winner)


def test_record_counts_more_on_its_own_attribute() -> None:
    def on(attribute: str, some: Sequence[Vote]) -> list[Vote]:
        return [each._replace(attribute=attribute, key=(attribute, *each.key[1:])) for each in some]

    def record(voter: str, value: int) -> list[Vote]:
        said = {voter: value, "p": 1, "q": 1}
        return [vote(each, said[each], on=f"{voter}{n}") for n in range(30) for each in said]

    dates = [*on("dates", record("x", 1)), *on("dates", record("y", 2))]
    places = [*on("places", record("x", 2)), *on("places", record("y", 1))]
    question = [vote("x", 1), vote("y", 2)]
    found = decide([*dates, *places, *on("dates", question), *on("places", question)])
    assert told(found["dates", "start", ("a",)])[1] == "1..1"
    assert told(found["places", "start", ("a",)])[1] == "2..2"


def test_silence_of_others_is_worth_little() -> None:
    lonely = [vote("loud", 1, on=f"lonely {n}") for n in range(1000)]
    decision = decide([*lonely, vote("loud", 1), vote("y", 2), vote("z", 2)])[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "2..2")


def test_good_source_is_not_outvoted_by_what_is_assumed_of_many_others() -> None:
    """Hundreds that say one thing each, mostly wrong, have no record of their own to tell."""
    chance = random.Random(1)  # noqa: S311 - made-up claims, not a secret
    many = [vote("many", 0, on=f"o{n}") for n in range(200)]
    crowd = [
        vote(f"s{n}-{k}", 0 if chance.random() < 0.3 else chance.randrange(1, 50), on=f"o{n}")
        for n in range(200)
        for k in range(chance.choice([1, 2]))
    ]
    decisions = decide([*many, *crowd])
    assert sum(each.winner is not None and each.winner.lower == 0 for each in decisions.values()) > 190


def test_reliability_and_confidence_go_before_a_record() -> None:
    reliable = decide([vote("x", 1)._replace(reliability=0.95), vote("y", 2)])[KEY]
    assert told(reliable)[:2] == (Status.CONTESTED, "1..1")
    for method in (Method.ACCU, Method.WEIGHTED):
        sure = decide([vote("x", 1)._replace(share=0.5), vote("y", 2)], method)[KEY]
        assert told(sure)[:2] == (Status.CONTESTED, "2..2")


def test_voters_without_any_pattern_come_to_an_end() -> None:
    some = [vote(f"s{n % 7}", (n * n) % 3, on=f"o{n % 11}") for n in range(200)]
    assert decide(some) == decide(list(reversed(some)))


def test_copies_count_less_where_they_are_looked_for() -> None:
    shared = [vote(voter, 2, on=f"o{n}") for n in range(12) for voter in ("c1", "c2", "c3")]
    truth = [vote(voter, 1, on=f"o{n}") for n in range(12) for voter in ("a", "b", "c", "d")]
    question = [vote("c1", 2), vote("c2", 2), vote("c3", 2), vote("new 1", 1), vote("new 2", 1)]
    found = decide([*shared, *truth, *question], copies=True)[KEY]
    assert told(found)[1] == "1..1"
    copied = [each.weight for side in found.sides for each in side.backings if each.ballot.voter in {"c1", "c2", "c3"}]
    assert copied[0] > 3 * copied[1]


MEASURED = (vote("x", 10.0), vote("y", 11.0), vote("z", 90.0))


@pytest.mark.parametrize("method", METHODS)
def test_middle_of_measurements_is_taken(method: Method) -> None:
    decision = decide(MEASURED, method, numbers=["visits.start"])[KEY]
    assert told(decision)[:2] == (Status.CONTESTED, "11.0..11.0")
    assert decision.sides[0].value == "11.0..11.0"


def test_between_two_measurements_is_no_consensus() -> None:
    decision = decide([vote("x", 10.0), vote("y", 11.0)], numbers=["visits.start"])[KEY]
    assert told(decision)[0] is Status.NO_CONSENSUS


def test_weight_moves_the_middle() -> None:
    heavy = [each._replace(share=0.5 if each.lower != 90.0 else 1.0) for each in MEASURED]
    decision = decide([*heavy, vote("w", 95.0)], numbers=["visits.start"])[KEY]
    assert told(decision)[1] == "90.0..90.0"


def test_numbers_that_coincide_are_voted_on() -> None:
    alike = [vote(voter, 5.0, on=f"o{n}") for n in range(4) for voter in ("x", "y", "z")]
    votes_on_it = [vote("x", 10.0), vote("y", 11.0), vote("z", 90.0), vote("w", 90.0)]
    decision = decide([*alike, *votes_on_it], numbers=["visits.start"])[KEY]
    assert told(decision)[1] == "90.0..90.0"


def test_numbers_are_voted_on_while_a_quarter_of_them_coincide() -> None:
    """Of two sources that differ, the one with the better record is believed, which no middle could tell."""
    differing = [vote(voter, value, on=f"o{n}") for n in range(9) for voter, value in (("good", 1.0), ("poor", 2.0))]
    agreeing = [vote("fair", 1.0, on=f"o{n}") for n in range(3)]
    decisions = decide([*differing, *agreeing], numbers=["visits.start"])
    assert {told(each)[1] for each in decisions.values()} == {"1.0..1.0"}
    rarely = decide([*differing, *agreeing[:2]], numbers=["visits.start"])
    assert Status.NO_CONSENSUS in {each.status for each in rarely.values()}


DISPUTED = decide([vote("x", 1), vote("y", 1), vote("z", 2)])[KEY]


def test_source_is_preferred() -> None:
    found = ruled(DISPUTED, Stated("prefer", source="z"))
    assert (found.value, found.status, found.sources, found.against) == ("2..2", Status.RULED, ("z",), ("x", "y"))
    assert found.support == pytest.approx(DISPUTED.sides[1].weight)


def test_value_is_preferred() -> None:
    found = ruled(DISPUTED, Stated("prefer", value="2..2"))
    assert (found.value, found.status, found.sources) == ("2..2", Status.RULED, ("z",))


def test_value_that_nobody_claims_has_no_support() -> None:
    found = ruled(DISPUTED, Stated("prefer", value="7"))
    assert (found.value, found.support, found.sources, found.against) == ("7", 0, (), ("x", "y", "z"))


def test_none_stands() -> None:
    found = ruled(DISPUTED, Stated("none-stands"))
    assert (found.value, found.status, found.sources) == ("", Status.RULED, ())


@pytest.mark.parametrize(("choice", "status"), [("both-stand", "contested"), ("not-a-contradiction", "ruled")])
def test_where_nobody_is_wrong_the_vote_chooses(choice: str, status: str) -> None:
    found = ruled(DISPUTED, Stated(choice))
    assert (found.value, found.status, found.sources, found.against) == ("1..1", status, ("x", "y"), ("z",))
    tied = ruled(decide([vote("x", 1), vote("y", 2)])[KEY], Stated(choice))
    assert (tied.value, tied.status) == ("", Status.NO_CONSENSUS)


def test_source_that_contradicts_itself_cannot_be_preferred() -> None:
    decision = decide([vote("x", 1), vote("x", 2), vote("y", 2)])[KEY]
    found = ruled(decision, Stated("prefer", source="x"))
    assert (found.value, found.status) == ("", Status.NO_CONSENSUS)


@given(st.lists(spans, min_size=1, max_size=12))
def test_groups_that_meet_are_maximal_and_in_order(bounds: "list[tuple[int, int]]") -> None:
    groups = meeting(bounds)
    assert {number for group in groups for number in group} == set(range(len(bounds)))
    commons = [(max(bounds[n][0] for n in group), min(bounds[n][1] for n in group)) for group in groups]
    assert all(lower <= upper for lower, upper in commons)
    assert all(one[1] < other[0] for one, other in pairwise(commons))


def test_tie_shows_who_claims_what() -> None:
    tied = decide([vote("x", 1), vote("y", 2)])[KEY]
    found = ruled(tied)
    assert (found.value, found.status, found.sources, found.against) == ("", Status.NO_CONSENSUS, (), ("x", "y"))
    assert found.support == pytest.approx(tied.total / 2)
