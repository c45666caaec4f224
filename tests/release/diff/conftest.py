"""What tests of differences share: two states of a package, and the difference between them."""

import csv
import io
import itertools
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dpkit.api.differing import difference
from dpkit.model.change import Difference

Files = dict[str, str]
Table = tuple[Sequence[str | dict[str, Any]], Sequence[Sequence[str]]]  #: fields and rows


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


def make(tables: dict[str, Table], schemas: dict[str, Any] | None = None, **properties: Any) -> Files:
    """Return the files of a package.

    Args:
        tables: name -> fields (a name, or a whole field) and rows.
        schemas: name -> further properties of the schema; without one, the first field is the primary key.
        properties: of the package.
    """
    resources, files = [], {}
    for name, (columns, rows) in tables.items():
        fields = [each if isinstance(each, dict) else {"name": each, "type": "string"} for each in columns]
        more = (schemas or {}).get(name, {"primaryKey": [fields[0]["name"]]})
        resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields, **more}})
        files[f"{name}.csv"] = table([each["name"] for each in fields], rows)
    descriptor = {"name": "p", "version": "1.0.0", "resources": resources} | properties
    return files | {"datapackage.json": json.dumps(descriptor)}


@pytest.fixture
def package() -> Callable[..., Files]:
    """Return the function that makes the files of a package."""
    return make


@pytest.fixture
def differ(write: Callable[..., Path]) -> Callable[..., Difference]:
    """Return a function that writes two packages and returns the difference between them."""
    number = itertools.count()

    def differ(old: Files, new: Files, first: int | None = 20) -> Difference:
        before, after = (write(files, f"{next(number)}") for files in (old, new))
        return difference(before, after, first)

    return differ


@pytest.fixture
def git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs git in a folder, with an identity and no settings of the machine."""
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")

    def git(folder: Path, *arguments: str) -> str:
        run = subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True)
        return run.stdout.strip()

    return git
