"""Claims in the tree of a register: what the register does not know, and what may be compared without it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.checks.example import claimed

Run = Callable[..., Result]
Write = Callable[..., Path]

REGISTER = {"id": "place_id", "parent": "part_of"}
PLACES = "place_id,part_of\nrussia,\nmoscow,russia\nkremlin,moscow\nomsk,russia\n"


def visits(*places: str, register: str | bytes = PLACES, key: dict[str, Any] | None = None) -> dict[str, str | bytes]:
    """Return a package in which each of several sources gives a place of one visit, in the tree of a register."""
    example = claimed(*(f"v,source{n},,,{place}," for n, place in enumerate(places)))
    descriptor = json.loads(example["datapackage.json"])
    schema = descriptor["resources"][1]["schema"]
    schema["fields"] = [
        {**each, "dpkit": {"claim": "value", "tree": "places"}} if each["name"] == "place" else each
        for each in schema["fields"]
    ]
    schema["foreignKeys"] = [key] if key else []
    fields = [{"name": name} for name in REGISTER.values()]
    described = {"name": "places", "path": "places.csv", "schema": {"fields": fields, "dpkit": {"register": REGISTER}}}
    descriptor["resources"].append(described)
    return {**example, "places.csv": register, "datapackage.json": json.dumps(descriptor)}


def told(run: Run, folder: Path, check: str = "tree-unknown") -> list[str]:
    findings = json.loads(run("validate", folder, "--format", "json").stdout)["findings"]
    return [each["message"] for each in findings if each["check"] == check]


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("mocsow", ""),
        ("Moscow", "; it has 'moscow', which differs in case only"),
        ("moscow ", "; it has 'moscow', which differs in white space only"),
    ],
)
def test_an_identifier_that_the_register_does_not_have_is_told(place: str, near: str, write: Write, run: Run) -> None:
    (message,) = told(run, write(visits("omsk", place)))
    assert message == (
        f"place is '{place}', but the register places has no such place_id, so that it is compared with nothing{near}"
    )


def test_identifiers_of_the_register_and_empty_cells_are_sound(write: Write, run: Run) -> None:
    assert told(run, write(visits("kremlin", "moscow", "", "russia"))) == []


def test_what_a_foreign_key_tells_is_told_once(write: Write, run: Run) -> None:
    key = {"fields": ["place"], "reference": {"resource": "places", "fields": ["place_id"]}}
    folder = write(visits("mocsow", key=key))
    assert (told(run, folder), len(told(run, folder, "foreign-key"))) == ([], 1)


def test_a_foreign_key_to_something_else_tells_nothing_of_the_tree(write: Write, run: Run) -> None:
    key = {"fields": ["place"], "reference": {"resource": "visits", "fields": ["place"]}}
    assert len(told(run, write(visits("mocsow", key=key)))) == 1


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("no file", "places was not read (file-missing)"),
        ("Latin 1", "places was read in part only (encoding-error)"),
        ("no identifiers", "places has no column place_id"),
    ],
)
def test_without_the_register_nothing_is_told_and_that_is_said(damage: str, why: str, write: Write, run: Run) -> None:
    registers: dict[str, str | bytes] = {
        "Latin 1": f"{PLACES}chit\u00e9,russia\n".encode("latin-1"),
        "no identifiers": "part_of\nrussia\n",
    }
    files = visits("omsk", "tomsk", register=registers.get(damage, PLACES))
    if damage == "no file":
        del files["places.csv"]
    folder = write(files)
    assert told(run, folder) == []
    skipped = json.loads(run("validate", folder, "--format", "json").stdout)["summary"]["skipped"]
    assert {"check": "tree-unknown", "resource": "visits", "reason": why} in skipped


def test_nothing_contradicts_a_place_that_the_register_does_not_have(write: Write, run: Run) -> None:
    folder = write(visits("omsk", "mocsow"))
    assert told(run, folder, "contradiction") == []
    assert "contradicts" not in run("trace", "visits", "v", "--package", folder).stdout


def test_a_ruling_on_places_whose_register_was_not_read_is_not_said_to_rule_on_nothing(write: Write, run: Run) -> None:
    files = visits("moscow", "omsk")
    files["rulings.csv"] = f"{files['rulings.csv']!s}visits,v,place,0,prefer,source0,It was there.\n"
    assert len(told(run, write(files), "ruling-stale")) == 1
    del files["places.csv"]
    folder = write(files, "without")
    assert told(run, folder, "ruling-unused") == told(run, folder, "ruling-stale") == []


def test_a_trace_claims_no_contradiction_of_places_whose_register_was_not_read(write: Write, run: Run) -> None:
    files = visits("moscow", "kremlin")
    del files["places.csv"]
    folder = write(files)
    traced = run("trace", "visits", "v", "place", "--package", folder).stdout
    assert told(run, folder, "contradiction") == []
    assert "contradicts" not in traced
    assert "\n  place   [not compared: places was not read (file-missing)]\n" in traced


def test_a_trace_claims_no_contradiction_of_places_in_an_empty_register(write: Write, run: Run) -> None:
    folder = write(visits("moscow", "kremlin", register="place_id,part_of\n"))
    assert told(run, folder, "contradiction") == []
    assert "contradicts" not in run("trace", "visits", "v", "place", "--package", folder).stdout
