"""What the referee's profile of GeoJSON lacks: RFC 7946 lets positions have an altitude, features a collection."""

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

POSITION = {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}}  #: section 3.1.1
COLLECTION = {"$ref": "#/definitions/geometryCollection"}


def reader(profile: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return the function that reads GeoJSON by a profile that is mended; it raises for what is none.

    Args:
        profile: a JSON Schema of GeoJSON in two dimensions.
    """
    from jsonschema import Draft4Validator

    validator = Draft4Validator(_mended(profile))

    def read(cell: str) -> Any:
        value = json.loads(cell)
        validator.validate(value)
        return value

    return read


def _mended(profile: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(dict(profile))
    known = found["definitions"]
    known["geometry"]["definitions"]["position"] = POSITION
    known["geometryCollection"]["type"] = "object"  # or null would be one, and a feature may have null for a geometry
    known["feature"]["properties"]["geometry"]["oneOf"].append(COLLECTION)
    inner = known["geometryCollection"]["properties"]["geometries"]
    inner["items"] = {"oneOf": [inner["items"], COLLECTION]}
    return found
