"""Table Schema v2: "Field Types" and "Field Constraints"."""

from typing import Any

from tests.conformance.case import Case, Sentence, cells, resource

ERROR, TYPE, BROKEN = "descriptor-error", "type-error", "constraint-error"


def both(field: dict[str, Any], sound: tuple[str, ...], broken: tuple[str, ...], finds: str = TYPE) -> list[Case]:
    """Return a case with all cells that a field accepts, and one for each that it does not."""
    accepted = [cells(f"{', '.join(sound)[:60]}", "", field, *sound)] if sound else []
    return accepted + [cells(cell or "an empty cell", finds, field, cell) for cell in broken]


def bound(kind: str, name: str, limit: Any, sound: tuple[str, ...], broken: tuple[str, ...]) -> list[Case]:
    """Return the cases of one constraint."""
    return both({"type": kind, "constraints": {name: limit}}, sound, broken, BROKEN)


def inline(what: str, finds: str, kind: str, value: Any) -> Case:
    """Return a case of one value in JSON."""
    return resource(what, finds, name="t", data=[{"c": value}], schema={"fields": [{"name": "c", "type": kind}]})


HIGH = (  # RFC 7946, 3.1.1 and 5: a third element is the altitude
    '{"type": "Point", "coordinates": [1, 2, 3], "bbox": [1, 2, 3, 1, 2, 3]}',
    '{"type": "LineString", "coordinates": [[1, 2, 3], [2, 2, 3.5]]}',
    '{"type": "Polygon", "coordinates": [[[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 0, 1]]]}',
    '{"type": "Feature", "properties": {}, "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}}',
)
UNLOCATED = (  # RFC 7946, 3.2: both may be null
    '{"type": "Feature", "properties": null, "geometry": null}',
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}',
)
SENTENCES = [
    Sentence(
        "string: The field contains strings, that is, sequences of characters.",
        [inline("a string in JSON", "", "string", "5"), inline("a number in JSON", "type-error", "string", 5)],
    ),
    Sentence("string: any valid string.", both({"type": "string"}, ("a", "é", "1", "a\nb"), ())),
    Sentence("string, email: A valid email address.", both({"type": "string", "format": "email"}, ("a.b@example.org",), ("a.b",))),
    Sentence("string, uri: A valid URI.", both({"type": "string", "format": "uri"}, ("https://example.org/a%20b?c",), ("not a uri", "https://example.org/a b", "https://example.org/\u00e9"))),
    Sentence("string, binary: A base64 encoded string representing binary data.", both({"type": "string", "format": "binary"}, ("aGk=",), ("!!!!", "aGk"))),
    Sentence("string, uuid: A string that is a uuid.", both({"type": "string", "format": "uuid"}, ("95ecc380-afe9-11e4-9b6c-751b66dd541e",), ("95ecc380",))),
    Sentence(
        "number: a non-empty finite-length sequence of decimal digits separated by a period as a decimal indicator. An "
        "optional leading sign is allowed.",
        both({"type": "number"}, ("-1.23", "12678967.543233", "+100000.00", "210", ".5", "7."), ("1,5", "1 000", "abc", "1_000", "0x10")),
    ),
    Sentence("number: NaN, INF, -INF (case need not be respected).", both({"type": "number"}, ("NaN", "inf", "-INF"), ("infinity",))),
    Sentence("exponent: this MUST consist of an E followed by an optional + or - sign followed by one or more decimal digits.", both({"type": "number"}, ("1e5", "1E-5", "1.5e+3"), ("1e", "e5", "1e1.5"))),
    Sentence("decimalChar: A string whose value is used to represent a decimal point within the number.", [*both({"type": "number", "decimalChar": ","}, ("1,5",), ("1.5",)), cells("a number", ERROR, {"type": "number", "decimalChar": 1}, "1")]),
    Sentence("groupChar: A string whose value is used to group digits within the number.", both({"type": "number", "groupChar": ","}, ("100,000", "1,000.5"), ("100 000",))),
    Sentence("bareNumber: If `true` the contents MUST follow the formatting constraints already set out. If `false` they may contain leading and/or trailing non-numeric characters (which implementors MUST therefore strip).", [*both({"type": "number", "bareNumber": False}, ("95%", "€95", "EUR 95"), ("none",)), *both({"type": "number"}, (), ("95%",)), cells("a text", ERROR, {"type": "number", "bareNumber": "no"}, "1")]),
    Sentence("integer: Integer values are indicated in the standard way for any valid integer.", both({"type": "integer"}, ("7", "-7", "+7", "007", "1" * 40), ("7.0", "1e3", "seven", "٣"))),
    Sentence("integer: groupChar and bareNumber MAY modify it.", [*both({"type": "integer", "groupChar": ","}, ("100,000",), ("100.000",)), *both({"type": "integer", "bareNumber": False}, ("95%",), ("%",))]),
    Sentence("boolean: trueValues [true, True, TRUE, 1], falseValues [false, False, FALSE, 0].", both({"type": "boolean"}, ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0"), ("yes", "tRUE"))),
    Sentence("`trueValues` and `falseValues` are arrays which can be customised to user need.", [*both({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, ("yes", "no"), ("true",)), cells("a text", ERROR, {"type": "boolean", "trueValues": "yes"}, "false")]),
    Sentence("object: The field contains a valid JSON object.", [*both({"type": "object"}, ('{"a": 1}', "{}"), ("[1]", "{a: 1}", '{"a": NaN}')), cells("a key twice, which RFC 8259 only says SHOULD NOT be", "", {"type": "object"}, '{"a": 1, "a": 2}')]),
    Sentence("array: The field contains a valid JSON array.", both({"type": "array"}, ("[1, 2]", "[]"), ("{}", "1,2", "[NaN]"))),
    Sentence("list: the field MUST contain a string with values separated by a delimiter which is `,` (comma) by default.", [*both({"type": "list"}, ("a,b", "a"), ()), *both({"type": "list", "delimiter": ";", "itemType": "integer"}, ("1;2",), ("1,2",)), cells("an empty delimiter", ERROR, {"type": "list", "delimiter": ""}, "a,b")]),
    Sentence("list: A data consumer MUST process list items as it were individual values of the corresponding data type.", [*both({"type": "list", "itemType": "integer"}, ("1,-2,+03", "9" * 20), ("1, 2", "1,1_000")), *both({"type": "list", "itemType": "datetime"}, ("2024-01-26T15:00:00+01:00,-0044-03-15T12:00:00",), ("2024-01-26 15:00:00",))]),
    Sentence("itemType: If present, it MUST be one of `string`, `integer`, `boolean`, `number`, `datetime`, `date`, and `time`.", [*both({"type": "list", "itemType": "date"}, ("2024-01-26,2024-01-27",), ("2024-01-26,soon",)), cells("another word", ERROR, {"type": "list", "itemType": "geojson"}, "a")]),
    Sentence("datetime: The lexical representation MUST be in a form defined by XML Schema containing required date and time parts, followed by optional milliseconds and timezone parts.", [*both({"type": "datetime"}, ("2024-01-26T15:00:00", "2024-01-26T15:00:00.300-05:00", "2024-01-26T15:00:00Z"), ("2024-01-26", "2024-01-26 15:00:00", "2024-02-30T15:00:00", "2024-01-26T25:00:00", "2024-01-26T23:59:60Z", "0000-01-26T15:00:00", "12023-02-29T15:00:00")), *both({"type": "datetime"}, ("-0044-03-15T12:00:00", "12024-02-29T00:00:00Z", "1000000-01-26T15:00:00.5+01:00"), ())]),
    Sentence("PATTERN MUST follow the syntax of standard Python / C strptime.", [*both({"type": "datetime", "format": "%d/%m/%Y %H:%M:%S"}, ("12/11/2018 09:15:32",), ("2018-11-12T09:15:32", "12/13/2018 09:15:32")), *both({"type": "date", "format": "%d.%m.%Y"}, ("26.01.2024",), ("2024-01-26",)), *both({"type": "time", "format": "%H:%M"}, ("15:00",), ("15:00:00",)), cells("another syntax", f"{ERROR}", {"type": "date", "format": "YYYY-MM-DD"}, "2024-01-26"), *(cells(f"the pattern {pattern}", ERROR, {"type": kind, "format": pattern}) for kind, pattern in (("date", "%Q"), ("date", "%"), ("date", "%Y-%Y"), ("time", "%-H"), ("datetime", "%d %")))]),
    Sentence("any: Any parsable representation of the value.", both({"type": "date", "format": "any"}, ("26 January 2024",), ("sometime",))),
    Sentence("date: The lexical representation MUST be `yyyy-mm-dd`.", both({"type": "date"}, ("2024-01-26", "2024-02-29", "0001-01-01", "9999-12-31"), ("2024-1-26", "26.01.2024", "2023-02-29", "2024-13-01", "0000-01-01", "10000-01-01", "-0044-03-15", "2024-01-26Z"))),
    Sentence("time: The lexical representation MUST be `hh:mm:ss`.", both({"type": "time"}, ("15:00:00",), ("15:00", "3 pm", "25:00:00", "15:00:60"))),
    Sentence("time, in version 1, which a package may follow without saying so: An ISO8601 time string.", both({"type": "time"}, ("15:00:00", "15:00:00.5", "15:00:00Z", "15:00:00+01:00", "24:00:00", "24:00:00.0"), ("24:00:01", "15:00:00 Z"))),
    Sentence("year: A calendar year as per XMLSchema `gYear`.", [*both({"type": "year"}, ("2024", "1066"), ("24", "02024", "two")), *both({"type": "year"}, ("-0044", "12024", "2024Z", "9" * 30), ("-44", "0000", "-0000", "2024+14:01"))]),
    Sentence("yearmonth: as per XMLSchema `gYearMonth`.", [*both({"type": "yearmonth"}, ("2024-01",), ("2024-13", "2024-1", "2024")), *both({"type": "yearmonth"}, ("-0044-03", "12024-01", "2024-01Z", "2024-01-05:00"), ("-44-03", "0000-01", "-0000-01", "02024-01", "2024-01+15:00"))]),
    Sentence("duration: the extended format PnYnMnDTnHnMnS.", both({"type": "duration"}, ("P1Y2M3DT4H5M6.5S", "PT36H", "-P1D"), ("P", "1D", "P1W", "P1DT"))),
    Sentence('geopoint: A string of the pattern "lon, lat", where each value is a number.', both({"type": "geopoint"}, ("90.50, 45.50", "90,45"), ("90", "north, south", "200, 45"))),
    Sentence("geopoint, array: of exactly two items, where each item is a number.", both({"type": "geopoint", "format": "array"}, ("[90.50, 45.50]",), ("[90]", '["a", "b"]', '["90.50", "45.50"]', "[true, 45]"))),
    Sentence("geopoint, object: with exactly two keys, `lat` and `lon` and each value is a number.", both({"type": "geopoint", "format": "object"}, ('{"lon": 90.50, "lat": 45.50}',), ('{"lon": 90}', '{"lon": "90.50", "lat": "45.50"}', '{"lon": 90, "lat": false}'))),
    Sentence("geojson: A geojson object as per the GeoJSON spec.", [*both({"type": "geojson"}, ('{"type": "Point", "coordinates": [1, 2]}', *UNLOCATED), ('{"type": "Spot"}', "[1, 2]")), *both({"type": "geojson"}, HIGH, ('{"type": "Point", "coordinates": [1, 2, "3"]}', '{"type": "Point", "coordinates": [1, 2, 3, 4]}'))]),
    Sentence("geojson, topojson: A topojson object as per the TopoJSON spec.", both({"type": "geojson", "format": "topojson"}, ('{"type": "Topology", "objects": {}, "arcs": []}',), ('{"type": "Point"}',))),
    Sentence("any: A data consumer MUST NOT perform any processing on this field's values.", both({"type": "any"}, ("1", "x", "[", "NaN"), ())),
    Sentence("A constraints descriptor MUST be a JSON object.", [cells("an array", ERROR, {"constraints": []}, "x")]),
    Sentence("required: Indicates whether this field cannot be `null`.", [*both({"constraints": {"required": True}}, ("x",), ("",), BROKEN), *both({"constraints": {"required": False}}, ("", "x"), ()), cells("a text", ERROR, {"constraints": {"required": "yes"}}, "x")]),
    Sentence("unique: If `true`, then all values for that field MUST be unique within the data file.", [cells("two", "", {"constraints": {"unique": True}}, "a", "b"), cells("one twice", BROKEN, {"constraints": {"unique": True}}, "a", "a"), cells("empty twice", "", {"constraints": {"unique": True}}, "", ""), cells("the same value", BROKEN, {"type": "number", "constraints": {"unique": True}}, "1", "1.0"), cells("the same object", BROKEN, {"type": "object", "constraints": {"unique": True}}, '{"a": 1, "b": 2}', '{"b": 2, "a": 1}')]),
    Sentence("minLength: An integer that specifies the minimum length of a value.", [*bound("string", "minLength", 3, ("abc", "äöü"), ("ab",)), *bound("array", "minLength", 2, ("[1, 2]",), ("[12345]",)), *bound("object", "minLength", 1, ('{"a": 1}',), ("{}",)), *bound("list", "minLength", 2, ("a,b",), ("abcdef",)), cells("a negative number", ERROR, {"constraints": {"minLength": -1}}, "x"), cells("of an integer", ERROR, {"type": "integer", "constraints": {"minLength": 1}}, "1")]),
    Sentence("maxLength: An integer that specifies the maximum length of a value.", [*bound("string", "maxLength", 3, ("abc",), ("abcd",)), *bound("array", "maxLength", 2, ("[1000, 2000]",), ("[1, 2, 3]",))]),
    Sentence("minimum: checks whether a field value is greater than or equal to the specified value.", [*bound("integer", "minimum", 100, ("100", "101"), ("99",)), *bound("number", "minimum", "0.5", ("0.5",), ("0.4", "NaN")), *bound("date", "minimum", "2024-01-26", ("2024-01-26",), ("2024-01-25",)), *bound("datetime", "minimum", "2024-01-26T12:00:00Z", ("2024-01-26T12:00:00Z",), ("2024-01-26T12:00:00+01:00",)), *bound("time", "minimum", "12:00:00", ("12:00:00",), ("11:59:59",)), *bound("year", "minimum", 2000, ("2000",), ("1999",)), *bound("yearmonth", "minimum", "2000-02", ("2000-02", "12000-01"), ("2000-01", "-2000-03")), *bound("datetime", "minimum", "-0044-03-15T12:00:00", ("-0044-03-15T12:00:00", "12024-01-01T00:00:00"), ("-0045-12-31T00:00:00",)), *bound("year", "minimum", "12345678901234567890", ("12345678901234567891",), ("12345678901234567889", "2024")), *bound("duration", "minimum", "P1M", ("P2M", "P31D"), ("P9D", "PT1H")), cells("of a string", ERROR, {"type": "string", "constraints": {"minimum": "a"}}, "b"), cells("of another type", ERROR, {"type": "integer", "constraints": {"minimum": "a"}}, "1"), cells("NaN", ERROR, {"type": "number", "constraints": {"minimum": "NaN"}}, "1")]),
    Sentence("maximum: As for `minimum`, but specifies a maximum value for a field.", [*bound("integer", "maximum", 100, ("100",), ("101",)), *bound("duration", "maximum", "P1Y", ("P12M",), ("P13M",))]),
    Sentence("exclusiveMinimum: As for `minimum`, but for expressing exclusive range.", bound("integer", "exclusiveMinimum", 0, ("1",), ("0",))),
    Sentence("exclusiveMaximum: As for `maximum`, but for expressing exclusive range.", bound("number", "exclusiveMaximum", 150, ("149.9",), ("150", "150.0"))),
    Sentence("jsonSchema: If a field value conforms to the provided JSON Schema then this field value is valid.", [*bound("object", "jsonSchema", {"properties": {"value": {"type": "integer"}}}, ('{"value": 100}',), ('{"value": "bad"}',)), *bound("array", "jsonSchema", {"maxItems": 1}, ("[1]",), ("[1, 2]",)), *bound("object", "jsonSchema", {"$schema": "https://json-schema.org/draft/2020-12/schema", "dependentRequired": {"a": ["b"]}}, ('{"a": 1, "b": 2}',), ('{"a": 1}',)), cells("no JSON Schema", ERROR, {"type": "object", "constraints": {"jsonSchema": {"type": 1}}}, "{}")]),
    Sentence("pattern: The values of this field MUST conform to the standard XML Schema regular expression syntax.", [*bound("string", "pattern", "^a.*$", ("apple",), ("orange",)), *bound("string", "pattern", "a|b", ("a", "b"), ("axxx",)), *bound("string", "pattern", r"\p{Lu}\p{Ll}+", ("Émile",), ("émile",)), *bound("string", "pattern", r"\w+", ("é",), ("-",)), *bound("string", "pattern", r"\p{IsBasicLatin}+", ("e",), ("é",)), cells("no expression", ERROR, {"type": "string", "constraints": {"pattern": "("}}, "x"), cells("of an integer", ERROR, {"type": "integer", "constraints": {"pattern": "1"}}, "1")]),
    Sentence("enum: The value of the field MUST exactly match one of the values in the `enum` array.", [*bound("string", "enum", ["apple"], ("apple",), ("orange", "Apple")), *bound("integer", "enum", [1, "2"], ("1", "02"), ("3",)), *bound("list", "enum", [["a", "b"], "c"], ("a,b", "c"), ("a", "b,a")), *bound("date", "enum", ["2024-01-26"], ("2024-01-26",), ("2024-01-27",)), *bound("array", "enum", [[1, 2]], ("[1,2]", "[1.0, 2]"), ("[2, 1]",)), cells("none", ERROR, {"constraints": {"enum": []}}, "x"), cells("of another type", ERROR, {"type": "integer", "constraints": {"enum": ["a"]}}, "")]),
    Sentence("Implementations SHOULD report an error if an attempt is made to evaluate a value against an unsupported constraint.", [cells("no such constraint", ERROR, {"constraints": {"minimun": 1}}, "x")]),
    Sentence("Implementations MUST apply all the constraints when determining if a field value is valid.", [cells("the second of two", BROKEN, {"type": "string", "constraints": {"minLength": 1, "pattern": "a+"}}, "b")]),
]  # fmt: skip
