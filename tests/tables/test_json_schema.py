"""JSON Schema as a constraint: what it says is judged, what cannot be judged is told, and nothing is a traceback."""

import csv
import decimal
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.load import json_drafts
from dpkit.load.json_number import Written, order, same
from dpkit.model.report import Report

Judge = Callable[..., Report]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Return a function that validates cells of a field `o` with a JSON Schema."""

    def judge(schema: Any, *cells: str, kind: str = "object") -> Report:
        with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("n", "o"), *enumerate(cells, 1)])
        field = {"name": "o", "type": kind, "constraints": {"jsonSchema": schema}}
        resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "n"}, field]}}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
        return dpkit.open(tmp_path).validate()

    return judge


def refused(report: Report) -> list[int | None]:
    """Return the rows that the schema refuses, of a report that says that all cells were judged."""
    assert not unjudged(report)
    assert {each.check for each in report.findings if each.severity == "error"} <= {"constraint-error"}
    return [each.row for each in report.findings if each.check == "constraint-error"]


def unjudged(report: Report) -> list[str]:
    """Return why cells were not judged."""
    return [each.message for each in report.findings if each.check == "value-unjudged"]


NEW = "https://json-schema.org/draft/{}/schema"
REFERENCES = [
    ({"$ref": "#/required", "required": ["a"]}, "#/required", "no JSON Schema"),
    ({"$ref": "#/title", "title": "x"}, "#/title", "no JSON Schema"),
    ({"$ref": "#/minProperties", "minProperties": 1}, "#/minProperties", "no JSON Schema"),
    ({"$ref": "#/own/a", "own": {"a": {"type": 1}}}, "#/own/a", "no JSON Schema"),
    ({"properties": {"a": {"$ref": "#/definitions/nope"}}}, "#/definitions/nope", "nothing"),
    ({"$ref": "#/title/a", "title": "x"}, "#/title/a", "nothing"),
    ({"$ref": "http://example.invalid/schema.json"}, "http://example.invalid/schema.json", "nothing"),
    ({"items": {"$ref": "file:///etc/hostname"}}, "file:///etc/hostname", "nothing"),
    ({"$ref": "#"}, "#", "itself"),
    ({"anyOf": [{"type": "string"}, {"$ref": "#"}]}, "#", "itself"),
    ({"$schema": NEW.format("2019-09"), "$recursiveRef": "#/$defs/a", "$defs": {"a": {}}}, "#/$defs/a", "expected '#'"),
    ({"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"not": {"$ref": "#/definitions/a"}}}}, "#/def", "itself"),
]


@pytest.mark.parametrize("cells", [[], ["{}"]])
@pytest.mark.parametrize(("schema", "ref", "why"), REFERENCES)
def test_a_reference_that_leads_to_no_schema_is_told(
    schema: dict[str, Any], ref: str, why: str, cells: list[str], judge: Judge
) -> None:
    report = judge(schema, *cells)
    assert report.counts.get("descriptor-error") == 1
    (message,) = (each.message for each in report.findings if each.check == "descriptor-error")
    assert ref in message
    assert why in message
    assert "constraint-error" not in report.counts


TREE = {"properties": {"below": {"items": {"$ref": "#"}}, "v": {"type": "integer"}}}
NAMED = {"properties": {"$ref": {"type": "integer"}}, "default": {"$ref": "nowhere"}, "enum": [{}, {"$ref": "x"}]}
OWN = {"own": {"a": {"$ref": "#/own/b"}, "b": {"required": ["v"]}}, "$ref": "#/own/a"}
ANCHORED = {"definitions": {"a": {"$id": "#a", "required": ["v"]}}, "allOf": [{"$ref": "#a"}]}


@pytest.mark.parametrize(
    ("schema", "cells", "rows"),
    [
        (TREE, ['{"below": [{"v": 1}]}', '{"below": [{"below": [{"v": "x"}]}]}'], [2]),
        (NAMED, ["{}", '{"$ref": "x"}'], [2]),
        (OWN, ['{"v": 1}', "{}"], [2]),
        (ANCHORED, ['{"v": 1}', "{}"], [2]),
        ({"allOf": [True, {"$ref": "#/definitions/no"}], "definitions": {"no": False}}, ["{}"], [1]),
    ],
)
def test_references_are_followed(schema: dict[str, Any], cells: list[str], rows: list[int], judge: Judge) -> None:
    assert refused(judge(schema, *cells)) == rows


def draft(name: str, **schema: Any) -> dict[str, Any]:
    """Return a schema of the draft with this name."""
    return {
        "$schema": f"http://json-schema.org/draft-0{name}/schema#" if len(name) == 1 else NEW.format(name),
        **schema,
    }


CLOSED = {"unevaluatedProperties": False}
PATTERNS: dict[str, Any] = {"patternProperties": {"^(a+)+$": {}}}
NODE = {"$dynamicAnchor": "node", "properties": {"below": {"items": {"$dynamicRef": "#node"}}}, "required": ["v"]}
TWICE = {f"a{n}": {"allOf": [{"$dynamicRef": f"#a{n + 1}"}] * 4, "$dynamicAnchor": f"a{n}"} for n in range(40)}
LAST = {"a40": {"$dynamicAnchor": "a40", "required": ["v"]}}
SAME = {"$defs": TWICE | LAST, "$dynamicRef": "#a0", "unevaluatedProperties": False}
BRANCH = {"anyOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]}, {"properties": {"b": {}}}]}
FORK = {"if": {"required": ["a"]}, "then": {"properties": {"a": {}}}, "else": {"properties": {"b": {}}}}
BESIDE = {"$defs": {"d": {"properties": {"a": {}}}}, "$ref": "#/$defs/d", "properties": {"b": {}}}
TREES = {"$recursiveAnchor": True, "properties": {"below": {"items": {"$recursiveRef": "#"}}, "v": {"type": "null"}}}
META = "http://json-schema.org/draft-07/schema#"
OPEN = {"$id": "open", "$dynamicAnchor": "n", "properties": {"below": {"items": {"$dynamicRef": "#n"}}}}
SHUT = {"$id": "shut", "$dynamicAnchor": "n", "$ref": "open", **CLOSED}
BOTH = {"$id": "http://x/", "$defs": {"o": OPEN, "s": SHUT}, "allOf": [{"$ref": "open"}, {"$ref": "shut"}]}
OPEN_9 = {"$id": "open", "$recursiveAnchor": True, "properties": {"below": {"items": {"$recursiveRef": "#"}}}}
SHUT_9 = {"$id": "shut", "$recursiveAnchor": True, "$ref": "open", **CLOSED}
BOTH_9 = {**BOTH, "$defs": {"o": OPEN_9, "s": SHUT_9}}
TREE_9 = {"$id": "t", "$recursiveAnchor": True, "properties": {"a": {**CLOSED, "$recursiveRef": "#"}}}
EXTENDED = {"$id": "http://x/", "$recursiveAnchor": True, "$ref": "t", "properties": {"b": {}}, "$defs": {"t": TREE_9}}
PLACED = {"allOf": [{"$id": "http://x/", "$ref": "#/$defs/d", "$defs": {"d": {"properties": {"a": {}}}}}], **CLOSED}
BELOW = ['{"below": [{}]}', '{"below": [{"v": 1}]}', '{"below": [{"below": [{"v": 1}]}]}']
OBJECTS = ["{}", '{"a": 1}', '{"b": 1}', '{"a": 2, "b": 1}', '{"c": 1}']


@pytest.mark.parametrize(
    ("schema", "cells", "rows"),
    [
        (draft("3", properties={"a": {"required": True, "divisibleBy": 2}}), ["{}", '{"a": 1}', '{"a": 2}'], [1, 2]),
        (draft("4", properties={"a": {"minimum": 1, "exclusiveMinimum": True}}), ['{"a": 1}', '{"a": 2}'], [1]),
        (draft("6", contains={"const": 1}), ["[1]", "[2]"], [2]),
        (draft("7", dependencies={"a": ["b"]}), OBJECTS, [2]),
        (draft("7", prefixItems=[{"const": 1}]), ["[2]"], []),
        (draft("2019-09", dependentRequired={"a": ["b"]}), OBJECTS, [2]),
        (draft("2019-09", items=[{}], unevaluatedItems=False), ["[1]", "[1, 2]"], [2]),
        (draft("2019-09", **TREES), ['{"below": [{"v": null}]}', '{"below": [{"below": [{"v": 1}]}]}'], [2]),
        (draft("2020-12", prefixItems=[{"const": 1}]), ["[2]", "[1, 2]"], [1]),
        (draft("2020-12", prefixItems=[{"const": 1}], unevaluatedItems=False), ["[1]", "[1, 2]"], [2]),
        (draft("2020-12", contains={"const": 1}, unevaluatedItems={"const": 2}), ["[1, 2]", "[3, 1]"], [2]),
        (draft("2020-12", contains={"const": 1}, minContains=2), ["[1, 1]", "[1]"], [2]),
        (draft("2020-12", dependentSchemas={"a": {"required": ["b"]}}), OBJECTS, [2]),
        (draft("2020-12", **CLOSED, **BRANCH), OBJECTS, [4, 5]),
        (draft("2020-12", **CLOSED, **FORK), OBJECTS, [4, 5]),
        (draft("2020-12", **CLOSED, **BESIDE), OBJECTS, [5]),
        (draft("2020-12", **CLOSED, **PATTERNS), [f'{{"{"a" * 40}": 1}}', f'{{"{"a" * 40}b": 1}}'], [2]),
        (draft("2020-12", **CLOSED, patternProperties={"^(?!b)": {}}), OBJECTS, [3, 4]),
        (draft("2020-12", **NODE), ['{"v": 1, "below": [{"v": 1}]}', '{"v": 1, "below": [{}]}'], [2]),
        (draft("2020-12", **SAME), ['{"v": 1}', "{}"], [1, 2]),
        (draft("2020-12", **BOTH), BELOW, [2, 3]),
        (draft("2019-09", **BOTH_9), BELOW, [2, 3]),
        (draft("2020-12", **PLACED), OBJECTS, [3, 4, 5]),
        (draft("2019-09", **EXTENDED), ['{"a": {"a": {"b": 1}, "b": 2}}', '{"a": {"c": 1}}', '{"c": {"c": 1}}'], [2]),
        (draft("7", properties={"a": {"$ref": META}}), ['{"a": {"type": "null"}}', '{"a": {"type": 1}}'], [2]),
        (draft("7", properties={"a": {"required": [], "$dynamicRef": "x", "$recursiveRef": 1}}), OBJECTS, []),
    ],
)
def test_a_schema_is_judged_by_its_own_draft(
    schema: dict[str, Any], cells: list[str], rows: list[int], judge: Judge
) -> None:
    kind = "array" if cells[0].startswith("[") else "object"
    assert refused(judge(schema, *cells, kind=kind)) == rows


PRICES = {"properties": {"below": {"$ref": "#"}, "p": {"multipleOf": 0.01}, "v": {"pattern": "^(a+)+$"}}}
LONG = json.dumps({"below": {"v": "a" * 40 + "b"}})


@pytest.mark.parametrize(
    "schema",
    [
        draft("7", **PRICES),
        draft("2020-12", **PRICES),
        {"properties": {"below": draft("2020-12", **{"$id": "http://x/", **PRICES})}},
    ],
)
def test_a_part_that_names_its_draft_is_guarded_too(schema: dict[str, Any], judge: Judge) -> None:
    assert refused(judge(schema, LONG, '{"below": {"p": 19.99}}', '{"below": {"p": 19.999}}')) == [1, 3]


@pytest.mark.parametrize("name", ["http://example.invalid/draft", "2020-12", "http://["])
def test_a_draft_that_nobody_knows_is_told(name: str, judge: Judge) -> None:
    report = judge({"$schema": name, "required": ["a"]}, "{}")
    assert dict(report.counts) == {"not-supported": 1}
    assert name in report.findings[0].message


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"), [(r"^\p{L}+$", "\u00e9", "1"), (r"^[\p{Lu}\P{L}]+$", "É1", "é")]
)
def test_patterns_have_the_classes_of_unicode(pattern: str, right: str, wrong: str, judge: Judge) -> None:
    cells = [json.dumps({"v": right}), json.dumps({"v": wrong})]
    assert refused(judge({"properties": {"v": {"pattern": pattern}}}, *cells)) == [2]


ECMA = [  # JSON Schema takes the expressions of ECMA-262
    (r"^\d+$", ["1", "\u0664"], [2]),
    (r"^\D$", ["\u0664", "1"], [2]),
    (r"^[\D]$", ["\u0664", "1"], [2]),
    (r"^\w+$", ["a_1", "\u00e9"], [2]),
    (r"^[^\W]$", ["a", "\u00e9"], [2]),
    (r"^(?!x)\w+$", ["a_1", "\u00e9"], [2]),
    (r"^\s+$", ["\u00a0\ufeff\v\u2028 ", "\u200b"], [2]),
    (r"^\S+$", ["\u200b", "\u00a0"], [2]),
    (r"^\cA\x41\u00e9\u{1F600}[\uD83D\uDE00\u002d]$", ["\x01A\u00e9\U0001f600-", "cA\u00e9\U0001f600-"], [2]),
    (r"^.$", ["x", "\u2028", "\n", "\r"], [2, 3, 4]),
    (r"^[a-z-[aeiou]]$", ["b]", "[]", "b"], [3]),
    (r"^\p{Letter}\p{Script=Greek}$", ["\u00e9\u03b2", "\u03b2\u00e9"], [2]),
]


@pytest.mark.parametrize(("pattern", "texts", "rows"), ECMA)
def test_patterns_mean_what_they_mean_to_json_schema(
    pattern: str, texts: list[str], rows: list[int], judge: Judge
) -> None:
    cells = [json.dumps({"v": text}) for text in texts]
    assert refused(judge({"properties": {"v": {"pattern": pattern}}}, *cells)) == rows


def test_what_is_no_pattern_is_told(judge: Judge) -> None:
    report = judge({"properties": {"v": {"pattern": "("}}}, "{}")
    assert dict(report.counts) == {"descriptor-error": 1}
    assert "'(' is no regular expression: missing )" in report.findings[0].message


DOUBLING = {f"a{n}": {"allOf": [{"$ref": f"#/definitions/a{n + 1}"}] * 4} for n in range(40)}
CENTS = {"properties": {"p": {"multipleOf": 0.01}}}
NINES = "9" * 400


@pytest.mark.parametrize(
    ("schema", "cells", "rows"),
    [
        (CENTS, ['{"p": 19.99}', '{"p": 0.07}', '{"p": 19.995}', '{"p": -1.10}', '{"p": 0.0}', '{"p": 1e-9}'], [3, 6]),
        (CENTS, ['{"p": 1e400}', f'{{"p": {NINES}}}', f'{{"p": {NINES}.001}}', '{"p": 1e999999999}'], [3]),
        (CENTS, ['{"p": 1e-999999999}', '{"p": 0e-999999999}', '{"p": "19.999"}'], [1]),
        ({"properties": {"p": {"multipleOf": 0.1}}}, ['{"p": 0.3}', '{"p": 0.35}'], [2]),
        ({"properties": {"p": {"multipleOf": 3}}}, ['{"p": 3e99}', '{"p": 1e99}', '{"p": 9.0}'], [2]),
        ({"properties": {"p": {"multipleOf": 64}}}, ['{"p": 1e99}', '{"p": 1e5}'], [2]),
        ({"properties": {"p": {"const": 1}}}, ['{"p": 1.0}', f'{{"p": 1.{"0" * 20}1}}', '{"p": true}'], [2, 3]),
        ({"properties": {"p": {"enum": [0.1, [1]]}}}, ['{"p": 0.10}', f'{{"p": 0.1{"0" * 20}1}}', '{"p": [1.0]}'], [2]),
        ({"properties": {"p": {"minimum": 0.1}}}, [f'{{"p": 0.0{"9" * 20}}}', '{"p": 0.1}', '{"p": -1e999}'], [1, 3]),
        (
            {"properties": {"p": {"maximum": 2**53}}},
            [f'{{"p": {2**53}.5}}', f'{{"p": {2**53}.0}}', '{"p": 1e400}'],
            [1, 3],
        ),
        ({"properties": {"p": {"exclusiveMinimum": 0}}}, ['{"p": 1e-400}', '{"p": 0.0}', '{"p": -1e-400}'], [2, 3]),
        (draft("4", properties={"p": {"maximum": 1, "exclusiveMaximum": True}}), ['{"p": 1}', '{"p": 0.9}'], [1]),
        (draft("3", properties={"p": {"divisibleBy": 0.01}}), ['{"p": 19.99}', '{"p": 19.995}'], [2]),
        ({"properties": {"p": {"type": "integer"}}}, ['{"p": 1e400}', '{"p": 1.50}', '{"p": 1.0}'], [2]),
        ({"definitions": DOUBLING | {"a40": {"type": "object"}}, "$ref": "#/definitions/a0"}, ["{}"], []),
        ({"definitions": DOUBLING | {"a40": {"required": ["a"]}}, "$ref": "#/definitions/a0"}, ["{}"], [1]),
    ],
)
def test_values_are_judged_exactly(schema: dict[str, Any], cells: list[str], rows: list[int], judge: Judge) -> None:
    assert refused(judge(schema, *cells)) == rows


UNIQUE = ["[1, 1.0]", "[1, true]", "[0, false]", '[{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]', "[[1], [true]]", '["1", 1]']


def test_unique_items_are_those_that_differ_as_values(judge: Judge) -> None:
    assert refused(judge({"uniqueItems": True}, *UNIQUE, kind="array")) == [1, 4]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that takes each value that is looked at to compare it with others."""
    values: list[Any] = []

    def noted(value: Any) -> Any:
        values.append(value)
        return same(value)

    monkeypatch.setattr(json_drafts, "same", noted)
    return values


def test_of_many_items_each_is_looked_at_a_few_times(judge: Judge, looked_at: list[Any]) -> None:
    many = [{"a": number} for number in range(2_000)]
    assert refused(judge({"uniqueItems": True}, json.dumps(many), json.dumps([*many, {"a": 7.0}]), kind="array")) == [2]
    assert len(many) <= len(looked_at) <= 5 * len(many)


@pytest.mark.parametrize(
    "schema",
    [draft("4", enum=[{"a": number} for number in range(2_000)]), {"type": [[number] for number in range(2_000)]}],
)
def test_of_a_schema_of_many_values_each_is_looked_at_a_few_times(
    schema: dict[str, Any], judge: Judge, looked_at: list[Any]
) -> None:
    report = judge(schema, '{"a": 7.0}', '{"a": 2000}')
    assert report.counts == ({"constraint-error": 1} if "enum" in schema else {"descriptor-error": 1})
    assert 2_000 <= len(looked_at) <= 10_000


NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40).map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(lambda each: f"{each:E}"),
    st.builds("{}.{}E{}".format, st.integers(-9, 9), st.integers(0, 10**30), st.integers(-400, 400)),
)


@settings(deadline=None, max_examples=examples(300))
@given(NUMBERS, NUMBERS, st.sampled_from(["", "0", "00001"]))
def test_numbers_are_ordered_by_all_their_digits(one: str, other: str, more: str) -> None:
    near = one.replace("E", f"{more}E") if "." in one else one
    for a, b in ((one, other), (one, near), (near, other)):
        first, second = (json.loads(each, parse_float=Written) for each in (a, b))
        exact = [decimal.Context(prec=200).create_decimal(each) for each in (a, b)]
        assert order(first, second) == (exact[0] > exact[1]) - (exact[0] < exact[1]), (a, b)


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("^(?!x)[a-z]+$", "abc", "xabc"),
        (r"^(.)\1$", "aa", "ab"),
        ("^[a-z]{1,2000}$", "aa", "A"),
        ("(?<=a)b", "xxabxx", "xxbxx"),
        ("(?=a)a$", "ba", "a\n"),
        ("(?=[$])[$]", "a$b", "ab"),
    ],
)
def test_patterns_that_the_engine_cannot_match(pattern: str, right: str, wrong: str, judge: Judge) -> None:
    cells = [json.dumps({"v": right}), json.dumps({"v": wrong}), json.dumps({"v": right, "w": 1})]
    assert refused(judge({"properties": {"v": {"pattern": pattern}}}, *cells)) == [2]
    assert refused(judge({"properties": {"v": {"not": {"pattern": pattern}}}}, *cells)) == [1, 3]
    names = [json.dumps({right: 1}), json.dumps({wrong: 1})]
    assert refused(judge({"patternProperties": {pattern: False}}, *names)) == [1]


DEEP: dict[str, Any] = {"patternProperties": {"(?=a)a": {"patternProperties": {"(?=b)b": {"pattern": "(?!c)^."}}}}}


def test_a_pattern_may_depend_on_others(judge: Judge) -> None:
    assert refused(judge(DEEP, '{"a": {"b": "c"}}', '{"a": {"b": "d"}}', '{"x": {"b": "c"}}', '{"a": {"x": "c"}}')) == [
        1
    ]


LARGE = json.dumps({"v": [1] * 1_000 + list(range(1_000, 21_000))})
MANY = [{"pattern": f"(?!{number})a"} for number in range(101)]


@pytest.mark.parametrize(
    ("schema", "cell", "why"),
    [
        ({"properties": {"v": {"pattern": "(?=a)(a+)+b"}}}, json.dumps({"v": "a" * 40}), "takes more than"),
        ({"properties": {"v": {"allOf": MANY}}}, '{"v": "a"}', "more than 100 patterns"),
    ],
)
def test_a_pattern_that_cannot_be_judged_is_told(schema: dict[str, Any], cell: str, why: str, judge: Judge) -> None:
    report = judge(schema, cell, "{}", '{"v": 2}')
    (finding,) = (each for each in report.findings if each.severity == "error")
    assert finding.check == "pattern-unjudged"
    assert finding.message.startswith("o could not be judged: ")
    assert why in finding.message
    assert not unjudged(report)


@pytest.mark.parametrize(
    ("schema", "cell", "why"),
    [
        ({"properties": {"v": {"multipleOf": 2}}}, f'{{"v": 1.{"0" * 5000}1}}', "4,300 digits"),
        ({"properties": {"v": {"items": {"$ref": "#/definitions/a"}}}, "definitions": {"a": {}}}, LARGE, "references"),
    ],
)
def test_what_cannot_be_judged_is_told(
    schema: dict[str, Any], cell: str, why: str, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dpkit.tables.json_schema.MOST_REFERENCES", 20_000)
    report = judge(schema, cell, "{}", '{"v": 2}')
    (reason,) = unjudged(report)
    assert reason.startswith("o could not be judged by its jsonSchema on the value ")
    assert why in reason
    assert dict(report.counts) == {"value-unjudged": 1}
    assert not report.valid


def test_a_failure_of_the_library_is_told(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> bool:
        raise OverflowError

    monkeypatch.setattr("dpkit.tables.json_schema.is_multiple", fails)
    (reason,) = unjudged(judge(CENTS, '{"p": 1}', "{}"))
    assert "the JSON Schema library failed (OverflowError)" in reason


RULES = {
    "required": ["age"],
    "properties": {
        "tags": {"items": {"maxLength": 3}},
        "at": {"$ref": "#/definitions/place"},
        "kind": {"enum": list("abcdefgh")},
        "of": {"anyOf": [{"type": "string"}, {"type": "array"}]},
        "p": {"type": "number", "multipleOf": 0.01},
        "old": False,
        "n": {"type": ["integer", "null"]},
        "few": {"maxItems": 1},
        "least": {"minimum": 10},
        "only": {"const": 1},
        "w": {"pattern": r"^(?!x)\w+$"},
    },
    "definitions": {"place": {"required": ["x", "y"], "additionalProperties": {"type": "number"}}},
    "patternProperties": {"^no": False},
}


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ({}, "age is required"),
        ({"tags": ["abc", "abcd"]}, 'tags[1] is "abcd", longer than 3 characters (maxLength)'),
        ({"at": {"x": 1}}, "at.y is required"),
        ({"at": {"x": 1, "y": "2"}}, 'at.y is "2", expected a number'),
        ({"n": 1.5}, "n is 1.5, expected an integer or null"),
        ({"few": [1, 2]}, "few has 2 items, expected at most 1 (maxItems)"),
        ({"least": 5}, "least is 5, less than the minimum 10"),
        ({"only": {"b": 1}}, "only is an object, expected 1"),
        ({"only": [1]}, "only is an array, expected 1"),
        ({"kind": "i"}, 'kind is "i", expected one of "a", "b", "c", "d", "e", ...'),
        ({"of": 1}, "of is 1, which fits none of the schemas of anyOf"),
        ({"p": 1.005}, "p is 1.005, no multiple of 0.01 (multipleOf)"),
        ({"old": [1]}, "old is not allowed"),
        ({"w": "xa"}, r"""w is "xa", which does not match the pattern '^(?!x)\w+$'"""),
        ({"no\x1b": 1}, "no<U+001B> is not allowed"),
        ({"no" + "n" * 500: 1}, "no" + "n" * 57 + "… is not allowed"),
    ],
)
def test_the_reason_is_told(cell: dict[str, Any], why: str, judge: Judge) -> None:
    report = judge(RULES, json.dumps({"age": 1} | cell if cell else cell))
    (message,) = (each.message for each in report.findings if each.check == "constraint-error")
    assert message.endswith(f", which the jsonSchema of its field refuses: {why}")


def test_the_reason_names_the_value_itself(judge: Judge) -> None:
    report = judge({"uniqueItems": True}, "[1, 1]", kind="array")
    (message,) = (each.message for each in report.findings if each.check == "constraint-error")
    assert message.endswith(" field refuses: it is an array, in which an item stands twice (uniqueItems)")


def test_the_reason_names_all_digits_that_a_keyword_asks(judge: Judge, tmp_path: Path) -> None:
    judge({"properties": {"p": {"maximum": "1e400"}}}, '{"p": 1e401}')
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace('"1e400"', "1e400"))
    (finding,) = dpkit.open(tmp_path).validate().findings
    assert finding.message.endswith("refuses: p is 1e401, more than the maximum 1e400")
