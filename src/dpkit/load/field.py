"""A field of a Table Schema: its type, its categories, what its cells must fulfil."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dpkit.load.date_pattern import in_directives, unreadable
from dpkit.load.json_schema import read_json_schema
from dpkit.load.misspelled import CONSTRAINTS, FIELD, meant_by, note_misspelled, note_misspelled_own
from dpkit.load.node import Node
from dpkit.load.options import read_options
from dpkit.load.roles import read_claim
from dpkit.load.xml_pattern import why_no_pattern, without_xml
from dpkit.model.descriptor import Field
from dpkit.model.show import plain, show

TYPES = (
    "string", "number", "integer", "boolean", "object", "array", "list", "date", "time", "datetime",
    "year", "yearmonth", "duration", "geopoint", "geojson", "any",
)  # fmt: skip
OTHERWISE = {  #: what programs call the types
    "int": "integer", "long": "integer", "bigint": "integer", "float": "number", "double": "number", "real": "number",
    "numeric": "number", "decimal": "number", "text": "string", "str": "string", "varchar": "string", "bool": "boolean",
    "timestamp": "datetime", "dict": "object", "json": "object",
}  # fmt: skip
COUNTS = ("minLength", "maxLength")
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
ORDERED = {"integer", "number", "date", "time", "datetime", "duration", "year", "yearmonth"}
COLLECTIONS = {"string", "array", "object", "list"}
APPLIES = {  #: the types that have a constraint; `required`, `unique` and `enum` are for all
    **dict.fromkeys(BOUNDS, ORDERED),
    **dict.fromkeys(COUNTS, COLLECTIONS),
    "pattern": {"string"},
    "jsonSchema": {"array", "object", "geojson"},
}
UNIVERSAL = {"required", "unique", "enum"}
TIMES = {"date", "time", "datetime"}
EXPECTED = "expected default, any, or a pattern such as %d/%m/%Y"
FORMATS = {
    "string": ("default", "email", "uri", "binary", "uuid"),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
}
DAY = re.compile("[0-9]{4}-[0-9]{2}")
BLOCK = re.compile(r"\\[pP]\{Is")  #: a block of characters that XML Schema does not name


def read_field(node: Node) -> Field | None:
    """Return the field at `node`, or None if it has no name; what does not fit is noted."""
    name = node.text("name")
    if name is None:
        if "name" not in node.value:
            own = node.value.get("id")  # as version 0 of the standard had it
            node.fault(
                "name", "a field needs a name" + (f"; it has the id {show(own)}" if isinstance(own, str) else "")
            )
        return None
    node = node.of_field(name)
    note_misspelled(node, FIELD)
    note_misspelled_own(node)
    _note_strays(node)
    kind = _type(node)
    categories, constraints = read_categories(node, kind), node.object("constraints")
    checked = _constraints(constraints, kind) if constraints else {}
    _check_enum(node, categories, checked.get("enum"))
    return Field(
        name=name,
        type=kind,
        format=_format(node, kind),
        title=node.text("title") or "",
        description=node.text("description") or "",
        constraints=checked,
        missing_values=read_missing(node, None),
        categories=categories,
        claim=read_claim(node.object("dpkit")),
        place=node.place,
        raw=read_options(node, kind),
    )


def _type(node: Node) -> str:
    found = node.value.get("type")
    lower = found.lower() if isinstance(found, str) else ""
    meant = OTHERWISE.get(lower) or (lower if lower in TYPES and lower != found else "")
    if meant:
        node.fault("type", f"it is {show(str(found))}, which the standard calls {meant}")
        return "string"
    return node.choice("type", TYPES, "string")


def _format(node: Node, kind: str) -> str:
    # version 0 of the standard marked patterns by `fmt:`
    found = (node.text("format", "default") or "").removeprefix("fmt:")
    if kind in FORMATS:
        return replace(node, value={"format": found}).choice("format", FORMATS[kind], "default")
    if kind in TIMES and found not in {"default", "any"} and "%" not in found:
        meant = in_directives(found, kind)
        instead = f"for which the standard writes {show(meant)}" if meant else EXPECTED
        node.fault("format", f"it is {show(found)}, {instead}")
        return meant or "default"
    if kind in TIMES and "%" in found and (problem := unreadable(found)):
        node.fault("format", f"it is {show(found)}, which is no pattern: {problem}")
        return "default"
    if kind in TIMES:
        return found
    if found not in {"", "default"}:
        node.advise("format", f"it is {show(found)}, which has no effect: a field of type {kind} has only default")
    return "default"


def _note_strays(node: Node) -> None:
    for name in sorted((UNIVERSAL | APPLIES.keys()) & node.value.keys()):
        node.advise(name, "it has no effect here; it is one of the constraints")


def read_categories(node: Node, kind: str) -> tuple[Any, ...] | None:
    """Return the values that a field's `categories` list, or None."""
    node.flag("categoriesOrdered", default=False)
    if "categories" not in node.value:
        return None
    if kind not in {"string", "integer"}:
        node.fault("categories", f"a field of type {kind} has none, only string and integer have")
        return None
    items = node.items("categories")
    if not isinstance(node.value["categories"], list):
        return None
    labels = [each["label"] for each in items if isinstance(each, dict) and "label" in each]
    values = _values(node, "categories", items)
    _same_kind(node, "categories", items)
    if len(values) < len(items):
        return None
    wanted = str if kind == "string" else int
    wrong = [each for each in values if not isinstance(each, wanted | str) or isinstance(each, bool)]
    if wrong or not values:
        expected = "a text" if kind == "string" else "a whole number"
        node.fault("categories", f"it holds {_text(wrong[0]) if wrong else 'no value'}, expected {expected} for each")
        return None
    for what, listed in (("value", values), ("label", labels)):
        if twice := next(_repeated(listed), None):
            node.fault("categories", f"the {what} {show(str(twice))} stands there twice")
    if wrong := [label for label in labels if not isinstance(label, str)]:
        node.fault("categories", f"the label {_text(wrong[0])} is no text")
    return tuple(values)


def _text(value: Any) -> str:
    return show(value, 40) if isinstance(value, str) else plain(json.dumps(value, ensure_ascii=False), 40)


def _check_enum(node: Node, categories: tuple[Any, ...] | None, enum: list[Any] | None) -> None:
    known = {str(each) for each in categories or ()}
    if categories and (extra := [each for each in enum or () if str(each) not in known]):
        node.fault("constraints.enum", f"{_text(extra[0])} is none of the field's categories")


def read_missing(node: Node, default: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the missing values that stand at `node`: texts, or objects with a value and a label."""
    if "missingValues" not in node.value:
        return default
    items, alone = node.items("missingValues"), node.value["missingValues"]
    if not isinstance(alone, list):
        return (alone,) if isinstance(alone, str) else default
    texts = "an array of strings"
    found = node.strings(_values(node, "missingValues", items), node.at("missingValues"), "missingValues", texts)
    _same_kind(node, "missingValues", items)
    labels = [each["label"] for each in items if isinstance(each, dict) and "label" in each]
    if wrong := [label for label in labels if not isinstance(label, str)]:
        node.fault("missingValues", f"the label {_text(wrong[0])} is no text")
    for what, listed in (("value", found), ("label", [label for label in labels if isinstance(label, str)])):
        if (twice := next(_repeated(listed), None)) is not None:
            node.fault("missingValues", f"the {what} {show(twice)} stands there twice")
    return found


def _same_kind(node: Node, name: str, items: list[Any]) -> None:
    if len({isinstance(each, dict) for each in items}) > 1:
        node.fault(name, f"it mixes {'texts' if name == 'missingValues' else 'values'} and objects, expected one kind")


def _values(node: Node, name: str, items: list[Any]) -> list[Any]:
    """Return what a list holds, of objects the `value`; one that is missing, or no text where it must be, is noted."""
    found = []
    for index, each in enumerate(items):
        if isinstance(each, dict) and "value" not in each:
            node.fault(f"{name}[{index}]", "it lacks the property value")
        elif isinstance(each, dict) and name == "missingValues" and not isinstance(each["value"], str):
            node.unexpected(f"{name}[{index}].value", each["value"], "a string")
        else:
            found.append(each["value"] if isinstance(each, dict) else each)
    return found


def _repeated(listed: Iterable[Any]) -> Iterator[Any]:
    """Yield what stands before, in time in proportion to how much there is."""
    seen = set()
    for each in listed:
        key = json.dumps(each, sort_keys=True) if isinstance(each, list | dict) else each
        if key in seen:
            yield each
        seen.add(key)


def _constraints(node: Node, kind: str) -> dict[str, Any]:
    """Return the constraints that can be judged."""
    checked: dict[str, Any] = {name: node.flag(name, default=False) for name in ("required", "unique")}
    checked |= {name: node.whole(name) for name in COUNTS}
    enum = node.items("enum")
    checked |= {"enum": enum, "pattern": _pattern(node), "jsonSchema": read_json_schema(node)}
    if node.value.get("enum") == []:
        node.fault("enum", "expected an array of at least one value")
    numbers = [each for each in enum if isinstance(each, int | float) and not isinstance(each, bool)]
    if kind == "string" and numbers:
        node.fault("enum", f"it holds {_text(numbers[0])}, a number, which no text is")
    sound = {name: value for name, value in checked.items() if name in node.value and value not in (None, [])}
    sound |= {name: value for name, value in node.value.items() if name in BOUNDS and value is not None}
    for name in BOUNDS:
        if name in node.value and node.value[name] is None:
            node.unexpected(name, None, "a value of the field")
    for name in node.value:
        if name not in UNIVERSAL and kind not in APPLIES.get(name, ()):
            node.fault(name, _no_constraint(name, kind))
            sound.pop(name, None)
    _note_no_range(node, sound)
    return {name: sound[name] for name in node.value if name in sound}


def _note_no_range(node: Node, sound: dict[str, Any]) -> None:
    for low, high in (COUNTS, BOUNDS[:2]):
        least, most = sound.get(low), sound.get(high)
        if _is_above(least, most):
            node.advise(low, f"it is {_text(least)}, more than the {high} {_text(most)}, so that no value is right")


def _is_above(least: Any, most: Any) -> bool:
    """Tell whether a bound is above another, of numbers, and of dates that are written alike."""
    if isinstance(least, str) and isinstance(most, str):
        return len(least) == len(most) and bool(DAY.match(least) and DAY.match(most)) and least > most
    if isinstance(least, int | float) and isinstance(most, int | float):
        return least > most
    return False


def _no_constraint(name: str, kind: str) -> str:
    if name in APPLIES:
        return f"a field of type {kind} has no such constraint"
    meant = meant_by(name, CONSTRAINTS)
    return "no such constraint exists" + (f"; the standard's is {meant}" if meant else "")


def _pattern(node: Node) -> str | None:
    pattern = node.text("pattern") or None  # an empty one is none
    if pattern and BLOCK.search(without_xml(pattern)):
        node.not_supported("pattern", f"dpkit does not match the pattern {show(pattern)}")
        return None
    if pattern and (problem := why_no_pattern(pattern)):
        node.fault("pattern", f"{show(pattern)} is no regular expression: {problem}")
        return None
    return pattern
