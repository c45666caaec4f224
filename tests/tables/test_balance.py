"""The laws of reading: what was written is read, and the fast reader never disagrees with the strict one."""

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.files.scan import Scan, scan
from dpkit.tables.balance import Cells, Header, balanced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tables.conftest import Read

SLOW: Final = {"commentChar": "\x01"}  # a dialect that only the strict reader can be told
SHARED: Final = settings(
    deadline=None, max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture]
)

CELLS: Final = st.one_of(
    st.text(alphabet=",\"\n\r ab;'", max_size=5),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x01"), max_size=4),
)
ROWS: Final = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width).filter(any), max_size=6)
)
FAST: Final = st.sampled_from(["\n", "\r\n"])
ENDS: Final = st.sampled_from(["\n", "\r\n", "\r"])


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def written(rows: list[list[str]], end: str, *, needless: bool, last_end: bool) -> str:
    """Return rows as CSV; `needless` quotes cells that need no quotes, too."""
    must = set(',"\n\r')
    lines = [",".join(quoted(cell) if needless or must & set(cell) else cell for cell in row) for row in rows]
    return end.join(lines) + (end if last_end else "")


def line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def expected_lines(rows: list[list[str]]) -> "Iterator[int]":
    line = 2
    for row in rows:
        yield line
        line += 1 + sum(map(line_ends, row))


@SHARED
@given(ROWS, ENDS, st.sets(st.sampled_from(["needless quotes", "bom", "no last end"])))
@example([["\r", "\n"]], "\n", set())
@example([['"', ""], ["", '"']], "\n", {"needless quotes"})
def test_what_is_written_is_read(
    reread: "Callable[..., Read]", rows: list[list[str]], end: str, ways: set[str]
) -> None:
    fields = [f"f{index}" for index in range(len(rows[0]) if rows else 2)]
    text = written([fields, *rows], end, needless="needless quotes" in ways, last_end="no last end" not in ways)
    found = reread((("\ufeff" if "bom" in ways else "") + text).encode(), fields)
    assert found.rows == rows == list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    assert found.lines == list(expected_lines(rows))
    assert found.faults == []


@SHARED
@given(ROWS, FAST, FAST, st.sampled_from(["only where needed", "needless"]))
@example([["a\n", "b"]], "\r\n", "\n", "needless")
def test_sound_files_are_read_fast(
    reread: "Callable[..., Read]",
    rows: list[list[str]],
    end: str,
    inner: str,
    quotes: str,
) -> None:
    rows = [[cell.replace("\r", "").replace("\n", inner) for cell in row] for row in rows]
    assume(all(map(any, rows)))
    fields = [f"f{index}" for index in range(len(rows[0]) if rows else 2)]
    found = reread(written([fields, *rows], end, needless=quotes == "needless", last_end=True).encode(), fields)
    assert (found.rows, found.fast) == (rows, True)


def same(reread: "Callable[..., Read]", data: bytes, fields: list[str]) -> None:
    """Compare the reading with that of a small file, with that of the strict reader alone, and with Python's."""
    found = reread(data, fields)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dpkit.tables.small.SIZE", len(data))
        assert replace(reread(data, fields), fast=found.fast) == found
    if found.fast:
        assert replace(found, fast=False) == reread(data, fields, dialect=SLOW)
    else:
        assert found == by_records(reread, data, fields)
    if not found.faults:
        assert found.rows == list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))[1:]


def by_records(reread: "Callable[..., Read]", data: bytes, fields: list[str], **more: Any) -> "Read":
    """Read record by record where the engine's own reader is not believed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dpkit.tables.holding.read_lined", lambda *_: None)
        return reread(data, fields, **more)


def corruptions(data: bytes) -> "Iterator[bytes]":
    """Yield `data` with one byte deleted, inserted or replaced."""
    for place in range(len(data) + 1):
        yield data[:place] + data[place + 1 :]
        for mark in b',"\n\r ':
            yield data[:place] + bytes([mark]) + data[place:]
            yield data[:place] + bytes([mark]) + data[place + 1 :]


@pytest.mark.parametrize(
    "text",
    ['a,b\n"x, """,y\n"\n",3\n', 'a,b\r\n"1",2\r\n'],
)
def test_no_damage_of_one_byte_divides_the_readers(text: str, reread: "Callable[..., Read]") -> None:
    for data in sorted(set(corruptions(text.encode()))):
        same(reread, data, ["a", "b"])


@SHARED
@given(st.data())
def test_no_damage_divides_the_readers(reread: "Callable[..., Read]", data: Any) -> None:
    cells = st.text(alphabet=',"\n\r ab', max_size=4)
    rows = data.draw(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=5))
    text = written([["a", "b"], *rows], data.draw(ENDS), needless=data.draw(st.booleans()), last_end=True)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        mark = data.draw(st.sampled_from(["", ",", '"', "\n", "\r", "\r\n", '""', "x"]))
        text = text[:place] + mark + text[place + data.draw(st.integers(0, 1)) :]
    same(reread, text.encode(), ["a", "b"])


@SHARED
@given(st.lists(st.tuples(st.text("a,", max_size=3), ENDS), max_size=8), st.integers(1, 5))
def test_line_ends_of_several_kinds_are_read_fast_and_alike(
    reread: "Callable[..., Read]", lines: list[tuple[str, str]], piece: int
) -> None:
    data = "".join(line + end for line, end in [("a,b", "\r\n"), *lines]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dpkit.files.scan.CHUNK", piece)
        found = reread(data, ["a", "b"])
    assert found == reread(data, ["a", "b"])
    assert replace(found, fast=False) == reread(data, ["a", "b"], dialect=SLOW)
    assert found.fast or found.faults


@SHARED
@given(
    st.lists(st.text("""|'"^]-{}\\ a\t""", max_size=8), max_size=6),
    st.sampled_from("|'^]-{}\\\t"),
    st.sampled_from("'\"^]{}\\"),
)
@example(["a|b|c", "'a||b", "'|'"], "|", "'")
def test_marks_of_every_dialect_are_taken_as_they_are(
    reread: "Callable[..., Read]", lines: list[str], delimiter: str, quote: str
) -> None:
    assume(delimiter != quote)
    data = "\n".join([f"a{delimiter}b", *lines, ""]).encode()
    dialect = {"delimiter": delimiter, "quoteChar": quote}
    assert reread(data, ["a", "b"], dialect=dialect) == by_records(reread, data, ["a", "b"], dialect=dialect)


@settings(SHARED, max_examples=examples(30))
@given(st.lists(st.lists(st.text(',"a ', max_size=5), min_size=1, max_size=4), max_size=8), ENDS)
@example([['"'], ["", '"', '""'], ['","', "a", "b"], ['"a,b"', ",", ""]], "\n")
def test_rows_with_cells_too_many_and_too_few_are_taken_apart_alike(
    reread: "Callable[..., Read]", rows: list[list[str]], end: str
) -> None:
    for needless in (False, True):
        data = written([["a", "b"], *rows], end, needless=needless, last_end=True).encode()
        found = reread(data, ["a", "b"])
        assert replace(found, fast=False) == replace(by_records(reread, data, ["a", "b"]), fast=False)
        assert found.rows == [[*row, ""][:2] for row in rows if any(row)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_millions_of_faulty_rows_are_told_by_the_engine(
    reread: "Callable[..., Read]", end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        "1,2",
        "",
        ",",
        '"",',
        "1",
        "1,2,3",
        '"1,2","3""4","5"',
        'x"y,1',
        '"a"b,2',
        '1,""x',
        ",,",
        '"","","x"',
        '"a,b",',
    ]
    data = end.join(["a,b", *rows, ""]).encode()
    expected = by_records(reread, data, ["a", "b"])
    monkeypatch.setattr("dpkit.tables.holding.read_strictly", lambda *_: pytest.fail("it was read record by record"))
    assert reread(data, ["a", "b"]) == expected
    assert {check for check, *_ in expected.faults} == {"blank-row", "missing-cell", "extra-cell", "malformed-row"}


@SHARED
@given(
    st.text(",\r\r ab;#\0\u00e9", max_size=40),
    st.sampled_from([{}, {"delimiter": ";"}, {"header": False}, {"commentChar": "\r"}, {"escapeChar": "a"}]),
)
def test_rows_that_end_in_cr_are_read_as_the_strict_reader_reads_them(
    reread: "Callable[..., Read]", text: str, dialect: dict[str, Any]
) -> None:
    found = reread(f"a,b\r{text}".encode(), dialect=dialect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dpkit.load.csv_file._with_line_feeds", lambda file, *_: file)
        strict = reread(f"a,b\r{text}".encode(), dialect=dialect)
    assert replace(found, fast=False) == replace(strict, fast=False)


def test_rows_that_end_in_cr_are_read_fast(reread: "Callable[..., Read]", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dpkit.tables.holding.read_strictly", lambda *_: pytest.fail("it was read record by record"))
    found = reread(b"a,b\r1,2\r3\r\r4,5,6\r", ["a", "b"])
    assert (found.rows, found.lines) == ([["1", "2"], ["3", ""], ["4", "5"]], [2, 3, 5])


@SHARED
@given(
    st.binary(max_size=50) | st.text(',"\n\r\0a\u00e9', max_size=50).map(str.encode), st.sampled_from([",", "\u00a6"])
)
def test_large_files_are_counted_alike(tmp_path: "Path", data: bytes, delimiter: str) -> None:
    (tmp_path / "file").write_bytes(data)
    with (tmp_path / "file").open("rb") as file, pytest.MonkeyPatch.context() as patch:
        small = scan(file.fileno(), delimiter.encode(), b'"')
        patch.setattr("dpkit.files.scan.LARGE", 0)
        assert scan(file.fileno(), delimiter.encode(), b'"') == small


# The law itself: 'a,b\n1,2\n' and what a reader may have made of it.
FILE: Final = Scan(
    size=8, bom=False, lf=2, cr=0, crlf=0, delimiters=2, quotes=0, nul=0,
    ends_line=True, bad_byte=None, bad_line=None, hash=None,
)  # fmt: skip
HEADER: Final = Header(size=4, delimiters=1, quotes=0, lines=1)


@pytest.mark.parametrize(
    ("cells", "sound"),
    [
        (Cells(rows=1, size=2, delimiters=0, line_ends=0, quotes=0, blank=0), True),
        (Cells(rows=0, size=0, delimiters=0, line_ends=0, quotes=0, blank=0), False),  # a row was dropped
        (Cells(rows=2, size=2, delimiters=0, line_ends=0, quotes=0, blank=1), False),  # or invented
        (Cells(rows=1, size=1, delimiters=0, line_ends=0, quotes=0, blank=0), False),  # a cell was cut
        (Cells(rows=1, size=3, delimiters=0, line_ends=0, quotes=0, blank=0), False),
        (Cells(rows=1, size=3, delimiters=1, line_ends=0, quotes=0, blank=0), False),  # two cells were joined
        (Cells(rows=1, size=3, delimiters=0, line_ends=1, quotes=0, blank=0), False),  # two rows
        (Cells(rows=1, size=2, delimiters=0, line_ends=0, quotes=1, blank=0), False),
    ],
)
def test_every_byte_is_accounted_for(cells: Cells, *, sound: bool) -> None:
    assert balanced(FILE, HEADER, cells, 2, "\n") is sound
