"""`dpkit release --rebuild`: the same bytes from the record alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.model.version import VERSION

Git = Callable[..., str]
Commit = Callable[..., Path]
Package = Callable[..., "dict[str, str | bytes]"]
Release = Callable[..., Result]


def snapshot(folder: Path) -> "dict[str, bytes]":
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rebuilt_in_a_fresh_clone_without_documents(
    released: Path, release: Release, git: Git, tmp_path: Path, commit: Commit, released_package: Package
) -> None:
    commit(released_package("1.0.0", "1.1.0"))
    git(tmp_path, "clone", "-q", str(released), "clone")
    result = release(tmp_path / "clone", "1.0.0", "--rebuild")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert result.stdout.startswith("example 1.0.0 is built again, with the bytes that its record names\n")
    assert snapshot(released / "dist/example-1.0.0") == snapshot(tmp_path / "clone/dist/example-1.0.0")


def test_rebuilt_with_other_bytes_is_refused(released: Path, release: Release, tmp_path: Path) -> None:
    path = released / "releases/1.0.0.json"
    path.write_bytes(path.read_bytes().replace(b'"dpkit": "', b'"dpkit": "7'))
    result = release(released, "1.0.0", "--rebuild", "-o", tmp_path / "again")
    assert result.exit_code == 1
    assert "which is not the one of the record; it was released by dpkit 7" in result.stdout
    assert f", and this is {VERSION}: install dpkit 7{VERSION} to rebuild it\n" in result.stdout
    assert not (tmp_path / "again/example-1.0.0").exists()
    assert (
        f"by dpkit 7{VERSION}, of which this one cannot tell whether it would do the same (install dpkit 7{VERSION})"
        in release(released).stdout
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["1.1.0", "--rebuild"], "releases/1.1.0.json could not be read: no such file or directory"),
        (["--rebuild"], "--rebuild needs a VERSION"),
        (["1.0.0", "--rebuild", "--dry-run"], "goes with none of --commit, --dry-run and --sign"),
    ],
)
def test_what_cannot_be_rebuilt(arguments: "list[str]", problem: str, released: Path, release: Release) -> None:
    result = release(released, *arguments)
    assert result.exit_code == 2
    assert problem in result.stderr


def test_commit_that_git_does_not_have(released: Path, release: Release, git: Git) -> None:
    commit = git(released, "rev-parse", "HEAD^")
    path = released / "releases/1.0.0.json"
    path.write_bytes(path.read_bytes().replace(commit.encode(), b"0" * 40))
    result = release(released, "1.0.0", "--rebuild")
    assert (result.exit_code, result.stderr) == (2, f"dpkit: git has no commit '{'0' * 40}' here\n")
