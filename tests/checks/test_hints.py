"""A cell that is not what it should be is told with what is wrong with it, where that is plain."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.checks.example import package

Run = Callable[..., Result]
Write = Callable[..., Path]

MAPS = (
    "Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, GeometryCollection, Feature or "
    "FeatureCollection"
)
FEATURE = {"type": "Feature", "properties": {}}
UNCLOSED = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}
EDTF = "a date (EDTF, such as 2001-08-04)"


@pytest.fixture
def told(write: Write, run: Run) -> "Callable[..., str]":
    """Return a function that returns the message on a table's only cell."""

    def told(cell: str, of: dict[str, Any]) -> str:
        quoted = '"' + cell.replace('"', '""') + '"'
        files = package(events=(f"cell\n{quoted}\n", {"fields": [{"name": "cell"} | of]}))
        (finding,) = json.loads(run("validate", write(files), "--format", "json").stdout)["findings"]
        return str(finding["message"])

    return told


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("1950-05-04/1950-05-01", "a date: its end lies before its beginning"),
        ("2001/-0001", "a date: its end lies before its beginning"),
        ("2001-02-30", "a date: its month has no day 30"),
        ("2001-08-00?", "a date: its month has no day 00"),
        ("2001-13", "a date: there is no month 13"),
        ("2001-21-01", "a date: there is no month 21"),
        ("2001-8-4", "a date: month and day have two digits each"),
        ("2001/2001-02-29", "a date: of '2001-02-29', its month has no day 29"),
        ("2001-13-01/..", "a date: of '2001-13-01', there is no month 13"),
        ("2001-08-04 ", "a date: there is white space around it"),
        ("August 2001", EDTF),
        ("../..", EDTF),
        ("2001/2002/2001", EDTF),
        ("-0000-01-01", EDTF),
        ("2001/x", EDTF),
        ("2" * 100, EDTF),
    ],
)
def test_what_is_wrong_with_a_date_is_told(cell: str, what: str, told: Callable[..., str]) -> None:
    shown = cell if len(cell) < 80 else "2" * 79 + "…"
    assert told(cell, {"dpkit": {"claim": "date"}}) == f"cell is '{shown}', not {what}"


@pytest.mark.parametrize(
    ("cell", "of", "hint"),
    [
        ("1,5", {}, "decimalChar ','"),
        ("-,5", {}, "decimalChar ','"),
        ("1,5e3", {}, "decimalChar ','"),
        ("1.234,5", {}, "groupChar '.' and decimalChar ','"),
        ("1,234.5", {}, "groupChar ','"),
        ("1,500", {}, "decimalChar ',' or groupChar ','"),
        ("20 000", {}, "groupChar ' '"),
        ("20\u00a0000", {}, "groupChar '<U+00A0>'"),
        ("1.234.567", {}, "groupChar '.' and decimalChar ','"),
        ("1,234,567.89", {}, "groupChar ','"),
        ("1.5", {"decimalChar": ","}, "decimalChar '.'"),
        ("1 234.5", {"decimalChar": ",", "groupChar": " "}, "decimalChar '.'"),
        ("1 234,5", {"decimalChar": ","}, "groupChar ' '"),
        ("20 000", {"type": "integer"}, "groupChar ' '"),
        ("1,234,567", {"type": "integer"}, "groupChar ','"),
    ],
)
def test_what_would_make_a_number_of_it_is_told_and_is_true(
    cell: str, of: dict[str, Any], hint: str, told: Callable[..., str], write: Write, run: Run
) -> None:
    of = {"type": "number"} | of
    assert told(cell, of).endswith(f", not a{'n' * (of['type'] == 'integer')} {of['type']}; it is one with {hint}")
    for options in hint.replace("<U+00A0>", "\u00a0").split(" or "):
        said = dict(each.split(" ", 1) for each in options.split(" and "))
        schema = {"fields": [{"name": "cell"} | of | {name: mark[1:-1] for name, mark in said.items()}]}
        assert run("validate", write(package(events=(f'cell\n"{cell}"\n', schema)))).exit_code == 0


@pytest.mark.parametrize("cell", ["31.02.2020", "32/13/2020", "43831", "1.2", "2020-1", "99999999", "25:00"])
@pytest.mark.parametrize("kind", ["date", "time"])
def test_what_no_format_makes_a_date_is_told_without_one(cell: str, kind: str, told: Callable[..., str]) -> None:
    assert "with format" not in told(cell, {"type": kind})


@pytest.mark.parametrize("cell", ["far", "1,5,", "1,2,3", "1,23,456", "1.5,3.4", "5 km", "1,5" * 50])
@pytest.mark.parametrize("kind", ["number", "integer"])
def test_what_no_mark_makes_a_number_is_told_without_a_hint(cell: str, kind: str, told: Callable[..., str]) -> None:
    assert told(cell, {"type": kind}).endswith((", not a number", ", not an integer"))


@pytest.mark.parametrize(
    "of", [{"type": "number"}, {"type": "integer"}, {"type": "boolean"}, {"type": "date"}, {"dpkit": {"claim": "date"}}]
)
@pytest.mark.parametrize(
    "cell", ["NA", "n/a", "-", "NULL", "None", "\u2013", "..", ":", ".", "nd", "\\N", "#DIV/0!", "not available"]
)
def test_a_mark_of_what_is_missing_is_told(cell: str, of: dict[str, Any], told: Callable[..., str]) -> None:
    assert told(cell, of).endswith("; missingValues does not list it")


@pytest.mark.parametrize(
    ("cell", "of", "end"),
    [
        ("2001-02-30", {"type": "date"}, "not a date (YYYY-MM-DD): its month has no day 30"),
        ("2001-8-4", {"type": "date"}, "not a date (YYYY-MM-DD): month and day have two digits each"),
        ("2002/2001", {"type": "date"}, "not a date (YYYY-MM-DD)"),
        (" 5 ", {"type": "integer"}, "not an integer: there is white space around it"),
        (" ", {"type": "boolean"}, "not a boolean: it is white space only"),
        ("n/a", {"dpkit": {"claim": "quantity"}}, "not a number; missingValues does not list it"),
        ("1, 2", {"type": "list", "itemType": "integer"}, "not a list: item 2, ' 2', is not an integer"),
        ("1,\u0663", {"type": "list", "itemType": "number"}, "not a list: item 2, '\u0663', is not a number"),
        ("1,Infinity", {"type": "list", "itemType": "number"}, "not a list: item 2, 'Infinity', is not a number"),
        ("2001-1-5", {"type": "list", "itemType": "date"}, "not a list: item 1, '2001-1-5', is not a date"),
        ("2001-01-05 10:00:00", {"type": "list", "itemType": "datetime"}, "is not a datetime"),
        ("1,x", {"type": "list", "itemType": "integer"}, "not a list: item 2, 'x', is not an integer"),
        ("1;;2", {"type": "list", "itemType": "number", "delimiter": ";"}, "not a list: item 2, '', is not a number"),
        ("2001-01-01,2001-02-30", {"type": "list", "itemType": "date"}, "item 2, '2001-02-30', is not a date"),
        (
            "yes",
            {"type": "boolean"},
            "not a boolean; true is written true, True, TRUE or 1, and false false, False, FALSE or 0",
        ),
        (
            "true",
            {"type": "boolean", "trueValues": ["ja"], "falseValues": []},
            "not a boolean; true is written ja, and false in no way",
        ),
        ("x", {"type": "string", "format": "email"}, "not a string of format email (such as name@example.org)"),
        ("***", {"type": "string", "format": "binary"}, "not a string of format binary (in base64)"),
        (
            "90, 4",
            {"type": "geopoint", "format": "array"},
            "not a geopoint of format array (such as [90.5, 45]): it is not JSON: extra data, line 1 column 3",
        ),
        ('{"lon": 1}', {"type": "geopoint", "format": "array"}, ": it is an object, expected an array"),
        ("[1, 2, 3]", {"type": "geopoint", "format": "array"}, ": it has 3 items, expected 2"),
        ('["a", 2]', {"type": "geopoint", "format": "array"}, ': the longitude is "a", expected a number'),
        ("[1, 95.5]", {"type": "geopoint", "format": "array"}, ": the latitude 95.5 lies beyond 90"),
        ("null", {"type": "geopoint", "format": "object"}, ": it is null, expected an object"),
        ('{"lon": 1}', {"type": "geopoint", "format": "object"}, ": it has no lat"),
        ('{"lon": 1, "lat": 2, "z": 3}', {"type": "geopoint", "format": "object"}, ": it has more than lon and lat"),
        ('{"lon": -200, "lat": 2}', {"type": "geopoint", "format": "object"}, ": the longitude -200 lies beyond -180"),
        ("25:00:00", {"type": "time"}, "not a time (hh:mm:ss): there is no hour 25"),
        ("12:60:00", {"type": "time"}, "there is no minute 60"),
        ("2001-01-01T12:00:61", {"type": "datetime"}, "there is no second 61"),
        ("2001-01-01T25:00:00Z", {"type": "datetime"}, "there is no hour 25"),
        ("2001-13-01T12:00:00", {"type": "datetime"}, "there is no month 13"),
        ("2001-02-30T12:00:00", {"type": "datetime"}, "its month has no day 30"),
        ("2001-13", {"type": "yearmonth"}, "not a yearmonth (YYYY-MM): there is no month 13"),
        ("2001-00", {"type": "yearmonth"}, "there is no month 00"),
        ("10, 95", {"type": "geopoint"}, "not a geopoint (longitude, latitude): the latitude 95 lies beyond 90"),
        ("-181.5,9", {"type": "geopoint"}, "the longitude -181.5 lies beyond -180"),
        ("x", {"type": "time"}, "not a time (hh:mm:ss)"),
        ("\u22125", {"type": "integer"}, "not an integer: it holds U+2212 MINUS SIGN"),
        ("1\u20132", {"type": "number"}, "not a number"),
        ("\uff11,5", {"type": "number"}, "not a number: it holds U+FF11 FULLWIDTH DIGIT ONE"),
        ("\u0663", {"type": "integer"}, "not an integer: it holds U+0663 ARABIC-INDIC DIGIT THREE"),
        (
            "{'a': 1}",
            {"type": "object"},
            "not an object: it is not JSON: JSON has texts in double quotes, not in single ones, line 1 column 2",
        ),
        ('{"a": NaN}', {"type": "object"}, "not an object: it is not JSON: NaN is no JSON number"),
        ("[1]", {"type": "object"}, "not an object: it is an array"),
        ('{"a": 1}', {"type": "array"}, "not an array: it is an object"),
        ("5", {"type": "array"}, "not an array: it is a number"),
        ("null", {"type": "object"}, "not an object; missingValues does not list it"),
        ('{"a":' * 20_000 + "1" + "}" * 20_000, {"type": "object"}, "not an object: it is nested more than 100 deep"),
        ("9" * 10 + "[" * 60_000, {"type": "array"}, "not an array: it is nested more than 100 deep"),
        ('{"a": %s}' % ("9" * 5_000), {"type": "object"}, "digits"),
        ("{", {"type": "geojson"}, "line 1 column 2"),
        ("2024,0", {"type": "integer"}, "not an integer: it has decimals, after ','"),
        ("2024.0", {"type": "integer"}, "not an integer: it has a decimal point"),
        ("[1, 2]", {"type": "geojson"}, "not a geojson: it is an array, expected an object"),
        ("{}", {"type": "geojson"}, "not a geojson: it has no type"),
        ('{"type": "Point"}', {"type": "geojson"}, "not a geojson: it has no coordinates"),
        ('{"type": "Spot", "coordinates": [1, 2]}', {"type": "geojson"}, f"its type is 'Spot', expected {MAPS}"),
        ('{"type": 1}', {"type": "geojson"}, f"its type is 1, expected {MAPS}"),
        ('{"type": "Point", "coordinates": ["a", 2]}', {"type": "geojson"}, 'coordinates[0] is "a", expected a number'),
        ('{"type": "Point", "coordinates": [1]}', {"type": "geojson"}, "coordinates has 1 item, expected at least 2"),
        ('{"type": "Point", "coordinates": [1, 2, 3, 4]}', {"type": "geojson"}, "has 4 items, expected at most 3"),
        (
            '{"type": "LineString", "coordinates": [[1, 2], 3]}',
            {"type": "geojson"},
            "coordinates[1] is 3, expected an array",
        ),
        (
            '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}',
            {"type": "geojson"},
            "not a geojson: coordinates[0] has 3 items, expected at least 4",
        ),
        (
            json.dumps(UNCLOSED),
            {"type": "geojson"},
            "not a geojson: coordinates[0] is not closed: it begins at [0, 0] and ends at [0, 1]",
        ),
        (
            json.dumps({"type": "GeometryCollection", "geometries": [UNCLOSED]}),
            {"type": "geojson"},
            "not a geojson: geometries[0].coordinates[0] is not closed: it begins at [0, 0] and ends at [0, 1]",
        ),
        (
            json.dumps({"type": "FeatureCollection", "features": [FEATURE | {"geometry": UNCLOSED}]}),
            {"type": "geojson"},
            "features[0].geometry.coordinates[0] is not closed: it begins at [0, 0] and ends at [0, 1]",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null}]}',
            {"type": "geojson"},
            "not a geojson: features[0] has no properties",
        ),
        (
            '{"type": "Feature", "properties": {}, "geometry": {"coordinates": [1, 2]}}',
            {"type": "geojson"},
            "not a geojson: geometry has no type",
        ),
        (
            '{"type": "Topology", "objects": {}}',
            {"type": "geojson", "format": "topojson"},
            "not a geojson of format topojson: it has no arcs",
        ),
        (
            '{"type": "GeometryCollection", "geometries": [{"type": "LineString", "arcs": ["a"]}]}',
            {"type": "geojson", "format": "topojson"},
            'geometries[0].arcs[0] is "a", expected a whole number',
        ),
    ],
)
def test_what_is_wrong_with_a_cell_is_told(cell: str, of: dict[str, Any], end: str, told: Callable[..., str]) -> None:
    assert told(cell, of).endswith(end)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("www.example.org", ": a URI begins with its scheme, such as https:"),
        ("example.org/a b", ": a URI begins with its scheme, such as https:"),
        ("https://example.org/a|b", ": it holds '|', which a URI writes as %7C"),
        ("https://example.org/a b", ": it holds ' ', which a URI writes as %20"),
        ("https://example.org/\u00e9t\u00e9", ": it holds 'é', which a URI writes as %C3%A9"),
        ("https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID>3.0.CO;2-2",
         ": it holds '<', which a URI writes as %3C"),
        ("https://example.org/?a[]=1", ": it holds '[', which a URI writes as %5B"),
        ("https://example.org/a#b#c", ": it holds '#', which a URI writes as %23, a second time"),
        ("https://example.org/5%", ": after a % stand two hexadecimal digits"),
        ("https://example.org/%zz", ": after a % stand two hexadecimal digits"),
        ("https://example.org:port/", ""),
        ("n/a", "; missingValues does not list it"),
        (" https://example.org", ": there is white space around it"),
        ("https://example.org/" + "a" * 20_000 + "|", ": it holds '|', which a URI writes as %7C"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_uri_is_told(cell: str, why: str, told: Callable[..., str]) -> None:
    assert told(cell, {"format": "uri"}).endswith(
        f"not a string of format uri (such as https://example.org/a%20b){why}"
    )


@pytest.mark.parametrize(
    ("cell", "allowed", "end"),
    [
        ("male ", ["male", "female"], "expected one of male, female (enum); 'male' differs in white space only"),
        ("Male", ["male", "female"], "expected one of male, female (enum); 'male' differs in case only"),
        ("cafe\u0301", ["caf\u00e9"], "(enum); 'caf\u00e9' differs in how accents are encoded"),
        ("man", ["male", "female"], "expected one of male, female (enum)"),
        ("x", ["", " y", "z"], "expected one of '', ' y', z (enum)"),
    ],
)
def test_what_is_almost_allowed_is_told(cell: str, allowed: list[str], end: str, told: Callable[..., str]) -> None:
    assert told(cell, {"constraints": {"enum": allowed}}).endswith(end)


def test_a_category_that_is_almost_one_is_told(told: Callable[..., str]) -> None:
    message = "expected one of the categories male, female; 'female' differs in case only"
    assert told("FEMALE", {"type": "string", "categories": ["male", "female"]}).endswith(message)


@pytest.mark.parametrize(
    ("cell", "kind", "formats"),
    [
        ("01/05/2023", "date", ["%d/%m/%Y", "%m/%d/%Y"]),
        ("30.11.2010", "date", ["%d.%m.%Y"]),
        ("11-30-2010", "date", ["%m-%d-%Y"]),
        ("7/4/2010", "date", ["%d/%m/%Y", "%m/%d/%Y"]),
        ("30/11/10", "date", ["%d/%m/%y"]),
        ("2010/11/30", "date", ["%Y/%m/%d"]),
        ("20101130", "date", ["%Y%m%d"]),
        ("2001/01/31 00:47", "datetime", ["%Y/%m/%d %H:%M"]),
        ("31.1.2001 9:05:00", "datetime", ["%d.%m.%Y %H:%M:%S"]),
        ("31/01/2001T09:05", "datetime", ["%d/%m/%YT%H:%M"]),
        ("12:30", "time", ["%H:%M"]),
        ("9.05", "time", ["%H.%M"]),
    ],
)
def test_what_would_make_a_date_of_it_is_told_and_is_true(
    cell: str, kind: str, formats: list[str], told: Callable[..., str], write: Write, run: Run
) -> None:
    assert told(cell, {"type": kind}).endswith(
        "; it is one with format " + " or ".join(f"'{each}'" for each in formats)
    )
    for each in formats:
        schema = {"fields": [{"name": "cell", "type": kind, "format": each}]}
        assert run("validate", write(package(events=(f'cell\n"{cell}"\n', schema)))).exit_code == 0


@pytest.mark.parametrize(
    ("cell", "kind", "other"),
    [("2007", "date", "year"), ("2007-12", "date", "yearmonth"), ("2007-05-31", "datetime", "date")],
)
def test_a_less_precise_date_is_told_with_the_type_that_it_is_of(
    cell: str, kind: str, other: str, told: Callable[..., str], write: Write, run: Run
) -> None:
    assert told(cell, {"type": kind}).endswith(f"; it is of type {other}")
    schema = {"fields": [{"name": "cell", "type": other}]}
    assert run("validate", write(package(events=(f"cell\n{cell}\n", schema)))).exit_code == 0


@pytest.mark.parametrize("cell", ["31/31/2010", "00/01/2010", "1/2/3", "2010.11/30", "29.2.2011", "soon", "1e5"])
def test_what_no_format_makes_a_day_is_told_without_one(cell: str, told: Callable[..., str]) -> None:
    assert told(cell, {"type": "date"}).endswith(", not a date (YYYY-MM-DD)")


LOW = {"categories": [{"value": 1, "label": "low"}, {"value": 2, "label": "high"}]}
REFUSED = {"missingValues": [{"value": "-99", "label": "refused"}]}


@pytest.mark.parametrize(
    ("cell", "of", "what"),
    [
        ("95%", {"type": "number"}, "not a number; it is one with bareNumber false"),
        ("95 %", {"type": "integer"}, "not an integer; it is one with bareNumber false"),
        ("\u20ac7.50", {"type": "number"}, "not a number; it is one with bareNumber false"),
        ("EUR 7", {"type": "integer"}, "not an integer; it is one with bareNumber false"),
        ("7.5%", {"type": "integer"}, "not an integer"),
        ("b12", {"type": "integer"}, "not an integer"),
        ("1.234.567", {"type": "integer"}, "not an integer; it is one with groupChar '.'"),
        ("1.234", {"type": "integer"}, "not an integer: it has a decimal point"),
        ("1E+05", {"type": "integer"}, "not an integer: it has an exponent"),
        ("1.5e3", {"type": "integer"}, "not an integer: it has an exponent"),
        ("44197", {"type": "date"}, "not a date (YYYY-MM-DD); it is 2021-01-01 as spreadsheets count days"),
        ("2020-01-01 00:00:00", {"type": "date"}, "not a date (YYYY-MM-DD): a time stands after the day"),
        ("2020-01-01T00:00:00", {"type": "date"}, "not a date (YYYY-MM-DD); it is of type datetime"),
        ("2020-01-01", {"type": "year"}, "not a year (YYYY); it is of type date"),
        ("2020-01", {"type": "year"}, "not a year (YYYY); it is of type yearmonth"),
        ("2020", {"type": "yearmonth"}, "not a yearmonth (YYYY-MM); it is of type year"),
        ("1999.0", {"type": "year"}, "not a year (YYYY): it has a decimal point"),
        ("950", {"type": "year"}, "not a year (YYYY): a year has four digits or more"),
        ("2020-1", {"type": "yearmonth"}, "not a yearmonth (YYYY-MM): a month has two digits"),
        ("2020-01-01t00:00:00z", {"type": "datetime"}, "hh:mm:ss): T and Z are capital letters"),
        ("2020-01-01T00:00Z", {"type": "datetime"}, "hh:mm:ss): it has no seconds"),
        ("2020-01-01T00:00:00+0100", {"type": "datetime"}, "hh:mm:ss): an offset is written +hh:mm"),
        ("2020-01-01T00:00:00,5", {"type": "datetime"}, "hh:mm:ss): a point stands before parts of a second"),
        ("1/25/2020 3:04 PM", {"type": "datetime"}, "; it is one with format '%m/%d/%Y %I:%M %p'"),
        ("3:04 pm", {"type": "time"}, "not a time (hh:mm:ss); it is one with format '%I:%M %p'"),
        ("P2W", {"type": "duration"}, "P1Y2M3D): it has no weeks; P14D is as long"),
        ("PT", {"type": "duration"}, "P1Y2M3D): it says no number"),
        ("1:30:05", {"type": "duration"}, "P1Y2M3D); a duration of so many hours is PT1H30M5S"),
        ("aGVsbG8", {"type": "string", "format": "binary"}, "(in base64): its length is no multiple of four"),
        ("low", {"type": "integer"} | LOW, "not an integer; it is the label of 1"),
        (
            "low",
            {"type": "string", "categories": [{"value": "1", "label": "low"}]},
            "categories 1; it is the label of 1",
        ),
        ("refused", {"type": "integer"} | REFUSED, "not an integer; it is the label of -99"),
        ("cell", {"type": "integer"}, "not an integer; it is the name of the field: the row seems to be a header"),
    ],
)
def test_what_another_program_or_person_writes(
    cell: str, of: dict[str, Any], what: str, told: Callable[..., str]
) -> None:
    assert told(cell, of).endswith(what)


def test_label_of_a_missing_value_of_the_schema(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "cell", "type": "integer"}], **REFUSED}
    (finding,) = json.loads(
        run("validate", write(package(events=("cell\nrefused\n", schema))), "--format", "json").stdout
    )["findings"]
    assert finding["message"] == "cell is 'refused', not an integer; it is the label of -99"
