"""Reading CSV is never silently wrong: what each text must be read as, and what must be said of it."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import dpkit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tables.conftest import Fault, Read

# name: text, the rows as cells joined by |, the lines on which they begin, what is found (check, record, line)
CASES: dict[str, tuple[str, list[str], list[int], list["Fault"]]] = {
    "plain": ("a,b\n1,2\n3,4\n", ["1|2", "3|4"], [2, 3], []),
    "no final line end": ("a,b\n1,2\n3,4", ["1|2", "3|4"], [2, 3], []),
    "CRLF": ("a,b\r\n1,2\r\n3,4\r\n", ["1|2", "3|4"], [2, 3], []),
    "CR only": ("a,b\r1,2\r3,4\r", ["1|2", "3|4"], [2, 3], []),
    "CR only, no final line end": ("a,b\r1,2\r3,4", ["1|2", "3|4"], [2, 3], []),
    "mixed line ends": ("a,b\n1,2\r\n3,4\r5,6\n", ["1|2", "3|4", "5|6"], [2, 3, 4], []),
    "header only": ("a,b\n", [], [], []),
    "header only, no line end": ("a,b", [], [], []),
    "header spans lines": ('"a\nx",b\n1,2\n', ["1|2"], [3], [("incorrect-label", None, 1)]),
    "BOM": ("\ufeffa,b\n1,2\n", ["1|2"], [2], []),
    "BOM inside": ("a,b\n\ufeff1,2\n", ["\ufeff1|2"], [2], []),
    # cells
    "spaces are kept": ("a,b\n 1 ,\t2\n", [" 1 |\t2"], [2], []),
    "empty cells": ("a,b\n,2\n1,\n", ["|2", "1|"], [2, 3], []),
    "quoted empty cell": ('a,b\n"",2\n1,""\n', ["|2", "1|"], [2, 3], []),
    "quoted delimiter": ('a,b\n"1,x",2\n', ["1,x|2"], [2], []),
    "quoted quotes": ('a,b\n"""1""",2\n', ['"1"|2'], [2], []),
    "needless quotes": ('a,b\n"1","2"\n', ["1|2"], [2], []),
    "NUL": (
        "a,b\n1,\x002\n\x00,\x00\n",
        ["1|\x002", "\x00|\x00"],
        [2, 3],
        [("null-character", 1, 2), ("null-character", 2, 3)],
    ),
    "control characters": ("a,b\n1\x0b\x0c\x85\u2028,\x1a\n", ["1\x0b\x0c\x85\u2028|\x1a"], [2], []),
    "word NULL": ("a,b\nNULL,\\N\n", ["NULL|\\N"], [2], []),
    "backslash": ('a,b\n"\\",2\n', ["\\|2"], [2], []),
    # line ends inside cells
    "LF in a cell": ('a,b\n"1\n2",3\n4,5\n', ["1\n2|3", "4|5"], [2, 4], []),
    "CRLF in a CRLF file": ('a,b\r\n"1\r\n2",3\r\n4,5\r\n', ["1\r\n2|3", "4|5"], [2, 4], []),
    "LF in a CRLF file": ('a,b\r\n"1\n2",3\r\n4,5\r\n', ["1\n2|3", "4|5"], [2, 4], []),
    "CR in an LF file": ('a,b\n"1\r2",3\n4,5\n', ["1\r2|3", "4|5"], [2, 4], []),
    "CRLF in an LF file": ('a,b\n"1\r\n2",3\n4,5\n', ["1\r\n2|3", "4|5"], [2, 4], []),
    "line ends at the seam of cells": ('a,b\n"1\r","\n2"\n4,5\n', ["1\r|\n2", "4|5"], [2, 5], []),
    "blank lines in a cell": ('a,b\n"\n\n\n",3\n4,5\n', ["\n\n\n|3", "4|5"], [2, 6], []),
    # too many cells, too few
    "trailing delimiter": ("a,b\n1,2,\n3,4\n", ["1|2", "3|4"], [2, 3], [("extra-cell", 1, 2)]),
    "trailing delimiters throughout": (
        "a,b\n1,2,\n3,4,\n",
        ["1|2", "3|4"],
        [2, 3],
        [("extra-cell", 1, 2), ("extra-cell", 2, 3)],
    ),
    "delimiter in the middle": ("a,b\n1,,2\n3,4\n", ["1|", "3|4"], [2, 3], [("extra-cell", 1, 2)]),
    "missing cell": ("a,b\n1\n3,4\n", ["1|", "3|4"], [2, 3], [("missing-cell", 1, 2)]),
    "one too many, one too few": (
        "a,b\n1,2,3\n4\n5,6\n",
        ["1|2", "4|", "5|6"],
        [2, 3, 4],
        [("extra-cell", 1, 2), ("missing-cell", 2, 3)],
    ),
    "after cells that span lines": ('a,b\n"1\n2",3\n4\n', ["1\n2|3", "4|"], [2, 4], [("missing-cell", 2, 4)]),
    "trailing delimiter in the header": (
        "a,b,\n1,2\n",
        ["1|2"],
        [2],
        [("blank-header", None, 1), ("missing-cell", 1, 2)],
    ),
    # blank rows
    "blank line at the start": ("\na,b\n1,2\n", [], [], [("blank-header", None, 1)]),
    "blank line after the header": ("a,b\n\n1,2\n", ["1|2"], [3], [("blank-row", 1, 2)]),
    "blank line in the middle": ("a,b\n1,2\n\n3,4\n", ["1|2", "3|4"], [2, 4], [("blank-row", 2, 3)]),
    "blank line at the end": ("a,b\n1,2\n\n", ["1|2"], [2], [("blank-row", 2, 3)]),
    "blank CRLF line": ("a,b\r\n1,2\r\n\r\n3,4\r\n", ["1|2", "3|4"], [2, 4], [("blank-row", 2, 3)]),
    "only delimiters": ("a,b\n,\n1,2\n", ["1|2"], [3], [("blank-row", 1, 2)]),
    "only quoted nothing": ('a,b\n"",""\n1,2\n', ["1|2"], [3], [("blank-row", 1, 2)]),
    "more delimiters than cells": ("a,b\n,,,\n1,2\n", ["1|2"], [3], [("blank-row", 1, 2)]),
    "a space is no blank line": ("a,b\n \n1,2\n", [" |", "1|2"], [2, 3], [("missing-cell", 1, 2)]),
    "empty file": ("", [], [], [("blank-header", None, 1)]),
    # quotation marks astray
    "bare quote": ('a,b\n1,x"y\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "pair of bare quotes": ('a,b\n1,x"y"z\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "bare quote before quoted cells": ('a,b\nx"y,"2"\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "bare quote at the end": ('a,b\n1,x"\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "space before a quote": ('a,b\n "1",2\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "space after a quote": ('a,b\n"1" ,2\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "text after a quote": ('a,b\n"1"x,2\n3,4\n', ["3|4"], [3], [("malformed-row", 1, 2)]),
    "backslash before a quote": ('a,b\n"1\\"",2\n3,4\n', [], [], [("malformed-row", 1, 2)]),
    "unclosed quote": ('a,b\n3,4\n1,"x\n5,6\n', ["3|4"], [2], [("malformed-row", 2, 3)]),
    "unclosed quote in the last cell": ('a,b\n3,4\n1,"', ["3|4"], [2], [("malformed-row", 2, 3)]),
    "a single quotation mark": ('a,b\n3,4\n"', ["3|4"], [2], [("malformed-row", 2, 3)]),
    "unclosed quote in the header": ('"a,b\n1,2\n', [], [], [("blank-header", None, 1)]),
    "quote astray in the header": (
        'a,b"b\n1,2\n',
        ["1|2"],
        [2],
        [("malformed-row", None, 1), ("incorrect-label", None, 1)],
    ),
    "quote astray in a cell that is fine elsewhere": (
        'a,b\n"1",x"y"\n"3","4"\n',
        ["3|4"],
        [3],
        [("malformed-row", 1, 2)],
    ),
}


def python_rows(text: str, **dialect: Any) -> list[list[str]]:
    """Return the records after the header, as Python's csv reads them."""
    text = text.removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True, **dialect))[1:]


@pytest.mark.parametrize("name", CASES)
def test_text_is_read_and_judged(name: str, reread: "Callable[..., Read]") -> None:
    text, rows, lines, faults = CASES[name]
    found = reread(text.encode())
    assert ["|".join(row) for row in found.rows] == rows
    assert found.lines == lines
    assert found.faults == faults


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case[3]])
def test_sound_text_is_read_as_python_reads_it(name: str, reread: "Callable[..., Read]") -> None:
    text = CASES[name][0]
    found = reread(text.encode())
    assert found.rows == python_rows(text)
    assert found.records == list(range(1, len(found.rows) + 1))


@pytest.mark.parametrize(
    ("text", "rows", "faults"),
    [
        ("a\n1\n2\n", ["1", "2"], []),
        ('a\n1\n""\n2\n', ["1", "2"], [("blank-row", 2, 3)]),
        ("a\n1\n\n2\n", ["1", "2"], [("blank-row", 2, 3)]),
        ("a\n1\n2\n\n", ["1", "2"], [("blank-row", 3, 4)]),
        ('a\n"1\n2"\n3\n', ["1\n2", "3"], []),
        ("a\n1,2\n3\n", ["1", "3"], [("extra-cell", 1, 2)]),
        ('a\nx"y\n3\n', ["3"], [("malformed-row", 1, 2)]),
    ],
)
def test_table_of_one_column(text: str, rows: list[str], faults: list["Fault"], reread: "Callable[..., Read]") -> None:
    found = reread(text.encode(), ["a"])
    assert [cell for row in found.rows for cell in row] == rows
    assert found.faults == faults


def test_all_texts_in_one_package(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}]}
    resources = [{"name": name, "path": f"{n}.csv", "schema": schema} for n, name in enumerate(CASES)]
    for n, (text, *_) in enumerate(CASES.values()):
        (tmp_path / f"{n}.csv").write_bytes(text.encode())
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    report = dpkit.open(tmp_path).validate(first=None, ignore=["not-recommended"])
    assert report.rows == sum(len(rows) for _, rows, *_ in CASES.values())
    found = {name: [(x.check, x.row, x.line) for x in report.findings if x.resource == name] for name in CASES}
    assert {name: sorted(each, key=str) for name, each in found.items()} == {
        name: sorted(faults, key=str) for name, (*_, faults) in CASES.items()
    }


def test_records_are_counted_with_those_at_fault(read: "Callable[..., Read]") -> None:
    found = read('a,b\n1,2\n\n"3\n3",4\nx"y,5\n6,7\n')
    assert (found.rows, found.records, found.lines) == ([["1", "2"], ["3\n3", "4"], ["6", "7"]], [1, 3, 5], [2, 4, 7])
    assert found.faults == [("blank-row", 2, 3), ("malformed-row", 4, 6)]


def test_lines_count_the_line_ends_of_columns_without_a_field(read: "Callable[..., Read]") -> None:
    found = read('a,b,more\n1,2,"x\ny\nz"\n3,4,5\n6,7,8\n', schema={"fields": [{"name": "a"}], "fieldsMatch": "subset"})
    assert (found.rows, found.lines, found.fast) == ([["1"], ["3"], ["6"]], [2, 5, 6], True)


def test_fast_reader_is_believed_where_the_file_is_sound(read: "Callable[..., Read]") -> None:
    assert read('a,b\n1,"2\n2"\n').fast
    assert not read('a,b\n1,"2\r2"\n').fast


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('"1,2,3"', ": quotation marks stand around the whole row"),
        ('"1,""2,x"",3"', ": quotation marks stand around the whole row"),
        ('"1,2,"', ": quotation marks stand around the whole row"),
        ('"1,2"', "; the first that is not there is b"),
        ('"1,2,3,4"', "; the first that is not there is b"),
        ('"1,2,3",', "; the first that is not there is c"),
        ('"1,2""x,3"', "; the first that is not there is b"),
        ('"1 2 3"', "; the first that is not there is b"),
    ],
)
def test_row_in_quotation_marks_is_told_as_that(row: str, why: str, tmp_path: Path) -> None:
    schema = {"fields": [{"name": each} for each in "abc"]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text(f"a,b,c\n1,2,3\n{row}\n")
    (finding,) = dpkit.open(tmp_path).validate().findings
    assert (finding.check, finding.row, finding.line) == ("missing-cell", 2, 3)
    cells = "2 cells" if row.endswith(",") else "1 cell"
    assert finding.message == f"the row has {cells} for 3 columns{why}"
