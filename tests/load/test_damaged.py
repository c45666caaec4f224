"""Bytes that are no text hide nothing but the cells they stand in: all else of the file is judged, without a guess."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit

Run = Callable[..., Result]
Write = Callable[..., Path]

PLACES: dict[str, Any] = {
    "primaryKey": "id",
    "fields": [
        {"name": "id"},
        {"name": "name", "constraints": {"pattern": "[A-Z]\\w*", "unique": True}},
        {"name": "year", "type": "integer"},
        {"name": "kind"},
    ],
    "foreignKeys": [{"fields": "kind", "reference": {"resource": "kinds", "fields": "kind"}}],
}
KINDS: dict[str, Any] = {
    "fields": [{"name": "kind"}, {"name": "first"}],
    "foreignKeys": [{"fields": "first", "reference": {"resource": "places", "fields": "id"}}],
}
ROW = '{"id": "a", "name": "B", "year": %s, "kind": "k"}'
JSON_X = '"x"'
HEADER = b"id,name,year,kind\n"


def package(places: bytes, **more: str) -> dict[str, str | bytes]:
    """Return places, in bytes, and their kinds, which name places."""
    resources = [
        {"name": "places", "path": "places.csv", "schema": PLACES, **more},
        {"name": "kinds", "path": "kinds.csv", "schema": KINDS},
    ]
    kinds = "kind,first\ncape,a\nlake,nowhere\n"
    return {"datapackage.json": json.dumps({"resources": resources}), "places.csv": places, "kinds.csv": kinds}


def several(files: dict[str, str | bytes], **more: object) -> dict[str, str | bytes]:
    """Return a package of one table in several files, of which those are there that are given."""
    resource = {"name": "t", "path": ["a.csv", "b.csv", "c.csv"], "schema": {"fields": PLACES["fields"]}} | more
    return {"datapackage.json": json.dumps({"resources": [resource]}), **files}


def found(run: Run, folder: Path) -> list[tuple[str, int | None, str | None]]:
    """Return check, line and value of each finding."""
    report = json.loads(run("validate", folder, "--format", "json").stdout)
    return [(each["check"], each["line"], each["value"]) for each in report["findings"]]


def test_what_is_wrong_elsewhere_in_the_file_is_told(run: Run, write: Write) -> None:
    rows = b"a,Khas\xe1n,12x,cape\nb,Turku,1,isle\nb,Turku,2,cape\nc,turku,3,cape,5\nd,\xc5bo\n,Oulu,4,lake\n"
    assert found(run, write(package(HEADER + rows))) == [
        ("constraint-error", 4, "Turku"),
        ("constraint-error", 5, "turku"),
        ("encoding-error", 2, None),
        ("extra-cell", 5, "5"),
        ("foreign-key", 3, "isle"),
        ("missing-cell", 6, None),
        ("primary-key", 4, "b"),
        ("primary-key", 7, ""),
        ("type-error", 2, "12x"),
    ]


def test_cells_that_are_no_text_are_not_judged(run: Run, write: Write) -> None:
    rows = b"\xe1,\xe1,1\xe1,\xe1\n\xe1,\xe1,1\xe1,\xe1\n"
    assert found(run, write(package(HEADER + rows))) == [("encoding-error", 2, None)]


def test_who_refers_to_the_table_is_not_judged_by_it(run: Run, write: Write) -> None:
    result = run("validate", write(package(HEADER + b"b,\xc5bo,1,cape\n")))
    assert "skipped  foreign-key: places was read in part only (encoding-error)" in result.stdout
    assert "nowhere" not in result.stdout


def test_a_byte_that_is_no_text_is_shown_as_a_byte(run: Run, write: Write) -> None:
    result = run("validate", write(package(HEADER + b"K\xe1,Oulu,x,cape,\xc5,6\n")))
    assert r"year is 'x', not an integer  [row 1, column C, id K\xE1]" in result.stdout
    assert r"the first one too many is '\xC5'" in result.stdout


@pytest.mark.parametrize(
    "data",
    [
        b"id,n\xe1me,year,kind\na,b,c,d\n",
        b"%PDF-1.7\n%\xe2\xe3\na,b,c\n",
        HEADER.decode().encode("utf-16"),
        b"\0\1\2\xff\nx,y\n",
    ],
)
def test_what_has_no_header_that_can_be_read_is_told_as_such_alone(data: bytes, run: Run, write: Write) -> None:
    assert [check for check, *_ in found(run, write(package(data)))] == ["encoding-error"]


@pytest.mark.parametrize(
    ("encoding", "byte"), [("ascii", b"\xc3\xa1"), ("cp1252", b"\x81"), ("shift_jis", b"\xfd"), ("latin-0", b"\xe1")]
)
def test_the_same_holds_for_declared_encodings(encoding: str, byte: bytes, run: Run, write: Write) -> None:
    rows = b"a,K" + byte + b",12x,cape\n"
    found_ = found(run, write(package(HEADER + rows, encoding=encoding)))
    assert [(check, value) for check, _, value in found_] == [("encoding-error", None), ("type-error", "12x")]


def test_a_label_is_known_by_what_is_text_of_it(run: Run, write: Write) -> None:
    schema = {"fields": [{"name": "id"}, {"name": "Größe", "type": "integer"}, {"name": "Gräser"}]}
    descriptor = json.dumps({"resources": [{"name": "t", "path": "t.csv", "schema": schema}]})
    for header in ("id,Größe,Gräser", "id,Größe,Grüße"):
        folder = write({"datapackage.json": descriptor, "t.csv": f"{header}\na,x,b\n".encode("latin-1")}, header)
        told = [("type-error", "x")] if header.endswith("Gräser") else []
        assert [(check, value) for check, _, value in found(run, folder)] == [("encoding-error", None), *told]


def test_each_file_of_a_table_is_told(run: Run, write: Write) -> None:
    files: dict[str, str | bytes] = {
        f"{name}.csv": HEADER + row
        for name, row in (("a", b"a,\xc5bo,1,k\n"), ("b", b"b,B,x,k\n"), ("c", b"c,\xe1,1,k\n"))
    }
    report = json.loads(run("validate", write(several(files)), "--format", "json").stdout)
    told = [(each["check"], each["file"], each["line"]) for each in report["findings"]]
    assert told == [("encoding-error", "a.csv", 2), ("encoding-error", "c.csv", 2), ("type-error", "b.csv", 2)]


@pytest.mark.parametrize(
    ("files", "more", "check"),
    [
        ({"a.csv": HEADER, "c.csv": b"a,B,x,k\n"}, {}, "file-missing"),
        ({"a.csv": HEADER, "b.csv": b"%PDF-1.7\n\xe2", "c.csv": b"a,B,x,k\n"}, {}, "encoding-error"),
        (
            {"a.csv": gzip.compress(HEADER), "b.csv": b"x", "c.csv": gzip.compress(b"a,B,x,k\n")},
            {"compression": "gz"},
            "compression-error",
        ),
        ({"a.csv": HEADER, "c.csv": b"a,B,x,k\n"}, {"path": ["a.csv", "../b.csv", "c.csv"]}, "unsafe-path"),
        (
            {"a.csv": f"[{ROW % 1}]".replace("B", "A"), "b.csv": "[", "c.csv": f"[{ROW % JSON_X}]"},
            {"format": "json"},
            "source-error",
        ),
    ],
)
def test_a_file_that_is_not_there_hides_none_of_the_others(
    files: dict[str, str | bytes], more: dict[str, object], check: str, run: Run, write: Write
) -> None:
    result = run("validate", write(several(files, **more)), "--format", "json")
    told = {(each["check"], each["file"], each["value"]) for each in json.loads(result.stdout)["findings"]}
    assert {each[0] for each in told} == {check, "type-error"}
    assert ("type-error", "c.csv", "x") in told


def test_without_the_first_file_there_is_no_header(run: Run, write: Write) -> None:
    files: dict[str, str | bytes] = {"b.csv": b"a,B,x,k\n", "c.csv": b"a,B,x,k\n"}
    assert [check for check, *_ in found(run, write(several(files)))] == ["file-missing"]


def test_the_digest_of_a_table_is_not_that_of_some_of_its_files(run: Run, write: Write) -> None:
    hashed = several({"a.csv": HEADER, "b.csv": b"a,B,1,k\n"}, hash=f"sha256:{'0' * 64}", bytes=1)
    assert [check for check, *_ in found(run, write(hashed))] == ["file-missing"]


def test_nothing_is_traced_to_a_file_that_is_no_text(run: Run, write: Write) -> None:
    result = run("trace", "places", "a", "--package", write(package(HEADER + b"a,\xc5bo,1,cape\n")))
    assert result.exit_code == 2
    assert "places could not be read (encoding-error)" in result.stderr


HIGH = st.binary(min_size=1, max_size=3).map(lambda cell: bytes(0x80 | byte for byte in cell) + b"\xff")
ROWS = st.lists(
    st.tuples(st.sampled_from([b"1", b"x", b""]), st.just(b"Oulu") | HIGH, st.sampled_from([b"cape", b"isle"])),
    min_size=1,
    max_size=6,
)
SCHEMA = {
    "fields": [
        {"name": "year", "type": "integer"},
        {"name": "name"},
        {"name": "kind", "constraints": {"enum": ["cape"]}},
    ]
}


@given(ROWS)
@settings(max_examples=examples(30), deadline=None)
def test_damage_to_free_text_changes_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[bytes, bytes, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("package", numbered=True)
    resource = {"name": "t", "path": "t.csv", "schema": SCHEMA}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))

    def judged(names: list[bytes]) -> list[tuple[str, str | None, int | None, str]]:
        lines = [b",".join((year, name, kind)) for (year, _, kind), name in zip(rows, names, strict=True)]
        (folder / "t.csv").write_bytes(b"\n".join([b"year,name,kind", *lines]))
        found = dpkit.open(folder).validate().findings
        return [(each.check, each.field, each.line, each.message) for each in found if each.check != "encoding-error"]

    assert judged([name for _, name, _ in rows]) == judged([b"Oulu" for _ in rows])
