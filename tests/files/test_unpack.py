"""Unpacking: an archive comes out whole, or nothing is written and one sentence says why."""

import gzip
import io
import os
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from dpkit.files.unpack import Limits, unpack
from dpkit.files.unpack_one import unpack_one
from dpkit.model.errors import DpkitError

Entry = zipfile.ZipInfo | str


def packed(*entries: tuple[Entry, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as zip_file:
        for entry, content in entries:
            zip_file.writestr(entry, content)
    return data.getvalue()


def of_kind(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (kind | 0o644) << 16
    return entry


def spelled(real: str) -> bytes:
    """Return an archive whose one entry has a name that zipfile itself would not write."""
    stand_in = "n" * len(real)
    return packed((stand_in, b"x")).replace(stand_in.encode(), real.encode())


def marked(offset: int, mark: bytes, data: bytes | None = None) -> bytes:
    """Return an archive with `mark` at an offset of its central entry."""
    found = data or packed(("a.csv", b"a" * 50))
    at = found.index(b"PK\1\2") + offset
    return found[:at] + mark + found[at + len(mark) :]


ZEROS = bytes(11_000_000)
ONE = packed(("a.csv", b"a\n1\n"))
HOSTILE = {
    "parent": (packed(("../evil", b"x")), "leads out of the folder"),
    "parent-inside": (packed(("a/../../evil", b"x")), "leads out of the folder"),
    "parent-last": (packed(("a/..", b"x")), "leads out of the folder"),
    "absolute": (packed(("/etc/evil", b"x")), "is an absolute path"),
    "absolute-double": (packed(("//evil", b"x")), "is an absolute path"),
    "drive": (packed(("C:/evil", b"x")), "has a backslash or a colon"),
    "drive-relative": (packed(("c:evil", b"x")), "has a backslash or a colon"),
    "stream": (packed(("a.csv:evil", b"x")), "has a backslash or a colon"),
    "backslash": (spelled("..\\evil"), "has a backslash or a colon"),
    "backslash-absolute": (spelled("\\\\host\\evil"), "has a backslash or a colon"),
    "dot": (packed(("./evil", b"x")), "has an empty part"),
    "empty-part": (packed(("a//evil", b"x")), "has an empty part"),
    "nul": (spelled("a.csv\0.exe"), "has a control character"),
    "escape": (spelled("\x1b[2Jevil"), "has a control character"),
    "long-part": (packed(("n" * 256, b"x")), "is too long"),
    "long-path": (packed(("n/" * 600 + "n", b"x")), "is too long"),
    "symlink": (packed((of_kind("link", stat.S_IFLNK), b"/etc/passwd")), "is a link or a device"),
    "symlink-folder": (packed((of_kind("a", stat.S_IFLNK), b".."), ("a/evil", b"x")), "is a link or a device"),
    "fifo": (packed((of_kind("pipe", stat.S_IFIFO), b"")), "is a link or a device"),
    "socket": (packed((of_kind("socket", stat.S_IFSOCK), b"")), "is a link or a device"),
    "device": (packed((of_kind("null", stat.S_IFCHR), b"")), "is a link or a device"),
    "disk": (packed((of_kind("disk", stat.S_IFBLK), b"")), "is a link or a device"),
    "folder-by-mode": (packed((of_kind("a.csv", stat.S_IFDIR), b"x")), "is a folder by one of its marks"),
    "file-by-mode": (packed((of_kind("a/", stat.S_IFREG), b"")), "is a folder by one of its marks"),
    "folder-with-bytes": (spelled("aa/"), "is a folder by one of its marks"),
    "case": (packed(("a.csv", b"x"), ("A.csv", b"y")), "clash"),
    "case-of-folder": (packed(("data/a", b"x"), ("Data/b", b"y")), "clash"),
    "accents": (packed(("\u00e9.csv", b"x"), ("e\u0301.csv", b"y")), "clash"),
    "sharp-s": (packed(("stra\u00dfe", b"x"), ("STRASSE", b"y")), "clash"),
    "file-and-folder": (packed(("a", b"x"), ("a/b", b"y")), "clash"),
    "folder-and-file": (packed(("a/b", b"y"), ("a", b"x")), "clash"),
    "folder-twice": (packed(("a/", b""), ("b/", b"")).replace(b"b/", b"a/"), "twice"),
    "twice": (packed(("a.csv", b"x"), ("b.csv", b"y")).replace(b"b.csv", b"a.csv"), "clash"),
    "two-names": (ONE.replace(b"a.csv", b"b.csv", 1), "is damaged"),
    "bomb": (packed(("zeros", ZEROS), method=zipfile.ZIP_DEFLATED), "more than 200 for each"),
    "encrypted": (marked(8, b"\1"), "is encrypted"),
    "bzip2": (packed(("a.csv", b"x" * 99), method=zipfile.ZIP_BZIP2), "packed by a method"),
    "method-unknown": (marked(10, b"\x63"), "packed by a method"),
    "two-sizes": (marked(24, struct.pack("<L", 99)), "has two sizes"),
    "size-too-small": (
        marked(24, struct.pack("<L", 10), packed(("a.csv", b"ab" * 50), method=zipfile.ZIP_DEFLATED)),
        "is damaged or cut off",
    ),
    "size-too-large": (
        marked(24, struct.pack("<L", 1000), packed(("a.csv", b"ab" * 50), method=zipfile.ZIP_DEFLATED)),
        "is cut off",
    ),
    "byte-changed": (ONE.replace(b"a\n1\n", b"a\n2\n"), "is damaged"),
    "empty-file": (b"", "is no zip archive"),
    "text": (b"event_id\na\n", "is no zip archive"),
    "end-cut": (ONE[:-30], "is no zip archive"),
    "start-cut": (ONE[30:], "before the start of the file"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_archives_write_nothing(tmp_path: Path, case: str) -> None:
    data, reason = HOSTILE[case]
    archive, into = tmp_path / "case.zip", tmp_path / "a" / "into"
    archive.write_bytes(data)
    into.parent.mkdir()
    with pytest.raises(DpkitError, match=reason) as refusal:
        unpack(archive, into)
    assert "\n" not in str(refusal.value)
    assert "\x1b" not in str(refusal.value)
    assert "case.zip" in str(refusal.value)
    assert sorted(os.listdir(tmp_path)) == ["a", "case.zip"]
    assert [path for path in into.parent.rglob("*") if path != into] == []


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_archives_are_no_releases(tmp_path: Path, run: Callable[..., Result], case: str) -> None:
    data, reason = HOSTILE[case]
    (tmp_path / "case.zip").write_bytes(data)
    result = run("verify", tmp_path / "case.zip")
    assert (result.exit_code, result.stderr) == (1, "")
    assert any(each in result.stdout for each in (reason, "is damaged", "is not written as dpkit writes an archive"))
    assert os.listdir(tmp_path) == ["case.zip"]


def test_a_bomb_among_large_entries_is_seen_by_its_own_ratio(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zip_file:
        zip_file.writestr("noise", random.Random(0).randbytes(1 << 20))  # noqa: S311
        zip_file.writestr("zeros", ZEROS, zipfile.ZIP_DEFLATED)
    (tmp_path / "bomb.zip").write_bytes(data.getvalue())
    with pytest.raises(DpkitError, match="'zeros' would unpack to more than 200 times its size"):
        unpack(tmp_path / "bomb.zip", tmp_path / "into")


def test_a_bomb_of_one_file_is_told_with_its_rule(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(ZEROS, mtime=0))
    rule = r"it would unpack [0-9,]+ bytes to more than 10,000,000, and to more than 200 for each"
    with (tmp_path / "bomb.gz").open("rb") as file, pytest.raises(DpkitError, match=rule):
        unpack_one(file.fileno(), "gz", None, tmp_path / "out")


@pytest.mark.parametrize("liar", [False, True], ids=["says so", "says nothing"])
def test_a_bomb_that_says_so_is_refused_before_it_is_unpacked(liar: bool, tmp_path: Path) -> None:  # noqa: FBT001
    packed, out = gzip.compress(ZEROS, mtime=0), tmp_path / "out"
    (tmp_path / "bomb.gz").write_bytes(packed[:-4] + bytes(4) if liar else packed)
    with (tmp_path / "bomb.gz").open("rb") as file, pytest.raises(DpkitError, match="it would unpack"):
        unpack_one(file.fileno(), "gz", None, out)
    assert (out.stat().st_size > 0) is liar


def test_a_file_that_is_cut_off_is_no_bomb(tmp_path: Path) -> None:
    """Where a file is cut off, its last bytes are not the size that they would say."""
    rows = "".join(f"{number},{number * number}\n" for number in range(9999))
    cut = gzip.compress(rows.encode(), mtime=0)[:-12]
    assert int.from_bytes(cut[-4:], "little") > 10_000_000
    (tmp_path / "rows.gz").write_bytes(cut)
    with (tmp_path / "rows.gz").open("rb") as file, pytest.raises(DpkitError, match="it is damaged or cut off"):
        unpack_one(file.fileno(), "gz", None, tmp_path / "out")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(entries=1), "2 entries; at most 1"), (Limits(size=7), "8 bytes; at most 7")],
)
def test_limits_are_told(tmp_path: Path, limits: Limits, reason: str) -> None:
    (tmp_path / "two.zip").write_bytes(packed(("a", b"1234"), ("b", b"5678")))
    with pytest.raises(DpkitError, match=reason):
        unpack(tmp_path / "two.zip", tmp_path / "into", limits)


def test_what_cannot_be_read_or_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DpkitError, match=r"none\.zip could not be read: no such file"):
        unpack(tmp_path / "none.zip", tmp_path / "into")
    (tmp_path / "one.zip").write_bytes(ONE)
    with pytest.raises(DpkitError, match="could not be written: no such file"):
        unpack(tmp_path / "one.zip", tmp_path / "no" / "into")
    with pytest.raises(DpkitError, match="is not empty"):
        unpack(tmp_path / "one.zip", tmp_path)
    assert (tmp_path / "one.zip").read_bytes() == ONE


NAMES = st.lists(st.text("abcé ", min_size=1, max_size=3), min_size=1, max_size=3).map("/".join)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=5), st.sampled_from([0, 8]))
def test_what_is_packed_comes_out_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], method: int
) -> None:
    folder = tmp_path_factory.mktemp("unpack")
    (folder / "a.zip").write_bytes(packed(*files.items(), method=method))
    try:
        unpack(folder / "a.zip", folder / "into")
    except DpkitError as error:
        assert "clash" in str(error)  # noqa: PT017
        assert any(name.startswith(f"{other}/") for name in files for other in files)
    else:
        found = {path.relative_to(folder / "into").as_posix(): path for path in (folder / "into").rglob("*")}
        assert {name: path.read_bytes() for name, path in found.items() if path.is_file()} == files


@given(st.data())
def test_damage_never_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("damage")
    whole = bytearray(packed(("a.csv", b"a" * 30), ("b/c.csv", b"b" * 30), method=8))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (folder / "a.zip").write_bytes(whole)
    try:
        unpack(folder / "a.zip", folder / "into")
    except DpkitError:
        assert not (folder / "into").exists() or not any((folder / "into").iterdir())
