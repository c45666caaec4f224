"""Maps in a cell: GeoJSON and TopoJSON, by the referee's profiles, which are read so that no size of a map matters.

What the profile of GeoJSON lacks is mended: RFC 7946 lets positions have an altitude, features a collection, and asks
that rings be closed.
"""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dpkit.tables.plain_schema import Predicate, predicate

POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}  #: section 3.1.1
POSITIONS = {"type": "array", "items": POSITION}
COLLECTION = {"$ref": "#/definitions/geometryCollection"}


def reader(profile: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return the function that reads a map; None is what it returns, or it raises, for what is none.

    Args:
        profile: a JSON Schema.
    """
    valid = _judge(profile)

    def read(cell: str) -> Any:
        value = json.loads(cell)
        return value if isinstance(value, dict) and valid(value) and not any(open_rings(value)) else None

    return read


def open_rings(value: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield the rings of a map of GeoJSON whose first position is not the last (RFC 7946, 3.1.6), and where they stand.

    TopoJSON has none: its polygons are made of arcs.
    """
    before = f"{path}." if path else ""
    match value:
        case {"type": "Polygon", "coordinates": [*rings]}:
            yield from _open(rings, f"{before}coordinates")
        case {"type": "MultiPolygon", "coordinates": [*polygons]}:
            for number, rings in enumerate(polygons):
                yield from _open(rings, f"{before}coordinates[{number}]")
        case {"type": "Feature", "geometry": dict(geometry)}:
            yield from open_rings(geometry, f"{before}geometry")
        case {"type": "FeatureCollection", "features": [*parts]}:
            yield from _within(parts, f"{before}features")
        case {"type": "GeometryCollection", "geometries": [*parts]}:
            yield from _within(parts, f"{before}geometries")


def _within(parts: list[Any], path: str) -> Iterator[tuple[str, list[Any]]]:
    for number, part in enumerate(parts):
        yield from open_rings(part, f"{path}[{number}]")


def _open(rings: list[Any], path: str) -> Iterator[tuple[str, list[Any]]]:
    for number, ring in enumerate(rings):
        if ring[0] != ring[-1]:
            yield f"{path}[{number}]", ring


def mended(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile of GeoJSON in two dimensions as RFC 7946 has it."""
    found: dict[str, Any] = copy.deepcopy(dict(profile))
    known = found["definitions"]
    known["geometry"]["definitions"] |= {"position": POSITION, "positionArray": POSITIONS}
    known["geometryCollection"]["type"] = "object"  # or null would be one, and a feature may have null for a geometry
    known["feature"]["properties"]["geometry"]["oneOf"].append(COLLECTION)
    inner = known["geometryCollection"]["properties"]["geometries"]
    inner["items"] = {"oneOf": [inner["items"], COLLECTION]}
    return found


def _judge(profile: Mapping[str, Any]) -> Predicate:
    try:
        return predicate(profile)
    except LookupError:  # a profile of another release of the referee
        from jsonschema import Draft4Validator

        valid: Predicate = Draft4Validator(profile).is_valid
        return valid
