"""`dpkit resolve`: the values that the evidence supports best."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Write = Callable[..., Path]
Run = Callable[..., Result]
Package = Callable[..., dict[str, str]]
Cells = dict[str, str]
Read = Callable[[Path], dict[str, Cells]]
Resolve = Callable[..., Cells]


def part(row: Cells, field: str) -> "tuple[str, ...]":
    """Return value, status, sources for and sources against."""
    return tuple(row[f"{field}{end}"] for end in ("", "_status", "_for", "_against"))


@pytest.fixture
def resolve(write: Write, run: Run, claims_package: Package, resolved: Read, tmp_path: Path) -> Resolve:
    """Return a function that resolves rows of one subject and returns its resolved row."""

    def resolve(*rows: Cells, options: "tuple[str, ...]" = (), rulings: str = "") -> Cells:
        out = tmp_path / "out"
        result = run("resolve", write(claims_package(*rows, rulings=rulings)), "-o", out, *options)
        assert (result.exit_code, result.stderr) == (0, "")
        return resolved(out)["v"]

    return resolve


def test_sources_that_agree(resolve: Resolve) -> None:
    row = resolve({"source_id": "album", "start": "2001-08"}, {"source_id": "tass", "start": "2001-08-04"})
    assert part(row, "start") == ("2001-08-04", "agreed", "album tass", "")
    weight, _, total = row["start_support"].partition("/")
    assert weight == total
    assert float(total) > 0


def test_what_nobody_claims_is_empty(resolve: Resolve) -> None:
    row = resolve({"source_id": "album", "start": "2001"})
    assert part(row, "days") == ("", "", "", "")
    assert row["days_support"] == ""


def test_sources_that_disagree(resolve: Resolve) -> None:
    rows = [{"source_id": each, "start": "2001-08-04"} for each in ("album", "tass")]
    row = resolve(*rows, {"source_id": "wire", "start": "2001-08-05"})
    assert part(row, "start") == ("2001-08-04", "contested", "album tass", "wire")
    for_it, total = map(float, row["start_support"].split("/"))
    assert total / 2 < for_it < total


@pytest.mark.parametrize("method", ["accu", "majority", "weighted"])
def test_tie_has_no_value(resolve: Resolve, method: str) -> None:
    rows = [{"source_id": "album", "start": "2001-08-04"}, {"source_id": "tass", "start": "2001-08-05"}]
    row = resolve(*rows, options=("--method", method))
    assert part(row, "start") == ("", "no-consensus", "", "album tass")


@pytest.mark.parametrize(
    ("many", "why"),
    [
        ([{"source_id": "album"}, {"source_id": "times"}], "one control group"),
        ([{"source_id": "wire"}, {"source_id": "echo"}], "one was taken from the other"),
        ([{"source_id": "photo"}, {"source_id": "film"}], "both were taken from a third"),
        ([{"source_id": "wire"}, {"source_id": "book", "according_to": "wire"}], "one passes on the other's word"),
    ],
)
def test_one_voice_votes_once(resolve: Resolve, many: list[Cells], why: str) -> None:
    row = resolve(*({**each, "start": "2001-08-04"} for each in many), {"source_id": "tass", "start": "2001-08-05"})
    assert row["start_status"] == "no-consensus", why


def test_confidence_and_reliability_weigh(resolve: Resolve) -> None:
    sure = {"source_id": "album", "start": "2001-08-04"}
    unsure = {"source_id": "tass", "start": "2001-08-05", "confidence": "low"}
    assert part(resolve(sure, unsure), "start")[:2] == ("2001-08-04", "contested")


def test_reliable_source_weighs_more(resolve: Resolve) -> None:
    row = resolve({"source_id": "album", "start": "2001-08-04"}, {"source_id": "book", "start": "2001-08-05"})
    assert part(row, "start")[:2] == ("2001-08-05", "contested")


def test_forecasts_do_not_vote(resolve: Resolve) -> None:
    forecast = {"source_id": "tass", "start": "2001-08-05", "mode": "forecast"}
    row = resolve({"source_id": "album", "start": "2001-08-04"}, forecast)
    assert part(row, "start") == ("2001-08-04", "agreed", "album", "")


def test_quantity_keeps_its_qualifier_and_unit(resolve: Resolve) -> None:
    rows = [
        {"source_id": "album", "days": "20", "qualifier": "over", "unit": "day"},
        {"source_id": "tass", "days": "24", "qualifier": "about", "unit": "day"},
    ]
    row = resolve(*rows)
    assert part(row, "days") == ("24", "agreed", "album tass", "")
    assert (row["days_qualifier"], row["days_unit"]) == ("about", "day")


def test_qualifier_is_that_of_the_claim_that_says_most(resolve: Resolve) -> None:
    rows = [
        {"source_id": "album", "days": "24", "qualifier": "about", "unit": "day"},
        {"source_id": "tass", "days": "24", "qualifier": "exactly", "unit": "day"},
    ]
    row = resolve(*rows)
    assert (row["days"], row["days_qualifier"]) == ("24", "exactly")


def test_place_within_a_place_agrees(resolve: Resolve) -> None:
    row = resolve({"source_id": "album", "place_id": "russia"}, {"source_id": "tass", "place_id": "moscow"})
    assert part(row, "place_id") == ("moscow", "agreed", "album tass", "")


def test_name_is_given_as_somebody_writes_it(resolve: Resolve) -> None:
    names = ("Order of Friendship", "order of friendship", "Order of Friendship")
    sources = ("album", "tass", "wire")
    row = resolve(*({"source_id": source, "title": name} for source, name in zip(sources, names, strict=True)))
    assert part(row, "title") == ("Order of Friendship", "agreed", "album tass wire", "")


def test_members_and_days_within_an_extent_stand_side_by_side(resolve: Resolve) -> None:
    row = resolve(
        {"source_id": "album", "topic": "trade", "during": "2001-08"},
        {"source_id": "tass", "topic": "railways", "during": "2001-08-04"},
    )
    assert part(row, "topic") == ("railways | trade", "agreed", "album tass", "")
    assert row["during"] == "2001-08 | 2001-08-04"


RULED = (
    {"source_id": "album", "start": "2001-08-04"},
    {"source_id": "tass", "start": "2001-08-04"},
    {"source_id": "wire", "start": "2001-08-05"},
)


@pytest.fixture
def ruled(write: Write, run: Run, claims_package: Package) -> Callable[..., Path]:
    """Return a function that writes a package, and a ruling with some option into it."""

    def ruled(*option: str) -> Path:
        root = write(claims_package(*RULED))
        given = ("visits", "v", "start", *option, "--reason", "As the log shows.", "--package", root)
        assert run("rule", *given).exit_code == 0
        return root

    return ruled


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (("--prefer", "wire"), ("2001-08-05", "ruled", "wire", "album tass")),
        (("--value", "2001-08-05"), ("2001-08-05", "ruled", "wire", "album tass")),
        (("--both-stand",), ("2001-08-04", "contested", "album tass", "wire")),
        (("--not-a-contradiction",), ("2001-08-04", "ruled", "album tass", "wire")),
        (("--none-stands",), ("", "ruled", "", "album tass wire")),
    ],
)
def test_ruling_goes_before_the_vote(
    ruled: Callable[..., Path], run: Run, resolved: Read, option: "tuple[str, ...]", expected: "tuple[str, ...]"
) -> None:
    root = ruled(*option)
    assert run("resolve", root, "-o", root / "out").exit_code == 0
    assert part(resolved(root / "out")["v"], "start") == expected


def test_ruling_that_fell_is_no_ruling(resolve: Resolve) -> None:
    row = resolve(*RULED, rulings=f"visits,v,start,{'0' * 64},prefer,wire,,because\n")
    assert part(row, "start")[:2] == ("2001-08-04", "contested")


def test_rows_without_subject_and_cells_of_another_type_say_nothing(resolve: Resolve) -> None:
    row = resolve(
        {"source_id": "album", "start": "2001"},
        {"source_id": "tass", "visit_id": "", "start": "2002"},
        {"source_id": "wire", "days": "many"},
    )
    assert part(row, "start")[1:] == ("agreed", "album", "")
    assert part(row, "days") == ("", "", "", "")
