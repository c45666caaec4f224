"""`dpkit release`: what is released, what is refused, and what is recorded."""

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.files.lock import hold

Run = Callable[..., Result]
Write = Callable[..., Path]
Git = Callable[..., str]
Commit = Callable[..., Path]
Package = Callable[..., "dict[str, str | bytes]"]
Release = Callable[..., Result]

HEADER = "fact_id,source_id,locator,quote,context_locator,context_quote,confidence\n"
FACT = 'f1,letter,"char=8,12",1923,,,high\n'
SECOND = 'f2,letter,"char=3,7",July,,,high\n'


def record(root: Path, version: str = "1.0.0") -> "dict[str, Any]":
    found: dict[str, Any] = json.loads((root / f"releases/{version}.json").read_bytes())
    return found


def snapshot(folder: Path) -> "dict[str, bytes]":
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_facts(files: Mapping[str, str | bytes], *rows: str) -> "dict[str, str | bytes]":
    return {**files, "facts.csv": HEADER + "".join(rows)}


def reasons(result: Result) -> "list[str]":
    assert result.exit_code == 1, result.stdout + result.stderr
    found: list[str] = json.loads(result.stdout)["reasons"]
    return found


def test_release_is_published_and_recorded(
    commit: Commit, released_package: Package, release: Release, run: Run, git: Git
) -> None:
    root = commit(released_package("1.0.0"))
    head = git(root, "rev-parse", "HEAD")
    result = release(root)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("example 1.0.0 is released\n")
    assert f"\n  git tag v1.0.0 {head}\n" in result.stdout
    assert result.stdout.count("example-1.0.0.parquet/") == 1  # one line for all that lies there
    archive = root / "dist/example-1.0.0/example-1.0.0.zip"
    found = record(root)
    assert found["package"] == {"name": "example", "version": "1.0.0", "commit": head, "date": "2001-08-05T02:00:00Z"}
    assert found["counts"]["citations"] == {"verified": 1}
    assert found["citations"][0][:5] == ["facts", "f1", "citation", "letter", "char=8,12"]
    assert {each["path"] for each in found["files"]} == {
        path.relative_to(archive.parent).as_posix() for path in archive.parent.rglob("*") if path.is_file()
    }
    assert run("verify", archive, "--record", root / "releases/1.0.0.json").exit_code == 0
    with zipfile.ZipFile(archive) as entries:
        inner = json.loads(entries.read("release.json"))
    assert inner == {name: value for name, value in found.items() if name != "files"}


def test_resources_of_several_files_and_of_none(
    commit: Commit, released_package: Package, release: Release, run: Run, tmp_path: Path
) -> None:
    files = released_package("1.0.0")
    descriptor = json.loads(files["datapackage.json"])
    descriptor["resources"] += [
        {"name": "parts", "path": ["a.csv", "b.csv"], "schema": {"fields": [{"name": "id"}]}},
        {"name": "inline", "data": [{"id": 1}], "schema": {"fields": [{"name": "id", "type": "integer"}]}},
    ]
    parts = {"a.csv": "id\n1\n", "b.csv": "id\n2\n", "datapackage.json": json.dumps(descriptor)}
    root = commit({**files, **parts})
    result = release(root)
    assert result.exit_code == 0, result.stdout + result.stderr
    assert {each["name"]: each["rows"] for each in record(root)["resources"]} == {"sources": 1, "facts": 1, "parts": 2}
    archive = root / "dist/example-1.0.0/example-1.0.0.zip"
    assert run("verify", archive, "--record", root / "releases/1.0.0.json").exit_code == 0
    assert release(root, "1.0.0", "--rebuild", "-o", tmp_path / "again").exit_code == 0


def test_unpacked_archive_is_verified_at_release(released: Path, run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(released / "dist/example-1.0.0/example-1.0.0.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    result = run("validate", tmp_path / "unpacked")
    assert "\n1 citation: 1 verified at release 1.0.0\nvalid: 0 errors, 0 warnings, 0 notices\n" in result.stdout


def test_fresh_clone_is_verified_at_release(released: Path, git: Git, run: Run, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(released), "clone")
    assert "\n1 citation: 1 verified at release 1.0.0\n" in run("validate", tmp_path / "clone").stdout


@pytest.mark.parametrize("committed", ["", "committed"])
def test_same_release_again_changes_nothing(
    committed: str, commit: Commit, released_package: Package, release: Release
) -> None:
    root = commit(released_package("1.0.0"))
    release(root)
    if committed:
        commit({})
    before = snapshot(root)
    result = release(root, "1.0.0")
    assert result.exit_code == 0
    assert result.stdout.startswith("example 1.0.0 was released before, with the same bytes: there is nothing to do\n")
    assert snapshot(root) == before


@pytest.mark.usefixtures("released")
def test_other_content_under_a_released_version_is_refused(commit: Commit, release: Release) -> None:
    root = commit(with_facts({}, FACT, SECOND))
    (reason,) = reasons(release(root, "--format", "json"))
    told = "1.0.0 was released before (releases/1.0.0.json), and {}; what others may have is never changed"
    assert reason == told.format("its resources have other bytes now")
    commit({"facts.csv": HEADER + FACT, "CHANGELOG.md": "## [1.0.0] - 2001-08-05\n"})
    (reason,) = reasons(release(root, "--format", "json"))
    assert reason == told.format("its archive would have other bytes now, though its resources are the same")


@pytest.mark.usefixtures("released")
def test_next_release_is_measured_by_the_difference(
    commit: Commit, released_package: Package, release: Release
) -> None:
    root = commit(with_facts(released_package("1.0.0", "1.0.1"), FACT, SECOND))
    (reason,) = reasons(release(root, "--format", "json"))
    assert reason.startswith("the difference to 1.0.0 is minor (")
    assert reason.endswith("row-added: 1): it demands version 1.1.0, and datapackage.json gives 1.0.1")
    commit(with_facts(released_package("1.0.0", "1.1.0"), FACT, SECOND))
    result = release(root, "auto")
    assert result.exit_code == 0, result.stdout
    assert "difference  to 1.0.0: minor, which demands 1.1.0; changes: " in result.stdout
    assert record(root, "1.1.0")["difference"]["from"] == "1.0.0"
    assert record(root, "1.1.0")["difference"]["level"] == "minor"
    assert (root / "dist/example-1.0.0").exists()


@pytest.mark.usefixtures("released")
def test_auto_wants_the_very_version(commit: Commit, released_package: Package, release: Release) -> None:
    root = commit(with_facts(released_package("1.0.0", "2.0.0"), FACT, SECOND))
    assert "demands version 1.1.0, and datapackage.json gives 2.0.0" in release(root, "auto").stdout
    assert release(root, "2.0.0").exit_code == 0


def test_without_documents_unchanged_citations_suffice(
    released: Path, commit: Commit, released_package: Package, release: Release
) -> None:
    shutil.rmtree(released / "documents")
    files = {name: text for name, text in released_package("1.0.0", "1.0.1").items() if "documents" not in name}
    sources = str(files["sources.csv"]).replace("letter,1930", "letter,1931")
    root = commit({**files, "sources.csv": sources})
    assert release(root).exit_code == 0
    assert record(root, "1.0.1")["citations"][0][6] == "verified-at-release"
    commit(
        with_facts(
            {**files, "datapackage.json": str(files["datapackage.json"]).replace("1.0.1", "1.1.0")}, FACT, SECOND
        )
    )
    (told,) = [each for each in reasons(release(root, "--format", "json")) if "citation" in each]
    assert told == (
        "1 citation into documents whose sha256 is recorded was verified neither now nor at the last release "
        "(letter: 1); name the folder of the documents with --documents"
    )


def test_documents_may_lie_elsewhere(
    commit: Commit, released_package: Package, release: Release, tmp_path: Path
) -> None:
    root = commit(released_package("1.0.0"))
    (root / "documents").rename(tmp_path / "elsewhere")
    assert release(root, "--dry-run").exit_code == 1
    assert release(root, "--documents", tmp_path / "elsewhere").exit_code == 0


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"CHANGELOG.md": None}, "there is no CHANGELOG.md"),
        (
            {"CHANGELOG.md": "## [1.0.0]\n"},
            "CHANGELOG.md has no section for 1.0.0 with a date (## [1.0.0] - YYYY-MM-DD)",
        ),
        ({"CHANGELOG.md": "## 1x0.0 - 2001-08-04\n"}, "CHANGELOG.md has no section for 1.0.0 with a date"),
        (
            {"facts.csv": HEADER + 'f1,letter,"char=8,12",1924,,,high\nf1,letter,"char=8,12",1923,,,sure\n'},
            "validation finds 3 errors in the commit (confidence-unknown: 1, primary-key: 1, quote-not-found: 1);",
        ),
        ({"datapackage.json": ("1.0.0", "1.0")}, "the version in datapackage.json is '1.0', not of the form MAJOR.MIN"),
        ({"datapackage.json": ('"version"', '"was"')}, "the version in datapackage.json is missing; it has the form"),
        ({"datapackage.json": ("example", "a/b")}, "name and version 'a/b-1.0.0' of the package cannot name a file"),
    ],
)
def test_refused(
    changed: "dict[str, Any]", reason: str, commit: Commit, released_package: Package, release: Release
) -> None:
    files = released_package("1.0.0")
    for name, to in changed.items():
        text = str(files.pop(name))
        if to is not None:
            files[name] = text.replace(*to) if isinstance(to, tuple) else to
    root = commit(files)
    found = reasons(release(root, "--format", "json"))
    assert any(each.startswith(reason) for each in found), found
    assert not (root / "dist").exists()
    assert not (root / "releases").exists()


def test_all_reasons_are_told_at_once(
    commit: Commit, released_package: Package, release: Release, write: Write
) -> None:
    files = {**released_package("1.0.0"), "CHANGELOG.md": "", "documents/letter.txt": "other"}
    root = commit(with_facts(files, FACT, 'f2,nobody,"char=3,7",July,,,high\n'))
    write({"notes.txt": "", "CHANGELOG.md": "changed"})
    result = release(root, "1.2.0")
    assert result.stdout[result.stdout.index("\n6 reasons") :] == (
        "\n6 reasons:\n"
        "- datapackage.json gives version 1.0.0, not 1.2.0; a release edits no file of yours\n"
        "- validation finds 2 errors in the commit (document-changed: 1, source-unknown: 1); "
        "`dpkit validate` judges the files here\n"
        "- 1 check did not run (source-uncited: source-unknown was found)\n"
        "- 1 citation into documents whose sha256 is recorded was verified neither now nor at the last release "
        "(letter: 1); name the folder of the documents with --documents\n"
        "- CHANGELOG.md has no section for 1.0.0 with a date (## [1.0.0] - YYYY-MM-DD)\n"
        "- 2 files differ from the commit (CHANGELOG.md, notes.txt); commit what belongs to the release, "
        "or name a commit with --commit\n"
    )


@pytest.mark.usefixtures("released")
def test_lower_version_is_refused(commit: Commit, released_package: Package, release: Release) -> None:
    root = commit(released_package("0.9.0"))
    assert "version 0.9.0 is not higher than that of the last release, 1.0.0" in release(root).stdout


def test_what_git_ignores_and_the_release_folder_do_not_count(
    commit: Commit, released_package: Package, release: Release, write: Write
) -> None:
    root = commit({**released_package("1.0.0"), ".gitignore": "*.tmp\n/documents/\n"})
    write({"a.tmp": "", "out/earlier.zip": ""})
    assert release(root, "-o", root / "out", "--dry-run").exit_code == 0


def test_dry_run_writes_nothing(commit: Commit, released_package: Package, release: Release) -> None:
    root = commit(released_package("1.0.0"))
    before = snapshot(root)
    result = release(root, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.startswith("example 1.0.0 can be released\ncommit ")
    assert f"to write    {root}/dist/example-1.0.0/\n" in result.stdout
    assert snapshot(root) == before


def test_release_is_made_from_the_commit(commit: Commit, released_package: Package, release: Release, git: Git) -> None:
    root = commit(released_package("1.0.0"))
    git(root, "update-index", "--assume-unchanged", "facts.csv")
    (root / "facts.csv").write_text(HEADER)
    assert release(root).exit_code == 0
    assert [each["rows"] for each in record(root)["resources"]] == [1, 1]


def test_an_earlier_commit_can_be_released(
    commit: Commit, released_package: Package, release: Release, write: Write
) -> None:
    commit(released_package("1.0.0"))
    root = commit(with_facts(released_package("1.0.0", "1.1.0"), FACT, SECOND))
    write({"notes.txt": "the working copy does not matter then"})
    assert release(root, "1.0.0", "--commit", "HEAD~1").exit_code == 0
    commit({})
    assert release(root, "auto").exit_code == 0
    assert record(root, "1.1.0")["difference"]["from"] == "1.0.0"
    assert "has no commit 'nowhere'\n" in release(root, "--commit", "nowhere").stderr


def test_package_in_a_folder_of_the_repository(
    write: Write, commit: Commit, released_package: Package, release: Release
) -> None:
    root = commit({f"data/{name}": text for name, text in released_package("1.0.0").items()}, "repository")
    write({"elsewhere.txt": "not of the package"}, "repository")
    assert release(root / "data").exit_code == 0
    assert (root / "data/releases/1.0.0.json").exists()


def test_two_clones_make_the_same_files(
    commit: Commit, released_package: Package, release: Release, git: Git, tmp_path: Path
) -> None:
    root = commit(released_package("1.0.0"))
    git(tmp_path, "clone", "-q", str(root), "clone")
    (root / "facts.csv").chmod(0o600)
    assert release(root).exit_code == 0
    assert release(tmp_path / "clone", "--documents", root / "documents").exit_code == 0
    assert snapshot(root / "dist") | {".dpkit-lock": b""} == snapshot(tmp_path / "clone/dist") | {".dpkit-lock": b""}
    assert record(root) == record(tmp_path / "clone")


def test_time_of_the_files_may_be_given(
    commit: Commit, released_package: Package, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = commit(released_package("1.0.0"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    result = release(root)
    assert (result.exit_code, result.stderr) == (
        2, "dpkit: SOURCE_DATE_EPOCH is 'today', not a number of seconds since 1970\n",
    )  # fmt: skip
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert release(root).exit_code == 0
    assert record(root)["package"]["date"] == "2001-09-09T01:46:40Z"


def test_record_that_was_not_written_is_written(commit: Commit, released_package: Package, release: Release) -> None:
    root = commit(released_package("1.0.0"))
    release(root)
    before = snapshot(root / "dist"), record(root)
    (root / "releases/1.0.0.json").unlink()
    (root / "dist/.example-1.0.0.dpkit-part").mkdir()
    result = release(root)
    assert result.exit_code == 0
    assert "is released: its files were there already, from a run that was interrupted\n" in result.stdout
    assert record(root) == before[1]
    assert {**snapshot(root / "dist"), ".dpkit-lock": b""} == {**before[0], ".dpkit-lock": b""}


def test_release_that_is_there_with_other_bytes_is_left_alone(
    commit: Commit, released_package: Package, release: Release, write: Write
) -> None:
    root = commit(released_package("1.0.0"))
    write({"dist/example-1.0.0/example-1.0.0.zip": "other"})
    result = release(root)
    assert result.exit_code == 2
    assert "is there with other bytes (" in result.stderr
    assert (root / "dist/example-1.0.0/example-1.0.0.zip").read_text() == "other"
    assert not [*(root / "releases").iterdir()]


def test_no_repository_and_no_commit(write: Write, released_package: Package, release: Release, git: Git) -> None:
    root = write(released_package("1.0.0"))
    result = release(root)
    assert result.exit_code == 2
    assert result.stderr.startswith("dpkit: git does not read ")
    assert result.stderr.endswith(": make one of the package with `git init`, and commit it\n")
    git(root, "init", "-q")
    result = release(root)
    assert result.exit_code == 2
    assert result.stderr.endswith("has no commit yet; commit the package, then release it\n")


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "latest"])
def test_what_is_no_version(version: str, commit: Commit, released_package: Package, release: Release) -> None:
    result = release(commit(released_package("1.0.0")), version)
    assert (result.exit_code, result.stderr) == (
        2, f"dpkit: '{version}' is no version of the form MAJOR.MINOR.PATCH, nor `auto`\n",
    )  # fmt: skip


def test_of_two_at_once_one_is_told_who_the_other_is(
    commit: Commit, released_package: Package, release: Release
) -> None:
    root = commit(released_package("1.0.0"))
    with hold(root / ".git/dpkit-release.lock", "a release"):
        result = release(root)
        assert release(root, "--dry-run").exit_code == 0
    assert result.exit_code == 2
    assert result.stderr.startswith(f"dpkit: process {os.getpid()} on ")
    assert not (root / "dist").exists()


@pytest.mark.usefixtures("released")
def test_broken_record_stops_a_release(commit: Commit, released_package: Package, release: Release) -> None:
    root = commit({**released_package("1.0.0", "1.1.0"), "releases/1.0.0.json": "{"})
    result = release(root)
    assert result.exit_code == 2
    assert result.stderr.startswith("dpkit: releases/1.0.0.json is no record of a release: ")


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_signed_release(commit: Commit, released_package: Package, release: Release, run: Run, ssh_key: Path) -> None:
    root = commit(released_package("1.0.0"))
    assert release(root, "--sign", root / "no-key").exit_code == 2
    assert release(root, "--sign", ssh_key).exit_code == 0
    archive = root / "dist/example-1.0.0/example-1.0.0.zip"
    assert archive.with_name("example-1.0.0.zip.sig").exists()
    signers = ssh_key.with_name("signers")
    signers.write_text("test@example.org " + ssh_key.with_suffix(".pub").read_text())
    assert run("verify", archive, "--signers", signers).exit_code == 0
