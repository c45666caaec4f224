"""Maps in a cell: what is judged by functions made of a profile is judged as by JSON Schema."""

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from dpkit.tables import geojson
from dpkit.tables.plain_schema import predicate

GEOJSON: Final = geojson.mended(frictionless.settings.GEOJSON_PROFILE)
TOPOJSON: Final[dict[str, Any]] = frictionless.settings.TOPOJSON_PROFILE
TYPES: Final = [
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection", "Feature",
    "FeatureCollection", "Topology", "name", "link",
]  # fmt: skip
KEYS: Final = [
    "type", "coordinates", "geometries", "geometry", "properties", "features", "bbox", "crs", "id", "arcs", "objects",
    "transform", "scale", "translate", "name", "href", "x",
]  # fmt: skip
LEAVES: Final = st.sampled_from([0, 1.5, 2.0, True, None, "x", *TYPES, float("nan")])
POINT: Final = {"type": "Point", "coordinates": [0, 1.5]}
RING: Final = [[0, 0], [0, 1], [1, 1], [0, 0]]
FEATURE: Final = {"type": "Feature", "properties": {}, "geometry": POINT}
BOXED: Final = {"bbox": [[0, 1], [2, 3]], "transform": {"scale": [1, 1], "translate": [0, 0]}}
SOUND: Final[list[Any]] = [
    POINT,
    {"type": "LineString", "coordinates": RING, "crs": {"type": "name", "properties": {"name": "x"}}},
    {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]], "bbox": [0, 1, 2]},
    {"type": "GeometryCollection", "geometries": [POINT, {"type": "GeometryCollection", "geometries": [POINT]}]},
    {"type": "FeatureCollection", "features": [FEATURE, FEATURE | {"geometry": None}]},
    {"type": "FeatureCollection", "features": [], "crs": {"type": "link", "properties": {"href": "x"}}},
    {"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [0, 1]}}, "arcs": [RING, [None, [1, 2]]]},
    {"type": "Topology", "objects": {"a": {"type": "MultiPolygon", "arcs": [[[0]]]}, "b": POINT}, "arcs": []} | BOXED,
    {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]], "id": 1}]},
]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield all places within a value: what holds it, and the key or index."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


@st.composite
def maps(draw: st.DrawFn) -> Any:
    """Draw a map of which up to two parts were changed, taken away or added to."""
    value = copy.deepcopy(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(0, 2))):
        holder, key = draw(st.sampled_from([*_places(value)]))
        other = copy.deepcopy(draw(LEAVES | st.sampled_from(SOUND)))
        change = draw(st.sampled_from(["put", "add", "take"]))
        if change == "take" and len(holder) > 1:
            del holder[key]
        elif change == "put":
            holder[key] = other
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(KEYS))] = other
        else:
            holder.append(copy.deepcopy(holder[key]))
    return value


@pytest.mark.parametrize("profile", [GEOJSON, TOPOJSON], ids=["geojson", "topojson"])
@settings(deadline=None)
@given(value=maps())
def test_a_map_is_judged_as_by_json_schema(profile: dict[str, Any], value: Any) -> None:
    assert predicate(profile)(value) == Draft4Validator(profile).is_valid(value)


LINE: Final[dict[str, Any]] = {"type": "LineString", "arcs": [0]}
ARCS: Final = [[[0, 0], [1, 1.5]]]


@pytest.mark.parametrize(
    ("value", "sound"),
    [
        ({"type": "Topology", "objects": {"a": LINE}, "arcs": ARCS}, True),
        ({"type": "Topology", "objects": {"a": LINE}, "arcs": [[None, [1, 2]]]}, True),
        ({"type": "Topology", "objects": {"a": LINE | {"arcs": [0.5]}}, "arcs": ARCS}, False),
        ({"type": "Topology", "objects": {"a": LINE | {"arcs": [1.0]}}, "arcs": ARCS}, False),
        ({"type": "Topology", "objects": {"a": LINE}, "arcs": [[[0, 0]]]}, False),
        ({"type": "Topology", "objects": {"a": LINE}, "arcs": [[[0, True], [1, 1]]]}, False),
        ({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [LINE]}]}, True),
        ({"type": "GeometryCollection", "geometries": [LINE, {"type": "Point"}]}, False),
        (LINE | {"id": None}, False),
        ([], False),
    ],
)
def test_topojson(value: Any, *, sound: bool) -> None:
    assert predicate(TOPOJSON)(value) is sound
    assert Draft4Validator(TOPOJSON).is_valid(value) is sound
    assert (geojson.reader(TOPOJSON)(json.dumps(value)) is not None) is sound


@pytest.mark.parametrize("schema", [{"pattern": "a"}, {"enum": [1, {"a": 1}]}, {"items": [{}]}])
def test_a_keyword_that_is_not_known_is_left_to_json_schema(schema: dict[str, Any]) -> None:
    with pytest.raises(LookupError):
        predicate(schema)
    assert geojson.reader(schema)('{"a": 1}') == {"a": 1}
