"""Tables of thousands of columns are judged, and what is found is what would be found in a narrow one."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.checks.runner import Runner
from dpkit.report.json_report import report_json
from dpkit.tables import literals
from dpkit.tables.wide import ask, fields

WIDTH = 1_200  #: more than a narrow table has
NAMES = [f"gene_{number}" for number in range(WIDTH)]
ROWS = [[str(number % 7 + row) for number in range(WIDTH)] for row in range(20)]
LAST = 1_100  #: the field at fault: in column API
Run = Callable[..., Result]
Write = Callable[..., Path]


def schema(of: Mapping[str, Any] | None = None, **schema: Any) -> dict[str, Any]:
    """Return a schema of whole numbers; the field at fault is as `of` says."""
    listed = [{"name": each, "type": "integer"} for each in NAMES]
    listed[LAST] |= of or {}
    return {"fields": listed} | schema


def changed(row: int, cells: Sequence[str]) -> list[list[str]]:
    """Return the rows, of which one is replaced."""
    return [[*cells] if number == row else each for number, each in enumerate(ROWS)]


def with_cell(cell: str) -> list[list[str]]:
    """Return the rows with another cell in row 13 of the field at fault."""
    return changed(12, [*ROWS[12][:LAST], cell, *ROWS[12][LAST + 1 :]])


def files(rows: Sequence[Sequence[str]], schema: Any = None, labels: Sequence[str] = NAMES) -> dict[str, str]:
    """Return the files of a package of one table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([labels, *rows])
    table = {"name": "t", "path": "t.csv"} | ({"schema": schema} if schema else {})
    return {"datapackage.json": json.dumps({"name": "p", "resources": [table]}), "t.csv": out.getvalue()}


FEW = [{"name": "gene_7", "type": "integer"}, {"name": NAMES[LAST], "type": "integer"}]
SOUND = {
    "all fields": files(ROWS, schema()),
    "a row": files(ROWS[:1], schema()),
    "header only": files([], schema()),
    "no schema": files(ROWS),
    "header only, no schema": files([]),
    "two fields of a subset": files(ROWS, {"fields": FEW, "fieldsMatch": "subset"}),
    "two fields, one of which is there": files(ROWS, {"fields": [*FEW[:1], {"name": "x"}], "fieldsMatch": "partial"}),
    "cells with marks": files(with_cell('1\x1f2"\x1d,\n3'), schema({"type": "string"})),
    "constraints of all": files(
        ROWS, {"fields": [{"name": each, "constraints": {"required": True, "maxLength": 2}} for each in NAMES]}
    ),
    "a key": files(ROWS, schema(primaryKey=["gene_3", NAMES[LAST]])),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_table_of_many_columns_is_valid(name: str, write: Write, run: Run) -> None:
    result = run("validate", write(SOUND[name]))
    assert result.exit_code == 0, result.output[-1000:]


def relabelled(label: str) -> list[str]:
    """Return the labels, of which that of the field at fault is another."""
    return [*NAMES[:LAST], label, *NAMES[LAST + 1 :]]


FAULTS = {
    "a wrong cell": (
        files(with_cell("x"), schema()),
        "t.csv:14  gene_1100 is 'x', not an integer  [row 13, column API]",
    ),
    "a wrong cell of a subset": (
        files(with_cell("x"), {"fields": FEW, "fieldsMatch": "subset"}),
        "t.csv:14  gene_1100 is 'x', not an integer  [row 13, column API]",
    ),
    "a short row": (files(changed(4, ROWS[4][:LAST]), schema()), "t.csv:6  the row has 1,100 cells"),
    "a long row": (files(changed(4, [*ROWS[4], "x"]), schema()), "t.csv:6  the row has 1,201 cells"),
    "a label twice": (files(ROWS, schema(), relabelled("gene_9")), "t.csv:1  column 1101 is called 'gene_9'"),
    "another label": (
        files(ROWS, schema(), relabelled("x")),
        "t.csv:1  column 1101 is called 'x', expected 'gene_1100'",
    ),
    "a constraint": (
        files(with_cell("99"), schema({"constraints": {"maximum": 50}})),
        "t.csv:14  gene_1100 is '99', more than the maximum 50  [row 13, column API]",
    ),
    "a value twice": (
        files(with_cell(ROWS[2][LAST]), schema({"constraints": {"unique": True}})),
        "t.csv:14  gene_1100 is '3', as in row 3, but must be unique  [row 13, column API]",
    ),
    "a key twice": (
        files([*ROWS, ROWS[0]], schema(primaryKey=[NAMES[LAST]])),
        "t.csv:22  gene_1100 is '1', as in row 1",
    ),
    "a reference": (
        files(
            with_cell("99"),
            schema(foreignKeys=[{"fields": [NAMES[LAST]], "reference": {"resource": "", "fields": ["gene_8"]}}]),
        ),
        "t.csv:14  gene_1100 is '99', but t has no row with that gene_8",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_one_of_many_columns_is_told_with_its_place(name: str, write: Write, run: Run) -> None:
    found, said = FAULTS[name]
    result = run("validate", write(found))
    assert result.exit_code == 1
    assert said in result.output, result.output[-1000:]


def test_more_columns_than_are_read_are_told(write: Write, run: Run) -> None:
    result = run("validate", write(files([], labels=[str(number) for number in range(60_000)])))
    assert result.exit_code == 1
    assert "it has 60,000 columns; at most 50,000 are read" in result.output


def test_more_kinds_of_fields_than_lists_are_told(write: Write, run: Run) -> None:
    labels = [str(number) for number in range(3_500)]
    listed = [{"name": each, "missingValues": ["", f"-{each}"]} for each in labels]
    result = run("validate", write(files([labels], {"fields": listed}, labels)))
    assert result.exit_code == 1
    assert "it has 3,500 columns of 3,500 kinds" in result.output


KINDS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "string", "constraints": {"minLength": 2, "unique": True}},
    {"type": "string", "constraints": {"pattern": "(?=1).*"}},
    {"type": "string", "constraints": {"pattern": "[0-9]+", "required": True}},
    {"type": "integer", "constraints": {"minimum": 2, "unique": True}},
    *({"type": "integer", "constraints": {"minimum": number, "maximum": 9 - number}} for number in range(4)),
    {"type": "number", "constraints": {"minimum": "2.5"}},
    {"type": "number", "constraints": {"minimum": "2.75"}},
    {"type": "number", "constraints": {"enum": [2, "2.5"]}},
    {"type": "date", "constraints": {"maximum": "2001-08-03"}},
    {"type": "integer", "groupChar": ".", "bareNumber": False},
    {"type": "number", "constraints": {"enum": [1, "2.50"], "unique": True}},
    {"type": "number", "decimalChar": ",", "missingValues": ["-", "x"]},
    {"type": "boolean", "trueValues": ["1"], "falseValues": ["2"]},
    {"type": "date", "constraints": {"maximum": "2001-08-04"}},
    {"type": "date", "format": "%d/%m/%Y", "constraints": {"unique": True}},
    {"type": "date", "format": "any"},
    {"type": "string", "dpkit": {"claim": "date"}},
    {"type": "datetime"},
    {"type": "year"},
    {"type": "duration", "constraints": {"minimum": "P1M", "unique": True}},
    {"type": "array", "constraints": {"minLength": 1, "jsonSchema": {"items": {"type": "number"}}}},
    {"type": "list", "itemType": "integer", "constraints": {"maxLength": 1}},
    {"type": "geopoint"},
]
CELLS = [
    "", "1", "2", "01", "2.5", "2.50", "2,5", "x", "-", "true", "2001-08-04", "2001-13-01", "04/08/2001", "2001-08-05?",
    "2001-08", "2001-08-04T10:00:00Z", "P1M", "P30D", "[1]", "[1.0]", '["a"]', "[]", "1,2", "a,1", "=1+1", "1\n2", "I1",
    "123456789012345678901234", "1.234", "€5", "'\"t0\"[1]", "1\x1f2",
]  # fmt: skip


@st.composite
def packages(draw: st.DrawFn) -> dict[str, str]:
    """A table of some fields, many of them alike, that is at fault here and there."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=8))
    names = [f"f{number}" for number in range(len(kinds))]
    listed = [{"name": name} | kind for name, kind in zip(names, kinds, strict=True)]
    keys = {"primaryKey": draw(st.lists(st.sampled_from(names), unique=True, max_size=2))}
    found = {"fields": listed} | {name: key for name, key in keys.items() if key}
    found |= {"fieldsMatch": draw(st.sampled_from(["exact", "subset", "partial"]))}
    row = st.lists(st.sampled_from(CELLS), min_size=len(kinds), max_size=len(kinds))
    rows = draw(st.lists(row, max_size=6))
    labels = draw(st.sampled_from([names, [*names[1:], "more"], ["more", *names]]))
    return files([(each * 2)[: len(labels)] for each in rows], found, labels)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one package after the other."""
    return tmp_path_factory.mktemp("package")


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=packages(), group=st.sampled_from([1, 2, 256]), fewest=st.sampled_from([1, 3]), first=st.sampled_from([1, 20])
)
def test_lists_of_cells_answer_what_columns_answer(
    found: dict[str, str], group: int, fewest: int, first: int, folder: Path
) -> None:
    assert_alike(found, folder, group, fewest, first)


def test_of_two_rules_that_a_row_broke_the_first_is_told(folder: Path) -> None:
    kinds = [KINDS[0], KINDS[0], KINDS[0], KINDS[2], KINDS[1]]
    listed = [{"name": f"f{number}"} | kind for number, kind in enumerate(kinds)]
    found = files([["", "", "", "2", "1"]], {"fields": listed}, [each["name"] for each in listed])
    assert_alike(found, folder, 1, 1, 1)


def test_bounds_of_their_own_are_asked_of_all_fields_at_once(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "NARROW", 0)
    monkeypatch.setattr(literals, "MANY", 0)
    monkeypatch.setattr(Runner, "_scan", lambda _, __, pairs: pytest.fail(pairs[0][1].broken) if pairs else iter(()))
    names = [f"f{number}" for number in range(300)]
    listed = [
        {"name": name, "type": "integer", "constraints": {"minimum": number, "maximum": number + 5}}
        for number, name in enumerate(names)
    ]
    cells = [str(number - (number == 7)) for number in range(300)]
    result = run("validate", write(files([cells], {"fields": listed}, names)))
    assert "f7 is '6', less than the minimum 7" in result.output, result.output
    assert result.exit_code == 1


def assert_alike(found: dict[str, str], folder: Path, group: int, fewest: int, first: int) -> None:
    for name, content in found.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    narrow = report_json(dpkit.open(folder).validate(first=first))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fields, "NARROW", 0)
        patch.setattr(literals, "MANY", 0)
        patch.setattr(fields, "GROUP", group)
        patch.setattr(ask, "FEWEST", fewest)
        wide = report_json(dpkit.open(folder).validate(first=first))
    assert wide == narrow


def test_a_cell_that_cannot_be_judged_is_told_for_its_own_field(write: Write) -> None:
    many = {"type": "object", "constraints": {"jsonSchema": {"properties": {"v": {"multipleOf": 2}}}}}
    listed = [{"name": each} | many for each in NAMES]
    cells = ['{"v": 2}'] * WIDTH
    cells[7] = cells[LAST] = f'{{"v": 0.{"0" * 5000}1}}'
    report = dpkit.open(write(files([cells], {"fields": listed}))).validate()
    assert dict(report.counts) == {"value-unjudged": 2}
    assert [each.field for each in report.findings] == [NAMES[7], NAMES[LAST]]
