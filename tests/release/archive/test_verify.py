"""`dpkit verify`: whatever was done to a release since it was made is found."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

from dpkit.api.verifying import verify
from dpkit.files.zip_file import of_bytes, write_zip
from dpkit.release import verification
from dpkit.report import verification_json

Files = dict[str, str | bytes]
Entries = dict[str, bytes]
Built = Callable[..., Path]
Run = Callable[..., Result]
EPOCH = 1_753_920_000
NAME = "visits-1.0.0.zip"
CONTRACT = json.loads(Path(verification_json.__file__).with_name("verify.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def entries_of() -> dict[str, Entries]:
    """Return what was built before, since every test starts from it."""
    return {}


@pytest.fixture
def entries(built: Built, files: Files, entries_of: dict[str, Entries]) -> Entries:
    """Return the entries of a sound release."""
    if not entries_of:
        with zipfile.ZipFile(built(files) / NAME) as zip_file:
            entries_of["sound"] = {name: zip_file.read(name) for name in zip_file.namelist()}
    return dict(entries_of["sound"])


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes entries as dpkit writes an archive."""

    def pack(entries: Entries, name: str = NAME) -> Path:
        data = io.BytesIO()
        write_zip(data, {each: of_bytes(content) for each, content in entries.items()}, EPOCH)
        (tmp_path / name).write_bytes(data.getvalue())
        return tmp_path / name

    return pack


def summed(entries: Entries) -> Entries:
    """Return entries with sums, descriptors and `release.json` that fit what the files are now."""
    found = {name: data for name, data in entries.items() if name != "SHA256SUMS"}
    for name in ("datapackage.json", "resolved/datapackage.json"):
        descriptor = json.loads(found[name])
        for each in descriptor["resources"]:
            data = found[name.replace("datapackage.json", each["path"])]
            each |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        found[name] = json.dumps(descriptor).encode()
    record = found["release.json"].decode()
    for each in json.loads(record)["resources"]:
        data = found[each["path"]]
        was = f'"sha256": "{each["sha256"]}", "bytes": {each["bytes"]}'
        record = record.replace(was, f'"sha256": "{hashlib.sha256(data).hexdigest()}", "bytes": {len(data)}')
    found["release.json"] = record.encode()
    lines = [f"{hashlib.sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found)]
    return found | {"SHA256SUMS": "".join(lines).encode()}


def told(result: Result) -> list[str]:
    """Return the problems that were told; the verdict is that there are some."""
    assert result.exit_code == 1
    problems, _, rest = result.stdout.partition("\n\n")
    assert "not verified: " in rest
    return problems.splitlines()


def test_sound_archive(pack: Callable[..., Path], entries: Entries, run: Run) -> None:
    result = run("verify", pack(entries))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"visits 1.0.0 of 2025-07-31T00:00:00Z, from commit {'0' * 40}\n"
        "17 files, 3 resources, 5 rows, 4 cited passages (4 not-held)\n"
        "not signed; whoever changed all its files to fit each other would not be noticed\n"
        "verified: every file is as it was made, and the data are those that release.json tells of\n"
    )


def test_sound_folder(entries: Entries, write: Callable[..., Path], run: Run) -> None:
    assert run("verify", write(entries, "unpacked")).exit_code == 0


def test_json(pack: Callable[..., Path], entries: Entries, run: Run) -> None:
    entries["README.md"] += b"\n"
    found = json.loads(run("verify", pack(entries), "--format", "json").stdout)
    jsonschema.validate(found, CONTRACT)
    jsonschema.validate(json.loads(run("verify", __file__, "--format", "json").stdout), CONTRACT)
    assert (found["valid"], found["package"]["version"], found["files"]) == (False, "1.0.0", 17)
    assert [each["file"] for each in found["problems"]] == ["README.md"]
    assert found["signature"]["seal"] == "missing"


def test_every_file_changed_missing_extra_or_swapped_is_told(
    pack: Callable[..., Path], entries: Entries, run: Run
) -> None:
    for name in entries:
        changed = entries | {name: entries[name] + b" "}
        assert any(line.startswith(f"{name}: ") for line in told(run("verify", pack(changed)))), name
        without = {other: data for other, data in entries.items() if other != name}
        assert any(line.startswith(f"{name}: it is missing") for line in told(run("verify", pack(without)))), name
        renamed = without | {f"{name}.old": entries[name]}
        lines = told(run("verify", pack(renamed)))
        assert any(line.startswith((f"{name}.old: it does not belong there", f"{name}: ")) for line in lines), name
    for name, other in zip(entries, [*entries][1:], strict=False):
        swapped = entries | {name: entries[other], other: entries[name]}
        assert told(run("verify", pack(swapped))), name


@pytest.fixture
def verify_changed(pack: Callable[..., Path], entries: Entries, run: Run) -> Callable[[str, str, str], list[str]]:
    """Return a function that changes a text of a file, and all sums with it, and returns what is told of it."""

    def verify_changed(name: str, old: str, new: str) -> list[str]:
        assert old in entries[name].decode()
        changed = entries | {name: entries[name].decode().replace(old, new).encode()}
        return told(run("verify", pack(summed(changed))))

    return verify_changed


CHANGES = [
    ("data/places.csv", "Omsk,high", "Omsk.,high", "data/places.csv: its citation (row 'omsk') is not recorded"),
    ("data/places.csv", "page=1,Omsk", "page=2,Omsk", "release.json records a citation of row 'omsk'"),
    ("data/visit_accounts.csv", "v2,omsk", "v3,omsk", "its citation (row 'v3') is not recorded"),
    ("data/sources.csv", "A letter,", "A letter,\nnote,A note,", "it has 2 rows, and release.json gives it 1"),
    ("data/sources.csv", "source_id,title", "title,source_id", "release.json records"),
    ("datapackage.json", '"visits"', '"visit"', "its name is 'visits', and that of datapackage.json is 'visit'"),
    ("datapackage.json", '"1.0.0"', '"1.0.1"', "its version is '1.0.0', and that of datapackage.json is '1.0.1'"),
    ("release.json", '"version": "1.0.0"', '"version": "1.1.0"', "its version is '1.1.0'"),
    ("release.json", '"name": "places", "path"', '"name": "place", "path"', "'place', and datapackage.json"),
    ("release.json", '"path": "data/places.csv"', '"path": "data/sources.csv"', "gives resource 'places' the path"),
    ("release.json", '"documents": {}', '"documents": {"letter": "0"}', "gives source 'letter' the document '0'"),
    ("release.json", '"citations"', '"quotations"', "data/places.csv: its citation (row 'omsk') is not recorded"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "problem"), CHANGES)
def test_what_was_changed_with_all_its_sums_contradicts_the_record(
    verify_changed: Callable[[str, str, str], list[str]], name: str, old: str, new: str, problem: str
) -> None:
    assert problem in "\n".join(verify_changed(name, old, new))


def test_sums_that_fit_are_no_problem_by_themselves(pack: Callable[..., Path], entries: Entries, run: Run) -> None:
    entries["README.md"] += b"more"
    result = run("verify", pack(summed(entries)))
    assert result.exit_code == 0
    assert "whoever changed all its files to fit each other would not be noticed" in result.stdout


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: [*lines, lines[0]], "names a file a second time"),
        (lambda lines: lines[::-1], "in the order of the paths"),
        (lambda lines: [line.upper() for line in lines], "is no digest and path"),
        (lambda lines: [*lines, "0" * 64 + "  none.csv\n"], "none.csv: it is missing, though SHA256SUMS lists it"),
        (lambda lines: [*lines, "0" * 64 + "  SHA256SUMS\n"], "it lists itself"),
        (lambda _: [], "it does not belong there: SHA256SUMS does not list it"),
    ],
)
def test_sums_themselves(
    pack: Callable[..., Path],
    entries: Entries,
    run: Run,
    change: Callable[[list[str]], list[str]],
    problem: str,
) -> None:
    lines = entries["SHA256SUMS"].decode().splitlines(keepends=True)
    entries["SHA256SUMS"] = "".join(change(lines)).encode()
    assert problem in "\n".join(told(run("verify", pack(entries))))


@pytest.mark.parametrize("name", ["datapackage.json", "release.json", "resolved/datapackage.json"])
@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"resources": [1]}', b'{"a": 1, "a": 2}', b"\xff"])
def test_a_broken_part_is_told_and_raises_nothing(
    pack: Callable[..., Path], entries: Entries, run: Run, name: str, data: bytes
) -> None:
    lines = told(run("verify", pack(entries | {name: data})))
    assert any(line.startswith(f"{name}: ") for line in lines)


def test_a_part_that_is_too_large_to_be_read_is_told(
    pack: Callable[..., Path], entries: Entries, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(verification.LARGEST, "SHA256SUMS", 100)
    lines = told(run("verify", pack(entries)))
    assert lines == ["SHA256SUMS: it has more than the 100 bytes that are read of it"]


@pytest.fixture
def small(built: Built) -> bytes:
    """Return an archive with hardly anything in it."""
    resource = {"name": "a", "path": "a.txt"}
    descriptor = {"name": "visits", "version": "1.0.0", "resources": [resource]}
    return (built({"datapackage.json": json.dumps(descriptor), "a.txt": "a\n"}) / NAME).read_bytes()


def test_every_changed_byte_is_found(small: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(small)
    assert verify(tmp_path / NAME).valid
    for offset in range(len(small)):
        changed = bytearray(small)
        changed[offset] ^= 1 << (offset % 8)
        (tmp_path / NAME).write_bytes(changed)
        assert not verify(tmp_path / NAME).valid, offset


def test_every_cut_and_every_byte_more_is_found(small: bytes, tmp_path: Path) -> None:
    local, central = (small.index(mark, 9) for mark in (b"PK\3\4", b"PK\1\2"))
    cut = [small[:size] for size in range(0, len(small), 7)]
    more = [small[:at] + b"x" + small[at:] for at in (0, local, central, len(small) - 22, len(small))]
    comment = small[:-2] + b"\1\0x"
    for data in (*cut, *more, comment, small + small):
        (tmp_path / NAME).write_bytes(data)
        assert not verify(tmp_path / NAME).valid, len(data)


def test_same_entries_written_otherwise_are_found(pack: Callable[..., Path], entries: Entries, run: Run) -> None:
    path = pack(entries)
    for order, method in ((sorted(entries), zipfile.ZIP_DEFLATED), (sorted(entries)[::-1], zipfile.ZIP_STORED)):
        with zipfile.ZipFile(path, "w", method) as zip_file:
            for name in order:
                zip_file.writestr(name, entries[name])
        assert "not written as dpkit writes an archive" in told(run("verify", path))[0]


def test_a_file_of_the_folder_that_is_a_link_is_told(entries: Entries, write: Callable[..., Path], run: Run) -> None:
    root = write(entries, "unpacked")
    shutil.move(root / "README.md", root.parent / "README.md")
    (root / "README.md").symlink_to("../README.md")
    (root / "more").symlink_to(root.parent)
    lines = told(run("verify", root))
    assert "README.md: it is a link or no plain file" in lines
    assert "more: it is a link or no plain file" in lines


def other(files: Files, version: str) -> Files:
    descriptor = json.loads(files["datapackage.json"])
    return files | {
        "datapackage.json": json.dumps({**descriptor, "version": version}),
        "data/sources.csv": "source_id,title,sha256\nletter,A long letter,\n",
    }


def test_an_older_release_in_place_of_a_newer(built: Built, files: Files, tmp_path: Path, run: Run) -> None:
    older, newer = built(files, "older") / NAME, built(other(files, "1.1.0"), "newer") / "visits-1.1.0.zip"
    assert run("verify", older, "--record", tmp_path / "older.json").exit_code == 0
    assert run("verify", newer, "--record", tmp_path / "newer.json").exit_code == 0
    shutil.copy(older, newer)
    assert told(run("verify", newer)) == ["visits-1.1.0.zip: it is called 1.1.0, and holds version 1.0.0"]
    lines = told(run("verify", older, "--record", tmp_path / "newer.json"))
    assert lines[0] == f"{NAME}: it is visits 1.0.0, and the record is of visits 1.1.0"
    assert any("the record says" in line for line in lines)


def test_files_of_two_releases_mixed(
    built: Built, files: Files, pack: Callable[..., Path], entries: Entries, run: Run
) -> None:
    with zipfile.ZipFile(built(other(files, "1.1.0"), "newer") / "visits-1.1.0.zip") as zip_file:
        newer = {name: zip_file.read(name) for name in zip_file.namelist()}
    for name in (name for name in entries if entries[name] != newer[name]):
        assert told(run("verify", pack(entries | {name: newer[name]}))), name
        assert told(run("verify", pack(newer | {name: entries[name]}, "visits-1.1.0.zip"))), name


def test_record_tells_an_archive_that_was_made_anew(
    built: Built, files: Files, pack: Callable[..., Path], entries: Entries, run: Run, tmp_path: Path
) -> None:
    built(files)
    assert "as recorded in" in run("verify", pack(entries), "--record", tmp_path / "dist.json").stdout
    entries["README.md"] += b"more"
    lines = told(run("verify", pack(summed(entries)), "--record", tmp_path / "dist.json"))
    assert len(lines) == 1
    assert re.fullmatch(rf"{NAME}: its sha256 is [0-9a-f]{{64}}; the record says [0-9a-f]{{64}}", lines[0])


def test_nothing_to_verify_is_one_sentence(
    tmp_path: Path, entries: Entries, pack: Callable[..., Path], run: Run
) -> None:
    for arguments in ((tmp_path / "none.zip",), (pack(entries), "--record", tmp_path / "none.json")):
        result = run("verify", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "could not be read: no such file or directory" in result.stderr
    (tmp_path / "folder").mkdir()
    result = run("verify", tmp_path / "folder")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no release that was unpacked: it has no SHA256SUMS and no release.json" in result.stderr
    (tmp_path / "text.zip").write_text("text")
    assert told(run("verify", tmp_path / "text.zip")) == ["text.zip: it is no zip archive, or it is damaged or cut off"]
