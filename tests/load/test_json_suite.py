"""What JSON is and is not, as a descriptor and as a cell; after the cases of JSONTestSuite (N. Seriot)."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import dpkit
from dpkit.load.json_text import JsonError, parse

Write = Callable[..., Path]

JSON = [
    "[[]   ]", '[""]', "[]", '["a"]', "[false]", '[null, 1, "1", {}]', "[1\n]", " [1]", "[1,null,null,null,2]",
    "[2] ", "[123e65]",
    "[0e+1]", "[0e1]", "[ 4]", "[-0." + "0" * 77 + "1]", "[20e1]", "[-0]", "[-123]", "[1E22]", "[1E-2]", "[1E+2]",
    "[123.456e78]",
    "[1e-2]", "[123.456789]", '{"asd":"sdf", "dfg":"fgh"}', "{}", '{"":0}', '{"foo\\u0000bar": 42}', '{"a":[]}',
    '{\n"a": "b"\n}',
    '{ "min": -1.0e+28, "max": 1.0e+28 }', '["\\u0060\\u012a\\u12AB"]', '["\\uD801\\udc37"]',
    '["\\ud83d\\ude39\\ud83d\\udc8d"]',
    '["\\"\\\\\\/\\b\\f\\n\\r\\t"]', '["\\\\u0000"]', '["\\""]', '["a/*b*/c/*d//e"]', '["\\u0012"]', '["\\uFFFF"]',
    '["\\uDBFF\\uDFFF"]',
    '["new\u00a0line"]', '["\U0010ffff"]', '["\uffff"]', '["\\u0000"]', '["\u03c0"]', '["\U0001bfff"]', '" "',
    '["\\uD834\\uDd1e"]',
    '["\u2028"]', '["\u2029"]', '["\x7f"]', '["\\u005C"]', '["\\uFDD0"]', '["\\u0022"]', '["\u20ac\U0001d11e"]',
    "false", "42", "-0.1",
    "null", '"asd"', "true", '""', '["a"]\n', "[true]", " [] ",
]  # fmt: skip
NONE = [
    "[1 true]", '["": 1]', '[""],', "[,1]", "[1,,2]", '["x",,]', '["x"]]', '["",]', '["x"', "[x", "[3[4]]", "[1:2]",
    "[,]", "[-]",
    '[   , ""]', '["a",\n4\n,1,', "[1,]", "[1,,]", '["\x0ba"\\f]', "[*]", '[""', "[1,", "[{}", "[fals]", "[nul]",
    "[tru]", "123\0",
    "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]",
    "[0.3e]", "[0.e1]",
    "[0E+]", "[0E]", "[1.0e-]", "[1.0e]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e3]", "[9.e+]", "[Inf]", "[NaN]",
    "[\uff11]", "[1+2]",
    "[0x1]", "[0x42]", "[Infinity]", "[0e+-1]", "[-123.123foo]", "[-Infinity]", "[- 1]", "[-012]", "[-.123]",
    "[-1x]", "[1ea]", "[1.]",
    "[.123]", "[1.2a-3]", "[012]", '["x", truth]', '{[: "x"}\n', '{"x", null}', '{"x"::"b"}', '{"a":"a" 123}',
    "{key: 'value'}",
    '{"a" b}', '{:"b"}', '{"a" "b"}', '{"a":', '{"a"', "{1:1}", "{9999E9999:1}", "{null:null,null:null}",
    '{"id":0,,,,,}', "{'a':0}",
    '{"id":0,}', '{"a":"b"}/**/', '{"a":"b"}//', '{"a":"b"}/', '{"a":"b",,"c":"d"}', '{a: "b"}', '{"a":"a',
    '{ "foo" : "bar", "a" }',
    '{"a":"b"}#', " ", '["\\uD800\\"]', '["\\uD800\\u"]', '["\\uD800\\u1x"]', "[\u00e9]", '["\\x00"]', '["\\\\\\"]',
    '["\\\t"]',
    '["\\\U0001f300"]', '["\\"]', '["\\u00A"]', '["\\a"]', '["\\uqqqq"]', '[\\u0020"asd"]', "[\\n]", '"',
    "['single quote']", "abc",
    '["\\', '["a\0a"]', '["new\nline"]', '["\t"]', '"\\UA66D"', '""x', "<.>", "[<null>]", "[1]x", "[1]]", "a\u00e5",
    "[True]", "1]",
    '{"x": true,', "[][]", "]", '{"x":{"a":', "[", "", "[\0]", "2@", "{}}", '{"":', '{"a":/*comment*/"b"}',
    '{"a": true} "x"', "[',",
    "[,", '["a', "{", "{]", "{,", "{[", "{'a'", '["\\{["\\{["\\{["\\{', "*", '{"a":"b"}#{}', '[\\u000A""]', "[1",
    "[ false, nul",
    '{"asd":"asd"', "[\u2060]", "[\x0c]", "[" * 100_000, '[{"":' * 50_000,
]  # fmt: skip
NO_TEXT = [
    b"[a\xe5]",
    b"[\xff]",
    b"[1e1\xe5]",
    b'["\\u\xe5"]',
    b'{"\xb9":"0",}',
    b"\xe5",
    b"\xef\xbb{}",
    b'["\xed\xa0\x80"]',
]


@pytest.mark.parametrize("kind", ["object", "array"])
def test_cells_are_json_or_not(kind: str, write: Write) -> None:
    texts = [*JSON, *(each for each in NONE if each)]
    sound = [each in JSON and isinstance(json.loads(each), {"object": dict, "array": list}[kind]) for each in texts]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["n", "c"], *enumerate(texts)])
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "c", "type": kind}]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    files = {"datapackage.json": json.dumps({"name": "p", "resources": [resource]}), "t.csv": out.getvalue()}
    found = dpkit.open(write(files)).validate(first=None).findings
    wrong = {each.row for each in found if each.check == "type-error"}
    assert [texts[row - 1][:80] for row, well in enumerate(sound, 1) if well is (row in wrong)] == []


def test_texts_are_json_or_not() -> None:
    assert [each for each in JSON if refused(each.encode())] == []
    assert [each[:80] for each in [*(each.encode() for each in NONE), *NO_TEXT] if not refused(each)] == []


@pytest.mark.parametrize("texts", [JSON[-12:], NONE[-12:], NO_TEXT], ids=["JSON", "no JSON", "no text"])
def test_a_descriptor_of_any_text_ends_in_a_sentence(texts: Sequence[str | bytes], write: Write) -> None:
    for number, text in enumerate(texts):
        report = dpkit.open(write({"datapackage.json": text}, f"p{number}")).validate()
        assert {each.check for each in report.findings} == {"descriptor-error"}, text[:80]


def refused(data: bytes) -> bool:
    """Tell whether a text is refused as no JSON."""
    try:
        parse(data)
    except JsonError:
        return True
    return False
