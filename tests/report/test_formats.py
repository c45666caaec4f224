"""Each format of `dpkit validate`, held to a golden file on one package with many kinds of findings."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import dpkit
from dpkit.checks.example import overlaid, package
from dpkit.checks.pages import page_of
from dpkit.checks.registry import all_checks
from dpkit.cli.output import rendered
from dpkit.model.report import Page
from dpkit.model.version import VERSION

from .conftest import FORMATS

Run = Callable[..., Result]
Write = Callable[..., Path]
Golden = Callable[[Path, str], None]

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "packages"
ENDINGS = {
    "text": "txt",
    "github": "txt",
    "junit": "xml",
    "markdown": "md",
    "html": "html",
    "json": "json",
    "sarif": "json",
}
SOUND = package(events=("event_id\na\n", ["event_id"]))
WIDE: dict[str, Any] = {"fields": [{"name": f"f{n}", "type": "integer"} for n in range(30)]}


def stable(text: str) -> str:
    """Return a report without the version of dpkit, the style sheet, and the tests of checks that found nothing."""
    text = re.sub(r'\n *<testcase classname="package" name="[a-z-]+" />', "", text.replace(VERSION, "VERSION"))
    return re.sub(r"(?s)<style>.*?</style>", "<style></style>", re.sub(r' tests="\d+"', "", text))


@pytest.fixture
def one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give all checks one documentation, so that golden files change with the formats only."""
    page = Page("Its `title`.", "What `it` finds.\n\nMore.", "Why it matters.", "How to `mend` it.")
    monkeypatch.setattr("dpkit.api.validation.page_of", lambda _: page)


@pytest.mark.usefixtures("one_page")
@pytest.mark.parametrize("form", FORMATS)
def test_golden(form: str, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGES)
    result = run("validate", "bad/faults-of-every-stage", "--format", form)
    assert (result.exit_code, result.stderr) == (1, "")
    golden(HERE / "golden" / f"{form}.{ENDINGS[form]}", stable(result.stdout))


@pytest.mark.parametrize("form", FORMATS)
def test_sound_package(form: str, run: Run, write: Write, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(SOUND))
    result = run("validate", "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(HERE / "golden" / f"{form}-sound.{ENDINGS[form]}", stable(result.stdout))


@pytest.mark.parametrize("form", FORMATS)
def test_written_to_a_file(form: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGES)
    printed = run("validate", "bad/faults-of-every-stage", "--format", form).stdout
    assert run("validate", "bad/faults-of-every-stage", "--format", form, "-o", tmp_path / "report").exit_code == 1
    assert (tmp_path / "report").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("option", ["--fail-on", "--ignore"])
def test_exit_code_is_that_of_the_text(form: str, option: str, run: Run) -> None:
    value = {"--fail-on": "warning", "--ignore": "type-error"}[option]
    package = PACKAGES / "bad" / "faults-of-every-stage"
    assert run("validate", package, "--format", form, option, value).exit_code == 1


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_files_are_named_from_the_current_directory(form: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGES)
    inside = run("validate", "bad/faults-of-every-stage", "--format", form).stdout
    assert "bad/faults-of-every-stage/people.csv" in inside
    monkeypatch.chdir(HERE)
    outside = run("validate", PACKAGES / "bad" / "faults-of-every-stage", "--format", form).stdout
    assert "people.csv" in outside
    assert "faults-of-every-stage" not in outside


def test_the_package_s_own_folder_is_named_safely(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PACKAGES / "bad" / "faults-of-every-stage", tmp_path / "a\x1b[31mb")
    monkeypatch.chdir(tmp_path)
    for form in FORMATS:
        assert "\x1b" not in run("validate", "a\x1b[31mb", "--format", form).stdout
    assert "file=a<U+001B>[31mb/" in run("validate", "a\x1b[31mb", "--format", "github").stdout


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (29, "AD")])
def test_column_is_called_as_a_spreadsheet_calls_it(number: int, letters: str, write: Write, run: Run) -> None:
    cells = ["1"] * 30
    cells[number] = "x"
    table = f"{','.join(f'f{n}' for n in range(30))}\n{','.join(cells)}\n"
    folder = write(package(events=(table, WIDE)))
    (finding,) = json.loads(run("validate", folder, "--format", "json").stdout)["findings"]
    assert (finding["field"], finding["column"]) == (f"f{number}", letters)
    assert (
        f"events.csv:2  f{number} is 'x', not an integer  [row 1, column {letters}]" in run("validate", folder).stdout
    )


def test_column_is_that_of_the_file_and_not_of_the_schema(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b", "type": "integer"}], "fieldsMatch": "equal"}
    folder = write(package(events=("b,a\nx,1\n", schema)))
    assert "b is 'x', not an integer  [row 1, column A]" in run("validate", folder).stdout


def test_column_of_a_fault_in_the_header(write: Write, run: Run) -> None:
    folder = write(overlaid(SOUND, {"events.csv": "event_id,more\na,b\n"}))
    assert "column 2 is called 'more', which is no field of the schema  [column B]" in run("validate", folder).stdout


def test_own_check_is_named_safely(write: Write, run: Run) -> None:
    check = {"checks/a\x1b[31m.sql": "-- severity: warning\nSELECT 1 AS one"}
    folder = write({**SOUND, **check})
    for form in FORMATS:
        assert "\x1b" not in run("validate", folder, "--format", form).stdout
    assert "warning  package/a<U+001B>[31m: 1\n" in run("validate", folder).stdout


@pytest.mark.parametrize("form", ["sarif", "html"])
def test_documentation_of_a_check_stands_in_the_report(form: str, run: Run) -> None:
    text = run("validate", PACKAGES / "bad" / "faults-of-every-stage", "--format", form).stdout
    page = page_of(all_checks()["blank-row"])
    for part in (page.title, page.finds, page.matters, page.mend):
        assert part in text


def many(tables: int, name: str) -> Mapping[str, str]:
    resources = [{"name": f"{name}{n}", "path": f"{n}.csv", "schema": {"fields": []}} for n in range(tables)]
    return {"datapackage.json": json.dumps({"name": name, "resources": resources})}


@pytest.mark.parametrize("name", ["t", "\U0001f600" * 600, "<" * 600])
def test_size_is_bounded_and_counts_are_exact(name: str, write: Write) -> None:
    folder = write(many(1_500, name))
    report = dpkit.open(folder).validate(ignore=["not-recommended"])
    for form in FORMATS:
        text = rendered(report, form)
        assert len(text.encode()) <= (65_000 if form == "markdown" else 1_000_000)
        if form == "json":
            found = json.loads(text)
            assert found["counts"] == {"file-missing": 1_500}
            assert 0 < len(found["findings"]) <= 1_000
        elif form == "sarif":
            (log,) = json.loads(text)["runs"]
            assert log["properties"]["counts"] == {"file-missing": 1_500}
            assert 0 < len(log["results"]) <= 1_000
        else:
            assert "not valid: 1,500 errors, 0 warnings, 0 notices" in text


def test_what_is_not_shown_is_told(write: Write, run: Run) -> None:
    folder = write(many(1_500, "t"))
    assert "error  file-missing in 500 more tables: 500 (--all shows them)\n" in run("validate", folder).stdout
    every = run("validate", folder, "--all").stdout
    assert "--all" not in every
    assert every.count("does not exist") == 1_500


def test_each_broken_rule_keeps_an_example(write: Write, run: Run) -> None:
    typed: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}
    wrong = {f"t{n}": ("a,b\n" + "x,y\n" * 30, typed) for n in range(60)}
    folder = write({**package(None, **wrong), "t59.csv": "a,c\n1,y\n"})
    report = json.loads(run("validate", folder, "--format", "json").stdout)
    assert report["counts"] == {"incorrect-label": 1, "type-error": 59 * 30}
    assert len(report["findings"]) == 1_000
    assert {each["check"] for each in report["findings"]} == set(report["counts"])
