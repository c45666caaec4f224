"""The archive: what is in it, that its bytes depend on nothing else, and what is refused."""

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.files.unpack import unpack
from dpkit.model.errors import DpkitError
from dpkit.release.archive import write_archive

Files = dict[str, str | bytes]
Built = Callable[..., Path]

CONTENTS = [
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-DATA",
    "README.md",
    "SHA256SUMS",
    "checks/short-stay.sql",
    "data/places.csv",
    "data/sources.csv",
    "data/visit_accounts.csv",
    "datapackage.json",
    "release.json",
    "resolved/datapackage.json",
    "resolved/schemas/visit_accounts.json",
    "resolved/visit_accounts.csv",
    "schemas/places.json",
    "schemas/sources.json",
    "schemas/visit_accounts.json",
]


@pytest.fixture
def unpacked(built: Built, files: Files, tmp_path: Path) -> Path:
    unpack(built(files) / "visits-1.0.0.zip", tmp_path / "unpacked")
    return tmp_path / "unpacked"


def test_holds_what_the_package_names_and_nothing_else(unpacked: Path, files: Files) -> None:
    found = {path.relative_to(unpacked).as_posix(): path for path in unpacked.rglob("*") if path.is_file()}
    assert sorted(found) == CONTENTS
    for name, path in found.items():
        if name in files and name != "datapackage.json":
            assert path.read_bytes() == str(files[name]).encode()


def test_descriptor_has_digest_and_size_of_each_resource(unpacked: Path, files: Files) -> None:
    descriptor = json.loads((unpacked / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        data = (unpacked / resource["path"]).read_bytes()
        assert resource.pop("bytes") == len(data)
        assert resource.pop("hash") == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert descriptor == json.loads(files["datapackage.json"])


def test_is_a_valid_package_with_its_own_checks(unpacked: Path, run: Callable[..., Result]) -> None:
    assert run("validate", unpacked, "--select", "package/short-stay").exit_code == 0
    assert run("validate", unpacked / "resolved").exit_code == 0


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum")
def test_sums_are_those_of_sha256sum(unpacked: Path) -> None:
    names = (unpacked / "SHA256SUMS").read_text().split("\n")
    assert [line.split("  ")[1] for line in names if line] == [name for name in CONTENTS if name != "SHA256SUMS"]
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=unpacked, check=True)


def test_entries_are_stored_sorted_and_alike(built: Built, files: Files) -> None:
    with zipfile.ZipFile(built(files) / "visits-1.0.0.zip") as zip_file:
        entries = zip_file.infolist()
    assert [entry.filename for entry in entries] == CONTENTS
    assert {
        (entry.date_time, entry.compress_type, entry.external_attr >> 16, entry.create_system) for entry in entries
    } == {((2025, 7, 31, 0, 0, 0), zipfile.ZIP_STORED, 0o100644, 3)}


@pytest.mark.parametrize(("epoch", "year"), [(0, 1980), (-1, 1980), (2**40, 2107)])
def test_times_that_no_zip_can_tell_are_the_nearest(built: Built, files: Files, epoch: int, year: int) -> None:
    with zipfile.ZipFile(built(files, epoch=epoch) / "visits-1.0.0.zip") as zip_file:
        assert {entry.date_time[0] for entry in zip_file.infolist()} == {year}


def test_package_without_claims_has_no_resolved_view(built: Built, files: Files) -> None:
    files["datapackage.json"] = json.dumps(
        {"name": "visits", "version": "1.0.0", "resources": [{"name": "sources", "path": "data/sources.csv"}]}
    )
    with zipfile.ZipFile(built(files) / "visits-1.0.0.zip") as zip_file:
        assert not [name for name in zip_file.namelist() if name.startswith("resolved/")]


def changed(files: Files, **properties: object) -> Files:
    descriptor = json.loads(files["datapackage.json"])
    return files | {"datapackage.json": json.dumps({**descriptor, **properties})}


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no-version": ({"version": None}, "cannot name a file"),
    "name-with-folder": ({"name": "../visits"}, r"name and version '\.\./visits-1\.0\.0'"),
    "own-record": (
        {"resources": [{"name": "own", "path": "release.json"}]},
        "'release.json', which a release makes itself",
    ),
    "own-sums": ({"resources": [{"name": "sums", "path": "SHA256SUMS"}]}, "'SHA256SUMS', which a release makes itself"),
    "on-the-web": ({"resources": [{"name": "web", "path": "https://example.org/a.csv"}]}, "it is a URL"),
    "schema-on-the-web": (
        {"resources": [{"name": "s", "path": "data/sources.csv", "schema": "https://example.org/s.json"}]},
        "s.json' cannot be released: it is a URL",
    ),
    "outside": ({"resources": [{"name": "out", "path": "../notes.txt"}]}, "out has no file inside the package"),
    "missing": ({"resources": [{"name": "none", "path": "none.txt"}]}, "'none.txt' could not be read: no such file"),
    "invisible": ({"resources": [{"name": "x", "path": "a\u200b.txt"}]}, "holds an invisible character"),
    "unread": (
        {"resources": [{"name": "x", "path": "x.csv", "schema": {"fields": [{"name": "a"}]}}]},
        "x could not be read",
    ),
    "case": (
        {"resources": [{"name": "a", "path": "notes.txt"}, {"name": "b", "path": "Notes.txt"}]},
        "'Notes.txt' and 'notes.txt' clash",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_release_can_hold_is_refused(built: Built, files: Files, case: str) -> None:
    properties, reason = REFUSED[case]
    files |= {"release.json": "mine", "SHA256SUMS": "mine", "Notes.txt": "other"}
    with pytest.raises(DpkitError, match=reason):
        built(changed(files, **properties))


def test_symbolic_link_out_of_the_package_is_refused(write: Callable[..., Path], built: Built, files: Files) -> None:
    secret = write({"secret.txt": "secret"}, "elsewhere") / "secret.txt"
    root = write({"a": ""}, "dist-package")
    (root / "link.txt").symlink_to(secret)
    with pytest.raises(DpkitError, match="leads out of the package's folder"):
        built(changed(files, resources=[{"name": "link", "path": "link.txt"}]))


def test_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    readings = iter(range(9))

    def changing() -> io.BytesIO:
        return io.BytesIO(b"%d" % next(readings))

    with pytest.raises(DpkitError, match=r"the archive would not be sound: notes\.txt: it was changed"):
        write_archive({"notes.txt": changing}, {}, 0, tmp_path / "a.zip")


def test_paths_are_listed_in_their_plain_form(built: Built, files: Files, run: Callable[..., Result]) -> None:
    resource = {"name": "sources", "path": "./data//sources.csv"}
    archive = built(changed(files, resources=[resource], dpkit=None)) / "visits-1.0.0.zip"
    with zipfile.ZipFile(archive) as zip_file:
        assert "data/sources.csv" in zip_file.namelist()
    assert run("verify", archive).exit_code == 0


def test_several_files_and_data_in_the_descriptor(built: Built, files: Files, run: Callable[..., Result]) -> None:
    fields = [{"name": "source_id"}, {"name": "title"}]
    files |= {"data/a.csv": "source_id,title\na,A\n", "data/b.csv": "source_id,title\nb,B\n"}
    parts = {"name": "parts", "path": ["data/a.csv", "data/b.csv"], "type": "table", "schema": {"fields": fields}}
    inline = {
        "name": "inline",
        "data": [{"source_id": "c", "title": "C"}],
        "type": "table",
        "schema": {"fields": fields},
    }
    folder = built(changed(files, resources=[parts, inline], dpkit=None))
    result = run("verify", folder / "visits-1.0.0.zip")
    assert (result.exit_code, result.stderr) == (0, "")
    with closing(sqlite3.connect(folder / "visits-1.0.0.sqlite")) as database:
        assert database.execute("SELECT * FROM parts").fetchall() == [("a", "A"), ("b", "B")]
        assert database.execute("SELECT * FROM inline").fetchall() == [("c", "C")]
    with zipfile.ZipFile(folder / "visits-1.0.0.zip") as zip_file:
        assert {"data/a.csv", "data/b.csv"} <= {*zip_file.namelist()}
        assert "Files: `data/a.csv` and `data/b.csv`." in zip_file.read("README.md").decode()
        assert json.loads(zip_file.read("datapackage.json"))["resources"] == [parts, inline]
