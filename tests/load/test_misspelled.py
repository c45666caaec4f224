"""Properties whose names are almost the standard's: nothing reads them, and that is said."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dpkit

Write = Callable[..., Path]
SLIPS = [
    ("package", "licences", "licenses"),
    ("package", "license", "licenses"),
    ("package", "contributers", "contributors"),
    ("resource", "shema", "schema"),
    ("resource", "encodng", "encoding"),
    ("resource", "licence", "licenses"),
    ("dialect", "delimeter", "delimiter"),
    ("dialect", "seperator", "delimiter"),
    ("schema", "fieldMatch", "fieldsMatch"),
    ("schema", "primarykeys", "primaryKey"),
    ("field", "typ", "type"),
    ("field", "fromat", "format"),
    ("field", "tpye", "type"),
    ("field", "dataTpye", "type"),
]
OTHERS = [
    ("package", "date"),
    ("package", "profiles"),
    ("package", "funders"),
    ("package", "ids"),
    ("resource", "date"),
    ("resource", "scheme"),
    ("resource", "path_"),
    ("resource", "cash"),
    ("field", "tape"),
    ("field", "ty"),
    ("field", "unit"),
    ("dialect", "caseSensitiveHeader"),
]


def told(place: str, name: str, write: Write) -> list[str]:
    """Return what is told of a package with a property of that name."""
    parts: dict[str, Any] = {"field": {"name": "a"}}
    parts["schema"] = {"fields": [parts["field"], {"name": "b"}]}
    parts["dialect"] = {}
    parts["resource"] = {"name": "t", "path": "t.csv", "schema": parts["schema"], "dialect": parts["dialect"]}
    parts["package"] = {"name": "p", "resources": [parts["resource"]]}
    parts[place][name] = parts[place].pop("schema") if name == "shema" else "x"
    root = write({"datapackage.json": json.dumps(parts["package"]), "t.csv": "a,b\n1,2\n"})
    return [f"{finding.check} {finding.message}" for finding in dpkit.open(root).validate().findings]


@pytest.mark.parametrize(("place", "name", "meant"), SLIPS)
def test_a_slip_of_the_pen_is_told(place: str, name: str, meant: str, write: Write) -> None:
    (found,) = told(place, name, write)
    assert found.startswith("not-recommended ")
    assert f"{name}: it has no effect; the standard's property is {meant}" in found


@pytest.mark.parametrize(("place", "name"), OTHERS)
def test_any_other_name_is_free(place: str, name: str, write: Write) -> None:
    assert told(place, name, write) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("minimun", "minimum"),
        ("requierd", "required"),
        ("patern", "pattern"),
        ("enums", "enum"),
        ("uniqe", "unique"),
        ("minlength", "minLength"),
        ("max", "maximum"),
        ("regex", "pattern"),
        ("format", ""),
    ],
)
def test_a_constraint_that_is_none_is_told_with_the_one_that_is_meant(name: str, meant: str, write: Write) -> None:
    fields = [{"name": "a", "constraints": {name: 1}}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    root = write({"datapackage.json": json.dumps({"resources": [resource]}), "t.csv": "a\n1\n"})
    (finding,) = dpkit.open(root).validate().findings
    told = f"no such constraint exists; the standard's is {meant}" if meant else "no such constraint exists (field 'a')"
    assert finding.check == "descriptor-error"
    assert f"constraints.{name}: {told}" in finding.message
