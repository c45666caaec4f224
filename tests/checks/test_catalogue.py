"""The catalogue of checks: each is documented, and its own examples show what it finds."""

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import dpkit
from dpkit.checks import catalogue
from dpkit.checks.check import Check, Example
from dpkit.checks.registry import all_checks
from dpkit.cli.main import main
from dpkit.model.finding import Severity

Run = Callable[..., Result]
Write = Callable[..., Path]
Fail = Callable[[Check], "Failing"]

SOURCE = Path(dpkit.__file__).parent
GOLDEN = Path(__file__).parent / "golden"
HEADINGS = ["What it finds", "Why it matters", "How to mend it"]
CHECKS = sorted(all_checks().values(), key=lambda check: check.name)
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)

NEW_CHECK = '''"""A title shouts.

## What it finds
Titles in capitals.

## Why it matters
Nobody likes it.

## How to mend it
Write it softly.
"""

from dpkit.checks.check import Rule
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql

SEVERITY = Severity.WARNING
PASSES = package(events=("title\\nOmsk\\n", ["title"]))
FAILS = package(events=("title\\nOMSK\\n", ["title"]))


def rules(table):
    for column in table.columns.values():
        broken = sql("{0} = upper({0})", column.raw)
        yield Rule(fields=(column.name,), broken=broken, message="{field} is {value}")
'''


@dataclass(frozen=True)
class Failing:
    """The example at fault of one check: where it lies, and its JSON report."""

    package: Path
    report: dict[str, Any]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of the report."""
        found: list[dict[str, Any]] = self.report["findings"]
        return found


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Check], Failing]:
    """Return a function that validates the example at fault of a check, once."""

    @cache
    def failing(name: str) -> Failing:
        check, folder = all_checks()[name], tmp_path_factory.mktemp(name)
        for file, content in check.fails.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        arguments = ["validate", str(folder), "--format", "json"]
        report = CliRunner(env={"DPKIT_DOCUMENTS": None}).invoke(main, arguments, catch_exceptions=False)
        return Failing(folder, json.loads(report.stdout))

    return lambda check: failing(check.name)


@every_check
def test_name_is_that_of_the_file(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
    assert (SOURCE / "checks" / "catalogue" / f"{check.name.replace('-', '_')}.py").is_file()


def test_every_file_is_a_check() -> None:
    files = {path.stem for path in (SOURCE / "checks" / "catalogue").glob("*.py")} - {"__init__"}
    assert files == {check.name.replace("-", "_") for check in CHECKS}


@every_check
def test_page_has_a_title_and_its_three_parts(check: Check) -> None:
    title, *rest = check.doc.split("\n\n## ")
    assert re.fullmatch(r"[A-Z][^\n]*\w\.", title)
    parts = dict(part.split("\n", 1) for part in rest)
    assert list(parts) == HEADINGS
    assert all(text.strip().endswith(".") for text in parts.values())


@every_check
def test_defines_a_fault_or_else_rules_or_queries(check: Check) -> None:
    of_tables = [each for each in (check.rules, check.queries) if each]
    assert bool(check.fault) != bool(of_tables)


@every_check
def test_needs_checks_that_exist(check: Check) -> None:
    assert set(check.needs) <= all_checks().keys() - {check.name}


@every_check
def test_passing_example_yields_nothing(check: Check, write: Write, run: Run) -> None:
    result = run("validate", write(check.passes), "--fail-on", "warning")
    assert result.stdout.endswith("\nvalid: 0 errors, 0 warnings, 0 notices\n")
    assert result.exit_code == 0


@every_check
def test_failing_example_yields_just_this(check: Check, failing: Fail) -> None:
    found = [each["check"] for each in failing(check).findings]
    assert found.count(check.name) == 1
    assert set(found) == {check.name, *check.also}


@every_check
def test_json_report_keeps_its_contract(check: Check, failing: Fail) -> None:
    contract = json.loads((SOURCE / "report" / "validate.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(contract).validate(failing(check).report)


@every_check
def test_finding_has_the_severity_of_its_check(check: Check, failing: Fail) -> None:
    for finding in failing(check).findings:
        assert finding["severity"] == all_checks()[finding["check"]].severity


@every_check
def test_report_and_exit_code_are_what_the_severity_asks_for(
    check: Check, failing: Fail, run: Run, golden: Callable[[Path, str], None]
) -> None:
    result = run("validate", failing(check).package)
    golden(GOLDEN / f"{check.name}.txt", result.stdout)
    assert result.exit_code == (check.severity is Severity.ERROR)


@pytest.mark.parametrize("check", [check for check in CHECKS if check.severity is not Severity.ERROR])
def test_warnings_fail_on_request_and_notices_never(check: Check, failing: Fail, run: Run) -> None:
    result = run("validate", failing(check).package, "--fail-on", "warning")
    assert result.exit_code == (check.severity is Severity.WARNING)


@every_check
def test_message_is_filled_and_names_what_is_wrong(check: Check, failing: Fail) -> None:
    (finding,) = (each for each in failing(check).findings if each["check"] == check.name)
    message = finding["message"]
    assert not re.search(r"[{}]|\bNone\b", message)
    assert message.endswith(".") == (check.name == "contradiction-ruled")  # a ruling ends with the package's own words
    named = [finding["value"] or finding["field"] or "", *re.findall(r"'([^']+)'", message)]
    assert named[0][:40] in message or named[1:]
    assert (failing(check).package / finding["file"]).exists() == (check.name not in {"file-missing", "not-reachable"})


def test_every_golden_file_belongs_to_a_check() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(all_checks())


@every_check
def test_without_the_check_its_example_is_valid(check: Check, failing: Fail, run: Run) -> None:
    left_out = sorted({check.name, *check.also})
    ignore = [each for name in left_out for each in ("--ignore", name)]
    result = run("validate", failing(check).package, *ignore, "--fail-on", "warning")
    assert result.exit_code == 0
    assert f"left out on request: {' and '.join(left_out)}\n" in result.stdout


@every_check
def test_the_check_alone_finds_its_example(check: Check, failing: Fail, run: Run) -> None:
    result = run("validate", failing(check).package, "--select", check.name, "--format", "json")
    assert json.loads(result.stdout)["counts"] == {check.name: 1}


@every_check
def test_examples_are_small(check: Check) -> None:
    for example in (check.passes, check.fails):
        tables = {name: text for name, text in example.items() if not name.endswith(".json")}
        assert sum(map(len, tables.values())) < 400
        assert len(example) <= 4


@every_check
def test_examples_differ_in_little(check: Check) -> None:
    assert check.passes != check.fails
    assert len(_differing(check.passes, check.fails)) <= 3


def _differing(one: Example, other: Example) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def test_every_fault_has_its_check() -> None:
    assert set(_reported_faults()) == {check.name for check in CHECKS if check.fault}


def _reported_faults() -> Iterator[str]:
    """Yield the names of the checks to which the stages below report faults."""
    for path in SOURCE.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        named = [_fault_name(call) for call in calls]
        yield from (name for name in named if name)
        if "" in named:  # a method hands the name of the check on: the names stand where it is called
            methods = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "fault"]
            yield from (str(call.args[0].value) for call in methods if isinstance(call.args[0], ast.Constant))


def _fault_name(call: ast.Call) -> str | None:
    """Return the name of the check if `call` makes a Fault; it is empty if it is not written out there."""
    if not (isinstance(call.func, ast.Name) and call.func.id == "Fault"):
        return None
    name = next(keyword.value for keyword in call.keywords if keyword.arg == "check")
    return str(name.value) if isinstance(name, ast.Constant) else ""


@pytest.fixture
def new_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put one more file into the catalogue."""
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "title_shouts.py").write_text(NEW_CHECK, encoding="utf-8")
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path / "catalogue")])
    all_checks.cache_clear()
    yield
    all_checks.cache_clear()
    sys.modules.pop("dpkit.checks.catalogue.title_shouts", None)


@pytest.mark.usefixtures("new_check")
def test_a_new_check_is_one_new_file(write: Write, run: Run) -> None:
    package = write(all_checks()["title-shouts"].fails)
    assert (
        "warning  title-shouts in events: 1\n  events.csv:2  title is 'OMSK'  [row 1, column A]\n"
        in run("validate", package).stdout
    )
    assert "title-shouts" in run("checks").stdout
    assert run("explain", "title-shouts").stdout.startswith("# title-shouts (warning)\n\nA title shouts.\n")
    assert run("validate", package, "--ignore", "title-shouts", "--fail-on", "warning").exit_code == 0
