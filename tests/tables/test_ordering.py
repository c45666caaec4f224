"""Bounds: what lies beyond one is told, as exact numbers of Python's tell it, however near it is."""

import csv
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit

BROKEN: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: value < bound,
    "maximum": lambda value, bound: value > bound,
    "exclusiveMinimum": lambda value, bound: value <= bound,
    "exclusiveMaximum": lambda value, bound: value >= bound,
}
SHARED = settings(deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
EXPONENTS = st.sampled_from(["", "", "e0", "E-1", "e+2", "E15", "e-17", "e307", "E308", "e309", "e-324", "e-400"])
FRACTIONS = st.sampled_from(["", ".5", ".50", ".000001", ".0000001", ".123456", ".1234569", ".12345691", ".99999999"])
ZONES = st.sampled_from([0, 60, 330, -210, 840, -720])
TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})([.][0-9]+)?")


def number(text: str) -> Fraction:
    """Return the number that a text writes."""
    digits, exponent = (*re.split("[eE]", text), "0")[:2]
    return Fraction(digits) * Fraction(10) ** int(exponent)


def second(text: str) -> Fraction:
    """Return the second of the day that a time of day is."""
    found = TIME.fullmatch(text)
    assert found
    whole = 3600 * int(found[1]) + 60 * int(found[2]) + int(found[3])
    return whole + Fraction(f"0{found[4] or ''}")


def moment(text: str) -> Fraction:
    """Return the second that a date with time and zone is."""
    whole, zone = text[:19], text.removesuffix("Z")[-6:] if not text.endswith("Z") else "+00:00"
    minutes = (60 * int(zone[1:3]) + int(zone[4:])) * (-1 if zone[0] == "-" else 1)
    since = datetime.fromisoformat(f"{whole}+00:00") - datetime(1, 1, 1, tzinfo=UTC)
    part = re.search(r"[.][0-9]+", text)
    return 86400 * since.days + since.seconds - 60 * minutes + Fraction(f"0{part[0] if part else ''}")


def with_zone(at: datetime, fraction: str, zone: int) -> str:
    """Return a moment as it is called in a zone, which is so many minutes before that of Greenwich."""
    local = at.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=zone))).isoformat()
    return local[:19] + fraction + local[19:]


@st.composite
def near_numbers(draw: st.DrawFn) -> list[str]:
    """Draw numbers that differ in their last digits, as they may be written."""
    digits, exponent = draw(st.from_regex("[0-9]{1,20}([.][0-9]{1,25})?", fullmatch=True)), draw(EXPONENTS)
    signs, ends = st.sampled_from(["", "-", "+"]), st.sampled_from(["", "0", "1", "00001", "9"])
    point = "" if "." in digits else "."
    ended = [draw(ends) for _ in range(12)]
    return [f"{draw(signs)}{digits}{point * bool(end)}{end}{exponent}" for end in ended]


WHOLE = st.sampled_from([0, 7, 2**53, 2**63 - 1, 2**63, 10**40]) | st.integers(0, 10**20)
DAYS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001 - UTC
YEARS = st.integers(2, 9000) | st.integers(-9000, -2)  # there is no year 0
KINDS: dict[str, tuple[st.SearchStrategy[list[str]], Callable[[str], Any]]] = {
    "number": (near_numbers(), number),
    "integer": (WHOLE.map(lambda n: [str(n + more) for more in (0, -1, 1, 2)] + [f"-{n}", f"00{n}", f"+{n}"]), int),
    "year": (YEARS.map(lambda y: [f"{y + n:0{5 if y + n < 0 else 4}}" for n in (0, -1, 1)]), int),
    "yearmonth": (st.lists(DAYS.map(lambda at: at.isoformat()[:7]), min_size=8, max_size=8), str),
    "date": (DAYS.map(lambda at: [str(at.date() + timedelta(n)) for n in (0, 1, -1, 31, -366)]), str),
    "time": (
        st.builds(lambda at, fs: [at.isoformat()[11:] + f for f in fs], DAYS, st.lists(FRACTIONS, min_size=8)),
        second,
    ),
    "datetime": (
        st.builds(
            lambda at, parts: [with_zone(at + timedelta(seconds=s), f, z) for f, z, s in parts],
            DAYS,
            st.lists(st.tuples(FRACTIONS, ZONES, st.sampled_from([0, 0, 1, -60])), min_size=8),
        ),
        moment,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_beyond_a_bound_is_told(kind: str, tmp_path: Path) -> None:
    strategy, exact = KINDS[kind]

    @SHARED
    @given(strategy)
    def judge(cells: list[str]) -> None:
        bound = exact(cells[0])
        expected = {
            name: {row for row, cell in enumerate(cells, 1) if broken(exact(cell), bound)}
            for name, broken in BROKEN.items()
        }
        assert told(tmp_path, kind, cells[0], cells) == expected

    judge()


def told(folder: Path, kind: str, bound: str, cells: list[str]) -> dict[str, set[int | None]]:
    """Return the rows of which some cell is beyond the bound, by the constraint."""
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([BROKEN, *([cell] * len(BROKEN) for cell in cells)])
    fields = [{"name": name, "type": kind, "constraints": {name: bound}} for name in BROKEN]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    findings = dpkit.open(folder).validate(first=None).findings
    assert {each.check for each in findings} <= {"constraint-error"}, findings
    return {name: {each.row for each in findings if each.field == name} for name in BROKEN}
