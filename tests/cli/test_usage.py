"""Wrong usage: exit code 2 and a sentence; help: complete, and cheap."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest
from click.testing import Result

import dpkit
from dpkit.cli.main import COMMANDS, main

Run = Callable[..., Result]
Process = Callable[..., CompletedProcess[str]]

WRONG = {
    "no such command": ["valdate"],
    "no such option": ["validate", "--colour"],
    "no such format": ["validate", "--format", "xml"],
    "no such severity": ["validate", "--fail-on", "notice"],
    "two packages": ["validate", ".", "."],
    "an option without its value": ["validate", "--select"],
    "a folder as output": ["validate", "-o", "."],
    "nothing to explain": ["explain"],
    "too much to explain": ["explain", "type-error", "foreign-key"],
    "checks takes nothing": ["checks", "type-error"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_wrong_usage(arguments: list[str], run: Run) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(r"^Error: [A-Z][^\n]+\.?$", result.stderr, re.MULTILINE)


OF_A_PACKAGE = {
    "trace": ["trace", "t", "1", "--package"],
    "trace of a day": ["trace", "--on", "2001", "--package"],
    "contradictions": ["contradictions"],
    "resolve": ["resolve"],
    "rule": ["rule", "t", "1", "f", "--both-stand", "--reason", "x", "--package"],
    "locate": ["locate", "s", "words", "--package"],
    "impact": ["impact", "s", "--package"],
}


@pytest.mark.parametrize("arguments", OF_A_PACKAGE.values(), ids=OF_A_PACKAGE.keys())
def test_nothing_is_asked_of_a_descriptor_that_describes_no_package(
    arguments: list[str], run: Run, write: Callable[..., Path]
) -> None:
    root = write({"datapackage.json": "{"})
    result = run(*arguments, root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{root / 'datapackage.json'} describes no package; `dpkit validate` tells more" in result.stderr


def test_process_tells_wrong_usage_likewise(process: Process) -> None:
    result = process("valdate")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: dpkit [OPTIONS] COMMAND [ARGS]...\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    assert "\\b" not in result.stdout  # click's mark for lines that stay as they are
    assert all(each.help for each in command.params if isinstance(each, click.Option))


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert run("-h").stdout == result.stdout


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"dpkit, version {dpkit.__version__}\n"


def test_help_imports_nothing_heavy(process: Process) -> None:
    assert process("--help").returncode == 0
    code = "import sys; from dpkit.cli.main import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = imported(code)
    assert "click" in loaded
    assert not loaded & {"duckdb", "pandas", "pandera", "frictionless", "numpy", "csv", "json", "tempfile"}


def imported(code: str) -> set[str]:
    """Return the modules that are loaded after `code`, which prints them, has run."""
    environment = os.environ | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8", env=environment, timeout=60
    )
    return set(result.stdout.splitlines()[-1].split())


BRIDGE = Path(__file__).parents[2] / "examples" / "bridge"
RULED = ("--both-stand", "--reason", "because")
NEAR = {
    "command": (["valdate"], "Error: No such command 'valdate'. Did you mean validate?"),
    "table to trace": (
        ["trace", "bridge_account", "lenne"],
        "no table 'bridge_account'; did you mean bridge_accounts?",
    ),
    "key to trace": (["trace", "bridge_accounts", "lene"], "bridge_accounts has no 'lene'; near it: 'lenne'"),
    "another key": (["trace", "bridge_accounts", "x"], "bridge_accounts has no 'x'; it has 'lenne'"),
    "table to rule on": (["rule", "bridge_account", "lenne", "piers", *RULED], "did you mean bridge_accounts?"),
    "field to rule on": (
        ["rule", "bridge_accounts", "lenne", "pears", *RULED],
        "no field 'pears'; did you mean piers?",
    ),
    "field of no name": (["rule", "bridge_accounts", "lenne", "x", *RULED], "it claims opened, length and piers"),
    "source": (["impact", "gide"], "sources has no 'gide'; near it: 'guide'"),
    "check": (["explain", "quote-notfound"], "there is no check quote-notfound; did you mean quote-not-found"),
}


@pytest.mark.parametrize("near", NEAR)
def test_near_miss_tells_what_is_meant(near: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BRIDGE)
    arguments, sentence = NEAR[near]
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].endswith(sentence) or sentence in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [["trace", "t", "k", "--package"], ["contradictions"], ["rule", "t", "k", "f", *RULED, "--package"]],
    ids=lambda arguments: str(arguments[0]),
)
def test_package_without_tables_is_told(arguments: list[str], run: Run, tmp_path: Path) -> None:
    resource = '{"name": "map", "path": "map.pdf"}'
    (tmp_path / "datapackage.json").write_text(f'{{"name": "p", "resources": [{resource}]}}', encoding="utf-8")
    (tmp_path / "map.pdf").write_bytes(b"%PDF-1.7")
    result = run(*arguments, tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("dpkit: the package has no table")


def test_contradictions_are_not_told_of_claims_that_could_not_be_read(run: Run, tmp_path: Path) -> None:
    package = shutil.copytree(BRIDGE, tmp_path / "bridge")
    (package / "bridge_accounts.csv").unlink()
    result = run("contradictions", package)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "dpkit: bridge_accounts could not be read (file-missing); `dpkit validate` tells more\n"
