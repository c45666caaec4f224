"""`dpkit changelog`: the draft of a section."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Git = Callable[..., str]
GOLDEN = Path(__file__).parent / "golden"
COLUMNS = ["row", "visit", "days", "kind", "source", "locator", "confidence"]
RULING = {
    each: each for each in ("resource", "subject", "field", "fingerprint", "ruling", "preferred_source", "reason")
}
OLD = [
    ["va-1", "russia-2001", "24", "official", "album", "page=1", "high"],
    ["va-2", "russia-2001", "24", "official", "times", "page=2", "high"],
    ["va-3", "russia-2002", "4", "working", "times", "page=3", "high"],
]
NEW = [
    ["va-1", "russia-2001", "20", "official", "album", "page=1", "high"],
    ["va-2", "russia-2001", "24", "official", "times", "page=4", "high"],
    ["va-3", "russia-2002", "5", "working", "times", "page=3", "high"],
    ["va-4", "russia-2011", "6", "working", "tass", "page=1", "low"],
]


def rows_of(columns: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


def state(rows: list[list[str]], version: str) -> dict[str, str]:
    """Return a package of accounts, sources and rulings."""
    kinds: dict[str, Any] = {
        "days": {"type": "integer", "dpkit": {"claim": "quantity"}},
        "kind": {"dpkit": {"claim": "value"}},
    }
    citation = {"source": "source", "locator": "locator", "confidence": "confidence"}
    tables: dict[str, tuple[list[str], dict[str, Any]]] = {
        "accounts": (COLUMNS, {"primaryKey": "row", "dpkit": {"subject": ["visit"], "citation": citation}}),
        "sources": (
            ["source", "controlled_by"],
            {"dpkit": {"source": {"id": "source", "control_group": "controlled_by"}}},
        ),
        "rulings": (list(RULING), {"dpkit": {"ruling": RULING}}),
    }
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {
                "fields": [{"name": each, "type": "string"} | kinds.get(each, {}) for each in columns],
                **schema,
            },
        }
        for name, (columns, schema) in tables.items()
    ]
    roles = {"sources": "sources", "rulings": "rulings"}
    return {
        "datapackage.json": json.dumps({"name": "visits", "version": version, "resources": resources, "dpkit": roles}),
        "accounts.csv": rows_of(COLUMNS, rows),
        "sources.csv": rows_of(["source", "controlled_by"], [[each, each] for each in ("album", "times", "tass")]),
        "rulings.csv": rows_of(list(RULING), []),
    }


@pytest.fixture
def editions(write: Callable[..., Path], run: Run) -> tuple[Path, Path]:
    """Return a package, and the same package later, when a contradiction was ruled on."""
    old, new = write(state(OLD, "1.0.0"), "old"), write(state(NEW, "1.1.0"), "new")
    reason = "It counts from the border."
    ruled = run("rule", "accounts", "russia-2001", "days", "--prefer", "times", "--reason", reason, "--package", new)
    assert ruled.exit_code == 0, ruled.output
    return old, new


def test_drafts_a_section(editions: tuple[Path, Path], run: Run, golden: Callable[[Path, str], None]) -> None:
    result = run("changelog", *editions)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(GOLDEN / "changelog.md", result.stdout)


def test_no_difference(editions: tuple[Path, Path], run: Run) -> None:
    assert run("changelog", editions[0], editions[0]).stdout == "### Data\n\nNo difference.\n"


def test_compares_with_the_last_release_that_is_recorded(
    editions: tuple[Path, Path], run: Run, git: Git, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = editions
    git(old, "init", "-q")
    git(old, "add", ".")
    git(old, "commit", "-q", "-m", "first")
    package = {
        "name": "visits",
        "version": "1.0.0",
        "commit": git(old, "rev-parse", "HEAD"),
        "date": "2026-01-01T00:00:00Z",
    }
    write({"releases/1.0.0.json": json.dumps({"dpkit": "1", "package": package})}, "old")
    later = {path.name: path.read_text(encoding="utf-8") for path in new.iterdir() if path.is_file()}
    write(later, "old")
    monkeypatch.chdir(old)
    assert run("changelog").stdout == run("changelog", "1.0.0", new).stdout
    assert "Since 1.0.0" in run("changelog").stdout


def test_no_release_is_recorded(editions: tuple[Path, Path], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(editions[0])
    result = run("changelog")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "dpkit: no release is recorded in releases/; name the edition to compare with\n"


def test_a_plain_package_has_no_facts(write: Callable[..., Path], run: Run) -> None:
    descriptor = {
        "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "id"}], "primaryKey": "id"}}]
    }
    files = {"datapackage.json": json.dumps(descriptor), "t.csv": "id\na\n"}
    old, new = write(files, "plain"), write(files | {"t.csv": "id\na\nb\n"}, "later")
    told = run("changelog", old, new).stdout
    assert told == "### Data\n\nThe changes demand a minor step.\n\n**Added**\n\n- `t`: 1 row added\n"
