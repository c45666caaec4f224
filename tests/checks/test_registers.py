"""Checks on identities and names: orphans, twins, and characters that look alike."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dpkit
from dpkit.checks.example import package
from dpkit.claims import confusables, twins
from dpkit.model.lookalikes import skeleton

Write = Callable[..., Path]
Rows = list[tuple[str, ...]]

CHECKS = ("subject-orphan", "twin-subject", "confusable")
PLACES = ("place_id", "label", "part_of", "distinct_from", "remark")
EVENTS = ("event_id", "place_id", "name_as_written", "title", "remark")
REGISTER = {"id": "place_id", "label": "label", "parent": "part_of", "distinct_from": "distinct_from"}


def key(field: str) -> dict[str, Any]:
    """Return a foreign key to the register of places."""
    return {"fields": [field], "reference": {"resource": "places", "fields": ["place_id"]}}


def table(names: tuple[str, ...], rows: Rows) -> str:
    """Return rows as CSV; cells left out at the end are empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([*row, *[""] * (len(names) - len(row))] for row in rows)
    return out.getvalue()


@pytest.fixture
def find(write: Write) -> Callable[..., list[tuple[str, str, str]]]:
    """Return a function that judges a register of places and a table of events: check, value, message."""

    def find(places: Rows | None = None, events: Rows | None = None, keys: str = "") -> list[tuple[str, str, str]]:
        claims = {"title": {"claim": "label"}}
        fields = [{"name": name} | ({"dpkit": claims[name]} if name in claims else {}) for name in EVENTS]
        schemas = {
            "places": {
                "fields": [{"name": name} for name in PLACES],
                "foreignKeys": [key("part_of")],
                "dpkit": {"register": REGISTER},
            },
            "events": {"fields": fields, "foreignKeys": [key(name) for name in keys.split()]},
        }
        resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()]
        files = {"places.csv": table(PLACES, places or []), "events.csv": table(EVENTS, events or [])}
        path = write(files | {"datapackage.json": json.dumps({"resources": resources})})
        report = dpkit.open(path).validate(select=CHECKS, first=None)
        return [(each.check, each.value or "", each.message) for tally in report.tallies for each in tally.findings]

    return find


Find = Callable[..., list[tuple[str, str, str]]]


def test_what_another_table_or_a_child_refers_to_is_no_orphan(find: Find) -> None:
    places = [("russia", "Russia"), ("omsk", "Omsk", "russia"), ("tomsk", "Tomsk", "russia")]
    found = find(places, [("a", "omsk")], "place_id")
    assert found == [("subject-orphan", "tomsk", "no row of another table refers to 'tomsk'")]


def test_a_register_to_which_no_key_points_has_no_orphans(find: Find) -> None:
    assert find([("omsk", "Omsk"), ("hall", "Hall", "omsk")], [("a", "omsk")]) == []


def test_orphans_are_not_judged_where_a_reference_leads_nowhere(find: Find, write: Write) -> None:
    find([("omsk", "Omsk"), ("tomsk", "Tomsk")], [("a", "omks")], "place_id")
    report = dpkit.open(write({})).validate()
    assert [tally.check for tally in report.tallies] == ["foreign-key"]
    assert [(each.check, each.reason) for each in report.skipped] == [("subject-orphan", "foreign-key was found")]


TWINS: tuple[tuple[str, str], ...] = (
    ("Omsk", "Omsk"),
    ("Omsk", "OMSK"),
    ("Orel", "Orël"),
    ("Ulan-Ude", "Ulan Ude"),
    ("St. Petersburg", "St Petersburg"),
    ("Hall (new)", "Hall, new"),
    ("Kim Jong Il", "Kim Jong II"),
    ("Pier 10", "Pier lO"),
    ("Omsk", "\u041emsk"),
    ("\u0421\u0421\u0421\u0420", "CCCP"),
)


@pytest.mark.parametrize(("one", "other"), TWINS)
@pytest.mark.parametrize("many", [5_000, 0], ids=["small", "large"])
def test_labels_that_are_or_look_the_same_are_twins(
    find: Find, one: str, other: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twins, "MANY", many)
    found = [each for each in find([("a", one), ("b", other), ("c", "Tomsk")]) if each[0] != "confusable"]
    assert found == [("twin-subject", other, f"label of 'b' is '{other}', and that of 'a' is '{one}'")]


@pytest.mark.parametrize(
    ("one", "other"), [("Omsk", "Tomsk"), ("Pier 1", "Pier L"), ("!", "?"), ("", ""), ("II", "IV")]
)
@pytest.mark.parametrize("many", [5_000, 0], ids=["small", "large"])
def test_other_labels_are_no_twins(
    find: Find, one: str, other: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twins, "MANY", many)
    assert find([("a", one), ("b", other)]) == []


def test_twins_of_which_one_names_the_other_as_distinct_are_none(find: Find) -> None:
    assert find([("a", "Orel", "", "x b"), ("b", "Orel")]) == []
    assert find([("a", "Orel"), ("b", "Orel", "", "a")]) == []
    found = find([("a", "Orel"), ("b", "Orel", "", "a"), ("c", "Orel", "", "b")])
    assert [value for _, value, _ in found] == ["Orel"]
    assert found[0][2] == "label of 'c' is 'Orel', and that of 'a' is 'Orel'"


def events(*names: str) -> Rows:
    """Return events with these names as written."""
    return [(str(number), "", name) for number, name in enumerate(names)]


ALIKE: dict[str, tuple[tuple[str, ...], str]] = {
    "the same name in II": (
        ("met Kim Jong Il", "Kim Jong II's visit"),
        "Kim Jong II has I U+0049 where elsewhere Kim Jong Il has l U+006C",
    ),
    "a zero": (
        ("Order of Honour", "0rder of Honour"),
        "it differs from 'Order of Honour' only in 0 U+0030 for O U+004F",
    ),
    "a one": (("Ilya", "1lya"), "it differs from 'Ilya' only in 1 U+0031 for I U+0049"),
    "a bar": (("Ilya", "I|ya"), "it differs from 'Ilya' only in | U+007C for l U+006C"),
    "a Cyrillic letter": (("Omsk", "\u041emsk"), "its word \u041emsk (\u041e U+041E) mixes scripts"),
    "a Greek letter": (("Omsk", "\u039fmsk"), "its word \u039fmsk (\u039f U+039F) mixes scripts"),
    "a word all Cyrillic": (("CCCP", "\u0421\u0421\u0421\u0420"), "it differs from 'CCCP' only in \u0421 U+0421 for C"),
}


@pytest.mark.parametrize("what", ALIKE)
@pytest.mark.parametrize("many", [5_000, 0], ids=["small", "large"])
def test_names_that_look_alike(find: Find, what: str, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confusables, "MANY", many)
    names, detail = ALIKE[what]
    ((check, value, message),) = find(events=events(*names))
    assert (check, value) == ("confusable", names[-1])
    assert message.startswith(f"name_as_written is '{names[-1]}': {detail}")
    remarked = [(*row, "", "so in the document") for row in events(*names)]
    assert find(events=remarked) == []


@pytest.mark.parametrize(
    "names",
    [
        ("Nicholas II", "Kim Jong Il"),
        ("World War I", "World War II"),
        ("Omsk", "OMSK", "Omsk"),
        ("10 kΩ", "5 μm", "\u03b2-particle"),
        ("Москва", "Moscow", "Москва-Moscow"),
        ("Île", "lie"),
    ],
)
@pytest.mark.parametrize("many", [5_000, 0], ids=["small", "large"])
def test_names_that_do_not(find: Find, names: tuple[str, ...], many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confusables, "MANY", many)
    assert find(events=events(*names)) == []


def test_the_rarer_spelling_is_told(find: Find) -> None:
    found = find(events=events("1lya", "Ilya", "Ilya"))
    assert [value for _, value, _ in found] == ["1lya"]


def test_what_is_remarked_upon_is_not_compared_with(find: Find) -> None:
    remarked = ("2", "", "Kim Jong II", "", "so in the document")
    assert find(events=[("1", "", "Kim Jong Il"), remarked, ("3", *remarked[1:])]) == []


def test_fields_are_compared_each_with_itself(find: Find) -> None:
    assert find(events=[("1", "", "Ilya", "1lya")]) == []
    assert [value for _, value, _ in find(events=[("1", "", "", "Ilya"), ("2", "", "", "1lya")])] == ["1lya"]


def test_labels_of_a_register_are_told_once(find: Find) -> None:
    pair = [("a", "Ilya"), ("b", "1lya")]
    assert [check for check, *_ in find(pair)] == ["twin-subject"]
    assert [check for check, *_ in find([("a", "\u041emsk")])] == ["confusable"]


def test_a_name_elsewhere_in_the_package_tells_the_slip(find: Find) -> None:
    found = find([("a", "Kim Jong Il")], events("speech of Kim Jong II"))
    assert [check for check, *_ in found] == ["confusable"]


def test_skeletons_keep_what_does_not_look_alike() -> None:
    assert skeleton("Il1|") == "llll"
    assert skeleton("O0") == "OO"
    assert skeleton("iL") == "iL"


def test_circles_are_told_row_by_row_and_what_hangs_on_them_is_not(write: Write) -> None:
    register = "place_id,part_of\nsea,world\nworld,sea\ncape,sea\nself,self\ntown,land\nland,\n"
    schema = {
        "fields": [{"name": "place_id"}, {"name": "part_of"}],
        "dpkit": {"register": {"id": "place_id", "parent": "part_of"}},
    }
    report = dpkit.open(write(dict(package(places=(register, schema))))).validate()
    assert [(each.line, each.message) for each in report.findings] == [
        (2, "part_of of 'sea' is 'world', so that it lies in itself: sea in world in sea"),
        (3, "part_of of 'world' is 'sea', so that it lies in itself: world in sea in world"),
        (5, "part_of of 'self' is 'self', so that it lies in itself: self in self"),
    ]
