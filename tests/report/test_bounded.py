"""A report has at most a thousand findings and a megabyte, in every format, whatever a package is made of."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

import dpkit
from dpkit.checks.example import package
from dpkit.cli.output import SIZES, rendered
from dpkit.model.report import Report
from dpkit.report.bounded import LARGEST, MOST

from .conftest import FORMATS

LONG = "\x01" * 240  #: a name that JSON writes six times as long
CLOSED = 1_500  #: files that the system does not let anybody read


def report(root: Path, files: Mapping[str, str | bytes]) -> Report:
    """Return the report on a package of these files."""
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return dpkit.open(root).validate()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the report on a package with 230 checks of its own, each of which finds something."""
    checks = {f"checks/{n:04}{LONG}.sql": "SELECT a FROM t" for n in range(230)}
    return report(tmp_path_factory.mktemp("own"), {**package(t=("a\n1\n", ["a"])), **checks})


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the report on a package of many files that the system does not let anybody read."""
    opened = os.open

    def open_(name: str, *arguments: int, **more: int) -> int:
        if name == "closed":
            raise PermissionError(13, "Permission denied")
        return opened(name, *arguments, **more)

    resources = [{"name": f"t{n}", "path": f"closed/{LONG}{n}.csv"} for n in range(CLOSED)]
    files = {"datapackage.json": json.dumps({"name": "p", "resources": resources}), "closed/x": ""}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", open_)
        return report(tmp_path_factory.mktemp("closed"), files)


@pytest.mark.parametrize("form", FORMATS)
def test_whatever_a_package_is_made_of_its_report_is_bounded(form: str, own: Report, closed: Report) -> None:
    for each in (own, closed):
        text = rendered(each, form)
        assert len(text.encode()) <= SIZES.get(form, LARGEST)
        assert form != "json" or len(json.loads(text)["findings"]) <= MOST


def test_what_is_not_listed_is_counted(own: Report, closed: Report) -> None:
    found = json.loads(rendered(own, "json"))
    assert (found["summary"]["error"], found["counts"]["check-refused"]) == (230, 30)
    summary = json.loads(rendered(closed, "json"))["summary"]
    assert (len(summary["unread"]) + summary["unnamed"], summary["unnamed"] > 0) == (CLOSED, True)
    assert f" and {CLOSED - 3:,} more could not be read: " in rendered(closed, "text")
