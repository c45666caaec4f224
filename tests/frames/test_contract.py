"""`Package.schema`: for each promise, a frame that breaks it is refused, by name."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest

from dpkit.api.package import Package

OneTable = Callable[..., Package]
Broken = Callable[[pa.DataFrameSchema, pd.DataFrame], set[str]]
DATE = {"dpkit": {"claim": "date"}}
MOMENT = "datetime64[us]"
LEAST, MOST = "greater_than_or_equal_to", "less_than_or_equal_to"
OWN_DATE = {"type": "date", "format": "%d/%m/%Y", "constraints": {"maximum": "04/08/2001"}}
BEFORE_NOON = {"type": "datetime", "constraints": {"exclusiveMaximum": "2001-08-04T12:00:00Z"}}

# properties of a field, a value that its contract admits, one that it refuses, pandas type, the check that says so
CONSTRAINTS: list[tuple[dict[str, Any], Any, Any, str, str]] = [
    ({"constraints": {"required": True}}, "x", None, "string", "not_nullable"),
    ({"type": "integer", "constraints": {"required": True}}, 1, None, "Int64", "not_nullable"),
    ({"constraints": {"enum": ["A", "B"]}}, "B", "C", "string", "enum"),
    ({"type": "integer", "constraints": {"enum": [1, "02"]}}, 2, 3, "Int64", "enum"),
    ({"type": "number", "constraints": {"enum": ["1.50", "NaN"]}}, 1.5, 2.5, "Float64", "enum"),
    ({"type": "boolean", "constraints": {"enum": [True]}}, True, False, "boolean", "enum"),
    ({"type": "date", "constraints": {"enum": ["2001-08-04"]}}, "2001-08-04", "2001-08-05", MOMENT, "enum"),
    ({"type": "time", "constraints": {"enum": ["10:11:12"]}}, dt.time(10, 11, 12), dt.time(10), "object", "enum"),
    ({"type": "integer", "constraints": {"enum": ["seven"]}}, None, 7, "Int64", "enum"),
    ({"constraints": {"pattern": "a|b"}}, "a", "axxx", "string", "pattern"),
    ({"constraints": {"pattern": "[a-z]{2}"}}, "ab", "abc", "string", "pattern"),
    ({"constraints": {"pattern": r"\d+$"}}, "12", "12\n", "string", "pattern"),
    ({"constraints": {"pattern": r"\d+"}}, "12", "\u0661\u0662", "string", "pattern"),
    ({"constraints": {"pattern": "(a*)*b"}}, "aab", "a" * 5000, "string", "pattern"),
    ({"constraints": {"pattern": "(?=x)[a-z]+"}}, "xa", "ax", "string", "pattern"),
    ({"constraints": {"minLength": 3}}, "abc", "ab", "string", "str_length"),
    ({"constraints": {"maxLength": 3}}, "\u00e4bc", "abcd", "string", "str_length"),
    ({"type": "integer", "constraints": {"minimum": 5}}, 5, 4, "Int64", LEAST),
    ({"type": "integer", "constraints": {"maximum": "5"}}, 5, 6, "Int64", MOST),
    ({"type": "year", "constraints": {"maximum": "2001"}}, 2001, 2002, "Int64", MOST),
    ({"type": "number", "constraints": {"exclusiveMinimum": 0.5}}, 0.6, 0.5, "Float64", "greater_than"),
    ({"type": "number", "constraints": {"exclusiveMaximum": 0.5}}, 0.4, 0.5, "Float64", "less_than"),
    ({"type": "date", "constraints": {"minimum": "0987-01-01"}}, "0987-01-01", "0986-12-31", MOMENT, LEAST),
    (OWN_DATE, "2001-08-04", "2001-08-05", MOMENT, MOST),
    (BEFORE_NOON, "2001-08-04T11:59:59", "2001-08-04T12:00:00", MOMENT, "less_than"),
    ({"type": "time", "constraints": {"minimum": "10:00:00"}}, dt.time(10), dt.time(9, 59), "object", LEAST),
    ({"type": "yearmonth", "constraints": {"minimum": "2001-08"}}, "2001-08", "2001-07", "string", "minimum"),
    ({"type": "yearmonth", "constraints": {"maximum": "2001-08"}}, "-0044-03", "12024-01", "string", "maximum"),
    ({"type": "date"}, "2001-08-04", "2001-08-04T12:00:00", MOMENT, "date"),
    ({"type": "time"}, dt.time(10), "10:00:00", "object", "time"),
    ({"type": "yearmonth"}, "2001-08", "August", "string", "yearmonth"),
    ({"type": "array"}, "[1]", "1", "string", "array"),
    ({"format": "email"}, "a@example.org", "a", "string", "string"),
    ({"dpkit": {"claim": "date"}}, "198X", "the eighties", "string", "date"),
]  # fmt: skip


@pytest.mark.parametrize("case", CONSTRAINTS)
def test_a_frame_that_breaks_a_constraint_is_refused(
    one_table: OneTable, broken: Broken, case: tuple[dict[str, Any], Any, Any, str, str]
) -> None:
    field, good, bad, dtype, check = case
    contract = one_table("cell\n", {"name": "cell", **field}).schema("events")
    admitted = [good] if check == "not_nullable" else [good, None]
    assert broken(contract, pd.DataFrame({"cell": pd.Series(admitted, dtype=dtype)})) == set()
    assert broken(contract, pd.DataFrame({"cell": pd.Series([good, bad], dtype=dtype)})) == {f"cell: {check}"}


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("string", "Int64"), ("any", "Int64"), ("integer", "Float64"), ("integer", "string"), ("number", "Int64"),
        ("boolean", "Int64"), ("date", "string"), ("datetime", "string"), ("year", "string"), ("duration", "Int64"),
        ("time", "string"),
    ],
)  # fmt: skip
def test_a_column_of_another_type_is_refused(one_table: OneTable, broken: Broken, kind: str, other: str) -> None:
    contract = one_table("cell\n", {"name": "cell", "type": kind}).schema("events")
    assert "cell: dtype" in broken(contract, pd.DataFrame({"cell": pd.Series([None], dtype=other)}))


def test_integers_of_any_size_are_integers(one_table: OneTable, broken: Broken) -> None:
    contract = one_table("n\n", {"name": "n", "type": "integer", "constraints": {"minimum": 0}}).schema("events")
    assert str(contract.columns["n"].dtype) == "Int64"
    frames = [pd.DataFrame({"n": pd.Series(cells, dtype=object)}) for cells in ([2**70, pd.NA], [1, 1.5], [True], [-1])]
    refused = [broken(contract, frame) for frame in frames]
    assert refused == [set(), {"n: dtype"}, {"n: dtype"}, {"n: greater_than_or_equal_to"}]


def test_columns_are_those_of_the_schema_in_any_order(one_table: OneTable, broken: Broken) -> None:
    opened = one_table("a,b\nx,y\n", {"name": "a"}, {"name": "b"})
    contract, frame = opened.schema("events"), opened.frame("events")
    assert broken(contract, frame[["b", "a"]]) == set()
    assert broken(contract, frame.assign(c=1)) == {"table: column_in_schema"}
    assert broken(contract, frame[["a"]]) == {"table: column_in_dataframe"}
    assert broken(contract, frame[["a", "b", "a"]]) == {"table: dataframe_column_labels_unique"}


def test_columns_that_a_file_may_lack_a_frame_may_lack(one_table: OneTable, broken: Broken) -> None:
    fields = [{"name": "a"}, {"name": "b", "constraints": {"required": True}}, {"name": "start"}, {"name": "end"}]
    opened = one_table(
        "a\nx\nx\n",
        *fields,
        fieldsMatch="partial",
        uniqueKeys=[["a", "b"]],
        dpkit={"dates": {"order": [["start", "end"]]}},
    )
    assert broken(opened.schema("events"), opened.frame("events")) == set()


def test_titles_and_descriptions_are_handed_on(one_table: OneTable) -> None:
    column = one_table("a\n", {"name": "a", "title": "A", "description": "The first."}).schema("events").columns["a"]
    assert (column.title, column.description, column.nullable) == ("A", "The first.", True)


def test_unique_cells_are_not_those_of_an_earlier_row(one_table: OneTable, broken: Broken) -> None:
    contract = one_table("a\n", {"name": "a", "type": "integer", "constraints": {"unique": True}}).schema("events")
    assert broken(contract, pd.DataFrame({"a": pd.Series([1, 2, None, None], dtype="Int64")})) == set()
    assert broken(contract, pd.DataFrame({"a": pd.Series([1, 2, 1], dtype="Int64")})) == {"a: unique"}


def test_a_primary_key_is_unique_and_never_missing(one_table: OneTable, broken: Broken) -> None:
    contract = one_table("a,b\n", {"name": "a"}, {"name": "b"}, primaryKey=["a", "b"]).schema("events")
    frames = [
        pd.DataFrame(rows, columns=["a", "b"], dtype="string", index=[0] * len(rows))
        for rows in ([("x", "y"), ("x", "z")], [("x", "y"), ("x", "y")], [("x", None), ("x", None)])
    ]
    refused = [broken(contract, frame) for frame in frames]
    assert refused == [set(), {"table: primary key"}, {"b: not_nullable"}]


def test_rows_with_a_missing_value_in_a_unique_key_are_not_compared(one_table: OneTable, broken: Broken) -> None:
    contract = one_table("a,b\n", {"name": "a"}, {"name": "b"}, uniqueKeys=[["a", "b"]]).schema("events")
    rows = [("x", None), ("x", None), (None, None), (None, None), ("x", "y")]
    frame = pd.DataFrame(rows, columns=["a", "b"], dtype="string")
    assert broken(contract, frame) == set()
    assert broken(contract, pd.concat([frame, frame])) == {"table: unique key"}


def test_a_constraint_that_a_type_does_not_know_is_no_part_of_the_contract(one_table: OneTable, broken: Broken) -> None:
    pattern = {"pattern": "[0-9]{3}", "minLength": 3}
    opened = one_table("n\n007\n", {"name": "n", "type": "integer", "constraints": pattern})
    assert opened.validate().counts == {"descriptor-error": 2}
    assert broken(opened.schema("events"), opened.frame("events")) == set()


CITATION = {"source": "source_id", "locator": "locator", "confidence": "confidence"}
CITED = ["fact", *CITATION.values()]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("f", "letter", "char=1,2", "high"), set()),
        ((None, "letter", "char=1,2", "low"), set()),
        (("f", "letter", "char=1,2", "certain"), {"confidence: isin"}),
        (("f", "letter", "char=1,2", None), {"confidence: not_nullable"}),
        (("f", None, None, "medium"), {"source_id: not_nullable", "locator: not_nullable"}),
    ],
)
def test_every_row_is_cited(
    one_table: OneTable, broken: Broken, row: tuple[str | None, ...], expected: set[str]
) -> None:
    fields = [{"name": name} for name in CITED]
    contract = one_table(",".join(CITED) + "\n", *fields, dpkit={"citation": CITATION}).schema("events")
    assert broken(contract, pd.DataFrame([row], columns=CITED, dtype="string")) == expected


VISITS = ["visit_id", "start", "end", "mode"]
LATE = {"table: start not after end"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("v", "2001-07-26", "2001-08", "report")], set()),
        ([("v", "2001-08", "2001-08-04", "report")], set()),
        ([("v", "2001-08-20", "2001-08-18", "report")], LATE),
        ([("v", "2001-08-20", None, "report"), ("v", None, "2001-08-18", "report")], LATE),
        ([("v", "2001-08-20", None, "report"), ("w", None, "2001-08-18", "report")], set()),
        ([("v", "2001-08-20", "2001-08-18", "report"), ("v", None, "2001-08-24", None)], LATE),
        ([(None, "2001-08-20", None, "report"), (None, None, "2001-08-18", "report")], set()),
        ([("v", "2001-08-20", "2001-08-18", "plan")], set()),
        ([(None, "Y-20000", "Y-30000", "report")], LATE),
        ([("v", "../2001", "1990", "report")], set()),
        ([], set()),
    ],
)
def test_nothing_starts_after_its_subject_ended(
    one_table: OneTable, broken: Broken, rows: list[tuple[str | None, ...]], expected: set[str]
) -> None:
    fields = [{"name": "visit_id"}, {"name": "start", **DATE}, {"name": "end", **DATE}, {"name": "mode"}]
    roles = {"subject": ["visit_id"], "claims": {"mode": ["report"]}, "dates": {"order": [["start", "end"]]}}
    contract = one_table(",".join(VISITS) + "\n", *fields, dpkit=roles).schema("events")
    assert broken(contract, pd.DataFrame(rows, columns=VISITS, dtype="string")) == expected


@pytest.mark.parametrize(("kind", "dtype"), [("date", MOMENT), ("year", "Int64")])
def test_the_order_of_days_and_years_is_known(one_table: OneTable, broken: Broken, kind: str, dtype: str) -> None:
    fields = [{"name": "start", "type": kind}, {"name": "end", "type": kind}]
    contract = one_table("start,end\n", *fields, dpkit={"dates": {"order": [["start", "end"]]}}).schema("events")
    early, late = (pd.Timestamp(year, 1, 1) if kind == "date" else year for year in (987, 1987))
    frames = [
        pd.DataFrame({"start": [a, None], "end": [b, None]}, dtype=dtype) for a, b in [(early, late), (late, early)]
    ]
    assert [broken(contract, frame) for frame in frames] == [set(), LATE]


def test_the_order_of_moments_only_files_show(one_table: OneTable, broken: Broken) -> None:
    fields = [{"name": "start", "type": "datetime"}, {"name": "end", "type": "datetime"}]
    cells = "start,end\n2001-08-04T23:00:00-05:00,2001-08-04T23:30:00+05:00\n"
    opened = one_table(cells, *fields, dpkit={"dates": {"order": [["start", "end"]]}})
    assert opened.validate().valid
    assert broken(opened.schema("events"), opened.frame("events")) == set()
