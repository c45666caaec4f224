"""Dates judged per subject: starts and ends in order, dates inside of extents, and none after its source."""

import json
from typing import TYPE_CHECKING, Any

import pytest

import dpkit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Found = Callable[..., list[tuple[str, int | None, str | None]]]

DATE = {"claim": "date"}
LINES = tuple[str, ...]


def table(heads: str, lines: LINES, dated: tuple[str, ...] = (), /, **roles: Any) -> tuple[str, dict[str, Any]]:
    """Return a table's text and schema; the fields in `dated` are claims of dates."""
    names = heads.split(",")
    fields = [{"name": name} | ({"dpkit": DATE} if name in dated else {}) for name in names]
    return "\n".join([heads, *lines, ""]), {"fields": fields, "dpkit": roles}


@pytest.fixture
def found(tmp_path: "Path") -> "Found":
    """Return a function that validates tables and returns the findings: check, row, field."""

    def found(dpkit_property: dict[str, Any] | None = None, /, **tables: tuple[str, dict[str, Any]]) -> Any:
        resources = []
        for name, (text, schema) in tables.items():
            (tmp_path / f"{name}.csv").write_text(text)
            resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
        descriptor = {"resources": resources} | ({"dpkit": dpkit_property} if dpkit_property else {})
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
        report = dpkit.open(tmp_path).validate()
        assert [each for each in report.skipped if each.check.startswith("date-")] == []
        return sorted((each.check, each.row, each.field) for each in report.findings)

    return found


def order(*lines: str, subject: tuple[str, ...] = ("visit",), **roles: Any) -> tuple[str, dict[str, Any]]:
    roles = ({"subject": list(subject)} if subject else {}) | {"dates": {"order": [["start", "end"]]}} | roles
    return table("visit,start,end,mode", lines, ("start", "end"), **roles)


def test_dates_are_in_order_though_they_claim_nothing(found: "Found") -> None:
    visits = table("start,end", ("2001-08-20,2001-08-18",), dates={"order": [["start", "end"]]})
    assert ("date-after-end", 1, "start") in found(visits=visits)


ORDER: dict[str, tuple[LINES, list[tuple[int, str]]]] = {
    "in order": (("v,2001-07-26,2001-08-18,",), []),
    "the same day": (("v,2001-07-26,2001-07-26,",), []),
    "out of order": (("v,2001-08-20,2001-08-18,",), [(1, "start")]),
    "in different rows": (("v,2001-08-20,,", "v,,2001-08-18,"), [(1, "start"), (2, "end")]),
    "in different subjects": (("v,2001-08-20,,", "w,,2001-08-18,"), []),
    "one of several ends is late enough": (("v,2001-08-20,,", "v,,2001-08-18,", "v,,2001-08-21,"), [(2, "end")]),
    "one of several starts is early enough": (("v,,2001-08-18,", "v,2001-08-20,,", "v,2001-08-01,,"), [(2, "start")]),
    "a row against itself, where others are in order": (
        ("v,2001-08-10,2001-08-05,", "v,2001-08-09,2001-08-20,"),
        [(1, "end")],
    ),
    "only starts": (("v,2001-08-20,,", "v,1999,,"), []),
    "only ends": (("v,,2001-08-20,", "v,,1999,"), []),
    "vague dates that may be in order": (("v,2001-08,2001-08-04,", "w,2001,2001-01-01,", "x,198X,1980,"), []),
    "vague dates that cannot be in order": (("v,2001-09,2001-08,", "w,199X,1989,"), [(1, "start"), (2, "start")]),
    "an interval says: some day in it": (("v,2001-08-01/2001-08-20,2001-08-04,",), []),
    "an interval that is all too late": (("v,2001-08-05/2001-08-20,2001-08-04,",), [(1, "start")]),
    "open ends": (("v,2001/..,1999/..,", "w,../2001,../1950,", "x,../2001,1950/..,"), []),
    "an open start after an end": (("v,2001/..,1999,",), [(1, "start")]),
    "an end before an open end": (("v,2001,../1999,",), [(1, "start")]),
    "uncertain dates": (("v,2001-08-20?,2001-08-18~,",), [(1, "start")]),
    "far years": (("v,Y17000,9999,", "w,-0044,-0045,"), [(1, "start"), (2, "start")]),
    "the southern summer ends in the next year": (("v,2001-22,2002-02-28,", "w,2002-02-01,2001-22,"), []),
    "after the southern summer": (("v,2002-03-01,2001-22,",), [(1, "start")]),
    "no subject named: rows stand alone": ((",2001-08-20,,", ",,2001-08-18,"), []),
    "no subject named, and out of order": ((",2001-08-20,2001-08-18,", ",,2001-08-01,"), [(1, "start")]),
}


@pytest.mark.parametrize("name", ORDER)
def test_starts_and_ends(name: str, found: "Found") -> None:
    lines, expected = ORDER[name]
    assert found(visits=order(*lines)) == sorted(("date-after-end", row, field) for row, field in expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("v,2001-08-20,2001-08-18,", "v,2001-08-01,2001-08-02,"), [1]),
        (("v,2001-08-20,,", "v,,2001-08-18,"), []),
        (("v,2001-08-20,2001-08,",), []),
    ],
)
def test_without_a_subject_each_row_stands_for_itself(lines: LINES, expected: list[int], found: "Found") -> None:
    visits = order(*lines, subject=())
    assert found(visits=visits) == [("date-after-end", row, "start") for row in expected]


def test_forecasts_are_left_out(found: "Found") -> None:
    lines = ("v,2001-08-20,,report", "v,,2001-08-18,forecast", "w,2001-08-20,2001-08-18,plan", "x,2001,2000,")
    assert found(visits=order(*lines, claims={"mode": ["report"]})) == [("date-after-end", 4, "start")]


def test_a_subject_of_several_fields(found: "Found") -> None:
    heads = "visit,leg,start,end"
    roles = {"subject": ["visit", "leg"], "dates": {"order": [["start", "end"]]}}
    lines = ("v,1,2001-08-20,", "v,2,,2001-08-18", "v,1,,2001-08-19")
    assert found(legs=table(heads, lines, ("start", "end"), **roles)) == [
        ("date-after-end", 1, "start"),
        ("date-after-end", 3, "end"),
    ]


# `during`: any day of it, an error only outside every extent that the subject allows


def during(*lines: str, subject: tuple[str, ...] = ("visit",), **roles: Any) -> tuple[str, dict[str, Any]]:
    roles = (
        ({"subject": list(subject)} if subject else {}) | {"dates": {"during": [["during", "start", "end"]]}} | roles
    )
    return table("visit,start,end,during,mode", lines, ("start", "end", "during"), **roles)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("v,2001-07-26,,,", "v,,2001-08-18,,", "v,,,2001-08,", "v,,,2001-07-25,", "v,,,2001-08-19,"), [4, 5]),
        (("v,2001-07-26,,,", "v,2001-06-01,,,", "v,,2001-08-18,,", "v,,,2001-06-15,", "v,,,2001-05,"), [5]),
        (("v,,,2001-08,", "v,,,1950,"), []),
        (("v,2001-07-26,,,", "v,,,2001-07,", "v,,,2001-06,"), [3]),
        (("v,2001,2002,,", "w,,,1950,"), []),
        (("v,2001/..,,,", "v,,../2002,,", "v,,,2000/..,", "v,,,2003/..,", "v,,,../2000,"), [4, 5]),
        (("v,2001-07-26,2001-08-18,2001-08-20,",), [1]),
        ((",2001,2002,,", ",,,1950,"), []),
    ],
)
def test_during(lines: LINES, expected: list[int], found: "Found") -> None:
    assert found(visits=during(*lines)) == [("date-outside", row, "during") for row in expected]


def test_during_without_a_subject_is_judged_within_its_row(found: "Found") -> None:
    visits = during("v,2001,2002,1950,", "v,1949,,1950,", "v,,,1900,", subject=())
    assert found(visits=visits) == [("date-outside", 1, "during")]


def test_during_of_forecasts_is_left_out(found: "Found") -> None:
    visits = during("v,2001,2002,,report", "v,,,1950,plan", "v,1900,,,plan", "v,,,1901,", claims={"mode": ["report"]})
    assert found(visits=visits) == [("date-outside", 4, "during")]


# `within`: the extent that another table gives


def meetings(*lines: str) -> tuple[str, dict[str, Any]]:
    within = {"fields": ["date"], "of": "visits", "on": ["visit"], "between": ["start", "end"]}
    return table("meeting,visit,date", lines, ("date",), dates={"within": [within]})


def test_a_meeting_lies_within_its_visit(found: "Found") -> None:
    visits = order("v,2001-07-26,,", "v,,2001-08-18,", "w,2001-05,2001-06,", "x,2001,,", ",1990,1991,")
    lines = (
        "1,v,2001-08-04", "2,v,2001-08-19", "3,v,2001-07-25", "4,v,2001-08", "5,v,2001", "6,w,2001-08-04", "7,x,2050",
        "8,x,2000", "9,y,1900", "10,,1900", "11,v,", "12,v,2001-08-10/2001-08-30", "13,v,2001-08-20/..",
    )  # fmt: skip
    assert found(visits=visits, meetings=meetings(*lines)) == [
        ("date-outside", row, "date") for row in (2, 3, 6, 8, 13)
    ]


def test_an_extent_of_plain_fields_is_one_too(found: "Found") -> None:
    visits = table("visit,start,end", ("v,2001-07-26,2001-08-18",))
    assert found(visits=visits, meetings=meetings("1,v,2001-08-24")) == [("date-outside", 1, "date")]


def test_an_extent_of_fields_typed_as_dates_is_one_too(found: "Found") -> None:
    text, schema = table("visit,start,end", ("v,2001-07-26,2001-08-18",))
    schema["fields"][1:] = [{"name": "start", "type": "date"}, {"name": "end", "type": "date"}]
    assert found(visits=(text, schema), meetings=meetings("1,v,2001-08-24")) == [("date-outside", 1, "date")]


# a source tells of what happened before it was published


def cited(*lines: str, published: str = "2001-08", **roles: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    source = {"id": "source", "published": "published"}
    citation = {"source": "source", "locator": "locator", "confidence": "confidence", "mode": "mode"}
    return {
        "sources": table("source,published", (f"s,{published}", "t,1999"), source=source),
        "facts": table(
            "source,locator,confidence,mode,date,other", lines, ("date", "other"), citation=citation, **roles
        ),
    }


@pytest.mark.parametrize(
    ("published", "late"),
    [
        ("2001-08", ["2001-09-01", "2002"]),
        ("2001", ["2002"]),
        ("2001-08-10", ["2001-08-31", "2001-08-11/..", "2001-09-01", "2002"]),
        ("2001-08/..", []),
        ("../2001-08", ["2001-09-01", "2002"]),
        ("", []),
        ("soon", []),
    ],
)
def test_nothing_is_told_before_it_happened(published: str, late: list[str], found: "Found") -> None:
    dates = ["2001-08-31", "2001-08", "2001", "200X", "../2050", "2001-08-11/..", "2001-09-01", "2002", ""]
    tables = cited(*(f"s,page=1,high,,{date}," for date in dates), published=published)
    rows = [dates.index(date) + 1 for date in late]
    expected = [("date-after-source", row, "date") for row in rows]
    assert [each for each in found({"sources": "sources"}, **tables) if each[0] == "date-after-source"] == expected


def test_each_date_of_a_row_is_judged_by_its_own_source(found: "Found") -> None:
    tables = cited("s,p,high,,2000,", "t,p,high,,2000,", "t,p,high,,1999,2050", "u,p,high,,2050,")
    assert [each for each in found({"sources": "sources"}, **tables) if each[0] == "date-after-source"] == [
        ("date-after-source", 2, "date"),
        ("date-after-source", 3, "other"),
    ]


def test_what_is_announced_may_lie_ahead(found: "Found") -> None:
    tables = cited("t,p,high,plan,2000,", "t,p,high,report,2000,", "t,p,high,,2000,", claims={"mode": ["report"]})
    late = [each for each in found({"sources": "sources"}, **tables) if each[0] == "date-after-source"]
    assert [row for _, row, _ in late] == [2, 3]
