"""Values at the edge of their type and beyond it: each is judged as the standard says, and nothing gives way."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.hostile.case import Case, build, cell, table

TYPE, LIMIT = "type-error", "constraint-error"
DIGITS = "9" * 10_000


def valid(value: str, **field: Any) -> Case:
    return Case(files=cell(value, **field), exit=0, says=["1 row"])


def wrong(value: str, finds: str = TYPE, says: tuple[str, ...] = ("t.csv:2", "row 1"), **field: Any) -> Case:
    return Case(files=cell(value, **field), finds=finds, says=says)


def bound(kind: str, value: str, **constraints: Any) -> Any:
    return {"value": value, "type": kind, "constraints": constraints}


CASES = {
    # whole numbers
    "2^63 - 1": valid("9223372036854775807", type="integer"),
    "2^63": valid("9223372036854775808", type="integer"),
    "-2^63 - 1": valid("-9223372036854775809", type="integer"),
    "an integer of 10,000 digits": valid(DIGITS, type="integer"),
    "an integer of 10,000 digits above its maximum": wrong(finds=LIMIT, **bound("integer", DIGITS, maximum=10)),
    "an integer of 10,000 digits above its minimum": valid(**bound("integer", DIGITS, minimum=10)),
    "2^64 within bounds": valid(**bound("integer", str(2**64), minimum=2**64, maximum=2**64)),
    "2^64 + 1 is not 2^64": wrong(finds=LIMIT, **bound("integer", str(2**64 + 1), enum=[2**64])),
    "leading zeros": valid("0" * 5000 + "7", type="integer"),
    "a plus sign": valid("+7", type="integer"),
    "minus zero": valid("-0", type="integer"),
    "two signs": wrong("+-7", type="integer"),
    "a sign alone": wrong("-", type="integer"),
    "underscores": wrong("1_000", type="integer"),
    "a fraction": wrong("5.0", type="integer"),
    "an exponent": wrong("1e3", type="integer"),
    "hexadecimal": wrong("0x10", type="integer"),
    "Arabic digits": wrong("\u0661\u0662", type="integer", says=("t.csv:2",)),
    "full-width digits": wrong("\uff11", type="integer"),
    "superscript digits": wrong("\u00b2", type="integer"),
    "a blank before": wrong(" 7", type="integer"),
    "a no-break space after": wrong("7\u00a0", type="integer", says=("'7",)),
    "a line end after": wrong("7\n", type="integer", says=("7<U+000A>",)),
    "a NUL after": wrong("7\0", f"null-character {TYPE}", type="integer", says=("7<U+0000>",)),
    # numbers
    "NaN": valid("NaN", type="number"),
    "INF": valid("INF", type="number"),
    "-INF": valid("-INF", type="number"),
    "infinity": wrong("infinity", type="number"),
    "nan is in no bounds": wrong(finds=LIMIT, **bound("number", "NaN", minimum=0)),
    "nan is in no bounds, above": wrong(finds=LIMIT, **bound("number", "NaN", maximum=0)),
    "INF above a maximum": wrong(finds=LIMIT, **bound("number", "INF", maximum=10)),
    "-INF below a minimum": wrong(finds=LIMIT, **bound("number", "-INF", minimum=-10)),
    "1e400": valid("1e400", type="number"),
    "1e-400": valid("1e-400", type="number"),
    "1e999999999": valid("1e999999999", type="number"),
    "a number of 10,000 digits": valid("0." + DIGITS, type="number"),
    "34 digits": valid("0.1234567890123456789012345678901234", type="number"),
    "a comma": wrong("1,5", type="number"),
    "two points": wrong("1.2.3", type="number"),
    "a currency": wrong("€5", type="number"),
    "5 per cent": wrong("5%", type="number"),
    "a point alone": wrong(".", type="number"),
    "an exponent alone": wrong("e5", type="number"),
    "hexadecimal float": wrong("0x1p3", type="number"),
    "a true minus sign": wrong("\u22125", type="number"),
    "group marks": valid("1.000.000,5", type="number", groupChar=".", decimalChar=","),
    "units where they are allowed": valid("€1000 or so", type="number", bareNumber=False),
    "units of 100,000 characters": valid("x" * 100_000 + "5", type="number", bareNumber=False),
    # booleans
    "true": valid("true", type="boolean"),
    "yes": wrong("yes", type="boolean"),
    "TrUe": wrong("TrUe", type="boolean"),
    "a true value that is an attack": valid("'; DROP TABLE t; --", type="boolean", trueValues=["'; DROP TABLE t; --"]),
    # dates
    "30 February": wrong("2001-02-30", type="date"),
    "29 February of a leap year": valid("2000-02-29", type="date"),
    "29 February of 1900": wrong("1900-02-29", type="date"),
    "month 13": wrong("2001-13-01", type="date"),
    "day 0": wrong("2001-01-00", type="date"),
    "year 0": wrong("0000-01-01", type="date"),
    "year 1": valid("0001-01-01", type="date"),
    "year 10000": wrong("10000-01-01", type="date"),
    "year -1": wrong("-0001-01-01", type="date"),
    "year 9999": valid("9999-12-31", type="date"),
    "a date without hyphens": wrong("20010203", type="date"),
    "a date without zeros": wrong("2001-2-3", type="date"),
    "a date with slashes": wrong("03/02/2001", type="date"),
    "a date with words": wrong("3 February 2001", type="date"),
    "epoch": wrong("epoch", type="date"),
    "today": wrong("today", type="date"),
    "infinity is no date": wrong("infinity", type="date"),
    "a date with a time": wrong("2001-02-03T00:00:00", type="date"),
    "a date with Arabic digits": wrong("\u0662\u0660\u0660\u0661-02-03", type="date"),
    "a date before Christ": wrong("2001-02-03 (BC)", type="date"),
    "any date, of 100,000 characters": wrong("1" * 100_000, type="date", format="any"),
    "a format of 1,000 directives": wrong("2001", f"descriptor-error {TYPE}", ("'%Y' stands there twice",), type="date", format="%Y" * 1000),
    "a format that is none": wrong("2001", f"descriptor-error {TYPE}", ("no pattern: Python's strptime knows no '%Q'", "format", "(field '"), type="date", format="%Q%!%"),
    "a format that ends with %": wrong("2001-01-01", "descriptor-error", ("it ends with a stray %",), type="date", format="%"),
    "a format without zeros, as other systems write it": wrong("10:00:00", "descriptor-error", ("knows no '%-'",), type="time", format="%-H"),
    # times and moments
    "a leap second": wrong("23:59:60", type="time"),
    "hour 25": wrong("25:00:00", type="time"),
    "minute 60": wrong("12:60:00", type="time"),
    "a leap second at its time": wrong("2016-12-31T23:59:60Z", type="datetime"),
    "offset 99": wrong("2001-02-03T04:05:06+99:00", type="datetime"),
    "fractions of 1,000 digits": wrong("2001-02-03T04:05:06." + "1" * 1000 + "x", type="datetime"),
    "the last moment, further west": valid("9999-12-31T23:59:59-12:00", type="datetime"),
    "the first moment, further east": valid("0001-01-01T00:00:00+12:00", type="datetime"),
    "a moment in year 10000": valid("10000-01-01T00:00:00Z", type="datetime"),  # as XML Schema has it
    "a moment in year -44": valid("-0044-03-15T12:00:00", type="datetime"),
    "a moment beyond what any clock holds": valid("9" * 10_000 + "-01-01T00:00:00Z", type="datetime"),
    "a day that is none, in year 10001": wrong("10001-02-29T00:00:00Z", type="datetime"),
    "month of year 12024": valid("12024-01", type="yearmonth"),
    "year of five digits": valid("12345", type="year"),
    "year of five digits, the first a zero": wrong("01234", type="year"),
    "year before 0": valid("-0044", type="year"),
    "year of a million digits": valid("9" * 1_000_000, type="year"),  # as of any length
    "year of a million digits, the first a zero": wrong("0" + "9" * 1_000_000, type="year", says=("not a year",)),
    "year of two digits": wrong("01", type="year"),
    "year 0000": wrong("0000", type="year"),
    "month 13 of a year": wrong("2001-13", type="yearmonth"),
    "a duration": valid("P1Y2M3DT4H5M6S", type="duration"),
    "a duration of nothing": wrong("P", type="duration"),
    "a duration of 5,000 digits": wrong("P" + "9" * 5000 + "x", type="duration"),
    "a duration of 30 digits of seconds": valid("PT" + "9" * 30 + "S", type="duration"),
    "a duration of 500 digits of years": valid("P" + "9" * 500 + "Y", type="duration"),
    "a duration of 5,000 digits of days": valid("P" + "9" * 5000 + "D", type="duration"),
    "a duration of 30 digits above its maximum": wrong(finds=LIMIT, **bound("duration", "PT" + "9" * 30 + "S", maximum="P1Y")),
    "a long duration that is not one of another": wrong(finds=LIMIT, **bound("duration", "PT" + "9" * 40 + "S", enum=["PT" + "9" * 39 + "8S"])),
    "no value by nullSequence where one is required": Case(
        files=table("a,b\nNULL,x\n", {"name": "a", "constraints": {"required": True}}, "b", dialect={"nullSequence": "NULL"}),
        finds=LIMIT,
        says=["a is 'NULL', which nullSequence counts as no value, but required"],
    ),
    "a negative duration": valid("-P1D", type="duration"),
    # objects and arrays
    "an object": valid('{"a": 1}', type="object"),
    "an array is no object": wrong("[]", type="object"),
    "an object is no array": wrong("{}", type="array"),
    "an object cut short": wrong('{"a": ', type="object"),
    "NaN in an object": wrong('{"a": NaN}', type="object"),
    "Infinity in an array": wrong("[Infinity]", type="array"),
    "a key twice in an object": valid('{"a": 1, "a": 2}', type="object"),  # RFC 8259: they should be unique, not must
    "an object 100,000 deep": wrong('{"a":' * 100_000, type="object"),
    "an array 100,000 deep": wrong("[" * 100_000 + "]" * 100_000, type="array"),
    "a number of 10,000 digits in an array": wrong(f"[{DIGITS}]", type="array"),
    "an array of 100,000 items": valid(json.dumps([0] * 100_000), type="array"),
    "a single quote in place of a double one": wrong("{'a': 1}", type="object"),
    "geojson that is none": wrong('{"type": "Point", "coordinates": "x"}', type="geojson"),
    "geojson 10,000 deep": wrong('{"type":"FeatureCollection","features":' + "[" * 10_000 + "]" * 10_000 + "}", type="geojson"),
    "topojson that is none": wrong("[]", type="geojson", format="topojson"),
    "a point": valid("90.5,45.5", type="geopoint"),
    "a point off the globe": wrong("181,0", type="geopoint"),
    "a point at NaN": wrong("NaN,0", type="geopoint"),
    "a point of three": wrong("1,2,3", type="geopoint"),
    "a point of 10,000 digits": wrong(f"{DIGITS},0", type="geopoint"),
    "a point as an object, deep": wrong("[" * 5000, type="geopoint", format="array"),
    # text
    "an e-mail address": valid("a@example.org", type="string", format="email"),
    "no e-mail address": wrong("a@@example..org", type="string", format="email"),
    "an e-mail address of 100,000 characters": wrong("a" * 100_000, type="string", format="email"),
    "no URI": wrong("no uri", type="string", format="uri"),
    "a URI of a script": valid("javascript:alert(1)", type="string", format="uri"),
    "no UUID": wrong("123", type="string", format="uuid"),
    "no base64": wrong("a", type="string", format="binary"),
    "shorter than a minimum, by characters": wrong("\U0001f600", finds=LIMIT, constraints={"minLength": 2}),
    "not longer than a maximum, by characters": valid("\U0001f600" * 3, constraints={"maxLength": 3}),
    "an enumeration, in another case": wrong("Red", finds=LIMIT, constraints={"enum": ["red"]}),
    "an enumeration, in another normal form": wrong("e\u0301", finds=LIMIT, constraints={"enum": ["\u00e9"]}, says=("t.csv:2",)),
    "an enumeration, with a blank": wrong("red ", finds=LIMIT, constraints={"enum": ["red"]}),
    "an empty cell that is required": wrong("", finds=LIMIT, constraints={"required": True}, says=("row 1", "required")),
    "a blank is not empty": valid(" ", constraints={"required": True}),
    # keys
    "keys that differ in case": Case(files=table("a,b\nx,1\nX,2\n", schema={"primaryKey": ["a"]}), exit=0),
    "keys that differ in normal form": Case(files=table("a,b\n\u00e9,1\ne\u0301,2\n", schema={"primaryKey": ["a"]}), exit=0),
    "1 and 1.0 are one number": Case(files=table("a,b\n1,x\n1.0,y\n", {"name": "a", "type": "number"}, "b", schema={"primaryKey": ["a"]}), finds="primary-key", says=["row 2"]),
    "an empty key": Case(files=table("a,b\n,1\n", schema={"primaryKey": ["a"]}), finds="primary-key", says=["row 1"]),
    "part of a key empty": Case(files=table("a,b\nx,\n", schema={"primaryKey": ["a", "b"]}), finds="primary-key"),
    "a key of NaN, twice": Case(files=table("a,b\nNaN,1\nNaN,2\n", {"name": "a", "type": "number"}, "b", schema={"primaryKey": ["a"]}), finds="primary-key"),
    "cells that run together in a key": Case(files=table("a,b\nx|y,z\nx,y|z\n", schema={"primaryKey": ["a", "b"]}), exit=0),
}  # fmt: skip

#: patterns, a cell, and whether it matches
BOOM = "a" * 50_000 + "!"
PATTERNS = {
    "explodes": ("(a+)+$", BOOM, False),
    "explodes, nested": ("((a*)*)*b", BOOM, False),
    "explodes, alternatives": ("(a|a)*b", BOOM, False),
    "explodes, alternatives and matches": ("(a|aa)+", "a" * 50_000, True),
    "explodes, many": ("(.*)*(.*)*(.*)*x", BOOM, False),
    "explodes, optional": ("a?" * 30 + "a" * 30, "a" * 30, True),
    "the whole cell must match": ("a", "aa", False),
    "alternatives are not anchored apart": ("a|b", "ab", False),
    "anchors are harmless": ("^[a-z]+$", "abc", True),
    "a line end at the end does not match": ("^[a-z]+$", "abc\n", False),
    "a point is no line end": ("a.c", "a\nc", False),
    "a quote": ("'; DROP TABLE t; --", "'; DROP TABLE t; --", True),
    "look-ahead, met": ("(?=a)abc", "abc", True),
    "look-ahead, not met": ("(?!a)[a-z]+", "abc", False),
    "look-behind": ("a(?<=a)b", "ab", True),
    "back-reference, met": (r"(a+)-\1", "aa-aa", True),
    "back-reference, not met": (r"(a+)-\1", "aa-a", False),
    "more than a thousand times": ("a{1,2000}", "a" * 1500, True),
    "more than a thousand times, too many": ("a{1,2000}", "a" * 2001, False),
    "possessive": ("a*+b", "aaab", True),
    "atomic": ("(?>a+)b", "aaab", True),
}


@pytest.mark.parametrize("name", CASES)
def test_value(name: str, judge: Callable[[Case], None]) -> None:
    judge(CASES[name])


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern(name: str, judge: Callable[[Case], None]) -> None:
    pattern, value, matches = PATTERNS[name]
    files = cell(value, constraints={"pattern": pattern})
    judge(Case(files=files, exit=0) if matches else Case(files=files, finds=LIMIT, says=["t.csv:2", "the pattern"]))


@pytest.mark.parametrize("pattern", [r"\p{Foo}+", r"(?!x)\p{Greek}+", r"\p{Alphabetic}"])
def test_a_class_that_nobody_knows_is_told(pattern: str, judge: Callable[[Case], None]) -> None:
    says = f"dpkit does not know {pattern[pattern.index(chr(92)) : pattern.index('}') + 1]}, or not beside look-around"
    judge(Case(files=cell("a", constraints={"pattern": pattern}), finds="pattern-unjudged", says=[says]))


@pytest.mark.parametrize("pattern", [r"(a+)+\1b", "(?=(a+)+b)a*"])
def test_a_pattern_that_does_not_end_is_told(pattern: str, judge: Callable[[Case], None]) -> None:
    """What no engine judges in bounded time is given up after a while, and has not passed."""
    judge(
        Case(files=cell("a" * 40, constraints={"pattern": pattern}), finds="pattern-unjudged", says=["takes more than"])
    )


def test_the_queries_are_shown_not_obeyed(tmp_path: Path, run: Callable[..., Result]) -> None:
    root = build(tmp_path / "package", cell("a", constraints={"pattern": "\x1b]0;\u202ea"}))
    shown = run("validate", root, "--show-sql").stderr
    assert "<U+001B>]0;<U+202E>a" in shown
    assert all(char == "\n" or char.isprintable() for char in shown)


@pytest.mark.parametrize(
    ("cell", "type_", "constraint"),
    [
        ("", "string", {"required": True}),
        ("b", "string", {"enum": ["a"]}),
        ("b", "string", {"pattern": "a"}),
        ("b", "string", {"minLength": 2}),
        ("[1, 2]", "array", {"maxLength": 1}),
        ("1", "integer", {"minimum": 2}),
        ("1", "number", {"maximum": 0}),
        ("1", "integer", {"exclusiveMinimum": 1}),
        ("2001-01-01", "date", {"exclusiveMaximum": "2001-01-01"}),
        ("{}", "object", {"jsonSchema": {"required": ["a"]}}),
    ],
)
def test_a_constraint_is_told_by_its_name(
    cell: str, type_: str, constraint: Any, judge: Callable[[Case], None]
) -> None:
    (name,) = constraint
    judge(wrong(cell, finds=LIMIT, type=type_, constraints=constraint, says=("t.csv:2", name)))
