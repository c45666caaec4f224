"""A reference that leads nowhere because of how it is written says so."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.checks.example import changed, package

Run = Callable[..., Result]
Write = Callable[..., Path]
Schema = dict[str, Any]

PLACES: Schema = {"fields": [{"name": "id"}], "primaryKey": ["id"]}


def events(kind: str = "string", count: int = 1) -> Schema:
    key = {"fields": "place", "reference": {"resource": "places", "fields": "id"}}
    return {"fields": [{"name": "place", "type": kind}], "foreignKeys": [key] * count}


def messages(run: Run, folder: Path, check: str = "foreign-key") -> list[str]:
    findings = json.loads(run("validate", folder, "--format", "json").stdout)["findings"]
    return [each["message"] for each in findings if each["check"] == check]


@pytest.mark.parametrize(
    ("cell", "there", "near"),
    [
        ("omsk ", "omsk", "; it has 'omsk', which differs in white space only"),
        ("\u00a0omsk", "omsk", "; it has 'omsk', which differs in white space only"),
        ("new  york", "newyork", ""),
        ("Omsk", "omsk", "; it has 'omsk', which differs in case only"),
        (" Omsk", "omsk", "; it has 'omsk', which differs in case only"),
        ("\u043emsk", "omsk", "; it has 'omsk', which differs in characters that look alike or are not seen"),
        ("\u041coscow", "Moscow", "; it has 'Moscow', which differs in characters that look alike or are not seen"),
        ("om\u200bsk", "omsk", "; it has 'omsk', which differs in characters that look alike or are not seen"),
        ("0msk", "Omsk", "; it has 'Omsk', which differs in characters that look alike or are not seen"),
        (
            "e\u0301vian",
            "\u00e9vian",
            "; it has '\u00e9vian', which differs in how letters and their marks are composed only",
        ),
        ("omks", "omsk", ""),
        ("o'msk", "x'y", ""),
    ],
)
def test_difference_is_told(cell: str, there: str, near: str, write: Write, run: Run) -> None:
    folder = write(package(None, places=(f'id\n"{there}"\n', PLACES), events=(f'place\n"{cell}"\n', events())))
    (message,) = messages(run, folder)
    assert message.endswith(f", but places has no row with that id{near}")


@pytest.mark.parametrize(
    ("own", "other", "near"),
    [
        ("string", "integer", "; it has '12', which differs in its type: integer, not string"),
        ("string", "number", "; it has '12', which differs in its type: number, not string"),
    ],
)
def test_difference_of_type_is_told(own: str, other: str, near: str, write: Write, run: Run) -> None:
    places = {"fields": [{"name": "id", "type": other}]}
    folder = write(package(None, places=("id\n12\n", places), events=("place\n012\n", events(own))))
    assert messages(run, folder) == [f"place is '012', but places has no row with that id{near}"]


def test_rows_that_could_not_be_read_are_told(write: Write, run: Run) -> None:
    folder = write(package(None, places=('id\nom"sk\nkazan\n', PLACES), events=("place\nomsk\n", events())))
    assert messages(run, folder) == [
        "place is 'omsk', but places has no row with that id; 1 row of it could not be read"
    ]


def test_each_row_is_told_of_its_own(write: Write, run: Run) -> None:
    rows = "".join(f"place{n} \n" for n in range(100))
    places = "id\n" + "".join(f"place{n}\n" for n in range(100))
    folder = write(package(None, places=(places, PLACES), events=("place\n" + rows, events())))
    told = messages(run, folder)
    assert len(told) == 20
    assert [f"it has 'place{n}', which differs in white space only" in each for n, each in enumerate(told)] == [
        True
    ] * 20


def test_wrong_row_of_the_reference_does_not_make_others_fail(write: Write, run: Run) -> None:
    places = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}
    folder = write(package(None, places=("id\n1\nx\n2\n2\n", places), events=("place\n1\n2\n3\n", events("integer"))))
    assert messages(run, folder) == ["place is '3', but places has no row with that id"]


def test_missing_table_is_told_once(write: Write, run: Run) -> None:
    example = package(None, places=("id\n1\n", PLACES), events=("place\n1\n2\n3\n", events(count=3)))
    report = json.loads(run("validate", write(changed(example, 0, path="no.csv")), "--format", "json").stdout)
    assert report["counts"] == {"file-missing": 1}
    reason = "places was not read (file-missing)"
    told = [each for each in report["summary"]["skipped"] if each["reason"] == reason and each["resource"] == "events"]
    assert told == [{"check": "foreign-key", "resource": "events", "reason": reason}]
