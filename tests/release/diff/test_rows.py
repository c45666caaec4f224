"""Rows: added, removed, corrected, cited anew, written otherwise, under another key."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dpkit.model.change import CellChange, Difference, Kind, Level, RowChange, TableChanges

Differ = Callable[..., Difference]
Package = Callable[..., dict[str, str]]
FIELDS = ["id", "place", "day"]
ROWS = [["a", "Omsk", "2001-07-26"], ["b", "Ufa", "2001-07-27"], ["c", "Tver", "2001-07-28"]]
CITED = ["id", "visit", "days", "source", "quote", "confidence"]
ROLES = {
    "subject": ["visit"],
    "citation": {"source": "source", "locator": "quote", "quote": "quote", "confidence": "confidence"},
}


def only(found: Difference) -> TableChanges:
    (table,) = found.tables
    assert found.changes == ()
    return table


@pytest.fixture
def rows(differ: Differ, package: Package) -> Callable[..., TableChanges]:
    """Return a function that compares two lists of rows of one table."""

    def rows(old: list[list[str]], new: list[list[str]], fields: Any = FIELDS, **schema: Any) -> TableChanges:
        schemas = {"t": {"primaryKey": ["id"]} | schema}
        return only(differ(package({"t": (fields, old)}, schemas), package({"t": (fields, new)}, schemas)))

    return rows


def test_equal_packages_do_not_differ(differ: Differ, package: Package) -> None:
    files = package({"t": (FIELDS, ROWS)})
    found = differ(files, files)
    assert (found.empty, found.level, found.counts) == (True, Level.NONE, {})


def test_order_quoting_line_ends_and_encoding_are_no_change_of_rows(differ: Differ, package: Package) -> None:
    old = package({"t": (FIELDS, [*ROWS, ["d", "Kœnigsberg, 1945", ""]])})
    lines = old["t.csv"].splitlines()
    other = "\r\n".join([lines[0], *reversed(lines[1:])]).replace("a,Omsk", '"a","Omsk"')
    assert differ(old, old | {"t.csv": "\ufeff" + other}).empty


def test_tells_each_kind_of_row(rows: Callable[..., TableChanges]) -> None:
    new = [["a", "Omsk", "2001-07-25"], ["c", "Tver", "2001-07-28"], ["d", "Perm", ""]]
    found = rows(ROWS, new)
    assert found.counts == {Kind.ROW_ADDED: 1, Kind.ROW_REMOVED: 1, Kind.ROW_CHANGED: 1}
    assert (found.old_rows, found.new_rows, found.key, found.fields) == (3, 3, ("id",), {"day": 1})
    assert found.rows == (
        RowChange(
            kind=Kind.ROW_ADDED, key=("d",), cells=(CellChange("id", None, "d"), CellChange("place", None, "Perm"))
        ),
        RowChange(
            kind=Kind.ROW_REMOVED,
            key=("b",),
            cells=tuple(CellChange(name, cell, None) for name, cell in zip(FIELDS, ROWS[1], strict=True)),
        ),
        RowChange(kind=Kind.ROW_CHANGED, key=("a",), cells=(CellChange("day", "2001-07-26", "2001-07-25"),)),
    )


def test_a_row_whose_key_alone_changed_is_told_as_such(rows: Callable[..., TableChanges]) -> None:
    found = rows(ROWS, [["a", "Omsk", "2001-07-26"], ["z", "Ufa", "2001-07-27"], ["c", "Tver", "2001-07-28"]])
    assert found.counts == {Kind.ROW_REKEYED: 1}
    assert found.rows == (
        RowChange(kind=Kind.ROW_REKEYED, key=("z",), old_key=("b",), cells=(CellChange("id", "b", "z"),)),
    )


def test_a_key_that_may_have_been_one_of_two_is_not_guessed(rows: Callable[..., TableChanges]) -> None:
    old, new = [["a", "Omsk", ""], ["b", "Omsk", ""]], [["y", "Omsk", ""], ["z", "Omsk", ""]]
    assert rows(old, new).counts == {Kind.ROW_ADDED: 2, Kind.ROW_REMOVED: 2}


def test_other_evidence_for_the_same_values(rows: Callable[..., TableChanges]) -> None:
    old = [["a", "v1", "24", "album", "24 days", "high"], ["b", "v1", "9", "album", "9 days", "low"]]
    new = [["a", "v1", "24", "times", "24 days", "high"], ["b", "v1", "10", "times", "9 days", "low"]]
    found = rows(old, new, CITED, dpkit=ROLES)
    assert found.counts == {Kind.ROW_CHANGED: 1, Kind.ROW_RECITED: 1}
    recited = found.rows[1]
    assert (recited.kind, recited.subject) == (Kind.ROW_RECITED, ("v1",))
    assert recited.cells == (CellChange("source", "album", "times"),)


TYPED: dict[str, tuple[dict[str, Any], str, str, Kind]] = {
    "integer": ({"type": "integer"}, "007", "7", Kind.ROW_REWRITTEN),
    "number": ({"type": "number"}, "1.0", "1.00", Kind.ROW_REWRITTEN),
    "another number": ({"type": "number"}, "1.0", "1.1", Kind.ROW_CHANGED),
    "long numbers": ({"type": "number"}, "0.10000000000000001", "0.10000000000000000", Kind.ROW_CHANGED),
    "boolean": ({"type": "boolean"}, "true", "1", Kind.ROW_REWRITTEN),
    "missing": ({"missingValues": ["", "-"]}, "", "-", Kind.ROW_REWRITTEN),
    "no longer missing": ({"missingValues": ["", "-"]}, "-", "0", Kind.ROW_CHANGED),
    "text": ({"type": "string"}, "1.0", "1.00", Kind.ROW_CHANGED),
    "no number": ({"type": "number"}, "abc", "abd", Kind.ROW_CHANGED),
    "a moment": ({"type": "datetime"}, "2001-01-01T12:00:00Z", "2001-01-01T13:00:00+01:00", Kind.ROW_REWRITTEN),
}


@pytest.mark.parametrize("what", TYPED)
def test_values_are_compared_not_their_spelling(what: str, rows: Callable[..., TableChanges]) -> None:
    options, old, new, kind = TYPED[what]
    fields = [{"name": "id"}, {"name": "value"} | options]
    assert rows([["a", old]], [["a", new]], fields).counts == {kind: 1}


def test_another_way_to_write_numbers_changes_no_value(differ: Differ, package: Package) -> None:
    fields = [[{"name": "id"}, {"name": "km", "type": "number", "decimalChar": mark}] for mark in ".,"]
    old = package({"t": (fields[0], [["a", "1.5"], ["b", "2"], ["c", "1.5"]])})
    new = package({"t": (fields[1], [["a", "1,5"], ["b", "2"], ["c", "1.5"]])})
    found = differ(old, new)
    assert found.counts == {Kind.MEANING_CHANGED: 1, Kind.ROW_CHANGED: 1, Kind.ROW_REWRITTEN: 1}
    assert {row.key: row.kind for row in found.tables[0].rows} == {("c",): Kind.ROW_CHANGED, ("a",): Kind.ROW_REWRITTEN}


def test_whole_rows_are_compared_where_there_is_no_key(rows: Callable[..., TableChanges]) -> None:
    old, new = [["a", "x"], ["a", "x"], ["b", "y"]], [["a", "x"], ["b", "y"], ["b", "z"]]
    found = rows(old, new, ["id", "place"], primaryKey=[])
    assert (found.counts, found.key, found.note) == ({Kind.ROW_ADDED: 1, Kind.ROW_REMOVED: 1}, (), "")
    assert [row.cells[-1] for row in found.rows] == [CellChange("place", None, "z"), CellChange("place", "x", None)]


def test_a_key_that_repeats_matches_no_rows(rows: Callable[..., TableChanges]) -> None:
    found = rows(ROWS, [*ROWS, ["a", "Perm", ""]])
    assert found.note == "2 rows of t have id 'a'; whole rows are compared"
    assert found.counts == {Kind.ROW_ADDED: 1}


def test_only_the_first_are_kept_and_all_are_counted(differ: Differ, package: Package) -> None:
    old, new = package({"t": (["id"], [])}), package({"t": (["id"], [[str(each)] for each in range(30)])})
    found = differ(old, new, first=2)
    assert found.counts == {Kind.ROW_ADDED: 30}
    assert [row.key for row in found.tables[0].rows] == [("0",), ("1",)]
    assert len(differ(old, new, first=None).tables[0].rows) == 30


def test_a_subject_is_gone_when_its_last_row_is(rows: Callable[..., TableChanges]) -> None:
    old = [[key, visit, "1", "s", "q", "high"] for key, visit in (("a", "v1"), ("b", "v1"), ("c", "v2"), ("d", "v3"))]
    found = rows(old, old[1:3], CITED, dpkit=ROLES)
    assert found.counts == {Kind.ROW_REMOVED: 2, Kind.SUBJECT_REMOVED: 1}
    assert found.subjects == {Kind.SUBJECT_REMOVED: (("v3",),)}
    assert rows(old, old[1:], CITED, dpkit=ROLES).counts == {Kind.ROW_REMOVED: 1}


def test_rows_that_another_table_refers_to_are_subjects(differ: Differ, package: Package) -> None:
    key = {"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}
    schemas = {"places": {"primaryKey": ["id"]}, "t": {"primaryKey": ["id"], "foreignKeys": [key]}}
    tables = {"places": (["id"], [["Omsk"], ["Ufa"]]), "t": (FIELDS, ROWS[:1])}
    fewer = tables | {"places": (["id"], [["Omsk"]])}
    assert differ(package(tables, schemas), package(fewer, schemas)).counts == {
        Kind.SUBJECT_REMOVED: 1,
        Kind.ROW_REMOVED: 1,
    }


@pytest.mark.parametrize(
    "broken", [b"id,place,day\na,Omsk\n", b"id,place,day\na,Omsk,1,2\n", b"id,place,day\na,\xff,\n", None]
)
def test_a_table_that_cannot_be_read_is_said_and_never_compared(
    broken: bytes | None, differ: Differ, package: Package
) -> None:
    old = package({"t": (FIELDS, ROWS)})
    new = {name: text for name, text in old.items() if name != "t.csv"} | ({} if broken is None else {"t.csv": broken})
    for found in (differ(old, new), differ(new, old)):
        assert found.counts == {Kind.NOT_COMPARED: 1}
        assert found.level is Level.MAJOR


def test_data_in_the_descriptor_are_compared_like_those_of_a_file(differ: Differ, package: Package) -> None:
    old = package({"t": (FIELDS, ROWS)})
    descriptor = json.loads(old["datapackage.json"])
    resource = {key: value for key, value in descriptor["resources"][0].items() if key != "path"}
    rows = [dict(zip(FIELDS, row, strict=True)) for row in [*ROWS[:2], ["c", "Tula", "2001-07-28"]]]
    descriptor["resources"] = [resource | {"data": rows}]
    (table,) = differ(old, {"datapackage.json": json.dumps(descriptor)}).tables
    assert table.counts == {Kind.ROW_CHANGED: 1}
    assert table.rows[0].cells == (CellChange("place", "Tver", "Tula"),)
