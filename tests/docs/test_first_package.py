"""The page on a first package is true: its commands lead where it says, and the reference names every name there is."""

import dataclasses
import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.load.roles import PARTS, RESOURCES
from dpkit.model.roles import Claim, DateRules, PackageRoles, Roles, Within

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "first-package.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def test_package_to_begin_with_is_valid(
    tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = shlex.split(BLOCKS[0])
    shutil.copytree(ROOT / "examples" / "bridge" / "documents", tmp_path / "bridges" / "documents")
    monkeypatch.chdir(tmp_path)
    assert run(*command[1:]).exit_code == 0
    assert (tmp_path / "bridges" / "bridge_accounts.csv").exists()
    assert run("validate", "bridges").exit_code == 0


def test_ruling_makes_the_package_valid(
    tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, block = BLOCKS
    copy, *commands = [shlex.split(line) for line in block.splitlines()]
    shutil.copytree(ROOT / copy[2], tmp_path / copy[3])
    monkeypatch.chdir(tmp_path)
    assert run("validate", "bridge").exit_code == 1
    for command in commands:
        result = run(*command[1:])
        assert result.exit_code == 0, result.output
    assert "prefer report: The board had it built." in result.output


def test_locator_that_is_near_is_told_right(tmp_path: Path, run: Callable[..., Result]) -> None:
    shutil.copytree(ROOT / "examples" / "bridge", tmp_path / "bridge")
    table = tmp_path / "bridge" / "bridge_accounts.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace('report,"line=2,3"', 'report,"char=0,1"'), encoding="utf-8"
    )
    found = json.loads(run("validate", tmp_path / "bridge", "--format", "json", "--select", "quote-moved").output)
    assert "char=61,93" in found["findings"][0]["message"]


def test_reference_names_everything() -> None:
    page = (ROOT / "docs" / "property.md").read_text(encoding="utf-8")
    parts = [part for part, _ in PARTS.values()]
    names = {each.name for part in (Claim, DateRules, *parts) for each in dataclasses.fields(part)} - {"kind"}
    names |= {*RESOURCES, *PARTS, "claim", "documents", "quote_words", "subject", "claims", "dates", "as_written"}
    assert {each.name for part in (PackageRoles, Roles) for each in dataclasses.fields(part)} <= names
    assert {each.name for each in dataclasses.fields(Within)} - {"place"} <= set(re.findall(r'"(\w+)":', page))
    assert not {name for name in names if f"`{name}`" not in page}
