"""Why a map in a cell is none, in words: the first part that its profile refuses, and what was expected there."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from dpkit.model.show import count, listing, plain, show
from dpkit.tables.geojson import open_rings
from dpkit.tables.plain_schema import KINDS, resolved

LONGEST = 40  #: characters of a part
WORDS = {
    "array": "an array", "object": "an object", "string": "a string", "number": "a number",
    "integer": "a whole number", "boolean": "true or false", "null": "null",
}  # fmt: skip


def why_no_map(profile: Mapping[str, Any], cell: str) -> str:
    """Return what is wrong with JSON that is no map, or nothing: `coordinates[0] is "a", expected a number`.

    Args:
        profile: the JSON Schema of such maps.
        cell: the map.
    """
    with suppress(RecursionError, ValueError):
        value = json.loads(cell)
        return next(_Reasons(profile).of(profile, value, ""), "") or next(_open(value), "")
    return ""


def _open(value: Any) -> Iterator[str]:
    for path, ring in open_rings(value):
        yield f"{path} is not closed: it begins at {_shown(ring[0])} and ends at {_shown(ring[-1])}"


def _shown(value: Any) -> str:
    return plain(json.dumps(value, ensure_ascii=False), LONGEST)


class _Reasons:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root

    def of(self, schema: Mapping[str, Any], value: Any, path: str) -> Iterator[str]:
        """Yield why a value is refused, the plainest reason first."""
        schema = resolved(self._root, schema)
        yield from _of_another_type(schema, value, path)
        if type(value) is dict:
            yield from (f"{path or 'it'} has no {name}" for name in schema.get("required", []) if name not in value)
            yield from self._by_type(schema.get("oneOf", []), value, path)
        for name, part in schema.get("properties", {}).items():
            if type(value) is dict and name in value and name != "type":
                yield from self.of(part, value[name], f"{path}.{name}" if path else name)
        for part in schema.get("allOf", []):
            yield from self.of(part, value, path)
        if type(value) is list:
            yield from _of_another_length(schema, value, path)
            yield from self._items(schema, value, path)

    def _items(self, schema: Mapping[str, Any], value: list[Any], path: str) -> Iterator[str]:
        if isinstance(part := schema.get("items"), dict):
            for number, item in enumerate(value):
                yield from self.of(part, item, f"{path}[{number}]")

    def _by_type(self, choices: list[Any], value: Mapping[str, Any], path: str) -> Iterator[str]:
        """Yield why a value is none of several kinds of object, which their `type` tells apart."""
        known = {name: each for each in choices for name in self._types(each)}
        if not known:
            return
        kind = value.get("type")
        if isinstance(kind, str) and kind in known:
            yield from self.of(known[kind], value, path)
        elif "type" in value:
            told = show(kind, LONGEST) if isinstance(kind, str) else _shown(kind)
            yield f"{path + '.' if path else 'its '}type is {told}, expected {listing([*known], 'or')}"
        elif path:
            yield f"{path} has no type"

    def _types(self, schema: Mapping[str, Any]) -> list[str]:
        """Return the names by which objects of a kind call it."""
        schema = resolved(self._root, schema)
        named = schema.get("properties", {}).get("type", {}).get("enum", [])
        return [*named, *(name for each in schema.get("oneOf", []) for name in self._types(each))]


def _of_another_type(schema: Mapping[str, Any], value: Any, path: str) -> Iterator[str]:
    wanted = schema.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not any(type(value) in KINDS[name] for name in names):
        told = WORDS[next(each for each in KINDS if type(value) in KINDS[each])] if not path else _shown(value)
        yield f"{path or 'it'} is {told}, expected {listing([WORDS[name] for name in names], 'or')}"


def _of_another_length(schema: Mapping[str, Any], value: list[Any], path: str) -> Iterator[str]:
    least, most = schema.get("minItems", 0), schema.get("maxItems", len(value))
    if not least <= len(value) <= most:
        asked = f"at least {least}" if len(value) < least else f"at most {most}"
        yield f"{path} has {count(len(value), 'item')}, expected {asked}"
