"""The JSON Schema of the `dpkit` property: our package keeps to it, and it knows the same names as the code."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

import dpkit
from dpkit.checks.registry import all_checks
from dpkit.load.roles import PARTS
from dpkit.model.roles import Claim, ClaimKind, DateRules, PackageRoles, Roles, Within

ROOT = Path(dpkit.__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((Path(dpkit.__file__).parent / "load" / "dpkit.schema.json").read_text("utf-8"))
DEFINED = SCHEMA["$defs"]


def valid(kind: str, value: Any) -> bool:
    """Tell whether `value` is a property as `kind` defines it."""
    part = {"$ref": f"#/$defs/{kind}", "$defs": DEFINED}
    return bool(jsonschema.Draft202012Validator(part).is_valid(value))


def properties(descriptor: dict[str, Any], folder: Path | None = None) -> Iterator[tuple[str, Any]]:
    """Yield the `dpkit` properties of a package, each with the kind of thing it stands on."""
    if "dpkit" in descriptor:
        yield "package", descriptor["dpkit"]
    for resource in descriptor["resources"]:
        schema = resource.get("schema", {})
        if isinstance(schema, str) and folder:
            schema = json.loads((folder / schema).read_text("utf-8"))
        yield from (("schema", schema["dpkit"]) for _ in range("dpkit" in schema))
        yield from (("field", field["dpkit"]) for field in schema.get("fields", []) if "dpkit" in field)


def names(of: type) -> set[str]:
    """Return the names of a dataclass's fields."""
    return {field.name for field in dataclasses.fields(of)}


def test_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_own_package_keeps_to_it() -> None:
    found = list(properties(json.loads((ROOT / "datapackage.json").read_text("utf-8")), ROOT))
    assert {kind for kind, _ in found} == {"package", "schema", "field"}
    for kind, value in found:
        jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": DEFINED}).validate(value)


def test_examples_of_the_checks_keep_to_it() -> None:
    examples = [check.passes for check in all_checks().values()]
    found = [each for example in examples for each in properties(json.loads(str(example["datapackage.json"])))]
    assert len(found) > len(examples)
    assert [value for kind, value in found if not valid(kind, value)] == []


@pytest.mark.parametrize("part", PARTS)
def test_parts_have_the_names_that_the_code_reads(part: str) -> None:
    kind, required = PARTS[part]
    assert DEFINED[part]["properties"].keys() == names(kind)
    assert DEFINED[part]["required"] == list(required)
    assert DEFINED["schema"]["properties"][part] == {"$ref": f"#/$defs/{part}"}


def test_package_schema_and_dates_have_the_names_that_the_code_reads() -> None:
    assert DEFINED["package"]["properties"].keys() == names(PackageRoles)
    assert DEFINED["schema"]["properties"].keys() == names(Roles)
    assert DEFINED["dates"]["properties"].keys() == names(DateRules)
    assert DEFINED["within"]["properties"].keys() == names(Within) - {"place"}


def test_fields_have_the_names_and_kinds_that_the_code_reads() -> None:
    assert DEFINED["field"]["properties"].keys() == (names(Claim) - {"kind"}) | {"claim"}
    assert DEFINED["field"]["properties"]["claim"]["enum"] == [*ClaimKind]


@pytest.mark.parametrize("name", [name for name, each in DEFINED.items() if each.get("type") == "object"])
def test_refuses_unknown_names(name: str) -> None:
    assert DEFINED[name]["additionalProperties"] is False


CITATION = {"source": "s", "locator": "l", "confidence": "c"}
WRONG: dict[str, tuple[str, Any]] = {
    "a resource that is no text": ("package", {"sources": ["sources"]}),
    "a limit of no words": ("package", {"quote_words": 0}),
    "an unknown kind of claim": ("field", {"claim": "person"}),
    "no kind of claim": ("field", {"unit": "km"}),
    "a tolerance over 1": ("field", {"claim": "quantity", "tolerance": 2}),
    "a citation without a source": ("schema", {"citation": {"locator": "l", "confidence": "c"}}),
    "an unknown part of a citation": ("schema", {"citation": CITATION | {"page": "p"}}),
    "a register without an id": ("schema", {"register": {"label": "label"}}),
    "an order of three": ("schema", {"dates": {"order": [["a", "b", "c"]]}}),
    "a section without a subject": ("schema", {"section": {"source": "s", "locator": "l", "subject_field": "f"}}),
    "an exclusion without a place": ("schema", {"exclusion": {"source": "s"}}),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_it_refuses_dpkit_refuses_too(what: str, write: Callable[..., Path], run: Callable[..., Result]) -> None:
    kind, value = WRONG[what]
    assert not valid(kind, value)
    fields: list[dict[str, Any]] = [{"name": name} for name in "abcslf"]
    schema: dict[str, Any] = {"fields": fields, "dpkit": value} if kind == "schema" else {"fields": fields}
    if kind == "field":
        fields[0]["dpkit"] = value
    descriptor = {
        "resources": [{"name": "t", "path": "t.csv", "schema": schema}],
        "dpkit": value if kind == "package" else {},
    }
    package = write({"datapackage.json": json.dumps(descriptor), "t.csv": "a,b,c,s,l,f\n"})
    assert run("validate", package, "--select", "descriptor-error").exit_code == 1
