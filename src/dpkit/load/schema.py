"""Table Schema: fields, keys, missing values."""

from collections import Counter
from dataclasses import replace

from dpkit.load.field import read_field, read_missing
from dpkit.load.misspelled import SCHEMA, note_misspelled, note_misspelled_own
from dpkit.load.node import Node
from dpkit.load.roles import read_roles
from dpkit.model.descriptor import Field, ForeignKey, Schema
from dpkit.model.lookalikes import meant
from dpkit.model.show import show

MOST_IN_KEY = 1_000  #: fields of a key; to plan a query on more takes the engine minutes
MATCHES = ("exact", "equal", "subset", "superset", "partial")


def read_schema(node: Node | None) -> Schema | None:
    """Return the schema at `node`; what does not fit is noted by its place and left out."""
    if node is None:
        return None
    note_misspelled(node, SCHEMA)
    note_misspelled_own(node)
    node.text("$schema")
    if "fields" not in node.value:
        node.fault("fields", f"expected an array of fields{_of_another_kind(node)}")
    fields = _with_own_names(tuple(field for each in node.objects("fields") if (field := read_field(each))))
    names = {field.name for field in fields}
    return Schema(
        fields=fields,
        primary_key=_primary_key(node, names),
        unique_keys=_unique_keys(node, names),
        foreign_keys=tuple(key for each in node.objects("foreignKeys") if (key := _foreign_key(each, names))),
        missing_values=read_missing(node, ("",)) or (),
        fields_match=_fields_match(node),
        roles=read_roles(node.object("dpkit"), names),
        file=node.file,
        raw=node.value,
    )


def _of_another_kind(node: Node) -> str:
    """Return what seems to stand where a Table Schema should."""
    if "$ref" in node.value:
        return "; the standard has no $ref, a path to a file stands for a schema"
    draft = node.value.get("$schema")
    if "properties" in node.value or (isinstance(draft, str) and "json-schema.org" in draft):
        return "; it seems to be a JSON Schema, not a Table Schema"
    return ""


def _with_own_names(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the fields with a name of its own for each: version 1 of the standard let two have the same."""
    names: set[str] = set()
    found = []
    for each in fields:
        name, number = each.name, 1
        while name in names:
            number += 1
            name = f"{each.name} ({number})"
        names.add(name)
        found.append(each if name == each.name else replace(each, name=name, label=each.name))
    return tuple(found)


def with_null(schema: Schema, null: str | None) -> Schema:
    """Return the schema with what a dialect calls no value (`nullSequence`) among the missing values."""
    if null is None:
        return schema
    fields = (
        each if each.missing_values is None else replace(each, missing_values=(*each.missing_values, null))
        for each in schema.fields
    )
    return replace(schema, fields=tuple(fields), missing_values=(*schema.missing_values, null))


def _fields_match(node: Node) -> str:
    found = node.value.get("fieldsMatch")
    if isinstance(found, list) and len(found) == 1:
        # the published v2 profile asks for an array, the prose for a string
        node = replace(node, value={"fieldsMatch": found[0]})
    return node.choice("fieldsMatch", MATCHES, "exact")


def _key(node: Node, place: str, key: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    if unknown := [name for name in key if name not in names]:
        known = sorted(names)
        for name in unknown:
            node.fault(place, f"it names {show(name)}, which is no field of this schema{meant(name, known)}")
        return ()
    if len(key) > MOST_IN_KEY:
        node.not_supported(place, f"it names {len(key):,} fields, and keys of at most {MOST_IN_KEY:,} are compared")
        return ()
    return key


def _distinct_key(node: Node, place: str, key: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    """Return a key that names each field once, as the published profile asks of primary keys and unique keys."""
    for name in sorted(name for name, number in Counter(key).items() if number > 1):
        node.fault(place, f"it names {show(name)} twice")
    return tuple(dict.fromkeys(_key(node, place, key, names)))


def _primary_key(node: Node, names: set[str]) -> tuple[str, ...]:
    if node.value.get("primaryKey") == []:
        node.advise("primaryKey", "it names no field; a table without a key has no primaryKey")
    return _distinct_key(node, "primaryKey", node.texts("primaryKey"), names)


def _unique_keys(node: Node, names: set[str]) -> tuple[tuple[str, ...], ...]:
    keys = []
    if node.value.get("uniqueKeys") == []:
        node.fault("uniqueKeys", "expected an array of at least one key")
    for index, found in enumerate(node.items("uniqueKeys")):
        place = f"uniqueKeys[{index}]"
        if isinstance(found, str):
            node.unexpected(place, found, "an array of names of fields")
        elif found == []:
            node.fault(place, "expected the name of at least one field")
        keys.append(_distinct_key(node, place, node.strings(found, node.at(place), place), names))
    return tuple(key for key in keys if key)


def _many(fields: int) -> str:
    return f"{fields} fields refer to" if fields > 1 else "1 field refers to"


def _foreign_key(node: Node, names: set[str]) -> ForeignKey | None:
    fields, target = _key(node, "fields", node.texts("fields"), names), node.object("reference")
    if "reference" not in node.value:
        node.fault("reference", "a foreign key needs a reference with resource and fields")
    for each in (node, target):
        if each and each.value.get("fields", []) == []:
            each.fault("fields", "a foreign key needs the names of fields, here and in the table it refers to")
    reference = target.texts("fields") if target else ()
    if target is None or not fields or not reference:
        return None
    if len(fields) != len(reference):
        node.fault("reference.fields", f"{_many(len(fields))} {len(reference)}; the numbers must be the same")
        return None
    resource = target.text("resource", "") or ""
    package = target.text("package") or target.text("datapackage")
    return ForeignKey(fields=fields, resource=resource, reference=reference, package=package, place=node.place)
