"""`dpkit validate`: options, exit codes, where the report goes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import dpkit
from dpkit.checks.check import Example
from dpkit.checks.example import changed, cited, package
from dpkit.checks.registry import all_checks

Run = Callable[..., Result]
Write = Callable[..., Path]

NUMBERS = {"fields": [{"name": "event_id"}, {"name": "grade", "type": "integer"}], "primaryKey": ["event_id"]}
MANY = "event_id,grade\n" + "".join(f"e{n},{n}{'x' if n % 2 else ''}\n" for n in range(1, 101))
WARNING = all_checks()["source-uncited"].fails
ERROR = all_checks()["type-error"].fails
NOTICE = all_checks()["document-not-held"].fails


@pytest.mark.parametrize(
    ("example", "fail_on", "code"),
    [
        (ERROR, "error", 1),
        (ERROR, "warning", 1),
        (WARNING, "error", 0),
        (WARNING, "warning", 1),
        (NOTICE, "error", 0),
        (NOTICE, "warning", 0),
        (cited(), "warning", 0),
    ],
)
def test_fail_on(example: Example, fail_on: str, code: int, write: Write, run: Run) -> None:
    assert run("validate", write(example), "--fail-on", fail_on).exit_code == code


def test_first_20_are_shown_and_all_are_counted(write: Write, run: Run) -> None:
    result = run("validate", write(package(events=(MANY, NUMBERS))))
    shown = re.findall(r"^  events\.csv:(\d+)  grade is '\d+x', not an integer", result.stdout, re.MULTILINE)
    assert [int(line) for line in shown] == list(range(2, 42, 2))
    assert "error  type-error in events: 50\n" in result.stdout
    assert "  ... and 30 more (--all shows them)\n" in result.stdout
    assert result.stdout.endswith("\nnot valid: 50 errors, 0 warnings, 0 notices\n")


def test_all_shows_all(write: Write, run: Run) -> None:
    result = run("validate", write(package(events=(MANY, NUMBERS))), "--all")
    assert len(re.findall("not an integer", result.stdout)) == 50
    assert "more (--all" not in result.stdout


def resources(number: int, **paths: str) -> dict[str, str | bytes]:
    each = [{"name": f"t{n}", "path": paths.get(f"t{n}", f"t{n}.csv")} for n in range(1, number + 1)]
    return {"datapackage.json": json.dumps({"name": "example", "resources": each})}


def test_what_a_check_found_once_in_each_of_several_resources_is_told_together(write: Write, run: Run) -> None:
    files = resources(5, t3="there.csv") | {"there.csv": "a\n1,2\n3,4\n"}
    assert run("validate", write(files)).stdout.splitlines()[2:] == [
        "error  file-missing in 4 resources: 4",
        *[f"  t{n}.csv  the file 't{n}.csv' does not exist  [in t{n}]" for n in (1, 2, 4, 5)],
        "",
        "error  extra-cell in t3: 2",
        "  there.csv:2  the row has 2 cells for 1 column; the first one too many is '2'  [row 1, column B]",
        "  there.csv:3  the row has 2 cells for 1 column; the first one too many is '4'  [row 2, column B]",
        "",
        "not valid: 6 errors, 0 warnings, 0 notices",
    ]


def test_what_a_check_found_in_few_resources_is_told_of_each(write: Write, run: Run) -> None:
    shown = run("validate", write(resources(3))).stdout
    assert [f"error  file-missing in t{n}: 1" for n in (1, 2, 3)] == re.findall("^error .*", shown, re.MULTILINE)


def test_a_row_that_is_told_together_with_others_keeps_its_place(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    each = [{"name": f"t{n}", "data": [{"a": 1}, {"a": "x"}], "schema": schema} for n in range(4)]
    shown = run("validate", write({"datapackage.json": json.dumps({"resources": each})})).stdout
    assert "  datapackage.json  a is 'x', not an integer  [in t2, row 2, column A]\n" in shown


@pytest.mark.parametrize("more", [[], ["--all"]])
def test_counts_are_exact_however_many_are_shown(more: list[str], write: Write, run: Run) -> None:
    rows = "".join(f"e{n % 30},{n},surplus\n" for n in range(90))
    result = run("validate", write(package(events=("event_id,grade\n" + rows, NUMBERS))), "--format", "json", *more)
    report = json.loads(result.stdout)
    assert report["counts"] == {"extra-cell": 90, "primary-key": 60}
    assert report["summary"]["error"] == 150
    assert len(report["findings"]) == (150 if more else 40)


def test_first_20_of_each_resource(write: Write, run: Run) -> None:
    report = json.loads(
        run("validate", write(package(a=(MANY, NUMBERS), b=(MANY, NUMBERS))), "--format", "json").stdout
    )
    assert [each["resource"] for each in report["findings"]] == ["a"] * 20 + ["b"] * 20
    assert report["counts"] == {"type-error": 100}


def test_select_runs_only_these(write: Write, run: Run) -> None:
    files = write(package(events=("event_id,grade\na,x\na,1\n", NUMBERS)))
    result = run("validate", files, "--select", "primary-key", "--select", "byte-count", "--format", "json")
    report = json.loads(result.stdout)
    assert report["counts"] == {"primary-key": 1}
    assert set(report["summary"]["ignored"]) == set(all_checks()) - {"primary-key", "byte-count"}


def test_select_that_finds_nothing_is_valid_and_says_what_was_left_out(write: Write, run: Run) -> None:
    result = run("validate", write(ERROR), "--select", "primary-key")
    assert result.exit_code == 0
    assert f"left out on request: {len(all_checks()) - 1} checks\n" in result.stdout


def test_ignore_leaves_out_and_says_so(write: Write, run: Run) -> None:
    files = write(package(events=("event_id,grade\na,x\na,1\n", NUMBERS)))
    result = run("validate", files, "--ignore", "type-error", "--ignore", "primary-key")
    assert result.exit_code == 0
    assert "left out on request: primary-key and type-error\nvalid: 0 errors" in result.stdout


def test_ignore_wins_over_select(write: Write, run: Run) -> None:
    assert run("validate", write(ERROR), "--select", "type-error", "--ignore", "type-error").exit_code == 0


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("type_error", "; did you mean type-error?"),
        ("quote-notfound", "; did you mean quote-not-found or "),
        ("zzz", "; `dpkit checks` lists them all"),
        ("\x1b[2J", "; `dpkit checks` lists them all"),
        ("", "; `dpkit checks` lists them all"),
    ],
)
def test_name_of_no_check(option: str, name: str, hint: str, write: Write, run: Run) -> None:
    result = run("validate", write(ERROR), option, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("dpkit: there is no check ")
    assert hint in result.stderr
    assert "\x1b" not in result.stderr


def test_output_to_a_file(write: Write, run: Run, tmp_path: Path) -> None:
    files, report = write(ERROR), tmp_path / "report.txt"
    result = run("validate", files, "-o", report)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    assert report.read_text(encoding="utf-8") == run("validate", files).stdout


def test_output_replaces_a_file_keeps_its_mode_and_leaves_nothing_else(write: Write, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "report.json").write_text("old" * 1000, encoding="utf-8")
    (folder / "report.json").chmod(0o640)
    run("validate", write(ERROR), "--format", "json", "-o", folder / "report.json")
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["valid"] is False
    assert [path.name for path in folder.iterdir()] == ["report.json"]
    assert (folder / "report.json").stat().st_mode & 0o777 == 0o640


def test_output_through_a_link_keeps_the_link(write: Write, run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("report.txt")
    run("validate", write(ERROR), "-o", tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("example: ")


def test_output_to_a_device_does_not_replace_the_device(write: Write, run: Run) -> None:
    result = run("validate", write(ERROR), "-o", os.devnull)
    assert (result.exit_code, result.stderr) == (1, "")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("target", ["nowhere/report.txt", "datapackage.json/report.txt", "x" * 300])
def test_output_that_cannot_be_written(target: str, write: Write, run: Run) -> None:
    files = write(ERROR)
    before = sorted(files.iterdir())
    result = run("validate", files, "-o", files / target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"dpkit: [^\n]+ could not be written: [a-z ]+\n", result.stderr)
    assert sorted(files.iterdir()) == before


def test_output_that_fails_half_way_leaves_the_old_file(write: Write, tmp_path: Path) -> None:
    folder, report = write(package(events=(MANY, NUMBERS))), tmp_path / "reports" / "report.txt"
    report.parent.mkdir()
    report.write_text("old", encoding="utf-8")
    command = f"ulimit -f 1; exec {sys.executable} -B -m dpkit validate {folder} --all -o {report}"
    environment = os.environ | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
    result = subprocess.run(
        ["sh", "-c", command], check=False, capture_output=True, encoding="utf-8", env=environment, timeout=60
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"dpkit: {report} could not be written: file too large\n"
    assert [path.read_text(encoding="utf-8") for path in report.parent.iterdir()] == ["old"]


def test_show_sql_prints_the_queries_on_standard_error(write: Write, run: Run) -> None:
    files = write(ERROR)
    result = run("validate", files, "--show-sql")
    assert result.stdout == run("validate", files).stdout
    assert "count(*) FILTER (WHERE " in result.stderr


def test_skipped_checks_are_told_with_the_reason(write: Write, run: Run) -> None:
    events = {**NUMBERS, "foreignKeys": [{"fields": "grade", "reference": {"resource": "grades", "fields": "grade"}}]}
    example = package(events=("event_id,grade\na,1\n", events), grades=("grade\n1\n", ["grade"]))
    result = run("validate", write(changed(example, 1, path="no.csv")), "--format", "json")
    report = json.loads(result.stdout)
    assert report["counts"] == {"file-missing": 1}
    reason = {"check": "foreign-key", "resource": "events", "reason": "grades was not read (file-missing)"}
    assert reason in report["summary"]["skipped"]


def test_documents_are_found_by_content_in_any_folder(write: Write, run: Run) -> None:
    example = cited(file="elsewhere/under any name")
    folder = write(example)
    assert "1 verified" not in run("validate", folder).stdout
    assert "1 citation: 1 verified\n" in run("validate", folder, "--documents", folder / "elsewhere").stdout


def test_documents_are_found_in_a_linked_folder_beside_the_package(write: Write, run: Run, tmp_path: Path) -> None:
    folder = write(cited(file="any name"))
    (tmp_path / "shared").mkdir()
    (folder / "any name").rename(tmp_path / "shared" / "any name")
    (tmp_path / "beside").symlink_to(tmp_path / "shared")
    assert "1 citation: 1 verified\n" in run("validate", folder, "--documents", folder / ".." / "beside").stdout


@pytest.mark.parametrize("name", ["nowhere", "datapackage.json", "x" * 300, "\x1b[2J"])
def test_folder_for_documents_must_exist(name: str, write: Write, run: Run) -> None:
    folder = write(cited())
    result = run("validate", folder, "--documents", folder / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"dpkit: the folder for documents [ -~…]+ does not exist\n", result.stderr)
