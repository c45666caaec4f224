"""The encoding of a table is UTF-8 or the one that is declared, never a guess."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.files.scan import CHUNK

Run = Callable[..., Result]
Write = Callable[..., Path]

NAME = "Åbo"
ENCODINGS = [
    "utf-8", "UTF-8", "utf8", "utf-8-sig", "cp65001", "iso-8859-1", "ISO-8859-15", "latin1", "windows-1252", "cp850",
    "utf-16", "utf-16-le", "utf-32", "mac-roman", "utf-7",
]  # fmt: skip
UNKNOWN = ["", "guess", "hex", "zip", "rot13", "base64", "utf\0", "\ud800", "{field}", "a b", "x" * 300]


def package(data: bytes, encoding: str | None) -> dict[str, str | bytes]:
    """Return a package with one table of one name, which must be `NAME` in every row."""
    schema = {"fields": [{"name": "name", "constraints": {"enum": [NAME]}}]}
    declared = {} if encoding is None else {"encoding": encoding}
    resource = {"name": "places", "path": "places.csv", "schema": schema, **declared}
    return {"datapackage.json": json.dumps({"resources": [resource]}), "places.csv": data}


def told(run: Run, folder: Path) -> list[tuple[str, str, int | None]]:
    """Return check, message and line of each finding."""
    report = json.loads(run("validate", folder, "--format", "json").stdout)
    return [(each["check"], each["message"].partition("; it ")[0], each["line"]) for each in report["findings"]]


@pytest.mark.parametrize("encoding", [None, *ENCODINGS])
def test_declared_encoding_is_read(encoding: str | None, write: Write, run: Run) -> None:
    data = f"name\n{NAME}\n{NAME}".encode(encoding or "utf-8")
    assert told(run, write(package(data, encoding))) == []


@pytest.mark.parametrize("encoding", [each for each in UNKNOWN if each])
def test_unknown_encoding_is_a_finding(encoding: str, write: Write, run: Run) -> None:
    ((check, message, _),) = told(run, write(package(b"name\n", encoding)))
    assert check == "encoding-error"
    assert message.endswith(" is not known")


@pytest.mark.parametrize(
    ("encoding", "data", "place"),
    [
        (None, b"name\n\xc5bo\n", "byte 6 is not UTF-8"),
        ("utf-8", b"name\n\xed\xa0\x80\n", "byte 6 is not UTF-8"),
        ("ascii", f"name\n{NAME}\n".encode(), "byte 6 is not ascii"),
        ("utf-16", "\ufeffname\n".encode("utf-16-le") + b"a", "byte 13 is not utf-16"),
        ("cp1252", b"name\n\x81bo\n", "byte 6 is not cp1252"),
        ("utf-16-le", "name\n".encode("utf-16-le") + b"\x00\xd8a\x00", "byte 11 is not utf-16-le"),
    ],
)
def test_byte_at_fault_is_told(encoding: str | None, data: bytes, place: str, write: Write, run: Run) -> None:
    ((check, message, line),) = told(run, write(package(data, encoding)))
    assert (check, message) == ("encoding-error", f"the file cannot be read as text: {place}")
    assert line == 2


def test_utf_16_needs_its_byte_order_mark(write: Write, run: Run) -> None:
    expected = ("encoding-error", "the file cannot be read as text: it is not utf-16", None)
    assert told(run, write(package("name\n".encode("utf-16-le"), "utf-16"))) == [expected]


@pytest.mark.parametrize("encoding", [None, "gb18030"])
@pytest.mark.parametrize("before", [-1, 0, 1])
def test_byte_at_fault_is_told_far_into_a_file(encoding: str | None, before: int, write: Write, run: Run) -> None:
    row = f"{NAME}\n".encode(encoding or "utf-8")
    rows = row * ((CHUNK - 5) // len(row))
    data = b"name\n" + rows
    padding = CHUNK - len(data) + before
    data += b"x" * padding + b"\xff\n"
    found = told(run, write(package(data, encoding)))
    lines = 2 + len(rows) // len(row)
    named = encoding or "UTF-8"
    assert found == [
        ("encoding-error", f"the file cannot be read as text: byte {len(data) - 1:,} is not {named}", lines)
    ]


def test_text_that_was_read_in_a_wrong_encoding_is_what_it_is(write: Write, run: Run) -> None:
    ((check, message, _),) = told(run, write(package(f"name\n{NAME}\n".encode(), "latin-1")))
    assert (check, message) == ("constraint-error", "name is 'Ã<U+0085>bo', expected one of Åbo (enum)")
