"""A file that is not UTF-8 says how it would read in the encodings that its bytes speak for."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.checks.example import overlaid, package

Run = Callable[..., Result]
Write = Callable[..., Path]

ATHENS = "\u0391\u03b8\u03ae\u03bd\u03b1"
MOSCOW = "\u041c\u043e\u0441\u043a\u0432\u0430"


def message(run: Run, write: Write, data: bytes) -> tuple[str, int]:
    folder = write(overlaid(package(events=("name\n", ["name"])), {"events.csv": data}))
    found = json.loads(run("validate", folder, "--format", "json").stdout)["findings"]
    (finding,) = [each for each in found if each["check"] == "encoding-error"]
    return finding["message"].removeprefix("the file cannot be read as text: "), finding["line"]


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("name\nKhasán\n", "latin-1", ("byte 10 is not UTF-8; it would read 'Khasán' in windows-1252", 2)),
        ("name\na\n“Åbo”\n", "cp1252", ("byte 8 is not UTF-8; it would read '“Åbo”' in windows-1252", 3)),
        (
            "name\n\u041c\u043e\u0441\u043a\u0432\u0430\n",
            "cp1251",
            ("byte 6 is not UTF-8; it would read '\u041c\u043e\u0441\u043a\u0432\u0430' in windows-1251", 2),
        ),
        (f"name\n{ATHENS}\n", "cp1253", (f"byte 6 is not UTF-8; it would read '{ATHENS}' in windows-1253", 2)),
        ("name\n5 €\n", "cp1252", ("byte 8 is not UTF-8; it would read '5 €' in windows-1252", 2)),
        ("name\n朝鲜人民\n", "gb18030", ("byte 6 is not UTF-8; it would read '朝鲜人民' in gb18030", 2)),
        ("name\nKhasán\n", "utf-16", ("byte 1 is not UTF-8; it may be utf-16", 1)),
        ("name\nKhasán\n", "utf-16-le", ("byte 19 is not UTF-8; it may be utf-16-le", 2)),
        ("name\nKhasán\n", "utf-16-be", ("byte 20 is not UTF-8; it may be utf-16-be", 2)),
        ("name\nKhasán\n", "utf-32", ("byte 1 is not UTF-8; it may be utf-32", 1)),
    ],
)
def test_what_it_would_read(text: str, encoding: str, told: tuple[str, int], write: Write, run: Run) -> None:
    assert message(run, write, text.encode(encoding)) == told


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("koi8-r", MOSCOW),
        ("koi8-u", "\u041a\u0438\u0457\u0432, \u0425\u0430\u0440\u043a\u0456\u0432"),
        ("cp866", MOSCOW),
        ("windows-1251", "\u041b\u044c\u0432\u0456\u0432"),
        ("cp949", "\ud3c9\uc591"),
        ("big5", "\u83ab\u65af\u79d1"),
        ("shift_jis", "\u6771\u4eac"),
        ("shift_jis", "\u30ab\u30bf\u30ab\u30ca"),
        ("windows-1250", "\u0141\xf3d\u017a, Krak\xf3w, Pozna\u0144"),
        ("windows-1254", "Eski\u015fehir, I\u011fd\u0131r"),
        ("windows-1255", "\u05d9\u05e8\u05d5\u05e9\u05dc\u05d9\u05dd"),
        ("windows-1256", "\u0627\u0644\u0642\u0627\u0647\u0631\u0629"),
        ("cp874", "\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e"),
    ],
)
def test_other_scripts_and_letters_are_told_by_their_encoding(encoding: str, word: str, write: Write, run: Run) -> None:
    text = f"name\n{word}\n"
    found, line = message(run, write, text.encode(encoding))
    assert (found.partition("; ")[2], line) == (f"it would read '{word}' in {encoding}", 2)


@pytest.mark.parametrize(
    "text", ["5 km\xb2", "n\xba 5, 3\xaa", "l\u2019\xe9t\xe9", "\xa9 M\xfcller\u2122", "5 \xb0C \xb1 1"]
)
def test_signs_beside_words_are_of_windows_1252(text: str, write: Write, run: Run) -> None:
    found, _ = message(run, write, f"name\n{text}, caf\xe9\n".encode("cp1252"))
    assert found.endswith(f"it would read '{text}, caf\xe9' in windows-1252")


def test_a_line_that_was_pasted_into_a_file_of_utf_8_speaks_for_itself(write: Write, run: Run) -> None:
    lines = ["name", "1,\u041c\u043e\u0441\u043a\u0432\u0430 \u2014 \u671d\u9c9c", "2,\u2013"]
    data = "\n".join(lines).encode() + b"\n3,Gen\xe8ve\n4,\xe2\x80\x94\n"
    found, line = message(run, write, data)
    assert (found.partition("; ")[2], line) == ("it would read '3,Genève' in windows-1252", 4)


@pytest.mark.parametrize("data", [b"name\n\xff\n", b"name\n\x81\x8d\n", b"name\n\xc3", b"\xff"])
def test_nothing_is_said_without_a_reason(data: bytes, write: Write, run: Run) -> None:
    found, _ = message(run, write, data)
    assert "windows-1251" not in found
    assert "gb18030" not in found


def test_line_is_cut_around_the_byte(write: Write, run: Run) -> None:
    found, _ = message(run, write, b"name\n" + b"a" * 5000 + b"\xe1" + b"b" * 5000 + b"\n")
    assert found == f"byte 5,006 is not UTF-8; it would read '{'a' * 40}á{'b' * 39}' in windows-1252"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (bz2.compress(b"name\na\n"), "it is compressed (bzip2), which dpkit does not read as a table"),
        (lzma.compress(b"name\na\n"), "it is compressed (xz), which dpkit does not read as a table"),
        (b"\x28\xb5\x2f\xfd\x04\x00\x41", "it is compressed (Zstandard), which dpkit does not read as a table"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "it is a PDF, which dpkit does not read as a table"),
        (gzip.compress(b"name\na\n", mtime=0), "packed (gzip), which neither the ending .gz nor `compression` says"),
    ],
)
def test_what_is_no_text_is_told_by_its_kind(data: bytes, told: str, run: Run, write: Write) -> None:
    assert told in message(run, write, data)[0]


def test_a_later_file_that_is_packed_is_told_by_its_ending(run: Run, write: Write) -> None:
    resource = {"name": "t", "path": ["a.csv", "b.csv.gz"], "compression": "no", "schema": {"fields": [{"name": "id"}]}}
    files = {"datapackage.json": json.dumps({"resources": [resource]}), "a.csv": "id\n1\n"}
    result = run("validate", write(files | {"b.csv.gz": gzip.compress(b"id\n2\n", mtime=0)}))
    told = "it is a file that is packed (gzip), which the first file of the table, or `compression`, does not say"
    assert f"b.csv.gz:1  the file cannot be read as text: byte 2 is not UTF-8; {told}" in result.stdout


def test_a_letter_at_the_end_of_a_line_is_told(write: Callable[..., Path], run: Callable[..., Result]) -> None:
    root = write(package(t=("a\nx\n", ["a"])))
    (root / "t.csv").write_bytes(b"a\ncaf\xe9\n" + b"x\n" * 500)
    assert "it would read 'caf\u00e9' in windows-1252" in run("validate", root).stdout
