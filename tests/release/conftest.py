"""What tests of releases share: a package in a git repository, whose document is not."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.checks.example import TEXT, cited

Files = Mapping[str, str | bytes]
Git = Callable[..., str]


def changelog(*versions: str) -> str:
    return "# Changelog\n\n" + "".join(f"## [{version}] - 2001-08-04\n\n- Facts.\n\n" for version in versions)


def package(*versions: str, **row: str) -> "dict[str, str | bytes]":
    """Return the files of a package whose last version is the one to release; its fact has these cells."""
    files = dict(cited(file="", **row))
    descriptor = json.loads(files["datapackage.json"]) | {"version": versions[-1]}
    return files | {
        "datapackage.json": json.dumps(descriptor, indent=1),
        "CHANGELOG.md": changelog(*versions),
        ".gitignore": "/documents/\n/dist/\n",
        "documents/letter.txt": TEXT,
    }


@pytest.fixture
def released_package() -> "Callable[..., dict[str, str | bytes]]":
    """Return the function that makes the files of a package that can be released."""
    return package


@pytest.fixture
def git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Git:
    """Return a function that runs git in a folder, with an identity and no settings of the machine."""
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
        "GIT_AUTHOR_DATE": "2001-08-04T12:00:00+10:00",
        "GIT_COMMITTER_DATE": "2001-08-05T12:00:00+10:00",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")

    def git(folder: Path, *arguments: str) -> str:
        run = subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True)
        return run.stdout.strip()

    return git


@pytest.fixture
def commit(write: Callable[..., Path], git: Git) -> Callable[..., Path]:
    """Return a function that commits files in a repository (made with the first of them) and returns its folder."""

    def commit(files: Files, folder: str = "package") -> Path:
        root = write(files, folder)
        git(root, "init", "-q")
        git(root, "add", ".")
        git(root, "commit", "-q", "--allow-empty", "-m", "State")
        return root

    return commit


@pytest.fixture
def ssh_key(tmp_path: Path) -> Path:
    """Return a private key without a passphrase, its public key beside it."""
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(path)], check=True)
    return path


@pytest.fixture
def release(run: Callable[..., Result]) -> Callable[..., Result]:
    """Return a function that releases the package in a folder."""

    def release(root: Path, *arguments: str | Path) -> Result:
        return run("release", "--package", root, *arguments)

    return release


@pytest.fixture
def released(commit: Callable[..., Path], release: Callable[..., Result]) -> Path:
    """Return a repository whose package is released as 1.0.0, and the record committed."""
    root = commit(package("1.0.0"))
    assert release(root).exit_code == 0
    return commit({})
