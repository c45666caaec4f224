"""Paths that lead elsewhere: nothing outside of the package is read, and nobody waits for what is no file."""

import errno
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.case import Case, Content, build, table

import dpkit
from dpkit.checks.example import cited
from dpkit.files.folder import Folder
from dpkit.model.errors import UnsafePathError

UNSAFE = "unsafe-path"
CANARY = "canary,b\nnobody may read this,2\n"


def link(target: str) -> Content:
    """Return what makes a symbolic link."""
    return lambda path: path.symlink_to(target)


def at(path: Any, **files: Content) -> dict[str, Content]:
    """Return a package of one table at `path`; `files` are its other files, by a name with `__` for `/`."""
    named = {name.replace("__", "/").replace("_csv", ".csv"): content for name, content in files.items()}
    return {**table("a,b\n1,2\n", path=path, format="csv"), **named}


def listening(path: Path) -> None:
    """Make a socket."""
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket has at most some hundred characters
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


REFUSED = [
    "/etc/passwd", "//etc/passwd", "/proc/self/environ", "/dev/zero", "/dev/stdin", "../canary.csv", "x/../../canary.csv",
    "./../canary.csv", "..\\canary.csv", "\\canary.csv", "\\\\server\\share\\t.csv", "C:\\t.csv", "c:t.csv", "C:/t.csv",
    "~/t.csv", "~root/t.csv", ".hidden/t.csv", ".git/config", "file:///etc/passwd", "FILE:/etc/passwd", "t.csv\0.txt",
    "zip://../t.zip", "data:text/csv,a", "\ud800.csv",
]  # fmt: skip
NOT_THERE = [
    "CON", "NUL.csv", "aux", "com1.csv", "$HOME/t.csv", "${PATH}", "%USERPROFILE%\x2ft.csv", "`id`.csv", "$(id).csv", "T.CSV",
    "t.csv ", "t.csv.", "t[.]csv", "*.csv", "?.csv", "t.csv#x", "t.csv%00", "%2e%2e/canary.csv", "x" * 255, "x" * 300,
    "x/" * 3000 + "t.csv", "\u2024\u2024/canary.csv", "\uff0e\uff0e/canary.csv", "t.csv\n", "t.csv\x1b[2J", "-o",
]  # fmt: skip

CASES = {
    **{f"refused: {path!r}"[:60]: Case(files=at(path), finds=UNSAFE, says=["path is"]) for path in REFUSED},
    **{f"not there: {path!r}"[:60]: Case(files=at(path), finds="file-missing") for path in NOT_THERE},
    "an empty path": Case(files=at(""), finds=UNSAFE),
    "a link out": Case(files=at("l.csv", l_csv=link("../canary.csv")), finds=UNSAFE, says=["leads out"]),
    "a link to a link out": Case(files=at("l.csv", l_csv=link("m.csv"), m_csv=link("../canary.csv")), finds=UNSAFE),
    "an absolute link": Case(files=at("l.csv", l_csv=link("/etc/passwd")), finds=UNSAFE),
    "a folder that is a link out": Case(files=at("d/canary.csv", d=link("..")), finds=UNSAFE),
    "a folder that is a link to the root": Case(files=at("d/etc/passwd", d=link("/")), finds=UNSAFE),
    "a link up, and down again": Case(files=at("l.csv", l_csv=link("../package/t.csv")), finds=UNSAFE),
    "a link to itself": Case(files=at("l.csv", l_csv=link("l.csv")), finds=UNSAFE),
    "a link to a device": Case(files=at("l.csv", l_csv=link("/dev/zero")), finds=UNSAFE),
    "a link to the process": Case(files=at("l.csv", l_csv=link("/proc/self/environ")), finds=UNSAFE),
    "a link to nothing": Case(files=at("l.csv", l_csv=link("nothing.csv")), finds="file-missing"),
    "a pipe": Case(files=at("p.csv", p_csv=os.mkfifo), finds=UNSAFE, says=["not a plain file, but a named pipe"]),
    "a socket": Case(files=at("p.csv", p_csv=listening), finds=UNSAFE, says=["not a plain file, but a socket"]),
    "a folder": Case(files=at("d.csv", d_csv=Path.mkdir), finds=UNSAFE),
    "a schema that is a link out": Case(files={**table("a,b\n1,2\n", schema=None) | {"datapackage.json": json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": "s.json"}]})}, "s.json": link("../canary.csv")}, finds=UNSAFE),
    "a schema that is a pipe": Case(files={"datapackage.json": json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": "s.json"}]}), "t.csv": "a,b\n", "s.json": os.mkfifo}, finds=UNSAFE),
    "a dialect that is a link out": Case(files={"datapackage.json": json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "dialect": "d.json"}]}), "t.csv": "a,b\n", "d.json": link("/etc/passwd")}, finds=UNSAFE),
    "a check that is a pipe": Case(files={**at("t.csv"), "checks/x.sql": os.mkfifo}, finds="check-refused", says=["not a plain file"]),
    "a check that is a link out": Case(files={**at("t.csv"), "checks/x.sql": link("../../canary.csv")}, finds="check-refused"),
    "a check of a megabyte": Case(files={**at("t.csv"), "checks/x.sql": "SELECT 1 --" + "x" * 1_000_000}, finds="check-refused"),
    "checks that are a link out": Case(files={**at("t.csv"), "checks": link("..")}, finds="check-refused", says=["a symbolic link that leads out"]),
    "checks that are an absolute link": Case(files={**at("t.csv"), "checks": link("/etc")}, finds="check-refused", says=["a symbolic link that leads out"]),
    "checks that are a link to nothing": Case(files={**at("t.csv"), "checks": link("rules")}, finds="check-refused", says=["no such file"]),
    "checks that are a link inside": Case(files={**at("t.csv"), "checks": link("rules"), "rules/x.sql": "SELECT _row FROM t"}, finds="package/x"),
    "checks that are a file": Case(files={**at("t.csv"), "checks": "x"}, exit=0),
    "data that are a relative link out": Case(files=at("x.csv", x_csv=link("../canary.csv")), finds=UNSAFE, says=["it is a symbolic link that leads out"]),
    "the descriptor is a link out": Case(files={"datapackage.json": link("../canary.csv"), "t.csv": "a,b\n"}, exit=2, says=["leads out"]),
}  # fmt: skip


@pytest.fixture(autouse=True)
def canary(tmp_path: Path) -> Path:
    """Return a file beside the package."""
    path = tmp_path / "canary.csv"
    path.write_text(CANARY, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", CASES)
def test_path(name: str, judge: Callable[[Case], None]) -> None:
    judge(CASES[name])


@pytest.mark.parametrize("make", [listening, os.mkfifo, link("/dev/zero")], ids=["socket", "pipe", "device"])
def test_what_is_no_file_is_not_read(make: Callable[[Path], None], tmp_path: Path) -> None:
    build(tmp_path / "package", at("x.csv", x_csv=make))
    assert {each.check for each in dpkit.open(tmp_path / "package").validate().findings} <= {UNSAFE, "file-missing"}


@pytest.mark.parametrize("made", [link("../../letter.txt"), link("/proc/self/environ"), os.mkfifo, link("/dev/zero")])
def test_a_document_outside_the_package_is_not_held(made: Content, tmp_path: Path) -> None:
    example = cited()
    (tmp_path / "letter.txt").write_bytes(str(example["documents/letter.txt"]).encode())
    build(tmp_path / "package", {**example, "documents/letter.txt": made})
    report = dpkit.open(tmp_path / "package").validate()
    assert report.citations == {"not-held": 1}
    given = dpkit.open(tmp_path / "package", documents=[tmp_path]).validate()
    assert given.citations == {"verified": 1}


def test_a_document_folder_that_is_a_link_out_is_not_entered(tmp_path: Path) -> None:
    example = {name: content for name, content in cited().items() if not name.startswith("documents/")}
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "letter.txt").write_bytes(str(cited()["documents/letter.txt"]).encode())
    build(tmp_path / "package", {**example, "documents": link("../elsewhere")})
    report = dpkit.open(tmp_path / "package").validate()
    assert report.citations == {"not-held": 1}
    (told,) = (each.message for each in report.findings if each.check == UNSAFE)
    said = "it is a symbolic link that leads out of the package's folder"
    assert told == f"the folder for documents is 'documents': {said}"


def test_a_folder_that_becomes_a_link_meanwhile_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "letter.txt").write_bytes(b"x")
    root = build(
        tmp_path / "package", {"documents/deep/x.txt": "x", "documents/.h/x": "x", "out": link("../elsewhere")}
    )
    package = Folder(root)
    assert package.files("documents") == ["documents/deep/x.txt"]

    def no_link(*_: object, **__: object) -> str:
        raise OSError(errno.EINVAL, "it was none when it was asked")

    monkeypatch.setattr(os, "readlink", no_link)
    assert package.files("out") == []
    package.close()


@contextmanager
def swapping(path: Path, target: Path) -> Iterator[None]:
    """Put a link to `target` in the place of a file, and the file in the place of the link, over and over."""
    stop, own, spare = threading.Event(), path.read_bytes(), path.with_suffix(".new")

    def swap() -> None:
        while not stop.is_set():
            spare.unlink(missing_ok=True)
            spare.symlink_to(target)
            spare.replace(path)
            spare.write_bytes(own)
            spare.replace(path)

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_file_that_becomes_a_link_meanwhile_is_not_followed(tmp_path: Path, canary: Path) -> None:
    root = build(tmp_path / "package", {"t.csv": "a,b\n1,2\n", "d/t.csv": "a,b\n3,4\n"})
    opened, refused = 0, 0
    package = Folder(root)
    with swapping(root / "t.csv", canary):
        for number in range(1_000_000):  # until both have been met; when threads take turns is not for us to say
            if number >= 10_000 and opened and refused:
                break
            try:
                found = package.read("t.csv")
            except (UnsafePathError, OSError):
                refused += 1
                continue
            opened += 1
            assert b"canary" not in found
    package.close()
    assert opened
    assert refused


def test_a_whole_run_beside_a_swapping_thread(tmp_path: Path, canary: Path) -> None:
    files = table("a,b\n1,2\n", hash=f"sha256:{sha256(b'a,b').hexdigest()}")
    root = build(tmp_path / "package", files)
    with swapping(root / "t.csv", canary):
        for _ in range(20):
            report = dpkit.open(root).validate()
            assert {each.check for each in report.findings} <= {"hash-mismatch", UNSAFE, "file-missing"}
            assert "canary" not in str(report.findings)
