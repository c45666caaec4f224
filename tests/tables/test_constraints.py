"""Constraints and keys compare values as their type, not as text; patterns are matched whole."""

import csv
import io
import json
import operator
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.tables import literals, sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dpkit.model.report import Report

    Validate = Callable[..., Report]


@pytest.fixture
def validate(tmp_path: "Path") -> "Validate":
    """Return a function that validates a package of one table with the fields `n` and `cell`."""

    def validate(field: dict[str, Any], cells: list[str], **schema: Any) -> "Report":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([("n", "cell"), *enumerate(cells, 1)])
        (tmp_path / "t.csv").write_bytes(out.getvalue().encode())
        fields = {"fields": [{"name": "n"}, {**field, "name": "cell"}]}
        resource = {"name": "t", "path": "t.csv", "schema": fields | schema}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
        return dpkit.open(tmp_path).validate()

    return validate


def rows(report: "Report", check: str = "constraint-error") -> list[int | None]:
    return [finding.row for finding in report.findings if finding.check == check]


BIG, VAST = 10**30, 10**45
LONG = "1234567890123456783"
CASES: list[tuple[dict[str, Any], list[str], list[int]]] = [
    # enum: what is equal as its type is equal
    ({"type": "number", "constraints": {"enum": [1, 2.5]}}, ["1", "1.0", "1e0", "+2.50", "2", "NaN"], [5, 6]),
    ({"type": "number", "constraints": {"enum": ["1.0", "NaN"]}}, ["1", "nan", "2"], [3]),
    ({"type": "number", "bareNumber": False, "constraints": {"enum": ["inf", "NaN"]}}, ["INF", "nan", "€6"], [3]),
    ({"type": "number", "decimalChar": ",", "constraints": {"enum": [1.5, "2,5"]}}, ["1,5", "2,50", "3,5"], [3]),
    ({"type": "string", "constraints": {"enum": ["it's", "a\x1fb", "{}"]}}, ["it's", "a\x1fb", "a", "{}"], [3]),
    ({"type": "string", "constraints": {"enum": ["it's", "{}"]}}, ["it's", "a", "{}"], [2]),
    ({"type": "integer", "constraints": {"enum": [1, BIG]}}, ["1", str(BIG), "2"], [3]),
    ({"type": "integer", "constraints": {"enum": [1, 2.0, "3"]}}, ["01", "2", "3", "4"], [4]),
    ({"type": "integer", "groupChar": ",", "constraints": {"enum": ["1,000"]}}, ["1000", "1,000", "100"], [3]),
    ({"type": "boolean", "constraints": {"enum": [True]}}, ["true", "1", "false", "0"], [3, 4]),
    ({"type": "boolean", "trueValues": ["yes"], "constraints": {"enum": [True]}}, ["yes", "false"], [2]),
    ({"type": "string", "constraints": {"enum": ["1", "a'b"]}}, ["1", "1.0", "a'b", "A'B"], [2, 4]),
    ({"type": "date", "format": "%d.%m.%Y", "constraints": {"enum": ["01.02.2024"]}}, ["1.2.2024", "02.01.2024"], [2]),
    ({"type": "string", "constraints": {"enum": ["a"]}}, ["", "b"], [2]),
    # of a key that stands twice in an object, which RFC 8259 leaves to the reader, the last counts, as in Python
    ({"type": "object", "constraints": {"enum": ['{"a": 2}']}}, ['{"a": 1, "a": 2}', '{"a": 2, "a": 1}'], [2]),
    # bounds
    ({"type": "integer", "constraints": {"minimum": 9}}, ["10", "9", "8", "-10"], [3, 4]),
    ({"type": "integer", "constraints": {"minimum": "9", "maximum": "10"}}, ["8", "9", "10", "11"], [1, 4]),
    ({"type": "integer", "constraints": {"exclusiveMinimum": 9, "exclusiveMaximum": 11}}, ["9", "10", "11"], [1, 3]),
    ({"type": "integer", "constraints": {"minimum": BIG}}, ["5", str(BIG), str(BIG - 1), str(BIG + 1)], [1, 3]),
    ({"type": "integer", "constraints": {"minimum": BIG}}, ["5", "6"], [1, 2]),
    ({"type": "integer", "constraints": {"maximum": 10**50}}, ["5", str(10**60)], [2]),
    ({"type": "integer", "constraints": {"maximum": 2**63 - 1}}, [str(2**63 - 1), str(2**63)], [2]),
    ({"type": "integer", "constraints": {"enum": [BIG]}}, [str(BIG), str(BIG + 1)], [2]),
    ({"type": "integer", "constraints": {"minimum": VAST}}, ["5", str(VAST), str(VAST - 1), "+" + str(VAST)], [1, 3]),
    ({"type": "integer", "constraints": {"maximum": str(-VAST)}}, [str(-VAST), str(1 - VAST), "0"], [2, 3]),
    ({"type": "integer", "constraints": {"enum": [VAST, 5]}}, ["5", f"0{VAST}", str(VAST + 1)], [3]),
    ({"type": "integer", "constraints": {"unique": True}}, [str(VAST), str(VAST + 1), f"+{VAST}", "7", "07"], [3, 5]),
    ({"type": "integer", "constraints": {"unique": True}}, ["9" * 10_000, "9" * 9_999 + "8"], []),
    ({"type": "number", "constraints": {"minimum": 0}}, ["0", "-0.0", "-1e-300", "NaN", "INF", "-INF"], [3, 4, 6]),
    ({"type": "number", "constraints": {"maximum": "1e3"}}, ["1000.0", "1000.1", "inf"], [2, 3]),
    ({"type": "date", "constraints": {"minimum": "2024-01-09"}}, ["2024-01-10", "2024-01-08"], [2]),
    (
        {"type": "date", "format": "%d.%m.%Y", "constraints": {"maximum": "09.02.2024"}},
        ["10.01.2024", "10.02.2024"],
        [2],
    ),
    ({"type": "time", "constraints": {"maximum": "12:00:00"}}, ["12:00:00", "12:00:01"], [2]),
    (
        {"type": "datetime", "constraints": {"minimum": "2024-01-26T12:00:00Z"}},
        ["2024-01-26T13:00:00+01:00", "2024-01-26T12:30:00+01:00"],
        [2],
    ),
    ({"type": "year", "constraints": {"minimum": 1999}}, ["2000", "1998"], [2]),
    ({"type": "year", "constraints": {"minimum": -43, "maximum": 987}}, ["-0044", "-0043", "0987", "12024"], [1, 4]),
    ({"type": "year", "constraints": {"enum": [987, "-0044"]}}, ["0987", "-0044", "0988"], [3]),
    ({"type": "yearmonth", "constraints": {"minimum": "1999-10"}}, ["1999-11", "1999-09"], [2]),
    # lengths, in characters
    ({"type": "string", "constraints": {"maxLength": 2}}, ["é𝄞", "abc"], [2]),
    ({"type": "string", "constraints": {"minLength": 2}}, ["𝄞", "ab", ""], [1]),
    # required and unique
    ({"type": "integer", "constraints": {"required": True}}, ["1", ""], [2]),
    ({"type": "string", "missingValues": ["-"], "constraints": {"required": True}}, ["", "-"], [2]),
    ({"type": "integer", "constraints": {"unique": True}}, ["1", "01", "+1", "", "", "2"], [2, 3]),
    ({"type": "number", "constraints": {"unique": True}}, ["1", "1.0", "NaN", "nan", "-0", "0"], [2, 4, 6]),
    ({"type": "integer", "constraints": {"unique": True}}, [str(BIG), str(BIG + 1), str(BIG)], [3]),
    # numbers of more digits than a double keeps
    ({"type": "number", "constraints": {"unique": True}}, [LONG, LONG + ".0", LONG[:-1] + "4", f"+0{LONG}e0"], [2, 4]),
    ({"type": "number", "constraints": {"unique": True}}, ["0.12345678901234567", "0.12345678901234568"], []),
    ({"type": "number", "constraints": {"unique": True}}, ["1e400", "10e399", "1e401", "INF", "inf", "-1e400"], [2, 5]),
    ({"type": "number", "constraints": {"unique": True}}, [LONG, "-" + LONG, "-0", "0.00000000000000000000"], [4]),
    ({"type": "number", "constraints": {"unique": True}}, [LONG, "1000", "1e3", "1e22", "1" + "0" * 22], [3, 5]),
    (
        {"type": "number", "groupChar": ".", "decimalChar": ",", "constraints": {"unique": True}},
        ["9.007.199.254.740.993,5", "9007199254740993,50", "9.007.199.254.740.993,6"],
        [2],
    ),
    ({"type": "number", "constraints": {"enum": [int(LONG), 1.5]}}, [LONG, LONG[:-1] + "4", LONG + ".00", "1.50"], [2]),
    ({"type": "number", "constraints": {"maximum": int(LONG)}}, [LONG, LONG[:-1] + "4", "1e3"], [2]),
    ({"type": "number", "constraints": {"exclusiveMinimum": LONG}}, [LONG, LONG[:-1] + "4"], [1]),
    ({"type": "number", "constraints": {"maximum": 100}}, ["100.000000000000000001", "100.0000", "INF"], [1, 3]),
    ({"type": "number", "constraints": {"minimum": "0." + "1" * 40}}, ["0." + "1" * 39, "0." + "1" * 40], [1]),
    ({"type": "number", "constraints": {"minimum": 10**23 + 1}}, ["1e23", str(10**23 + 1), "1.0e24"], [1]),
    (
        {"type": "number", "constraints": {"maximum": -1}},
        ["-0.9999999999999999999999", "-1.0000000000000000000001"],
        [1],
    ),
    ({"type": "number", "constraints": {"maximum": "1e400"}}, ["1e401", "1e399", "100e398", "INF"], [1, 4]),
    ({"type": "number", "constraints": {"exclusiveMaximum": "INF"}}, ["1e400", "INF", "-INF"], [2]),
    ({"type": "number", "constraints": {"exclusiveMinimum": 0}}, ["1e-400", "-1e-400", "0e9", "-0.0"], [2, 3, 4]),
    ({"type": "number", "constraints": {"minimum": "1e-400"}}, ["1e-401", "0", "-1e-399", "1e-399"], [1, 2, 3]),
    ({"type": "number", "constraints": {"unique": True}}, [f"1e{2**63 - 1}", f"1e{2**63 - 2}", f"1E{2**63 - 1}"], [3]),
    # patterns match the whole cell
    ({"type": "string", "constraints": {"pattern": "a|b"}}, ["a", "b", "axxx", "xb", "ab"], [3, 4, 5]),
    ({"type": "string", "constraints": {"pattern": "[A-Z]{2}"}}, ["DE", "DEU", " DE", "DE\n", ""], [2, 3, 4]),
    ({"type": "string", "constraints": {"pattern": "^a.*$"}}, ["apple", "orange"], [2]),
    ({"type": "string", "constraints": {"pattern": r"\i\c*"}}, ["abc:1", "_x", "1a", "é.-9", ""], [3]),
    ({"type": "string", "constraints": {"pattern": r"[\i-[:]][\c-[:]]*"}}, ["a.b", "a:b", ":a"], [2, 3]),
    ({"type": "string", "constraints": {"pattern": r"\I+|x\C"}}, ["1-", "ab", "x "], [2]),
    ({"type": "string", "constraints": {"pattern": "[a-z-[aeiou]]+"}}, ["bcd", "abc", "b-d"], [2, 3]),
    ({"type": "string", "constraints": {"pattern": r"[^\d-[a-c]]+"}}, ["xyz", "xa", "x1"], [2, 3]),
    ({"type": "string", "constraints": {"pattern": r"[\p{Lu}\w-[\p{Ll}\d-[z5]]]+"}}, ["Éz5_", "é", "6"], [2, 3]),
    ({"type": "string", "constraints": {"pattern": r"\p{IsGreek}+"}}, ["\u03b2\u03b3", "ab", "\u03b2x"], [2, 3]),
    ({"type": "string", "constraints": {"pattern": r"\P{IsLatin-1Supplement}*x"}}, ["abx", "éx"], [2]),
    (
        {"type": "string", "constraints": {"pattern": r"[\p{IsCyrillic}\p{IsBasicLatin}-[a-z]]+"}},
        ["\u0416\u0434-1", "\u0434 x"],
        [2],
    ),
    ({"type": "string", "constraints": {"pattern": r"\p{IsSpecials}"}}, ["\ufeff", "x"], [2]),
    ({"type": "string", "constraints": {"pattern": r"\p{IsHighSurrogates}|\P{IsLowSurrogates}b"}}, ["ab", "a"], [2]),
    ({"type": "string", "constraints": {"pattern": r"(?=b)[a-z-[aeiou]]+"}}, ["bcd", "bad", "cbd"], [2, 3]),
    *(
        ({"type": "string", "constraints": {"pattern": pattern}}, ["\u03b2\u0393", "ab", "\u03b2x"], [2, 3])
        for pattern in (r"\p{Greek}+", r"\p{Script=Greek}+", r"[\p{sc=Greek}\p{gc=Nd}]+", r"(?!x)\p{IsGreek}+")
    ),
    *(
        ({"type": "string", "constraints": {"pattern": pattern}}, ["\u03b2\u0393", "\u03b2", "1"], [3])
        for pattern in (
            r"\p{Letter}+",
            r"\p{gc=L}+",
            r"\P{^L}+",
            r"(?!x)\p{L}+",
            r"(?!x)[\p{General_Category=Letter}\x41]+",
        )
    ),
    ({"type": "string", "constraints": {"pattern": r"(?!x)[\w-[\d]]+\d"}}, ["\u0301\u0664", "a\u03651", "x1"], [3]),
    ({"type": "string", "constraints": {"pattern": r"\\p{1,3}"}}, ["\\pp", "\\p", "x"], [3]),
    ({"type": "string", "constraints": {"pattern": 'it\'s "\\d"'}}, ['it\'s "5"', 'its "5"'], [2]),
]


@pytest.mark.parametrize("many", [0, literals.MANY])
@pytest.mark.parametrize(("field", "cells", "at_fault"), CASES)
def test_constraint(
    field: dict[str, Any],
    cells: list[str],
    at_fault: list[int],
    many: int,
    validate: "Validate",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(literals, "MANY", many)  # of very many values each is told once what it is
    monkeypatch.setattr(sql, "MANY", many)  # and they are looked up as one list
    report = validate(field, cells)
    assert rows(report) == at_fault
    assert set(report.counts) <= {"constraint-error"}


NUMBERS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "-", "+"]),
    st.one_of(st.from_regex(r"[019]{1,22}([.][019]{0,22})?|[.][019]{1,22}", fullmatch=True), st.just(LONG)),
    st.sampled_from(["", "", "", "e1", "E-1", "e-400", "e+400"]),
)


@settings(deadline=None, max_examples=examples(50), suppress_health_check=[*HealthCheck])
@given(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=20))
def test_bounds_are_judged_by_all_digits(validate: "Validate", limit: str, cells: list[str]) -> None:
    cells = [limit, *cells, *(limit.replace("0", "00", 1), limit.replace(".", ".0", 1))]
    for name, is_broken in (("minimum", operator.lt), ("exclusiveMaximum", operator.ge)):
        report = validate({"type": "number", "constraints": {name: limit}}, cells)
        broken = [n for n, cell in enumerate(cells, 1) if is_broken(Decimal(cell), Decimal(limit))]
        assert rows(report) == broken[:20], (name, limit, cells)


def test_a_bound_in_json_has_all_its_digits(tmp_path: "Path") -> None:
    field = {"name": "cell", "type": "number", "constraints": {"minimum": "LIMIT"}}
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
    text = json.dumps({"resources": [resource]}).replace('"LIMIT"', "0.12345678901234567891")
    (tmp_path / "datapackage.json").write_text(text)
    (tmp_path / "t.csv").write_text("cell\n0.12345678901234567890\n0.12345678901234567891\n")
    report = dpkit.open(tmp_path).validate()
    assert [each.message for each in report.findings] == [
        "cell is '0.12345678901234567890', less than the minimum 0.12345678901234567891"
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "integer", "constraints": {"minimum": "many"}}, "many"),
        ({"type": "integer", "constraints": {"enum": [1, "1_000"]}}, "1_000"),
        ({"type": "integer", "constraints": {"enum": [1.5]}}, "1.5"),
        ({"type": "date", "constraints": {"maximum": "2024-1-5"}}, "2024-1-5"),
        ({"type": "boolean", "constraints": {"enum": ["yes"]}}, "yes"),
    ],
)
def test_value_of_another_type_is_the_descriptors_fault(
    field: dict[str, Any], value: str, validate: "Validate"
) -> None:
    report = validate(field, [])
    assert [(x.check, x.value) for x in report.findings] == [("descriptor-error", value)]


@pytest.mark.parametrize(
    "pattern", [r"(?=[73])[0-9]", r"([7x])\1?", "[7x]{1,2000}", r"(?<!x)[7x]", r"(?>[7x]+)", r"(?![3])[0-9x]"]
)
def test_a_pattern_that_the_engine_refuses_is_matched_by_python(pattern: str, validate: "Validate") -> None:
    report = validate({"constraints": {"pattern": pattern}}, ["7", "x", "3"])
    assert rows(report) == [n for n, cell in enumerate("7x3", 1) if not re.fullmatch(pattern, cell)]


KEYS: list[tuple[dict[str, Any], list[str], list[int]]] = [
    ({"type": "integer"}, ["1", "01", "2"], [2]),
    ({"type": "number"}, ["1", "1.0", "1.5"], [2]),
    ({"type": "number"}, [LONG, LONG[:-1] + "4", LONG + ".0", "7", "7.0"], [3, 5]),
    ({"type": "string"}, ["1", "01", "1"], [3]),
    ({"type": "date", "format": "%d.%m.%Y"}, ["1.2.2024", "01.02.2024"], [2]),
    ({"type": "integer"}, [str(BIG), "0" + str(BIG), str(BIG + 1)], [2]),
    ({"type": "boolean"}, ["true", "1", "0"], [2]),
]


@pytest.mark.parametrize(("field", "cells", "at_fault"), KEYS)
def test_keys_compare_values(
    field: dict[str, Any], cells: list[str], at_fault: list[int], validate: "Validate"
) -> None:
    assert rows(validate(field, cells, primaryKey=["cell"]), "primary-key") == at_fault
    assert rows(validate(field, cells, uniqueKeys=[["cell"]]), "unique-key") == at_fault


@pytest.mark.parametrize(
    ("field", "cells", "own", "at_fault"),
    [
        ({"type": "integer"}, ["1", "02"], ["01", "+2", "3", ""], [3]),
        ({"type": "number"}, ["1.50"], ["1.5", "15e-1", "1.51"], [3]),
        ({"type": "number"}, [LONG], [LONG + ".0", LONG[:-1] + "4"], [2]),
        ({"type": "number"}, [LONG, "3"], ["3.0"], []),
        ({"type": "integer"}, ["1"], ["x", "1"], []),
    ],
)
def test_references_compare_values(
    field: dict[str, Any], cells: list[str], own: list[str], at_fault: list[int], tmp_path: "Path"
) -> None:
    key = {"fields": ["cell"], "reference": {"resource": "target", "fields": ["cell"]}}
    fields = [{"name": "n"}, {**field, "name": "cell"}]
    resources = [
        {"name": "target", "path": "target.csv", "schema": {"fields": fields}},
        {"name": "t", "path": "t.csv", "schema": {"fields": fields, "foreignKeys": [key]}},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    for name, listed in (("target", cells), ("t", own)):
        (tmp_path / f"{name}.csv").write_text(
            "".join(f"{n},{cell}\n" for n, cell in [("n", "cell"), *enumerate(listed)])
        )
    assert rows(dpkit.open(tmp_path).validate(), "foreign-key") == at_fault


@pytest.mark.parametrize(("one", "other"), [("integer", "number"), ("number", "integer")])
def test_a_whole_number_refers_to_the_same_number_of_another_type(one: str, other: str, tmp_path: "Path") -> None:
    key = {"fields": ["id"], "reference": {"resource": "target", "fields": ["id"]}}
    own, target = ({"fields": [{"name": "n"}, {"name": "id", "type": each}]} for each in (one, other))
    resources = [
        {"name": "target", "path": "target.csv", "schema": target},
        {"name": "t", "path": "t.csv", "schema": own | {"foreignKeys": [key]}},
    ]
    spelt = {"integer": ["1", LONG, "70"], "number": ["1.0", f"{LONG}.0", "7e1"]}
    missing = LONG[:-1] + "4"  # its double is that of the one which is there
    (tmp_path / "target.csv").write_text("n,id\n" + "".join(f"x,{each}\n" for each in spelt[other]))
    (tmp_path / "t.csv").write_text("n,id\n" + "".join(f"x,{each}\n" for each in [*spelt[one], missing]))
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    report = dpkit.open(tmp_path).validate()
    assert rows(report, "foreign-key") == [4]
    assert report.findings[0].message == f"id is '{missing}', but target has no row with that id"


DOUBLING = {f"a{n}": {"allOf": [{"$ref": f"#/definitions/a{n + 1}"}] * 2} for n in range(40)}


@pytest.mark.parametrize(
    ("schema", "broken"),
    [
        ({"properties": {"v": {"pattern": "^(a+)+$"}}}, [2]),
        ({"definitions": DOUBLING | {"a40": {}}, "$ref": "#/definitions/a0"}, []),
    ],
)
def test_a_json_schema_always_ends(schema: dict[str, Any], broken: list[int], validate: "Validate") -> None:
    field = {"type": "object", "constraints": {"jsonSchema": schema}}
    assert rows(validate(field, ['{"v": "aaa"}', '{"v": "' + "a" * 50 + 'b"}'])) == broken


NAMED = {"patternProperties": {"^n_": {"type": "integer"}, "e$": {"minimum": 1}}}


@pytest.mark.parametrize(
    ("schema", "broken"),
    [
        (NAMED, [2, 3]),
        (NAMED | {"properties": {"other": {}}, "additionalProperties": False}, [2, 3, 4]),
        (NAMED | {"additionalProperties": {"type": "string"}}, [2, 3, 5]),
        ({"additionalProperties": False}, [1, 2, 3, 4, 5]),
        ({"properties": {"patternProperties": {"type": "string"}}}, []),
    ],
)
def test_properties_are_told_by_pattern(schema: dict[str, Any], broken: list[int], validate: "Validate") -> None:
    cells = ['{"n_e": 1}', '{"n_a": "1"}', '{"n_e": 0}', '{"word": "x"}', '{"other": 1}', "{}"]
    assert rows(validate({"type": "object", "constraints": {"jsonSchema": schema}}, cells)) == broken


NA = {"missingValues": ["", "NA", "-"]}


@pytest.mark.parametrize(("cell", "said"), [("NA", "'NA', which missingValues counts as no value"), ("", "empty")])
def test_required_cell_without_value_is_told_as_written(validate: "Validate", cell: str, said: str) -> None:
    report = validate({"constraints": {"required": True}}, ["a", cell], **NA)
    assert [each.message for each in report.findings] == [f"cell is {said}, but required"]


@pytest.mark.parametrize(("cell", "said"), [("-", "'-', which missingValues counts as no value"), ("", "empty")])
def test_key_without_value_is_told_as_written(validate: "Validate", cell: str, said: str) -> None:
    report = validate({}, ["a", cell], primaryKey=["n", "cell"], **NA)
    assert [each.message for each in report.findings] == [f"cell is {said}, but part of the primary key"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("minimum", "less than the minimum"),
        ("maximum", "more than the maximum"),
        ("exclusiveMinimum", "not more than the exclusiveMinimum"),
        ("exclusiveMaximum", "not less than the exclusiveMaximum"),
    ],
)
def test_nan_is_told_to_be_within_no_bounds(validate: "Validate", name: str, word: str) -> None:
    beyond = "9" if "aximum" in name else "1"
    found = validate({"type": "number", "constraints": {name: 5}}, ["NaN", beyond]).findings
    assert [each.message for each in found] == [
        f"cell is 'NaN', which is within no bounds ({name} 5)", f"cell is '{beyond}', {word} 5",
    ]  # fmt: skip
