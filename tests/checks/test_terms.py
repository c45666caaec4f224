"""Words and identifiers that a part of the `dpkit` property expects, and a cell does not have."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.checks.example import CITATION, package

Write = Callable[..., Path]

SOURCES = "source_id,rated\nherald,C\ncourier,{rated}\n"
FACTS = (
    "fact_id,start,source_id,locator,confidence,kind,told_by\n"
    "f1,1906-08-02,herald,page=1,high,report,\n"
    "f1,1906-08-04,courier,page=1,high,{kind},{told_by}\n"
)


def described(*, rated: str = "B", kind: str = "report", told_by: str = "") -> dict[str, str | bytes]:
    """Return a package with two sources that contradict each other."""
    citation = {key: CITATION[key] for key in ("source", "locator", "confidence")}
    citation |= {"mode": "kind", "according_to": "told_by"}
    names = FACTS.split("\n", 1)[0].split(",")
    fields = [{"name": name} | ({"dpkit": {"claim": "date"}} if name == "start" else {}) for name in names]
    roles = {"subject": ["fact_id"], "citation": citation, "claims": {"mode": ["report", "memoir"]}}
    source = {"source": {"id": "source_id", "reliability": "rated"}}
    return dict(
        package(
            {"sources": "sources"},
            sources=(
                SOURCES.format(rated=rated),
                {"fields": [{"name": "source_id"}, {"name": "rated"}], "dpkit": source},
            ),
            facts=(FACTS.format(kind=kind, told_by=told_by), {"fields": fields, "dpkit": roles}),
        )
    )


@pytest.mark.parametrize(
    ("cells", "check", "message"),
    [
        ({"kind": "Report"}, "term-unknown", "kind is 'Report', expected report, forecast, plan or memoir"),
        ({"rated": "good"}, "term-unknown", "rated is 'good', expected A, B, C, D, E or F"),
        ({"told_by": "harald"}, "source-unknown", "told_by is 'harald', but sources describes no such source"),
    ],
)
def test_word_that_is_none(cells: dict[str, str], check: str, message: str, write: Write) -> None:
    report = dpkit.open(write(described(**cells))).validate(select=[check])
    assert [each.message for each in report.findings] == [message]


@pytest.mark.parametrize(
    "cells", [{}, {"rated": ""}, {"kind": "plan"}, {"kind": "memoir"}, {"kind": ""}, {"told_by": "herald"}]
)
def test_word_that_is_one_or_none_at_all(cells: dict[str, str], write: Write) -> None:
    report = dpkit.open(write(described(**cells))).validate(select=["term-unknown", "source-unknown"])
    assert report.valid
    assert not report.findings


LEVELS = ("high", "medium", "low")


@pytest.mark.parametrize(
    ("cell", "allowed", "select", "expected"),
    [
        ("High", LEVELS, [], {"constraint-error": 1}),
        ("High", LEVELS, ["confidence-unknown"], {"confidence-unknown": 1}),
        ("High", LEVELS, ["constraint-error"], {"constraint-error": 1}),
        ("High", ["High", "low"], [], {"confidence-unknown": 1}),
        ("medium", ["high", "low"], [], {"constraint-error": 1}),
        ("High", None, [], {"confidence-unknown": 1}),
        ("high", LEVELS, [], {}),
    ],
)
def test_word_that_the_enum_refuses_is_told_once(
    cell: str, allowed: list[str] | None, select: list[str], expected: dict[str, int], write: Write
) -> None:
    roles = {"citation": {key: CITATION[key] for key in ("source", "locator", "confidence")}}
    constraints = {"constraints": {"enum": [*allowed]}} if allowed else {}
    fields = [{"name": "source_id"}, {"name": "locator"}, {"name": "confidence"} | constraints]
    sources = ("source_id\nherald\n", {"fields": [{"name": "source_id"}], "dpkit": {"source": {"id": "source_id"}}})
    facts = (f"source_id,locator,confidence\nherald,page=1,{cell}\n", {"fields": fields, "dpkit": roles})
    report = dpkit.open(write(package({"sources": "sources"}, sources=sources, facts=facts))).validate(select=select)
    assert {each.check: each.count for each in report.tallies} == expected


@pytest.mark.parametrize("by", ["enum", "categories"])
@pytest.mark.parametrize("words", [{"kind": "Report"}, {"rated": "good"}])
def test_other_words_that_the_field_refuses_are_told_once(by: str, words: dict[str, str], write: Write) -> None:
    files = described(**words)
    descriptor = json.loads(files["datapackage.json"])
    enum = {"kind": ["report", "memoir"], "rated": ["B", "C"]}
    for field in (field for each in descriptor["resources"] for field in each["schema"]["fields"]):
        listed = {by: enum.get(field["name"])}
        own = {"constraints": listed} if by == "enum" else listed | {"type": "string"}
        field.update(own if field["name"] in enum else {})
    files["datapackage.json"] = json.dumps(descriptor)
    report = dpkit.open(write(files)).validate(select=["term-unknown", "constraint-error"])
    assert [each.check for each in report.findings] == ["constraint-error"]
