"""Schemas and descriptors: what changed, and whether that is a step for readers of the data."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dpkit.model.change import Change, Difference, Kind, Level

Differ = Callable[..., Difference]
Package = Callable[..., dict[str, str]]
ROWS = [["a", "Omsk", "1"], ["b", "Ufa", "2"]]


@pytest.fixture
def changes(differ: Differ, package: Package) -> Callable[..., tuple[Change, ...]]:
    """Return a function that compares two lists of fields over the same rows."""

    def changes(old: Any, new: Any, before: Any = None, after: Any = None) -> tuple[Change, ...]:
        schemas = [{"t": each or {"primaryKey": ["id"]}} for each in (before, after)]
        found = differ(package({"t": (old, ROWS)}, schemas[0]), package({"t": (new, ROWS)}, schemas[1]))
        assert found.tables == ()
        return found.changes

    return changes


def fields(**options: Any) -> list[dict[str, Any]]:
    return [{"name": "id"}, {"name": "place"}, {"name": "number"} | options]


CONSTRAINTS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "required": ({}, {"required": True}, ["tightened"]),
    "no longer required": ({"required": True}, {"required": False}, ["loosened"]),
    "said to be not required": ({}, {"required": False}, ["loosened"]),
    "unique": ({}, {"unique": True}, ["tightened"]),
    "a list of values": ({}, {"enum": ["1", "2"]}, ["tightened"]),
    "a longer list": ({"enum": ["1", "2"]}, {"enum": ["2", "1", "3"]}, ["loosened"]),
    "a shorter list": ({"enum": ["1", "2", "3"]}, {"enum": ["1", "2"]}, ["tightened"]),
    "another list": ({"enum": ["1", "2", "3"]}, {"enum": ["1", "2", "4"]}, ["tightened", "loosened"]),
    "a list in another order": ({"enum": ["1", "2"]}, {"enum": ["2", "1"]}, []),
    "a lower minimum": ({"minimum": 1}, {"minimum": 0}, ["loosened"]),
    "a higher minimum": ({"minimum": 0}, {"minimum": 1}, ["tightened"]),
    "no maximum": ({"maximum": 9}, {}, ["loosened"]),
    "a higher maximum": ({"maximum": 9}, {"maximum": 10}, ["loosened"]),
    "a maximum as text that cannot be compared": ({"maximum": "9"}, {"maximum": "10"}, ["tightened"]),
    "a later last day": ({"maximum": "2001-01-01"}, {"maximum": "2002-01-01"}, ["loosened"]),
    "a lower limit": ({"maxLength": 9}, {"maxLength": 5}, ["tightened"]),
    "a pattern": ({}, {"pattern": "[0-9]+"}, ["tightened"]),
    "no pattern": ({"pattern": "[0-9]+"}, {}, ["loosened"]),
    "another pattern": ({"pattern": "[0-9]+"}, {"pattern": "[0-9]*"}, ["tightened"]),
    "one alternative more": ({"pattern": "[0-9]+|x"}, {"pattern": "x|[0-9]+|(a|b)"}, ["loosened"]),
    "one alternative less": ({"pattern": "[0-9]+|x"}, {"pattern": "[0-9]+"}, ["tightened"]),
    "a mark in a set is no alternative": ({"pattern": "[1|2]"}, {"pattern": "[1|2]|2]"}, ["loosened"]),
    "a back reference counts groups": ({"pattern": r"(1)\1?"}, {"pattern": r"(2)|(1)\1?"}, ["tightened"]),
}


@pytest.mark.parametrize("what", CONSTRAINTS)
def test_constraints(what: str, changes: Callable[..., tuple[Change, ...]]) -> None:
    old, new, expected = CONSTRAINTS[what]
    found = changes(fields(constraints=old), fields(constraints=new))
    assert [each.kind for each in found] == [Kind(f"constraint-{each}") for each in expected]
    assert {(each.resource, each.field) for each in found} <= {("t", "number")}


FIELDS: dict[str, tuple[Any, Any, list[Kind]]] = {
    "type": (fields(), fields(type="integer"), [Kind.TYPE_CHANGED]),
    "the type that is the default": (fields(), fields(type="string", format="default"), []),
    "format": (fields(), fields(format="email"), [Kind.TYPE_CHANGED]),
    "marks": (fields(type="number"), fields(type="number", decimalChar=","), [Kind.MEANING_CHANGED]),
    "missing values": (fields(), fields(missingValues=["-"]), [Kind.MEANING_CHANGED]),
    "title": (fields(), fields(title="N"), [Kind.DESCRIPTION_CHANGED]),
    "an own property": (fields(), fields(mine={"a": 1}), [Kind.DESCRIPTION_CHANGED]),
    "a claim": (fields(), fields(dpkit={"claim": "value"}), [Kind.ROLE_ADDED]),
    "another claim": (fields(dpkit={"claim": "value"}), fields(dpkit={"claim": "label"}), [Kind.ROLE_CHANGED]),
    "no claim": (fields(dpkit={"claim": "value"}), fields(), [Kind.ROLE_CHANGED]),
}


@pytest.mark.parametrize("what", FIELDS)
def test_fields(what: str, changes: Callable[..., tuple[Change, ...]]) -> None:
    old, new, expected = FIELDS[what]
    assert [each.kind for each in changes(old, new)] == expected


KEY = {"fields": ["place"], "reference": {"resource": "", "fields": ["place"]}}
SCHEMAS: dict[str, tuple[dict[str, Any], dict[str, Any], list[Kind]]] = {
    "primary key": ({"primaryKey": ["id"]}, {"primaryKey": "place"}, [Kind.KEY_CHANGED]),
    "the same key as text": ({"primaryKey": ["id"]}, {"primaryKey": "id"}, []),
    "a unique key": ({}, {"uniqueKeys": [["place"]]}, [Kind.CONSTRAINT_TIGHTENED]),
    "no foreign key": ({"foreignKeys": [KEY]}, {}, [Kind.CONSTRAINT_LOOSENED]),
    "a foreign key": ({}, {"foreignKeys": [KEY]}, [Kind.CONSTRAINT_TIGHTENED]),
    "fewer columns may do": ({}, {"fieldsMatch": "subset"}, [Kind.CONSTRAINT_LOOSENED]),
    "all columns must be there": ({"fieldsMatch": "partial"}, {}, [Kind.CONSTRAINT_TIGHTENED]),
    "a subject": ({}, {"dpkit": {"subject": ["place"]}}, [Kind.ROLE_ADDED]),
    "another subject": ({"dpkit": {"subject": ["id"]}}, {"dpkit": {"subject": ["place"]}}, [Kind.ROLE_CHANGED]),
    "one date rule more": ({"dpkit": {"dates": {}}}, {"dpkit": {"dates": {"order": []}}}, [Kind.ROLE_ADDED]),
    "a description": ({}, {"description": "Places."}, [Kind.DESCRIPTION_CHANGED]),
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_schemas(what: str, changes: Callable[..., tuple[Change, ...]]) -> None:
    before, after, expected = SCHEMAS[what]
    key = {"primaryKey": ["id"]}
    assert [each.kind for each in changes(fields(), fields(), key | before, key | after)] == expected


def test_fields_added_removed_and_moved(differ: Differ, package: Package) -> None:
    old = package({"t": (["id", "place", "day", "note"], [["a", "Omsk", "2001", ""]])})
    new = package({"t": (["id", "day", "place", "number"], [["a", "2001", "Omsk", "7"]])})
    found = differ(old, new)
    assert found.changes == (
        Change(kind=Kind.FIELD_REMOVED, resource="t", field="note"),
        Change(kind=Kind.FIELD_ADDED, resource="t", field="number"),
        Change(
            kind=Kind.FIELDS_REORDERED,
            resource="t",
            old="id, place, day",
            new="id, day, place",
        ),
    )
    assert found.tables == ()


def test_a_field_with_another_name_and_the_same_cells_was_renamed(differ: Differ, package: Package) -> None:
    rows = [[f"k{n}", f"place {n}"] for n in range(10)]
    old, new = package({"t": (["id", "place"], rows)}), package({"t": (["key", "town"], [*rows[:9], ["k9", "x"]])})
    found = differ(old, new)
    assert found.counts == {Kind.FIELD_RENAMED: 2, Kind.ROW_CHANGED: 1}
    assert [(each.old, each.new) for each in found.changes] == [("id", "key"), ("place", "town")]
    assert found.tables[0].key == ("key",)


def test_a_field_with_another_name_and_other_cells_is_another_field(differ: Differ, package: Package) -> None:
    old, new = package({"t": (["id", "place"], [["a", "Omsk"]])}), package({"t": (["id", "town"], [["a", "Ufa"]])})
    assert differ(old, new).counts == {Kind.FIELD_ADDED: 1, Kind.FIELD_REMOVED: 1}


def test_resources(differ: Differ, package: Package) -> None:
    a, b, c = ((["id"], [[each]]) for each in "abc")
    found = differ(package({"a": a, "b": b}), package({"b": b, "c": c}))
    assert found.changes == (
        Change(kind=Kind.RESOURCE_REMOVED, resource="a", rows=1),
        Change(kind=Kind.RESOURCE_ADDED, resource="c", rows=1),
    )
    assert differ(package({"a": a, "b": b}), package({"b": b, "a": a})).counts == {Kind.RESOURCES_REORDERED: 1}


def with_resource(files: dict[str, str], **properties: Any) -> dict[str, str]:
    descriptor = json.loads(files["datapackage.json"])
    descriptor["resources"][0] |= properties
    return files | {"datapackage.json": json.dumps(descriptor)}


def test_a_resource_of_another_name_in_the_same_file_was_renamed(differ: Differ, package: Package) -> None:
    old = package({"t": (["id"], [["a"]])})
    found = differ(old, with_resource(old, name="u"))
    assert found.changes == (Change(kind=Kind.RESOURCE_RENAMED, resource="u", old="t", new="u"),)
    assert found.level is Level.MAJOR


RESOURCES: dict[str, tuple[dict[str, Any], Kind]] = {
    "path": ({"path": "./t.csv"}, Kind.PATH_CHANGED),
    "media type": ({"mediatype": "text/csv"}, Kind.DIALECT_CHANGED),
    "dialect": ({"dialect": {"header": True}}, Kind.DIALECT_CHANGED),
    "title": ({"title": "T"}, Kind.DESCRIPTION_CHANGED),
    "licences": ({"licenses": [{"name": "CC0-1.0"}]}, Kind.LICENCE_CHANGED),
}


@pytest.mark.parametrize("what", RESOURCES)
def test_properties_of_a_resource(what: str, differ: Differ, package: Package) -> None:
    properties, kind = RESOURCES[what]
    old = package({"t": (["id"], [["a"]])})
    assert differ(old, with_resource(old, **properties)).counts == {kind: 1}


@pytest.mark.parametrize("name", ["bytes", "hash"])
def test_what_follows_from_the_data_is_no_change(name: str, differ: Differ, package: Package) -> None:
    old = package({"t": (["id"], [["a"]])})
    assert differ(old, with_resource(old, **{name: 1 if name == "bytes" else "0" * 32})).empty


PROPERTIES: dict[str, tuple[dict[str, Any], Kind | None]] = {
    "name": ({"name": "q"}, Kind.PACKAGE_RENAMED),
    "version": ({"version": "9.0.0"}, None),
    "title": ({"title": "T"}, Kind.DESCRIPTION_CHANGED),
    "licences": ({"licenses": [{"name": "CC0-1.0"}]}, Kind.LICENCE_CHANGED),
    "roles": ({"dpkit": {"sources": "t"}}, Kind.ROLE_ADDED),
}


@pytest.mark.parametrize("what", PROPERTIES)
def test_properties_of_the_package(what: str, differ: Differ, package: Package) -> None:
    properties, kind = PROPERTIES[what]
    tables = {"t": (["id"], [["a"]])}
    found = differ(package(tables), package(tables, **properties))
    assert found.counts == ({kind: 1} if kind else {})


def test_a_file_that_is_no_table(differ: Differ, package: Package) -> None:
    old = package({"t": (["id"], [["a"]])})
    descriptor = json.loads(old["datapackage.json"])
    descriptor["resources"].append({"name": "map", "path": "map.geojson"})
    files = old | {"datapackage.json": json.dumps(descriptor), "map.geojson": "{}"}
    assert differ(files, files).empty
    assert differ(files, files | {"map.geojson": '{"type": "x"}'}).counts == {Kind.CONTENT_CHANGED: 1}


def test_a_table_without_schema_is_compared_by_its_labels(differ: Differ, package: Package) -> None:
    files = package({"t": (["id"], [["a"]])})
    files["datapackage.json"] = json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv"}]})
    found = differ(files, files | {"t.csv": "id,place\na,Omsk\nb,Ufa\n"})
    assert found.counts == {Kind.FIELD_ADDED: 1, Kind.ROW_ADDED: 1}


def test_a_level_for_every_kind() -> None:
    assert [kind for kind in Kind if not kind.told] == []
    assert [kind for kind in Kind if kind.level is Level.NONE] == [Kind.PATH_CHANGED]
