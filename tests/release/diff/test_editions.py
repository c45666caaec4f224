"""Editions: what the two packages of `dpkit diff` may be."""

import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.api.editions import edition
from dpkit.model.change import Kind, Level
from dpkit.model.errors import DpkitError

Git = Callable[..., str]
DESCRIPTOR = {"name": "p", "resources": [{"name": "t", "path": "t.csv"}]}


def state(row: str) -> dict[str, str]:
    """Return the files of a package whose only table has one row."""
    return {"datapackage.json": json.dumps(DESCRIPTOR), "t.csv": f"id\n{row}\n"}


@pytest.fixture
def repository(write: Callable[..., Path], git: Git) -> Path:
    """Return a repository with a package in its folder `data`, committed as v1, and changed since."""
    root = write({f"data/{name}": text for name, text in state("first").items()}, "repository")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    git(root, "tag", "v1")
    write({"data/t.csv": "id\nsecond\n"}, "repository")
    return root


def rows(spec: str, here: Path) -> str:
    with edition(spec, here) as path:
        folder = path if path.is_dir() else path.parent
        return (folder / "t.csv").read_text(encoding="utf-8").splitlines()[1]


def test_a_revision_is_the_package_as_it_was_committed(repository: Path, git: Git) -> None:
    package = repository / "data"
    commit = git(repository, "rev-parse", "HEAD")
    assert {rows(spec, package) for spec in ("v1", "HEAD", commit, commit[:10], "refs/tags/v1")} == {"first"}
    assert (package / "t.csv").read_text(encoding="utf-8") == "id\nsecond\n"


def test_a_package_in_python_is_compared_with_its_own_revisions(repository: Path) -> None:
    found = dpkit.open(repository / "data").difference("v1")
    assert found.counts == {Kind.ROW_ADDED: 1, Kind.ROW_REMOVED: 1}
    assert (found.old.told, found.level) == ("v1", Level.MINOR)


def test_nothing_is_left_on_the_disk(repository: Path) -> None:
    with edition("v1", repository / "data") as path:
        assert path.exists()
    assert not path.exists()


def test_no_filter_attribute_or_setting_changes_a_byte(repository: Path, git: Git, write: Callable[..., Path]) -> None:
    attributes = "*.csv text eol=crlf ident filter=mark export-subst\nt.csv export-ignore\n"
    write({"data/.gitattributes": attributes, "data/t.csv": "id\n$Id$ $Format:%H$\n"}, "repository")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "attributes")
    git(repository, "config", "filter.mark.smudge", f"touch {repository}/run; cat")
    with edition("HEAD", repository / "data") as path:
        assert (path.parent / "t.csv").read_bytes() == b"id\n$Id$ $Format:%H$\n"
    assert not (repository / "run").exists()


def test_links_are_left_out(repository: Path, git: Git) -> None:
    (repository / "data" / "secret").symlink_to("/etc/passwd")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "link")
    with edition("HEAD", repository / "data") as path:
        assert sorted(os.listdir(path.parent)) == ["datapackage.json", "t.csv"]


def test_a_hook_around_dpkit_does_not_lead_it_to_another_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert rows("v1", repository / "data") == "first"


def test_a_path_goes_before_a_revision_of_its_name(
    repository: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(state("folder"), "v1")
    monkeypatch.chdir(repository.parent)
    assert rows("v1", repository / "data") == "folder"
    assert rows("refs/tags/v1", repository / "data") == "first"


def test_a_recorded_release_needs_neither_tag_nor_archive(
    repository: Path, git: Git, write: Callable[..., Path]
) -> None:
    package = {
        "name": "p",
        "version": "1.0.0",
        "commit": git(repository, "rev-parse", "v1"),
        "date": "2026-01-01T00:00:00Z",
    }
    write({"data/releases/1.0.0.json": json.dumps({"dpkit": "1", "package": package})}, "repository")
    assert rows("1.0.0", repository / "data") == "first"


@pytest.mark.parametrize("top", ["", "p-1.0.0/"])
def test_an_archive(top: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p-1.0.0.zip", "w") as archive:
        for name, text in state("packed").items():
            archive.writestr(top + name, text)
    assert rows(str(tmp_path / "p-1.0.0.zip"), tmp_path) == "packed"


def problem(spec: str, here: Path) -> str:
    with pytest.raises(DpkitError) as raised, edition(spec, here):
        pass
    return str(raised.value)


@pytest.mark.parametrize("spec", ["v2", "--output=x", "-h", "HEAD:data", "a\0b", ""])
def test_what_is_nothing_is_said_in_one_sentence(spec: str, repository: Path) -> None:
    told = problem(spec, repository / "data")
    assert told.endswith("is no path, no recorded release and no revision in git")
    assert "\n" not in told
    assert not (repository / "data" / "x").exists()


@pytest.mark.usefixtures("git")
def test_no_repository(write: Callable[..., Path]) -> None:
    here = write(state("alone"), "alone")
    told = problem("v1", here)
    assert told.startswith("'v1' is no path and no recorded release, and git does not read ")
    assert "not a git repository" in told


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert problem("v1", repository / "data").endswith(
        "and there is no git command, and without it no revision can be read; install git"
    )


def test_no_package_in_the_revision(repository: Path, git: Git, write: Callable[..., Path]) -> None:
    here = write(state("new"), "repository/other")
    git(repository, "add", ".")
    assert problem("v1", here) == f"'v1' has no datapackage.json in {here}"


def test_no_package_here(tmp_path: Path) -> None:
    told = problem("v1", tmp_path)
    assert (
        told == "'v1' is no path, and there is no package here of which it could be a revision; run this in its folder"
    )


def test_a_record_of_a_commit_that_git_does_not_have(repository: Path, write: Callable[..., Path]) -> None:
    package = {"name": "p", "version": "1.0.0", "commit": "0" * 40, "date": "2026-01-01T00:00:00Z"}
    write({"data/releases/1.0.0.json": json.dumps({"dpkit": "1", "package": package})}, "repository")
    assert "which git does not have here" in problem("1.0.0", repository / "data")


def test_the_repository_itself_is_not_touched(repository: Path, git: Git) -> None:
    before = git(repository, "status", "--porcelain"), sorted(os.listdir(repository / ".git"))
    rows("v1", repository / "data")
    assert (git(repository, "status", "--porcelain"), sorted(os.listdir(repository / ".git"))) == before
    assert subprocess.run(["git", "-C", str(repository), "fsck"], check=False, capture_output=True).returncode == 0
