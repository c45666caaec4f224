"""The JSON report keeps its contract, whatever is found."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from dpkit.checks.example import cited, package
from dpkit.checks.registry import all_checks
from dpkit.report import json_report

Run = Callable[..., Result]
Write = Callable[..., Path]

CONTRACT = json.loads(Path(json_report.__file__).with_name("validate.schema.json").read_text(encoding="utf-8"))
PACKAGES = sorted(
    path.relative_to(Path(__file__).parents[1]).as_posix()
    for path in (Path(__file__).parents[1] / "packages").glob("*/*/")
    if (path / "datapackage.json").exists()
)


def report(result: Result) -> dict[str, Any]:
    """Return the report, after it was compared with its contract and with itself."""
    found: dict[str, Any] = json.loads(result.stdout)
    jsonschema.Draft202012Validator(CONTRACT).validate(found)
    total = sum(found["summary"][severity] for severity in ("error", "warning", "notice"))
    assert sum(found["counts"].values()) == total
    assert found["valid"] is (found["summary"]["error"] == 0) is (result.exit_code == 0)
    assert {each["check"] for each in found["findings"]} == set(found["counts"])
    return found


def test_contract_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(CONTRACT)


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_keep_the_contract(name: str, run: Run) -> None:
    found = report(run("validate", Path(__file__).parents[1] / name, "--format", "json"))
    assert found["valid"] is ("/good/" in name)


def test_finding_has_all_its_parts(write: Write, run: Run) -> None:
    rows = "fact_id,source_id,locator,quote,context_locator,context_quote,confidence\n"
    cell = '"two\nlines"'
    facts = f'{rows}{cell},letter,"char=8,12",1923,,,high\nf2,letter,"char=8,12",1923,,,sure\n'
    folder = write({**cited(), "facts.csv": facts})
    (finding,) = report(run("validate", folder, "--select", "confidence-unknown", "--format", "json"))["findings"]
    assert len(finding.pop("fingerprint")) == 64
    assert finding == {
        "check": "confidence-unknown",
        "severity": "error",
        "resource": "facts",
        "file": "facts.csv",
        "row": 2,
        "line": 4,
        "key": {"fact_id": "f2"},
        "field": "confidence",
        "column": "G",
        "value": "sure",
        "message": "confidence is 'sure', expected high, medium or low",
    }


def test_fingerprint_stays_when_rows_move(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "event_id"}, {"name": "day", "type": "date"}], "primaryKey": ["event_id"]}
    one = write(package(events=("event_id,day\na,x\nb,2001-01-01\n", schema)), "one")
    other = write(package(events=("event_id,day\nb,2001-01-01\nc,\na,x\n", schema)), "other")
    (first,), (second,) = (report(run("validate", each, "--format", "json"))["findings"] for each in (one, other))
    assert (first["row"], second["row"]) == (1, 3)
    assert first["fingerprint"] == second["fingerprint"]


def test_fingerprint_tells_findings_apart(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "event_id"}, {"name": "day", "type": "date"}], "primaryKey": ["event_id"]}
    rows = "".join(f"{key},{cell}\n" for key in "abc" for cell in "xy")
    found = report(run("validate", write(package(events=("event_id,day\n" + rows, schema))), "--format", "json"))
    fingerprints = {each["fingerprint"] for each in found["findings"]}
    assert len(fingerprints) == len(found["findings"]) == 9


def test_long_value_is_cut_but_its_fingerprint_is_of_the_whole(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "day", "type": "date"}]}
    rows = "day\n" + "x" * 3000 + "1\n" + "x" * 3000 + "2\n"
    first, second = report(run("validate", write(package(events=(rows, schema))), "--format", "json"))["findings"]
    assert first["value"] == second["value"] == "x" * 499 + "…"
    assert first["fingerprint"] != second["fingerprint"]


def test_names_that_no_text_can_hold_are_escaped(write: Write, run: Run, tmp_path: Path) -> None:
    descriptor = '{"name": "\\ud800", "resources": [{"name": "\\udfff", "path": "no.csv"}]}'
    folder = write({"datapackage.json": descriptor})
    found = report(run("validate", folder, "--format", "json"))
    assert (found["package"]["name"], found["findings"][0]["resource"]) == ("\ud800", "\udfff")
    assert run("validate", folder, "--format", "json", "-o", tmp_path / "report.json").exit_code == 1
    assert json.loads((tmp_path / "report.json").read_bytes()) == found


def test_citations_are_counted(write: Write, run: Run) -> None:
    found = report(run("validate", write(cited(context_locator="char=3,7", context_quote="July")), "--format", "json"))
    assert found["summary"]["citations"] == {"verified": 2}
    found = report(run("validate", write(all_checks()["quote-cuts"].fails), "--format", "json"))
    assert found["summary"]["citations"] == {"cut": 1}
