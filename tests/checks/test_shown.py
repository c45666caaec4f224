"""How many rows at fault are shown: of more than the engine takes by itself, too."""

from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.checks import runner
from dpkit.checks.example import package
from dpkit.report.json_report import report_json

SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}], "uniqueKeys": [["b"]]}


@pytest.mark.parametrize("large", [False, True])
def test_all_are_shown_of_more_than_the_engine_takes(
    write: Callable[..., Path],
    large: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = write(package(t=("a,b\n" + "x,1\n" * 30, SCHEMA)))
    monkeypatch.setattr(runner, "SMALL", 0 if large else runner.SMALL)
    few = dpkit.open(folder).validate(first=None)
    monkeypatch.setattr(runner, "TAKEN", 2)
    many = dpkit.open(folder).validate(first=None)
    assert report_json(many) == report_json(few)
    assert [len(tally.findings) for tally in many.tallies] == [30, 29]
    assert any("array_agg(" in query for query in many.queries)
