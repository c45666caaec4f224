"""A check that a package brings along finds something, or is refused with a sentence: it never breaks the run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.checks.example import package

Run = Callable[..., Result]
Write = Callable[..., Path]

VISITS = {"fields": [{"name": "visit_id"}, {"name": "km", "type": "integer"}], "primaryKey": ["visit_id"]}
TABLES = package(visits=("visit_id,km\nv,20000\nw,300\n", VISITS))
HEADER = "-- severity: warning\n-- resource: visits\n-- field: km\n-- message: {visit_id} is {km} km long\n"

REFUSED = {
    "SELECT 'x' AS _row, visit_id, km FROM visits": "its _row is 'x', which is no row of visits",
    "SELECT NULL AS _row, visit_id, km FROM visits": "its _row is 'nothing', which is no row of visits",
    "SELECT 0.5 AS _row, visit_id, km FROM visits": "its _row is '0.5', which is no row of visits",
    "SELECT -1 AS _row, visit_id, km FROM visits": "its _row is '-1', which is no row of visits",
    "SELECT 2 AS _row, visit_id, km FROM visits": "its _row is '2', which is no row of visits",
    "SELECT 9999999999999999999999 AS _row, visit_id, km FROM visits": "which is no row of visits",
    "SELECT [1] AS _row, visit_id, km FROM visits": "its _row is '[1]', which is no row of visits",
    "SELECT _row, visit_id FROM visits": "its message names km, which it does not select",
    "SELECT": "SELECT clause without selection list",
    "": "it holds 0 statements, expected one SELECT",
    "SELECT _row, CAST(visit_id AS INTEGER) AS visit_id, km FROM visits": "Could not convert string 'v' to INT32",
}


def told(run: Run, folder: Path) -> list[tuple[str, str, str]]:
    """Return check, file and message of each finding."""
    report = json.loads(run("validate", folder, "--format", "json").stdout)
    return [(each["check"], each["file"], each["message"]) for each in report["findings"]]


@pytest.mark.parametrize("select", REFUSED)
def test_check_that_cannot_be_run_is_refused(select: str, write: Write, run: Run) -> None:
    ((check, file, message),) = told(run, write({**TABLES, "checks/long.sql": HEADER + select}))
    assert (check, file) == ("check-refused", "checks/long.sql")
    assert message.startswith("the package's own check 'checks/long.sql' was not run: ")
    assert REFUSED[select] in message


def test_check_that_runs_finds_the_row(write: Write, run: Run) -> None:
    select = "SELECT _row, visit_id, km FROM visits WHERE km < 1000"
    result = run("validate", write({**TABLES, "checks/long.sql": HEADER + select}), "--fail-on", "warning")
    assert result.exit_code == 1
    assert "  visits.csv:3  w is 300 km long  [row 2, column B, visit_id w]\n" in result.stdout


def test_one_check_that_is_refused_does_not_keep_others_from_running(write: Write, run: Run) -> None:
    checks = {
        "checks/a.sql": HEADER + "SELECT 'x' AS _row, visit_id, km FROM visits",
        "checks/b.sql": HEADER + "SELECT _row, visit_id, km FROM visits",
    }
    found = [file for _, file, _ in told(run, write({**TABLES, **checks}))]
    assert found == ["checks/a.sql", "visits.csv", "visits.csv"]


@pytest.mark.parametrize(
    ("file", "message", "place"),
    [
        ("SELECT _row, visit_id FROM visits WHERE km < 1000", "found visit_id 'w'", (3, 2, "w")),
        ("SELECT visit_id, km FROM visits WHERE km < 1000", "found visit_id 'w' and km '300'", (3, 2, "w")),
        ("-- message: {visit_id}!\nSELECT visit_id FROM visits WHERE km < 1000", "w!", (3, 2, "w")),
        ("-- resource: visits\nSELECT visit_id FROM visits WHERE km < 1000", "found visit_id 'w'", (3, 2, "w")),
        (
            "SELECT visit_id FROM visits JOIN stops USING (visit_id) WHERE km < 1000",
            "found visit_id 'w'",
            (3, 2, "w"),
        ),
        ("-- resource: visits\nSELECT sum(km) AS km FROM visits", "found km '20300'", (None, None, None)),
    ],
)
def test_row_is_told_without_a_header_that_names_it(
    file: str, message: str, place: tuple[int | None, int | None, str | None], write: Write, run: Run
) -> None:
    tables = package(
        visits=("visit_id,km\nv,20000\nw,300\n", VISITS), stops=("visit_id,place\nw,omsk\n", ["visit_id", "place"])
    )
    report = json.loads(run("validate", write({**tables, "checks/short.sql": file}), "--format", "json").stdout)
    (found,) = report["findings"]
    assert (found["message"], found["file"], found["resource"]) == (message, "visits.csv", "visits")
    assert (found["line"], found["row"], (found["key"] or {}).get("visit_id")) == place


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("SELECT sum(km) AS km FROM visits", "found km '20300'"),
        ("SELECT 7 AS one", "found one '7'"),
        ("SELECT a._row FROM visits AS a JOIN stops USING (visit_id)", "a row was found"),
    ],
)
def test_finding_without_a_row_says_what_would_tell_it(select: str, found: str, write: Write, run: Run) -> None:
    tables = package(
        visits=("visit_id,km\nv,20000\nw,300\n", VISITS), stops=("visit_id,place\nw,omsk\n", ["visit_id", "place"])
    )
    ((check, file, message),) = told(run, write({**tables, "checks/short.sql": select}))
    assert (check, file) == ("package/short", "checks/short.sql")
    assert message == (
        f"{found} (no row is named; a header `-- resource: TABLE`, and `_row` or the primary key of that table in the "
        "query, would tell which)"
    )


def test_row_that_is_none_of_the_only_table_is_not_told(write: Write, run: Run) -> None:
    report = run("validate", write({**TABLES, "checks/a.sql": "SELECT 9 AS _row FROM visits"}), "--format", "json")
    assert {each["row"] for each in json.loads(report.stdout)["findings"]} == {None}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_one_that_the_package_has_not_is_told(option: str, write: Write, run: Run) -> None:
    folder = write({**TABLES, "checks/long.sql": HEADER + "SELECT _row, visit_id, km FROM visits"})
    result = run("validate", folder, option, "package/lang")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "dpkit: the package has no check package/lang; it has package/long\n"
    assert run("validate", folder, option, "package/long").exit_code in {0, 1}


def test_one_without_own_checks(write: Write, run: Run) -> None:
    assert run("validate", write(TABLES), "--select", "package/x").stderr == (
        "dpkit: the package has no check package/x\n"
    )


def test_explaining_one_leads_to_its_file(run: Run) -> None:
    result = run("explain", "package/long")
    assert result.exit_code == 2
    assert result.stderr == (
        "dpkit: package/long is a check of a package's own: its file there, checks/long.sql, explains it\n"
    )


@pytest.mark.parametrize(
    "select", ["SELECT _row FROM visits", "-- resource: visits\nSELECT 1 AS one", "SELECT _row FROM stops, visits"]
)
def test_one_whose_table_was_not_read_is_skipped(select: str, write: Write, run: Run) -> None:
    tables = package(
        visits=("visit_id,km\nv,20000\n", VISITS), stops=("visit_id,place\nw,omsk\n", ["visit_id", "place"])
    )
    folder = write({**tables, "visits.csv": b"visit_id,km\n\xe9,1\n", "checks/short.sql": select})
    result = run("validate", folder)
    assert "check-refused" not in result.stdout
    assert "package/short: visits was read in part only (encoding-error)" in result.stdout


def test_checks_take_ten_minutes_altogether(write: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dpkit.checks.own.ALTOGETHER", 0)
    found = told(run, write({**TABLES, "checks/a.sql": "SELECT visit_id FROM visits"}))
    assert [(check, message) for check, _, message in found] == [
        ("check-refused", "the package's own check 'checks/a.sql' was not run: those before it took 0 seconds")
    ]
