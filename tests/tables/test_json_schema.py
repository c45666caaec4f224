"""JSON Schema as a constraint: what it says is judged, what cannot be judged is told, and nothing is a traceback."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dpkit
from dpkit.model.report import Report

Judge = Callable[..., Report]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Return a function that validates cells of a field `o` with a JSON Schema."""

    def judge(schema: Any, *cells: str, kind: str = "object") -> Report:
        with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("n", "o"), *enumerate(cells, 1)])
        field = {"name": "o", "type": kind, "constraints": {"jsonSchema": schema}}
        resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "n"}, field]}}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
        return dpkit.open(tmp_path).validate()

    return judge


def told(report: Report) -> list[str]:
    """Return what a report says of the field, but for what is recommended only."""
    return [each.message for each in report.findings if each.check not in {"not-recommended", "no-license"}]


def refused(report: Report) -> list[int | None]:
    """Return the rows that the schema refuses, of a report that says that all cells were judged."""
    assert not unjudged(report)
    assert {each.check for each in report.findings if each.severity == "error"} <= {"constraint-error"}
    return [each.row for each in report.findings if each.check == "constraint-error"]


def unjudged(report: Report) -> list[str]:
    """Return why cells were not judged."""
    return [each.reason for each in report.skipped if "could not be judged" in each.reason]


REFERENCES = [
    ({"$ref": "#/required", "required": ["a"]}, "#/required", "no JSON Schema"),
    ({"$ref": "#/title", "title": "x"}, "#/title", "no JSON Schema"),
    ({"$ref": "#/minProperties", "minProperties": 1}, "#/minProperties", "no JSON Schema"),
    ({"$ref": "#/own/a", "own": {"a": {"type": 1}}}, "#/own/a", "no JSON Schema"),
    ({"properties": {"a": {"$ref": "#/definitions/nope"}}}, "#/definitions/nope", "nothing"),
    ({"$ref": "#/title/a", "title": "x"}, "#/title/a", "nothing"),
    ({"$ref": "http://example.invalid/schema.json"}, "http://example.invalid/schema.json", "nothing"),
    ({"items": {"$ref": "file:///etc/hostname"}}, "file:///etc/hostname", "nothing"),
    ({"$ref": "#"}, "#", "itself"),
    ({"anyOf": [{"type": "string"}, {"$ref": "#"}]}, "#", "itself"),
    ({"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"not": {"$ref": "#/definitions/a"}}}}, "#/def", "itself"),
]


@pytest.mark.parametrize("cells", [[], ["{}"]])
@pytest.mark.parametrize(("schema", "ref", "why"), REFERENCES)
def test_a_reference_that_leads_to_no_schema_is_told(
    schema: dict[str, Any], ref: str, why: str, cells: list[str], judge: Judge
) -> None:
    report = judge(schema, *cells)
    assert report.counts.get("descriptor-error") == 1
    (message,) = (each.message for each in report.findings if each.check == "descriptor-error")
    assert ref in message
    assert why in message
    assert "constraint-error" not in report.counts


TREE = {"properties": {"below": {"items": {"$ref": "#"}}, "v": {"type": "integer"}}}
NAMED = {"properties": {"$ref": {"type": "integer"}}, "default": {"$ref": "nowhere"}, "enum": [{}, {"$ref": "x"}]}
OWN = {"own": {"a": {"$ref": "#/own/b"}, "b": {"required": ["v"]}}, "$ref": "#/own/a"}
ANCHORED = {"definitions": {"a": {"$id": "#a", "required": ["v"]}}, "allOf": [{"$ref": "#a"}]}


@pytest.mark.parametrize(
    ("schema", "cells", "rows"),
    [
        (TREE, ['{"below": [{"v": 1}]}', '{"below": [{"below": [{"v": "x"}]}]}'], [2]),
        (NAMED, ["{}", '{"$ref": "x"}'], [2]),
        (OWN, ['{"v": 1}', "{}"], [2]),
        (ANCHORED, ['{"v": 1}', "{}"], [2]),
        ({"allOf": [True, {"$ref": "#/definitions/no"}], "definitions": {"no": False}}, ["{}"], [1]),
    ],
)
def test_references_are_followed(schema: dict[str, Any], cells: list[str], rows: list[int], judge: Judge) -> None:
    assert refused(judge(schema, *cells)) == rows
