"""Table Schema: fields, keys, constraints."""

import re
from dataclasses import replace
from typing import Any

from dpkit.load.node import Node
from dpkit.load.roles import read_claim, read_roles
from dpkit.model.descriptor import Field, ForeignKey, Schema
from dpkit.model.show import show

TYPES = (
    "string", "number", "integer", "boolean", "object", "array", "list", "date", "time", "datetime",
    "year", "yearmonth", "duration", "geopoint", "geojson", "any",
)  # fmt: skip
MATCHES = ("exact", "equal", "subset", "superset", "partial")
COUNTS = ("minLength", "maxLength")


def read_schema(node: Node | None) -> Schema | None:
    """Return the schema at `node`; what does not fit is noted by its place and left out."""
    if node is None:
        return None
    if node.value.get("fields") is None:
        node.fault("fields", "expected an array of fields")
    fields = tuple(field for each in node.objects("fields") if (field := _field(each)))
    names = {field.name for field in fields}
    return Schema(
        fields=fields,
        primary_key=_key(node, "primaryKey", node.texts("primaryKey"), names),
        unique_keys=_unique_keys(node, names),
        foreign_keys=tuple(key for each in node.objects("foreignKeys") if (key := _foreign_key(each, names))),
        missing_values=_missing(node, ("",)) or (),
        fields_match=_fields_match(node),
        roles=read_roles(node.object("dpkit"), names),
        file=node.file,
        raw=node.value,
    )


def _field(node: Node) -> Field | None:
    name = node.text("name")
    if name is None:
        if node.value.get("name") is None:
            node.fault("name", "a field needs a name")
        return None
    constraints = node.object("constraints")
    return Field(
        name=name,
        type=node.choice("type", TYPES, "string"),
        format=node.text("format") or "default",
        title=node.text("title") or "",
        description=node.text("description") or "",
        constraints=_constraints(constraints) if constraints else {},
        missing_values=_missing(node, None),
        claim=read_claim(node.object("dpkit")),
        place=node.place,
        raw=node.value,
    )


def _constraints(node: Node) -> dict[str, Any]:
    """Return the constraints that can be judged."""
    checked: dict[str, Any] = {name: node.flag(name, default=False) for name in ("required", "unique")}
    checked |= {name: node.whole(name) for name in COUNTS}
    checked |= {"enum": node.items("enum"), "pattern": _pattern(node)}
    if node.value.get("enum") == []:
        node.fault("enum", "expected an array of at least one value")
    sound = {name: value for name, value in checked.items() if name in node.value and value not in (None, [])}
    return {name: value for name, value in node.value.items() if name not in checked} | sound


def _pattern(node: Node) -> str | None:
    pattern = node.text("pattern")
    try:
        re.compile(pattern or "")
    except (re.error, OverflowError, RecursionError) as error:
        node.fault("pattern", f"{show(pattern or '')} is no regular expression: {error}")
        return None
    return pattern


def _missing(node: Node, default: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if "missingValues" not in node.value:
        return default
    values: list[Any] = [each.get("value") if isinstance(each, dict) else each for each in node.items("missingValues")]
    return node.strings(values, node.at("missingValues"), "missingValues")


def _fields_match(node: Node) -> str:
    found = node.value.get("fieldsMatch")
    if isinstance(found, list) and len(found) == 1:
        # the published v2 profile asks for an array, the prose for a string
        node = replace(node, value={"fieldsMatch": found[0]})
    return node.choice("fieldsMatch", MATCHES, "exact")


def _key(node: Node, place: str, key: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    if unknown := [name for name in key if name not in names]:
        node.fault(place, f"it names {show(unknown[0])}, which is no field of this schema")
        return ()
    return key


def _unique_keys(node: Node, names: set[str]) -> tuple[tuple[str, ...], ...]:
    keys = []
    for index, found in enumerate(node.items("uniqueKeys")):
        place = f"uniqueKeys[{index}]"
        keys.append(_key(node, place, node.strings(found, node.at(place), place), names))
    return tuple(key for key in keys if key)


def _foreign_key(node: Node, names: set[str]) -> ForeignKey | None:
    fields, target = _key(node, "fields", node.texts("fields"), names), node.object("reference")
    if target is None:
        node.fault("reference", "a foreign key needs a reference with resource and fields")
    reference = target.texts("fields") if target else ()
    if target is None or not fields or not reference:
        return None
    if len(fields) != len(reference):
        node.fault("reference.fields", f"{len(reference)} fields are referenced by {len(fields)}")
        return None
    resource = target.text("resource", "") or ""
    return ForeignKey(fields=fields, resource=resource, reference=reference, place=node.place)
