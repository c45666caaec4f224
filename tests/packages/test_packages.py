"""Whole packages, in folders named by what is wrong with them: the report is compared with `expected.txt`."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import Result

HERE = Path(__file__).parent
GOOD = sorted(path.name for path in (HERE / "good").iterdir())
BAD = sorted(path.name for path in (HERE / "bad").iterdir())
NOT_JUDGED = {"no-descriptor"}

Run = Callable[..., Result]
Process = Callable[..., CompletedProcess[str]]
Golden = Callable[[Path, str], None]


def transcript(out: str, err: str, code: int) -> str:
    """Return what a user sees, and the exit code."""
    return f"{out}{err}exit code {code}\n"


@pytest.mark.parametrize("name", GOOD)
def test_good_package(name: str, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    result = run("validate", f"good/{name}", "--fail-on", "warning")
    assert (result.exit_code, result.stderr) == (0, "")
    golden(HERE / "good" / name / "expected.txt", transcript(result.stdout, "", 0))


@pytest.mark.parametrize("name", BAD)
def test_bad_package(name: str, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    result = run("validate", f"bad/{name}")
    assert result.exit_code == (2 if name in NOT_JUDGED else 1)
    golden(HERE / "bad" / name / "expected.txt", transcript(result.stdout, result.stderr, result.exit_code))


@pytest.mark.parametrize("name", ["missing-file", "descriptor-not-json", "no-descriptor", "faults-of-every-stage"])
def test_process_prints_the_same_and_no_traceback(name: str, process: Process) -> None:
    result = process("validate", f"bad/{name}", cwd=HERE)
    expected = (HERE / "bad" / name / "expected.txt").read_text(encoding="utf-8")
    assert transcript(result.stdout, result.stderr, result.returncode) == expected


def test_validate_looks_for_the_package_here_or_above(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "good" / "schema-and-dialect-in-files" / "schemas")
    result = run("validate")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "example: 1 resource, 1 row")


def test_validate_takes_the_descriptor_itself(run: Run) -> None:
    result = run("validate", HERE / "bad" / "missing-file" / "datapackage.json")
    assert result.exit_code == 1
    assert "the file 'people.csv' does not exist" in result.stdout
