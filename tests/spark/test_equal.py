"""The verdict on Spark is that on DuckDB: the whole report, for the examples of all checks and for all packages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dpkit.api.validation import validate
from dpkit.checks.registry import all_checks
from dpkit.model.cluster import Cluster
from dpkit.model.errors import DpkitError
from dpkit.report.json_report import report_data

PACKAGES = Path(__file__).parent.parent / "packages"
EVERY = sorted(path.relative_to(PACKAGES).as_posix() for path in PACKAGES.glob("*/*") if path.is_dir())

Write = Callable[..., Path]


def judged(package: Path, cluster: Cluster | None) -> object:
    """Return the report on a package, or why there is none."""
    try:
        return report_data(validate(package, cluster=cluster))
    except DpkitError as error:
        return str(error)


@pytest.mark.parametrize("name", sorted(all_checks()))
def test_examples_of_a_check_are_judged_alike(name: str, cluster: Cluster, write: Write) -> None:
    check = all_checks()[name]
    for folder, example in {"passes": check.passes, "fails": check.fails}.items():
        package = write(example, folder)
        assert judged(package, cluster) == judged(package, None)


@pytest.mark.parametrize("name", EVERY)
def test_packages_are_judged_alike(name: str, cluster: Cluster) -> None:
    assert judged(PACKAGES / name, cluster) == judged(PACKAGES / name, None)
