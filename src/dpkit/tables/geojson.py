"""What the referee's profile of GeoJSON lacks: RFC 7946 lets positions have an altitude, features a collection.

Of millions of positions, each is looked at by itself, and each reference is followed once: by JSON Schema alone, a line
of 300,000 points would take minutes, and a gigabyte.
"""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

POSITION = {"positions": "one"}  #: section 3.1.1
POSITIONS = {"type": "array", "positions": "many"}
COLLECTION = {"$ref": "#/definitions/geometryCollection"}
MOST, FEWEST = 3, 2  #: numbers of a position


def reader(profile: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return the function that reads GeoJSON by a profile that is mended; it raises for what is none.

    Args:
        profile: a JSON Schema of GeoJSON in two dimensions.
    """
    from jsonschema import Draft4Validator
    from jsonschema.validators import extend

    mended = _mended(profile)
    own = {"positions": _positions, "$ref": _reference(mended)}
    validator = extend(Draft4Validator, own)(mended)

    def read(cell: str) -> Any:
        value = json.loads(cell)
        validator.validate(value)
        return value

    return read


def _mended(profile: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(dict(profile))
    known = found["definitions"]
    known["geometry"]["definitions"] |= {"position": POSITION, "positionArray": POSITIONS}
    known["geometryCollection"]["type"] = "object"  # or null would be one, and a feature may have null for a geometry
    known["feature"]["properties"]["geometry"]["oneOf"].append(COLLECTION)
    inner = known["geometryCollection"]["properties"]["geometries"]
    inner["items"] = {"oneOf": [inner["items"], COLLECTION]}
    return found


def _positions(_: Any, wanted: str, value: Any, __: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if wanted == "one" and not _is_position(value):
        yield ValidationError("it is no position")
    elif wanted == "many" and isinstance(value, list) and not all(map(_is_position, value)):
        yield ValidationError("it holds what is no position")


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and FEWEST <= len(value) <= MOST and {int, float}.issuperset(map(type, value))


def _reference(profile: Mapping[str, Any]) -> Callable[[Any, str, Any, Any], Iterator[Any]]:
    """Return the keyword that follows references within the profile."""

    @cache
    def target(ref: str) -> Any:
        found: Any = profile
        for part in ref.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def follow(validator: Any, ref: str, value: Any, _: Any) -> Iterator[Any]:
        yield from validator.descend(value, target(ref))

    return follow
