"""Reading by dialect and encoding, under odd file names, and at odd sizes."""

import codecs
import csv
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

import dpkit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tables.conftest import Fault, Read

# name: dialect, the same for Python's csv, text, faults
DIALECTS: dict[str, tuple[Mapping[str, Any], Mapping[str, Any], str, list["Fault"]]] = {
    "tab": ({"delimiter": "\t"}, {"delimiter": "\t"}, 'a\tb\n1,5\t"2\t3"\n', []),
    "semicolon": ({"delimiter": ";"}, {"delimiter": ";"}, 'a;b\n1,5;"2;3"\n', []),
    "bar": ({"delimiter": "|"}, {"delimiter": "|"}, 'a|b\n1|"2|3"\n', []),
    "caret": ({"delimiter": "^"}, {"delimiter": "^"}, 'a^b\n1^"2^""3"\n', []),
    "blank": ({"delimiter": " "}, {"delimiter": " "}, 'a b\n1 "2 3"\n"x" "y"\n', []),
    "single quotes": ({"quoteChar": "'"}, {"quotechar": "'"}, "a,b\n'1,''x''',\"2\n", []),
    "single quotes astray": ({"quoteChar": "'"}, {"quotechar": "'"}, "a,b\nit's,2\n", [("malformed-row", 1, 2)]),
    "escape": (
        {"escapeChar": "\\"},
        {"escapechar": "\\", "doublequote": False},
        'a,b\n"1\\"x\\"",2\\,3\n4\\\\,"5\\\n6"\n7,8\n',
        [],
    ),
    "escape and text after a quote": (
        {"escapeChar": "\\"},
        {"escapechar": "\\", "doublequote": False},
        'a,b\n"1""x",2\n',
        [("malformed-row", 1, 2)],
    ),
    "escape and doubled quotes": (
        {"escapeChar": "\\", "doubleQuote": True},
        {"escapechar": "\\"},
        'a,b\n"1""x\\"",2\\"\n',
        [],
    ),
    "no doubled quotes": (
        {"doubleQuote": False},
        {"doublequote": False},
        'a,b\n"1""2",3\n"4","5"\n',
        [("malformed-row", 1, 2)],
    ),
    "skip initial space": (
        {"skipInitialSpace": True},
        {"skipinitialspace": True},
        'a, b\n1,  "2, 3"\n 4,\n,  \n',
        [("blank-row", 3, 4)],
    ),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_dialect(name: str, reread: "Callable[..., Read]") -> None:
    dialect, options, text, faults = DIALECTS[name]
    found = reread(text.encode(), dialect=dialect)
    assert found.faults == faults
    records = list(csv.reader(io.StringIO(text, newline=""), strict=True, **options))[1:]
    at_fault = {record for _, record, _ in faults}
    assert found.rows == [cells for number, cells in enumerate(records, 1) if number not in at_fault]


def test_comments_and_their_lines(reread: "Callable[..., Read]") -> None:
    text = '# made by hand\na,b\n# one\n1,2\n"#3",#4\n"5\n#6",7\n#\n8\n'
    found = reread(text.encode(), dialect={"commentChar": "#"})
    assert found.rows == [["1", "2"], ["#3", "#4"], ["5\n#6", "7"], ["8", ""]]
    assert found.lines == [4, 5, 6, 9]
    assert found.faults == [("missing-cell", 4, 9)]


@pytest.mark.parametrize(
    ("text", "rows", "lines", "faults"),
    [
        ("1,2\n3,4\n", [["1", "2"], ["3", "4"]], [1, 2], []),
        ("\ufeff1,2\n", [["1", "2"]], [1], []),
        ('"1\n1",2\n3,4\n', [["1\n1", "2"], ["3", "4"]], [1, 3], []),
        ("1,2,3\n4\n", [["1", "2"], ["4", ""]], [1, 2], [("extra-cell", 1, 1), ("missing-cell", 2, 2)]),
        ("\n1,2\n", [["1", "2"]], [2], [("blank-row", 1, 1)]),
        ("", [], [], []),
    ],
)
def test_no_header(
    text: str, rows: list[list[str]], lines: list[int], faults: list["Fault"], reread: "Callable[..., Read]"
) -> None:
    found = reread(text.encode(), dialect={"header": False})
    assert (found.rows, found.lines, found.faults) == (rows, lines, faults)


def test_no_header_and_no_schema(tmp_path: "Path") -> None:
    (tmp_path / "t.csv").write_text("1,2\n3,4,5\n")
    resource = {"name": "t", "path": "t.csv", "dialect": {"header": False}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    report = dpkit.open(tmp_path).validate()
    assert (report.rows, report.counts) == (2, {"extra-cell": 1})


TEXT = 'a,b\n1,"é ж\n中"\n𝄞,5\n'
ROWS = [["1", "é ж\n中"], ["𝄞", "5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf-8-sig", "utf-16", "utf-16-le", "utf_32", "gb18030"])
def test_declared_encoding(encoding: str, reread: "Callable[..., Read]") -> None:
    found = reread(TEXT.encode(encoding), encoding=encoding)
    assert (found.rows, found.lines, found.faults) == (ROWS, [2, 4], [])


def test_byte_order_mark_of_a_declared_encoding_is_no_text(reread: "Callable[..., Read]") -> None:
    data = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")
    assert reread(data, encoding="utf-16-le").rows == ROWS


def test_latin_1_where_declared(read: "Callable[..., Read]") -> None:
    assert read("a,b\n1,é\n".encode("latin-1"), encoding="latin-1").rows == [["1", "é"]]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("a,b\n1,é\n".encode("latin-1"), 2),
        (b"a,b\n1,2\n3,\xe4\xb8\n", 3),
        (b"a,b\n1,2\n3,\xed\xa0\x80\n", 3),  # half of a surrogate pair
        (b"a,b\n1,2\n3,\xc3", 3),
    ],
)
def test_what_is_not_utf_8_is_not_read(data: bytes, line: int, read: "Callable[..., Read]") -> None:
    found = read(data)
    assert (found.unread, found.faults) == (True, [("encoding-error", None, line)])


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(b"a,b\n\x81", "cp1252"), (b"a,b\n\x00", "utf-16"), (b"a", "klingon"), (b"a", "zlib"), (b"a", "rot13")],
)
def test_what_is_not_of_its_encoding_is_not_read(data: bytes, encoding: str, read: "Callable[..., Read]") -> None:
    found = read(data, encoding=encoding)
    assert (found.unread, [check for check, *_ in found.faults]) == (True, ["encoding-error"])


@pytest.mark.parametrize(
    "name", ["d[1].csv", "d*.csv", "d?.csv", "{d,e}.csv", "d'; DROP.csv", "d e.csv", "é 中.csv", "-d.csv", "d\n.csv"]
)
def test_a_file_name_is_no_pattern(name: str, tmp_path: "Path", read: "Callable[..., Read]") -> None:
    for decoy in ("d1.csv", "d.csv", "e.csv", "dx.csv"):
        (tmp_path / decoy).write_text("a,b\nwrong,file\n")
    found = read("a,b\n1,2\n", path=name)
    assert (found.rows, found.faults) == ([["1", "2"]], [])


@pytest.mark.parametrize("more", ["", "7\n"])
def test_a_cell_of_five_megabytes(more: str, reread: "Callable[..., Read]") -> None:
    long = "é\n" * 1_700_000
    found = reread(f'a,b\n1,"{long}"\n3,4\n{more}'.encode())
    assert found.rows[:2] == [["1", long], ["3", "4"]]
    assert found.lines[:2] == [2, 1_700_003]


def test_three_thousand_columns(read: "Callable[..., Read]") -> None:
    fields = [f"f{number}" for number in range(3_000)]
    found = read(",".join(fields) + "\n" + ",".join(fields) + "\n", fields)
    assert (found.rows, found.faults) == ([fields], [])


def test_many_columns_read_strictly(reread: "Callable[..., Read]") -> None:
    fields = [f"f{number}" for number in range(1_200)]
    row = [f"1,{number}" for number in range(1_200)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([fields, row])
    found = reread((out.getvalue() + "1,2\n").encode(), fields)
    assert (found.rows[0], found.faults) == (row, [("missing-cell", 2, 3)])
