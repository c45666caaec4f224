"""JSON of which an item or a line is no row: the others are judged, and each is told by its own number and line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dpkit
from dpkit.model.report import Report

WHOLE = {"name": "a", "type": "integer"}
Write = Callable[..., Path]


@pytest.fixture
def judged(write: Write) -> Callable[..., Report]:
    def judged(files: dict[str, str | bytes], *others: dict[str, Any], **resource: Any) -> Report:
        whole = {"name": "t", "path": [*files], "schema": {"fields": [WHOLE]}} | resource
        if len(files) == 1:
            (whole["path"],) = files
        folder = write({"datapackage.json": json.dumps({"resources": [whole, *others]}), **files})
        return dpkit.open(folder).validate()

    return judged


def places(report: Report) -> list[tuple[Any, ...]]:
    """Return check, line, row and value of each finding."""
    return [(each.check, each.line, each.row, each.value) for each in report.findings]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"a": ', "it is not JSON: expecting value, line 4 column 7"),
        (b'{"a": 1, "a": 2}', "an object has the key 'a' twice, line 4"),
        (b'{"a": NaN}', "NaN is no JSON number, line 4"),
        (b'{"a": "\xe9"}', "byte 8 is not UTF-8"),
        (b'{"a": ' + b"[" * 101 + b"]" * 101 + b"}", "nested more than 100 deep, line 4"),
        (b'{"a": ' + b"9" * 4301 + b"}", "it holds a number of 4,301 digits, line 4"),
        (b'{"a": 1} {"a": 2}', "extra data, line 4 column 10"),
        (b"5", "it is 5, expected an object"),
    ],
)
def test_a_line_that_is_no_row_hides_no_other(line: bytes, problem: str, judged: Callable[..., Report]) -> None:
    report = judged({"t.ndjson": b'{"a": 1}\n\n{"a": "x"}\n' + line + b'\n\n\n{"a": "y"}\n{"a": 2}\n'})
    assert places(report) == [("malformed-row", 4, 3, None), ("type-error", 3, 2, "x"), ("type-error", 7, 4, "y")]
    assert problem in report.findings[0].message
    assert report.rows == 4


def test_other_keys_after_a_line_that_is_no_json(
    judged: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dpkit.load.json_rows.FIRST", 2)
    report = judged(
        {"t.ndjson": '{"a": 1}\n{"a": 2}\n{\n{"b": 1}\n{"a": "x"}\n'}, schema={"fields": [WHOLE, {"name": "b"}]}
    )
    assert places(report) == [("malformed-row", 3, 3, None), ("type-error", 5, 5, "x")]


def test_a_first_line_that_is_no_json(judged: Callable[..., Report]) -> None:
    assert places(judged({"t.ndjson": '# made by hand\n{"a": "x"}\n'})) == [
        ("malformed-row", 1, 1, None), ("type-error", 2, 2, "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (json.dumps([{"a": 1}, {"a": 2}], indent=1), None, "it is one JSON value over several lines, and not one a li"),
        ('[\n{"a": 1},\n{"a": 2}\n]\n', None, "its format is json"),
        ("a,b\n1,2\n3,4\n", 1, "none of its 3 lines is JSON; it is not JSON: expecting value, line 1 column 1"),
        ("x\n" * 1000 + '{"a": 1}\n', 1, "none of its first 1,000 lines is JSON"),
        ('\n{"a": \n', 2, "table: it is not JSON: expecting value, line 2 column 7"),
        (json.dumps([{"a": 1}]).encode("utf-16"), 1, "byte 1 is not UTF-8"),
        ("5\n6\n{\n", None, "its rows are neither arrays nor objects; the first is 5"),
    ],
)
def test_what_has_not_one_value_a_line_is_told_once(
    text: str | bytes, line: int | None, problem: str, judged: Callable[..., Report]
) -> None:
    (found,) = judged({"t.ndjson": text}).findings
    assert (found.check, found.line) == ("source-error", line)
    assert problem in found.message


def test_of_many_lines_that_are_no_json_all_are_counted(judged: Callable[..., Report]) -> None:
    report = judged({"t.ndjson": '{"a": 1}\nx\n' * 30_000 + '{"a": "x"}\n'})
    assert report.counts == {"malformed-row": 30_000, "type-error": 1}
    assert places(report)[-1] == ("type-error", 60_001, 60_001, "x")
    assert len(report.findings) == 21


def test_a_key_to_a_table_with_a_line_that_is_no_json_is_judged(judged: Callable[..., Report]) -> None:
    key = {"fields": ["b"], "reference": {"resource": "t", "fields": ["a"]}}
    schema = {"fields": [{"name": "b", "type": "integer"}], "foreignKeys": [key]}
    other = {"name": "u", "data": [{"b": 1}, {"b": 2}], "schema": schema}
    report = judged({"t.ndjson": '{"a": 1}\n{"a": 2\n'}, other)
    assert [(each.check, each.resource, each.row) for each in report.findings] == [
        ("malformed-row", "t", 2), ("foreign-key", "u", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["t.json", "t.ndjson"])
def test_rows_behind_an_item_that_is_none_keep_their_number(name: str, judged: Callable[..., Report]) -> None:
    items = [7, {"a": 1}, [1], {"a": 1}, None, {"a": "x"}]
    lines = ["\n".join(map(json.dumps, items)), json.dumps(items)][name == "t.json"]
    schema = {"fields": [WHOLE | {"constraints": {"unique": True}}]}
    report = judged({name: lines}, schema=schema)
    assert [(each.check, each.row) for each in report.findings] == [
        ("constraint-error", 4), ("malformed-row", 1), ("malformed-row", 3), ("malformed-row", 5), ("type-error", 6),
    ]  # fmt: skip
    assert "as in row 2" in report.findings[0].message
    assert report.findings[1].message == "the row cannot be read: it is 7, expected an object"


def test_of_arrays_the_header_is_not_counted(judged: Callable[..., Report]) -> None:
    items = [5, ["a"], [1], 6, ["x"]]
    assert [(each.check, each.row) for each in judged({"t.json": json.dumps(items)}).findings] == [
        ("malformed-row", None), ("malformed-row", 2), ("type-error", 3),
    ]  # fmt: skip
    assert places(judged({"t.ndjson": "\n".join(map(json.dumps, items))})) == [
        ("malformed-row", 1, None, None), ("malformed-row", 4, 2, None), ("type-error", 5, 3, "x"),
    ]  # fmt: skip


def test_a_value_of_another_type_keeps_its_number(judged: Callable[..., Report]) -> None:
    items = [{"a": "x"}, None, {"a": 5}, {"a": "y"}, 1, {"a": 6}]
    report = judged({"t.json": json.dumps(items)}, schema={"fields": [{"name": "a", "type": "string"}]})
    assert [(each.row, each.value) for each in report.findings if each.check == "type-error"] == [(3, "5"), (6, "6")]


def test_rows_are_counted_through_all_files(judged: Callable[..., Report]) -> None:
    files = {"1.json": '[{"a": 1}, 1, {"a": "x"}]', "2.json": '[{"a": "y"}, 2, {"a": "z"}]'}
    report = judged(dict(files.items()))
    assert [(each.check, each.file, each.row) for each in report.findings] == [
        ("malformed-row", "1.json", 2), ("malformed-row", "2.json", 5),
        ("type-error", "1.json", 3), ("type-error", "2.json", 4), ("type-error", "2.json", 6),
    ]  # fmt: skip


def test_an_item_that_is_no_row_of_a_wide_table(judged: Callable[..., Report]) -> None:
    names = [f"c{number}" for number in range(1_200)]
    row = dict.fromkeys(names, 1)
    fields = [{"name": name, "type": "integer"} for name in names]
    report = judged({"t.json": json.dumps([row, 1, row | {"c7": "x"}])}, schema={"fields": fields})
    assert [(each.check, each.row, each.field) for each in report.findings] == [
        ("malformed-row", 2, None), ("type-error", 3, "c7"),
    ]  # fmt: skip


ITEMS = [{"a": 1}, {"a": "x"}, 5, {"a": "y"}]


@pytest.mark.parametrize(
    ("value", "dialect", "lines"),
    [
        (ITEMS, {}, [8, 5, 9]),
        ({"b": [{"rows": []}], "rows": ITEMS}, {"property": "rows"}, [14, 11, 15]),
        ([["b"], 7, ["a"], [1], ["x"], 5, ["y"]], {"headerRows": [2]}, [None, 15, 12, 16]),
        ({"r": {"s": ITEMS}}, {"property": "r.s"}, [None, None, None]),
    ],
)
def test_items_that_are_at_fault_are_told_with_their_lines(
    value: Any, dialect: dict[str, Any], lines: list[int | None], judged: Callable[..., Report]
) -> None:
    text = "\ufeff" * ("r" not in value) + json.dumps(value, indent=1, ensure_ascii=False)
    assert [each.line for each in judged({"t.json": text}, dialect=dialect).findings] == lines


def test_lines_of_two_files_of_json_are_not_sought(judged: Callable[..., Report]) -> None:
    report = judged({"1.json": '[\n{"a": 1}]', "2.json": '[\n{"a": "x"}]'})
    assert [(each.file, each.line, each.row) for each in report.findings] == [("2.json", None, 2)]
