"""Workbooks and Parquet: their cells are judged as those of a text would be."""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

import dpkit
from dpkit.model.report import Report

Write = Callable[..., Path]
FIELDS = [
    {"name": "id", "type": "integer"}, {"name": "day", "type": "date"}, {"name": "share", "type": "number"},
    {"name": "known", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
]  # fmt: skip
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
ROWS = [(1, dt.date(2001, 7, 26), 0.5, True), (2, None, 1e20, False)]


def workbook(*rows: Any, title: str = "Sheet", before: int = 0) -> bytes:
    """Return a workbook whose last sheet has these rows."""
    book, packed = Workbook(), io.BytesIO()
    for _ in range(before):
        book.create_sheet("Empty", 0)
    sheet = book["Sheet"]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(packed)
    return packed.getvalue()


def crafted(sheet: str, strings: str = "") -> bytes:
    """Return a workbook of the labels a and b, with the XML of further rows; its cells may name one shared string."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a", "b"]))) as made, zipfile.ZipFile(packed, "w", 8) as archive:
        for entry in made.namelist():
            text = made.read(entry).decode().replace("</sheetData>", sheet + "</sheetData>")
            text = re.sub("<dimension[^>]*>", "", text)
            archive.writestr(entry, text.replace("</Types>", SHARED + "</Types>" if strings else "</Types>"))
        if strings:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPREADSHEET}">{strings}</sst>')
    return packed.getvalue()


@pytest.fixture
def judged(write: Write) -> Callable[..., Report]:
    """Return a function that validates a package of one table."""

    def judged(path: str, content: bytes, **properties: Any) -> Report:
        resource = {"name": "t", "path": path, "schema": {"fields": FIELDS}} | properties
        return dpkit.open(
            write({"datapackage.json": json.dumps({"name": "p", "resources": [resource]}), path: content})
        ).validate()

    return judged


def test_a_workbook_is_read(judged: Callable[..., Report]) -> None:
    report = judged("t.xlsx", workbook(["id", "day", "share", "known"], *ROWS))
    assert (report.findings, report.rows) == ((), 2)


def test_a_cell_of_a_workbook_is_named_by_its_row(judged: Callable[..., Report]) -> None:
    report = judged(
        "t.xlsx", workbook(["Visits"], ["id", "day", "share", "known"], *ROWS, ["x"]), dialect={"headerRows": [2]}
    )
    assert [(each.check, each.line, each.row) for each in report.findings] == [("type-error", 5, 3)]


@pytest.mark.parametrize("path", ["t.xlsx", "t.json"])
@pytest.mark.parametrize(("number", "shown"), [
    (1234567890123456.0, "1234567890123456"), (12345678901234570.0, "12345678901234570"), (2.0**53, "9007199254740992"),
    (1e20, "100000000000000000000"), (-1e23, "-100000000000000000000000"), (0.5, "0.5"),
])  # fmt: skip
def test_a_whole_number_is_told_with_all_its_digits(
    path: str, number: float, shown: str, judged: Callable[..., Report]
) -> None:
    rows = {"t.xlsx": workbook(["id"], [number]), "t.json": json.dumps([{"id": number}]).encode()}
    found = judged(path, rows[path], schema={"fields": [{"name": "id", "type": "boolean"}]}).findings
    assert [each.message.startswith(f"id is '{shown}") for each in found] == [True]
    whole = judged(path, rows[path], schema={"fields": [{"name": "id", "type": "integer"}]}).findings
    assert not whole or not float(number).is_integer()


@pytest.mark.parametrize(("dialect", "found"), [
    ({"sheetName": "Visits"}, {}), ({"sheetNumber": 2}, {}),
    ({"sheetName": "Nothing"}, {"source-error": 1}), ({"sheetNumber": 9}, {"source-error": 1}),
    ({"sheetNumber": 1}, {"blank-header": 1}), ({"sheetNumber": 0}, {"descriptor-error": 1, "blank-header": 1}),
])  # fmt: skip
def test_the_sheet_that_is_named(dialect: dict[str, Any], found: dict[str, int], judged: Callable[..., Report]) -> None:
    packed = workbook(["id", "day", "share", "known"], *ROWS, title="Visits", before=1)
    assert judged("t.xlsx", packed, dialect=dialect).counts == found


@pytest.mark.parametrize("path", ["t.xlsx", "t.parquet", "t.json"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PAR1 and no more PAR1"])
def test_a_damaged_file_is_told(path: str, content: bytes, judged: Callable[..., Report]) -> None:
    assert judged(path, content).counts == {"source-error": 1}


def parquet(tmp_path: Path, select: str) -> bytes:
    """Return a Parquet file of what a query selects."""
    target = tmp_path / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet)").fetchall()
    return target.read_bytes()


def test_parquet_is_read(tmp_path: Path, judged: Callable[..., Report]) -> None:
    row = "1 AS id, DATE '2001-07-26' AS day, 0.5 AS share, 'yes' AS known"
    report = judged("t.parquet", parquet(tmp_path, f"SELECT {row} UNION ALL SELECT NULL, NULL, 'nan'::DOUBLE, 'no'"))
    assert (report.findings, report.rows) == ((), 2)


def test_cells_of_parquet_are_judged(tmp_path: Path, judged: Callable[..., Report]) -> None:
    report = judged("t.parquet", parquet(tmp_path, "SELECT 'x' AS id, NULL AS day, 1 AS share, 'yes' AS known"))
    assert [(each.check, each.row, each.line) for each in report.findings] == [("type-error", 1, None)]


def test_moments_and_lists_of_parquet(tmp_path: Path, judged: Callable[..., Report]) -> None:
    fields = [{"name": "at", "type": "datetime"}, {"name": "all", "type": "array", "constraints": {"minLength": 2}}]
    content = parquet(tmp_path, "SELECT TIMESTAMP '2001-07-26 12:00:00' AS at, [1, 2] AS \"all\"")
    assert judged("t.parquet", content, schema={"fields": fields}).findings == ()


LIST = {"name": "all", "type": "list", "itemType": "integer", "delimiter": ";", "constraints": {"minLength": 2}}


@pytest.mark.parametrize(
    ("items", "found"), [("[1, 2]", ""), ("[1, NULL]", "item 2, ''"), ("['1', 'x']", "item 2, 'x'")]
)
def test_a_list_of_parquet_or_json_is_a_list(
    items: str, found: str, tmp_path: Path, judged: Callable[..., Report]
) -> None:
    rows = items.replace("'", '"').replace("NULL", "null")
    files = {"t.parquet": parquet(tmp_path, f'SELECT {items} AS "all"'), "t.json": f'[{{"all": {rows}}}]'.encode()}
    for path, content in files.items():
        messages = [each.message for each in judged(path, content, schema={"fields": [LIST]}).findings]
        assert len(messages) == bool(found)
        assert found in "".join(messages)


@pytest.mark.parametrize(
    ("value", "of"),
    [
        ("true", {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}),
        ("false", {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}),
        ("1.5::DOUBLE", {"type": "number", "decimalChar": ","}),
        ("1.50::DECIMAL(9, 2)", {"type": "number", "decimalChar": ",", "groupChar": "."}),
        ("DATE '2001-07-26'", {"type": "date", "format": "%d.%m.%Y"}),
        ("DATE '2001-07-26'", {"type": "date", "format": "%x"}),
        ("TIME '10:30:00'", {"type": "time", "format": "%H.%M"}),
        ("TIMESTAMP '2001-07-26 10:30:00'", {"type": "datetime", "format": "%d.%m.%Y %H:%M"}),
        ("TIMESTAMPTZ '2001-07-26 10:30:00+02'", {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"}),
        ("TIMESTAMPTZ '2001-07-26 10:30:00+02'", {"type": "datetime", "format": "%c %Z"}),
    ],
)
def test_the_options_of_a_field_are_for_texts_and_not_for_values_of_parquet(
    value: str, of: dict[str, Any], tmp_path: Path, judged: Callable[..., Report]
) -> None:
    content = parquet(tmp_path, f"SELECT {value} AS cell, 1 AS n UNION ALL SELECT NULL, 2")
    report = judged("t.parquet", content, schema={"fields": [{"name": "cell"} | of, {"name": "n"}]})
    assert report.findings == ()


def test_parquet_that_is_far_larger_as_text_is_refused_unread(tmp_path: Path, judged: Callable[..., Report]) -> None:
    bomb = parquet(
        tmp_path, "SELECT repeat('x', 60_000) AS id, NULL AS day, 1 AS share, 'yes' AS known FROM range(2048)"
    )
    assert len(bomb) < 70_000  # a dictionary of one value
    (found,) = judged("t.parquet", bomb).findings
    assert "2,048 of its rows hold 122,886,144 bytes, and at most 100,000,000 are read at once" in found.message


@pytest.mark.parametrize("name", ["note", "file_row_number"])
def test_parquet_with_a_long_text_is_read(name: str, tmp_path: Path, judged: Callable[..., Report]) -> None:
    content = parquet(tmp_path, f"SELECT repeat('x', 40_000) AS {name} UNION ALL SELECT 'y'")
    report = judged("t.parquet", content, schema={"fields": [{"name": name}]})
    assert (report.findings, report.rows) == ((), 2)


@pytest.mark.parametrize(
    ("sheet", "strings", "problem"),
    [
        ('<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>', "", "more than 1,048,576 rows"),
        ("".join(f'<row r="{n}"><c r="ZZZ{n}"><v>1</v></c></row>' for n in range(2, 2000)), "", "20,000,000 cells"),
        (
            '<row r="2">' + '<c t="s"><v>0</v></c>' * 20 + "</row>",
            f"<si><t>{'x' * 1_000_000}</t></si>",
            "cells hold more than 10,000,000 characters",
        ),
        ('<row r="2"><c t="s"><v>0</v></c></row>', f"<si><t>{'x' * 11_000_000}</t></si>", "for each"),
    ],
    ids=["far away", "wide", "one text over and over", "packed too well"],
)
def test_a_small_workbook_that_stands_for_a_huge_table_is_refused(
    sheet: str, strings: str, problem: str, judged: Callable[..., Report]
) -> None:
    content = crafted(sheet, strings)
    (found,) = judged("t.xlsx", content, schema={"fields": [{"name": "a"}, {"name": "b"}]}).findings
    assert (found.check, problem in found.message) == ("source-error", True), found.message


@pytest.mark.parametrize("header", [True, False])
def test_cells_that_a_workbook_leaves_out_are_empty(header: bool, judged: Callable[..., Report]) -> None:  # noqa: FBT001
    content = crafted('<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>')
    schema = {"fields": [{"name": "a"}, {"name": "b"}]}
    report = judged("t.xlsx", content, schema=schema, dialect={"header": header})
    assert (report.findings, report.rows) == ((), 3 - header)
