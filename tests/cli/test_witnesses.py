"""How many speak, and with how many voices: sources of one control group, or of one origin, are one witness."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Write = Callable[..., Path]
Run = Callable[..., Result]
Package = Callable[..., dict[str, str]]
Cells = dict[str, str]

ONE_VOICE = {
    "one control group": ("album", "times"),
    "one was taken from the other": ("wire", "echo"),
    "both were taken from a third": ("photo", "film"),
}


def days(*sources: str, start: str = "2001-08-04") -> "list[Cells]":
    return [{"source_id": each, "start": start} for each in sources]


@pytest.mark.parametrize("sources", ONE_VOICE.values(), ids=ONE_VOICE)
def test_a_trace_counts_voices_too(sources: "tuple[str, ...]", write: Write, run: Run, claims_package: Package) -> None:
    told = run("trace", "visits", "v", "--package", write(claims_package(*days(*sources)))).stdout
    assert "[2 sources of 1 control group agree]" in told
    more = run("trace", "visits", "v", "--package", write(claims_package(*days(*sources, "tass")), "more")).stdout
    assert "[3 sources of 2 control groups agree]" in more


def test_a_trace_counts_a_word_passed_on_for_whose_it_is(write: Write, run: Run, claims_package: Package) -> None:
    passed_on = {"source_id": "book", "start": "2001-08-04", "according_to": "tass"}
    told = run("trace", "visits", "v", "--package", write(claims_package(*days("tass"), passed_on))).stdout
    assert "agree" not in told
    told = run(
        "trace", "visits", "v", "--package", write(claims_package(*days("album", "times"), passed_on), "b")
    ).stdout
    assert "[3 sources of 2 control groups agree]" in told


def test_independent_sources_are_counted_alone(write: Write, run: Run, claims_package: Package) -> None:
    told = run("trace", "visits", "v", "--package", write(claims_package(*days("album", "tass", "book")))).stdout
    assert "[3 sources agree]" in told


@pytest.mark.parametrize("command", ["contradictions", "validate", "resolve"])
def test_a_contradiction_counts_voices_too(command: str, write: Write, run: Run, claims_package: Package) -> None:
    rows = days("album", "times", "tass") + days("book", start="2001-08-05")
    told = run(command, write(claims_package(*rows))).stdout
    assert "(3 sources of 2 control groups: album, tass and times)" in told or (
        "(3 sources of 2 control groups: album, times and tass)" in told
    )
    assert "(book)" in told


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("about", "20"), ("", "30"), "1.5 times"),
        (("", "20"), ("about", "30"), "1.5 times"),
        (("over", "30"), ("", "20"), "1.5 times"),
        (("under", "20"), ("at_least", "30"), "1.5 times"),
        (("", "20"), ("", "30"), "1.5 times"),
    ],
)
def test_distance_lies_between_the_numbers_that_are_stated(
    one: "tuple[str, str]",
    other: "tuple[str, str]",
    expected: str,
    write: Write,
    run: Run,
    claims_package: Package,
) -> None:
    rows = [
        {"source_id": source, "qualifier": qualifier, "days": days}
        for source, (qualifier, days) in (("album", one), ("tass", other))
    ]
    assert run("contradictions", write(claims_package(*rows))).stdout.splitlines()[2].endswith(f", {expected}")


def test_no_distance_is_told_where_there_is_no_ratio(write: Write, run: Run, claims_package: Package) -> None:
    rows = [{"source_id": "album", "days": "0"}, {"source_id": "tass", "days": "30"}]
    assert "times" not in run("contradictions", write(claims_package(*rows))).stdout


def test_a_source_whose_word_is_passed_on_is_not_one_that_nobody_cites(
    write: Write, run: Run, claims_package: Package
) -> None:
    passed_on = {"source_id": "book", "start": "2001-08-04", "according_to": "tass"}
    told = run("validate", write(claims_package(passed_on)), "--select", "source-uncited").stdout
    assert "no row cites 'wire'" in told
    assert "'tass'" not in told
    assert "'book'" not in told
