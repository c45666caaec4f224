"""The verdict on Spark is that on DuckDB: the whole report, for the examples of all checks and for all packages."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dpkit.api.validation import validate
from dpkit.checks.example import package as example
from dpkit.checks.registry import all_checks
from dpkit.model.cluster import Cluster
from dpkit.model.errors import DpkitError
from dpkit.report.json_report import report_data

GENERATE = Path(__file__).resolve().parents[2] / "benchmarks" / "generate.py"
PACKAGES = Path(__file__).parent.parent / "packages"
EVERY = sorted(path.relative_to(PACKAGES).as_posix() for path in PACKAGES.glob("*/*") if path.is_dir())

Write = Callable[..., Path]
#: in CI, those that ask the cluster; what is found while reading is found by the same code
ASKING = sorted(name for name, check in all_checks().items() if not (check.fault and "CI" in os.environ))


def judged(package: Path, cluster: Cluster | None) -> Any:
    """Return the report on a package, or why there is none."""
    try:
        return report_data(validate(package, cluster=cluster))
    except DpkitError as error:
        return str(error)


@pytest.mark.parametrize("name", ASKING)
def test_what_fails_a_check_is_judged_alike(name: str, cluster: Cluster, write: Write) -> None:
    package = write(all_checks()[name].fails)
    assert judged(package, cluster) == judged(package, None)


@pytest.mark.parametrize("name", sorted(all_checks()))
def test_what_passes_a_check_is_judged_alike(name: str, cluster: Cluster, write: Write) -> None:
    package = write(all_checks()[name].passes)
    assert judged(package, cluster) == judged(package, None)


@pytest.mark.parametrize("name", EVERY)
def test_packages_are_judged_alike(name: str, cluster: Cluster) -> None:
    assert judged(PACKAGES / name, cluster) == judged(PACKAGES / name, None)


@pytest.mark.parametrize("large", [1 << 40, 0])
def test_the_package_of_the_benchmark_is_judged_alike(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr("dpkit.tables.reading.LARGE", large)
    subprocess.run([sys.executable, str(GENERATE), str(tmp_path / "made"), "--rows", "300"], check=True)
    assert judged(tmp_path / "made", cluster) == judged(tmp_path / "made", None)


def test_a_pattern_that_java_reads_otherwise_is_told_and_nothing_else(cluster: Cluster, write: Write) -> None:
    fields = [{"name": "id"}, {"name": "code", "constraints": {"pattern": "(?m:^a+$)", "maxLength": 2}}]
    package = write(example(codes=("id,code\n1,aaa\n2,b\n1,a\n", {"fields": fields, "primaryKey": "id"})))
    found, expected = judged(package, cluster), judged(package, None)
    (unjudged,) = (each for each in found["findings"] if each["check"] == "value-unjudged")
    assert (unjudged["field"], unjudged["resource"]) == ("code", "codes")
    why = "DuckDB and Spark would not read its pattern alike: it reads `$` in two ways"
    assert unjudged["message"] == f"code could not be judged (constraint-error): {why}"
    told = [each["message"] for each in expected["findings"] if "pattern" not in each["message"]]
    assert [each["message"] for each in found["findings"] if each != unjudged] == told
