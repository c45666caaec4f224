"""Typing cells: frictionless is the oracle, and every difference to it is on a list, with what the standard says.

The standard: https://datapackage.org/standard/table-schema/, "Field Types", and the types of XML Schema it refers to.
"""

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Any, Final

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    Typed = Callable[..., list[Any]]

DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK: Final = "[0-2][0-9]:[0-5][0-9]:[0-6][0-9]"
OFFSET: Final = "(Z|[+-][01][0-9](:?[0-5][0-9])?)?"

# what cells of a type look like, more or less
SHAPES: Final = {
    "number": r"[+-]?[0-9]{0,4}\.?[0-9]{0,3}([eE][+-]?[0-9]{1,4})?|[+-]?(NaN|nan|INF|inf)",
    "integer": "[+-]?[0-9]{1,40}",
    "boolean": "true|True|TRUE|1|false|False|FALSE|0|yes|no|t",
    "date": DAY + "|[0-3][0-9]/[01][0-9]/[0-9]{4}",
    "time": rf"{CLOCK}(\.[0-9]{{1,7}})?{OFFSET}|{CLOCK}",
    "datetime": rf"-?1?{DAY}[T ]{CLOCK}([.,][0-9]{{1,7}})?{OFFSET}|{DAY}T{CLOCK}",
    "year": "-?[0-9]{3,5}",
    "yearmonth": "-?[0-9]{3,5}-[0-9]{1,2}" + OFFSET,
    "duration": r"-?P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}[DW])?(T([0-9]{1,2}H)?([0-9]M)?([0-9]([.,][0-9])?S)?)?",
    "geopoint": r" ?-?[0-9]{1,3}(\.[0-9])? ?, {0,2}-?[0-9]{1,2}(e1)?|\[[0-9]{1,3}, ?[0-9]{1,2}\]",
    "geojson": r'\{"type": ?"Point", ?"coordinates": ?\[[0-9]{1,3}, ?[0-9]\]\}',
    "object": r'\{("a": ?(1|"x"|NaN|\[\]|\{\}))?\}',
    "array": r'\[(1|"x"|null)?(, ?(1|NaN))?\]',
    "list": "[0-9a-z ]{0,2}([,;][0-9 ]{0,3}){0,2}",
    "string": (
        '[ -~]{1,12}|[!-~]{1,3}(@|@a-)[a-zA-Z0-9.-]{1,6}[.]com|"[!-~]{1,3}"@a.com|[a-z]{60,70}@[a-z0-9]{60,70}.com|'
        "(urn:uuid:|[{])?[0-9a-f]{8}(-?[0-9a-fA-F]{4}){3}-[0-9a-fgx_+]{12}[}]?|"
        "https?://[a-z]{1,3}/|([A-Za-z0-9+/]{4}){0,2}[a-z]{2}=="
    ),
    "any": "[ -~]{1,5}",
}
OPTIONS: Final[list[dict[str, Any]]] = [
    {"type": "number", "groupChar": ","}, {"type": "number", "groupChar": " "},
    {"type": "number", "decimalChar": ","}, {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "number", "bareNumber": False}, {"type": "number", "bareNumber": False, "groupChar": ","},
    {"type": "number", "bareNumber": False, "decimalChar": ","},
    {"type": "integer", "bareNumber": False}, {"type": "integer", "groupChar": ","},
    {"type": "boolean", "trueValues": ["yes", "t"], "falseValues": ["no"]},
    {"type": "boolean", "trueValues": ["yes", "0"]}, {"type": "boolean", "trueValues": [], "falseValues": ["f"]},
    {"type": "date", "format": "%d/%m/%Y"}, {"type": "date", "format": "any"},
    {"type": "datetime", "format": "%d/%m/%Y %H:%M"}, {"type": "datetime", "format": "any"},
    {"type": "time", "format": "%H:%M"}, {"type": "time", "format": "any"},
    {"type": "string", "format": "email"}, {"type": "string", "format": "uri"},
    {"type": "string", "format": "uuid"}, {"type": "string", "format": "binary"},
    {"type": "geopoint", "format": "array"}, {"type": "geopoint", "format": "object"},
    {"type": "list", "itemType": "integer"}, {"type": "list", "delimiter": ";"},
]  # fmt: skip
FIELDS: Final = [*({"type": kind} for kind in SHAPES), *OPTIONS]

STRICT, LAX = "dpkit refuses it", "dpkit accepts it"
NUMERIC: Final = ("number", "integer")
# types, which side, cells, an example of field and cell, what the standard says
DIFFERENCES: Final[list[tuple[tuple[str, ...], str, str, dict[str, Any], str, str]]] = [
    (NUMERIC, STRICT, r"\s.*|.*\s", {"type": "integer"}, " 5 ", "decimal digits; blanks are none"),
    (NUMERIC, STRICT, ".*_.*", {"type": "integer"}, "1_000", "decimal digits; `_` is none"),
    (NUMERIC, STRICT, r".*[^\x00-\x7f].*", {"type": "integer"}, "\u0663", "XML Schema: digits are 0 to 9"),
    (
        ("number",),
        STRICT,
        r"(?i)[+,. -]*(s?n[,. ]*a[,. ]*n[0-9,. ]*|i[,. ]*n[,. ]*f[,. ]*(i[,. ]*n[,. ]*i[,. ]*t[,. ]*y)?)[,. ]*",
        {"type": "number"},
        "Infinity",
        "special values are NaN, INF and -INF (case need not be respected)",
    ),
    (
        ("number",),
        STRICT,
        r"[^0-9]*[.][^.]*[.].*",
        {"type": "number", "bareNumber": False},
        ".02.5",
        "a decimal number; before its first digit, too, `.` is the decimal mark, and it has one",
    ),
    (("number",), LAX, "(?i)nan|-?inf", {"type": "number", "bareNumber": False}, "INF", "special values are permitted"),
    (("integer",), LAX, ".*,.*", {"type": "integer", "groupChar": ","}, "1,000", "integer, groupChar: e.g. 100,000"),
    (("integer",), LAX, "[+-]?[0-9]{4301,}", {"type": "integer"}, "7" * 4301, "no limit of 4,300 digits, as Python's"),
    (
        ("geojson",),
        LAX,
        r".*\[[^\[\],]+,[^\[\],]+,[^\[\],]+\].*",
        {"type": "geojson"},
        '{"type": "Point", "coordinates": [1, 2, 3]}',
        "a geojson object; RFC 7946, 3.1.1: altitude MAY be included as an optional third element",
    ),
    (
        ("geojson",),
        LAX,
        ".*GeometryCollection.*",
        {"type": "geojson"},
        '{"type": "Feature", "properties": null, "geometry": {"type": "GeometryCollection", "geometries": []}}',
        "a geojson object; RFC 7946, 3.2 and 3.1: the geometry of a Feature is a Geometry object, or null",
    ),
    (
        ("geojson",),
        STRICT,
        ".*Polygon.*",
        {"type": "geojson"},
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}',
        "a geojson object; RFC 7946, 3.1.6: the first and last positions of a ring MUST contain identical values",
    ),
    (
        ("date",),
        STRICT,
        r"\s*\d{1,4}-\d{1,2}-\s*\d{1,2}\s*",
        {"type": "date"},
        "2024-1-5",
        "the lexical representation MUST be yyyy-mm-dd",
    ),
    (
        ("date",),
        STRICT,
        r"\d{4}-366",
        {"type": "date", "format": "%Y-%j"},
        "2021-366",
        "a date; 2021 has no day 366",
    ),
    (
        ("date",),
        STRICT,
        r"\d{4}-W(53|52|00)-[0-7]",
        {"type": "date", "format": "%G-W%V-%u"},
        "2021-W53-1",
        "a date; 2021 has no week 53",
    ),
    (
        ("datetime",),
        STRICT,
        ".*([^T0-9].{8,}|W.*|,.*|[+-]?[0-9:]{2,5})",
        {"type": "datetime"},
        "2024-01-26 15:00:00",
        "MUST be in a form defined by XML Schema: a T, a point, an offset of hours and minutes up to 14:00",
    ),
    (
        ("datetime",),
        LAX,
        r"(-[0-9]{4}|-?[1-9][0-9]{4,})-[0-9-]{5}T.*",
        {"type": "datetime"},
        "-0044-03-15T12:00:00",
        "MUST be in a form defined by XML Schema: a minus sign before, and more than four digits of the year",
    ),
    (("year", "yearmonth"), STRICT, "-?0000.*", {"type": "year"}, "0000", "XML Schema has no year 0"),
    (
        ("year",),
        LAX,
        r"(-[0-9]{4,}|-?[1-9][0-9]{4,}|[0-9]{4})(Z|[+-][0-9:]{5})?",
        {"type": "year"},
        "-0044",
        "XML Schema gYear: a minus sign before, and more than four digits, are permitted",
    ),
    (
        ("yearmonth",),
        LAX,
        r"-?([0-9]{4}|[1-9][0-9]{4,})-[0-9]{2}(Z|[+-][0-9:]{5})?",
        {"type": "yearmonth"},
        "2024-01Z",
        "XML Schema gYearMonth: a minus sign, more than four digits and a time zone are permitted",
    ),
    (("year",), STRICT, r"(?=.*[^0-9]).{4}", {"type": "year"}, "1_00", "XML Schema gYear: four digits"),
    (
        ("yearmonth",),
        STRICT,
        r"(?!\d{4}-\d\d\Z).*|.*[^\x00-\x7f].*",
        {"type": "yearmonth"},
        "2001-5",
        "XML Schema gYearMonth: YYYY-MM",
    ),
    (
        ("duration",),
        STRICT,
        r"[+].*|.*[W,].*|.*[.][0-9]+[^0-9S].*|P[0-9]+-.*|.*T",
        {"type": "duration"},
        "P1W",
        "XML Schema duration: nYnMnDTnHnMnS, a fraction in the seconds only",
    ),
    (
        ("duration",),
        LAX,
        "-?P.*[0-9]{9,}.*",
        {"type": "duration"},
        "PT" + "9" * 30 + "S",
        "XML Schema duration: any number of digits; Python's calendar has a limit",
    ),
    (
        ("geopoint",),
        STRICT,
        r"(?![0-9.eE+-]+, ?[0-9.eE+-]+\Z).*",
        {"type": "geopoint"},
        "1,  2",
        "`lon, lat`, a space is optional after the comma",
    ),
    (
        ("geopoint",),
        STRICT,
        r'.*[\[,:]\s*(".*"|true|false)\s*[\],}].*',
        {"type": "geopoint", "format": "array"},
        '["90.5", 45]',
        "geopoint, array: where each item is a number; JSON writes numbers without quotation marks",
    ),
    (
        ("list",),
        STRICT,
        ".*[^0-9,+-].*",
        {"type": "list", "itemType": "integer"},
        "1,1_000",
        "list: a data consumer MUST process list items as it were individual values of the corresponding data type",
    ),
    (
        ("list",),
        LAX,
        ".*-.*",
        {"type": "list", "itemType": "datetime"},
        "-0044-03-15T12:00:00,2001-01-01T00:00:00Z",
        "list: a data consumer MUST process list items as it were individual values of the corresponding data type",
    ),
    (
        ("object", "array", "geojson"),
        STRICT,
        ".*(NaN|Infinity).*",
        {"type": "object"},
        '{"a": NaN}',
        "a valid JSON object; JSON has no NaN",
    ),
    (
        ("string",),
        STRICT,
        ".*",
        {"type": "string", "format": "binary"},
        "!!!!",
        "a base64 encoded string",
    ),
    (
        ("string",),
        STRICT,
        r"[A-Za-z][A-Za-z0-9+.-]*:.*",
        {"type": "string", "format": "uri"},
        "http://example.org/a b",
        "a valid URI; RFC 3986: ASCII only, and a blank is written as %20",
    ),
]


def explained(field: dict[str, Any], cell: str, side: str) -> bool:
    """Tell whether a difference is on the list."""
    if field["type"] == "string" and field.get("format") not in {"binary", "uri"}:
        return False
    return any(
        field["type"] in types and side == which and re.fullmatch(pattern, cell, re.DOTALL)
        for types, which, pattern, *_ in DIFFERENCES
    )


def oracle(field: dict[str, Any], cells: list[str]) -> list[Any]:
    """Return what frictionless makes of cells; None for what it refuses."""
    read = frictionless.Field.from_descriptor({**field, "name": "cell"}).create_value_reader()

    def judged(cell: str) -> Any:
        try:
            value = read(cell)
            if isinstance(value, dt.datetime):
                value.utcoffset()  # an error, where it is a day or more
        except (ArithmeticError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return value

    return [judged(cell) for cell in cells]


def same(ours: Any, theirs: Any) -> bool:
    """Compare the values of a cell that both accept, as far as the engine has a type for them."""
    if isinstance(theirs, dt.datetime):
        shift = theirs.utcoffset() or dt.timedelta()
        return isinstance(ours, str) or bool(ours == theirs.replace(tzinfo=None) - shift)
    if isinstance(theirs, dt.time):
        return bool(ours == theirs.replace(tzinfo=None))
    if isinstance(theirs, int) and abs(theirs) >= 2**127:
        return math.isclose(ours, theirs) if abs(theirs) < 10**300 else math.isinf(ours)
    if isinstance(theirs, dt.date | int):
        return type(ours) is type(theirs) and bool(ours == theirs)
    if isinstance(ours, float):
        return ours == float(theirs) or (math.isnan(ours) and math.isnan(theirs))
    return isinstance(ours, str)


@st.composite
def cells_of(draw: st.DrawFn, kind: str) -> list[str]:
    """Draw cells that are valid, nearly valid, or neither."""
    shapes = st.one_of(
        st.from_regex(SHAPES[kind], fullmatch=True),
        st.from_regex(SHAPES[kind], fullmatch=True),
        st.sampled_from(sorted(SHAPES)).flatmap(lambda other: st.from_regex(SHAPES[other], fullmatch=True)),
    )
    cells = draw(st.lists(shapes, min_size=1, max_size=25))
    marks = st.sampled_from([*"0159-+.,:TZeP /_%=", "", "", "\u0663", "\u20ac", "\u00a0", "\n", "\0"])
    found = []
    for cell in cells:
        place = draw(st.integers(0, len(cell)))
        changed = cell[:place] + draw(marks) + cell[place + draw(st.integers(0, 1)) :]
        found.append(changed if draw(st.booleans()) else cell)
    return [cell for cell in found if cell]


@settings(deadline=None, max_examples=examples(80), suppress_health_check=[*HealthCheck])
@given(st.data())
def test_types_are_judged_as_frictionless_does(typed: "Typed", data: Any) -> None:
    field = data.draw(st.sampled_from(FIELDS))
    cells = data.draw(cells_of(field["type"]))
    for cell, ours, theirs in zip(cells, typed(field, cells), oracle(field, cells), strict=True):
        if (ours is None) != (theirs is None):
            assert explained(field, cell, STRICT if ours is None else LAX), (field, cell, ours, theirs)
        elif ours is not None and field.get("bareNumber", True):
            assert same(ours, theirs), (field, cell, ours, theirs)


@pytest.mark.parametrize(("field", "cell", "side", "why"), [(d[3], d[4], d[1], d[5]) for d in DIFFERENCES])
def test_difference_to_frictionless_stands(
    field: dict[str, Any], cell: str, side: str, why: str, typed: "Typed"
) -> None:
    (ours,), (theirs,) = typed(field, [cell]), oracle(field, [cell])
    assert (ours is None, theirs is None) == (side == STRICT, side == LAX), why


URIS: Final = (  # the first eight are the examples of RFC 3986, section 1.1.2
    "ftp://ftp.is.co.za/rfc/rfc1808.txt",
    "http://www.ietf.org/rfc/rfc2396.txt",
    "ldap://[2001:db8::7]/c=GB?objectClass?one",
    "mailto:John.Doe@example.com",
    "news:comp.infosystems.www.servers.unix",
    "tel:+1-816-555-1212",
    "telnet://192.0.2.16:80/",
    "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
    "http://example.org/a%20b?c=d/e?f#g",
    "file:///etc/hosts",
    "a:",
    "a:/",
    "http://",
    "http://u:p@h:/x//y",
    "urn:isbn:1",
    "http://[::1]/",
    "http://[::]",
    "http://[1:2:3:4:5:6:7:8]",
    "http://[1:2:3:4:5:6:7::]",
    "http://[::ffff:192.0.2.1]:8080/",
    "http://[v1.x:y]/",
    "javascript:alert(1)",
    "doi:10.1000/182",
    "http://xn--e1aybc.xn--p1ai/",
)
NO_URIS: Final = (
    "",
    "example.org",
    "//example.org/a",
    "/a/b",
    "#a",
    "1a:b",
    "ht tp://a",
    " http://a",
    "http://a ",
    "http://a b/",
    "http://a/b c",
    "http://a/?b c",
    "http://a/#b c",
    "mailto:a b",
    "http://a/\t",
    "http://a/\n",
    "http://a/\u00a0b",
    "http://a/\u00e9",
    "http://\u043e.org/",
    "http://a/%",
    "http://a/%zz",
    "http://a/%2",
    "http://a/[b]",
    "http://a/{b}",
    "http://a/b|c",
    "http://a/b\\c",
    "http://a/<b>",
    'http://a/"',
    "http://a/^",
    "http://a/`",
    "http://a/#b#c",
    "http://a@b@c/",
    "http://a:b/",
    "http://[::1",
    "http://[zz]/",
    "http://[1:2:3:4:5:6:7]/",
    "http://[1::2::3]/",
    "http://[::256.1.1.1]/",
    "http://[]/",
)
NOON: Final = dt.datetime(2024, 1, 26, 12)  # noqa: DTZ001 - values have no zone, they are UTC
VALUES: Final[list[tuple[dict[str, Any], dict[str, Any]]]] = [
    ({"type": "integer"}, {"7": 7, "+7": 7, "-0": 0, "007": 7, "7.0": None, "1e3": None, "0x10": None, "": None}),
    ({"type": "integer"}, {str(2**63 - 1): 2**63 - 1, "0" * 30 + "5": 5}),
    ({"type": "integer"}, {str(2**63): 2**63, "-" + str(2**127 - 1): 1 - 2**127, "1": 1}),
    ({"type": "integer"}, {"1" + "0" * 40: "1" + "0" * 40, "1": "1"}),
    ({"type": "integer"}, {str(2**127): str(2**127)}),
    ({"type": "integer", "groupChar": ","}, {"1,000": 1000, "9,223,372,036,854,775,808": 2**63, ",": None}),
    (
        {"type": "integer", "bareNumber": False},
        {"95%": 95, "\u20ac-95": -95, "-\u20ac95": None, "9 5": None, "%": None},
    ),
    ({"type": "number"}, {"7": 7.0, "7.": 7.0, ".5": 0.5, "1e400": math.inf, "INF": math.inf, "-inf": -math.inf}),
    ({"type": "number"}, {".": None, "+": None, "1,5": None, "1e": None, "e5": None, "--1": None, "infinity": None}),
    ({"type": "number", "decimalChar": ","}, {"1,5": 1.5, "1.5": None, "15": 15.0, "1,2,3": None}),
    ({"type": "number", "decimalChar": ",", "groupChar": "."}, {"1.000,5": 1000.5, "1.5": 15.0}),
    ({"type": "number", "bareNumber": False}, {"EUR .5": 0.5, "95.%": 95.0, "$1e3!": 1000.0, "5-3": None}),
    ({"type": "boolean"}, {"true": True, "0": False, "tRUE": None, "yes": None, " 1": None}),
    ({"type": "boolean", "trueValues": ["yes"]}, {"yes": True, "true": None, "false": False, "no": None}),
    ({"type": "boolean", "trueValues": ["0", "yes"]}, {"0": False, "yes": True}),
    ({"type": "date"}, {"2024-02-29": dt.date(2024, 2, 29), "2023-02-29": None, "epoch": None, "10000-01-01": None}),
    ({"type": "date", "format": "%d.%m.%y"}, {"26.01.24": dt.date(2024, 1, 26), "2024-01-26": None}),
    ({"type": "date", "format": "fmt:%d.%m.%y"}, {"26.01.24": dt.date(2024, 1, 26), "2024-01-26": None}),
    (
        {"type": "date", "format": "%Y-%j"},
        {"2024-366": dt.date(2024, 12, 31), "2021-366": None, "2021-1": dt.date(2021, 1, 1), "2021-000": None},
    ),
    ({"type": "date", "format": "%G-W%V-%u"}, {"2020-W53-5": dt.date(2021, 1, 1)}),
    ({"type": "datetime", "format": "%j/%Y %H"}, {"366/2021 12": None, "026/2024 12": NOON}),
    ({"type": "datetime"}, {"2024-01-26T12:00:00": NOON, "2024-01-26T12:00:00Z": NOON}),
    ({"type": "datetime"}, {"2024-01-26T17:00:00+05:00": NOON, "2024-01-26T06:30:00.0-05:30": NOON}),
    ({"type": "datetime"}, {"2024-01-25T24:00:00": NOON.replace(hour=0), "2024-01-25T24:00:01": None}),
    ({"type": "datetime"}, {"2024-02-30T12:00:00Z": None, "2024-01-26": None, "2024-01-26T12:00": None}),
    ({"type": "time"}, {"12:00:00": dt.time(12), "12:00": None, "25:00:00": None, "24:00:00": dt.time(0)}),
    (
        {"type": "year"},
        {"2024": 2024, "24": None, "02024": None, "-0044": -44, "-44": None, "0000": None, "-0000": None},
    ),
    (
        {"type": "year"},
        {"12024": 12024, "-12024": -12024, "2001Z": 2001, "2001+01:00": 2001, "2001+1": None, "+2001": None},
    ),
    ({"type": "yearmonth"}, {"2024-01": "2024-01", "2024-13": None}),
    ({"type": "string", "format": "binary"}, {"aGk=": "aGk=", "aGk": None, "": None}),
    *(({"type": "string", "format": "uri"}, {cell: cell}) for cell in URIS),
    *(({"type": "string", "format": "uri"}, {cell: None}) for cell in NO_URIS),
    ({"type": "string"}, {" ": " ", "\u0663": "\u0663", "": None}),
    ({"type": "integer", "missingValues": ["-", "n/a"]}, {"-": None, "n/a": None, "": None, "0": 0}),
]


@pytest.mark.parametrize(("field", "values"), VALUES)
def test_cells_have_these_values(field: dict[str, Any], values: dict[str, Any], typed: "Typed") -> None:
    assert dict(zip(values, typed(field, list(values)), strict=True)) == values


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ({"type": "datetime"}, "0001-01-01T00:00:00+05:00"),
        ({"type": "datetime"}, "9999-12-31T23:59:59-05:00"),
        ({"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"}, "0001-01-01T00:00:00+0500"),
        ({"type": "array"}, "[" * 500 + "]" * 500),
        ({"type": "duration"}, "P99999Y"),
        ({"type": "number"}, "9" * 5000),
        ({"type": "integer"}, "-" + "9" * 5000),
    ],
)
def test_cells_at_the_edge_are_valid(field: dict[str, Any], cell: str, typed: "Typed") -> None:
    assert typed(field, [cell])[0] is not None


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ({"type": "number", "groupChar": ","}, "sNaN"),
        ({"type": "array"}, "[" * 100_000),
        ({"type": "object"}, '{"a": ' + "9" * 5000 + "}"),
        ({"type": "geopoint"}, "NaN,NaN"),
        ({"type": "datetime", "format": "any"}, "2001-01-01T00:00:00-24:00"),
        ({"type": "string", "format": "uri"}, "no scheme"),
    ],
)
def test_cells_over_the_edge_are_invalid(field: dict[str, Any], cell: str, typed: "Typed") -> None:
    assert typed(field, [cell]) == [None]


WEEKS: Final = [
    ("%G-W%V-%u", ["2020-W53-1", "2020-W53-7", "2026-W53-7", "2021-W01-1", "2021-W52-7"], ["2021-W53-1", "2019-W53-2"]),
    ("%G%V%u", ["2020531"], ["2021531"]),
    ("%Y-W%W-%w", ["2021-W00-5", "2021-W52-5", "2021-W10-1"], ["2021-W53-1", "2021-W00-1", "2021-W52-0"]),
    ("%Y %U %a", ["2021 00 Fri", "2021 10 Mon"], ["2021 53 Mon", "2021 00 Thu"]),
    ("%Y-%m-%d %U", ["2021-01-05 53"], []),
]


@pytest.mark.parametrize(("pattern", "right", "wrong"), WEEKS)
def test_a_year_has_the_weeks_that_it_has(pattern: str, right: list[str], wrong: list[str], typed: "Typed") -> None:
    found = typed({"type": "date", "format": pattern}, [*right, *wrong])
    assert [each is None for each in found] == [False] * len(right) + [True] * len(wrong)


HOSTS: Final = (
    "exämple.org",
    "exämple",
    "é",
    "ß.org",
    "x" * 63 + "é.org",
    "é..org",
    "b.org",
    "1.2.3.4",
    "",
    "é.org:80",
)
NAMES: Final = ("a", "A.b", "", "a..b", "é", '"a b"', "a b", "x" * 65, "a@b", "\u65e5")


def test_each_address_is_judged_as_if_it_were_alone(typed: "Typed") -> None:
    field = {"type": "string", "format": "email"}
    cells = ["é", "é.org", *(f"{name}@{host}" for host in HOSTS for name in NAMES)]
    for each in (cells, cells[::-1]):
        assert typed(field, each) == [oracle(field, [cell])[0] for cell in each]


def test_a_moment_of_a_week_beside_a_minute(typed: "Typed") -> None:
    found = typed({"type": "datetime", "format": "%G-W%V-%u %H:%M"}, ["2020-W53-1 10:30", "2021-W53-1 10:30"])
    assert [each is None for each in found] == [False, True]
