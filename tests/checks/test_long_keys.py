"""Keys of many fields: compared as one value, they are judged as cell by cell."""

from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.checks import keys, runner
from dpkit.checks.example import package
from dpkit.report.json_report import report_json

SAME = {  #: of each type, two cells that are one value, and one that is another
    "string": ("a,b", "a,b", "a"),
    "integer": ("1", "01", "2"),
    "number": ("0.0", "-0.0", "1e1"),
    "date": ("2001-08-04", "2001-08-04", ""),
    "boolean": ("true", "1", "0"),
    "duration": ("PT1M", "PT60S", "PT61S"),
}
NAMES = [*SAME, "any"]
ROWS = [[cells[place] for cells in SAME.values()] + ["x"] for place in (0, 1, 2)]
SCHEMA = {"fields": [{"name": name, "type": name} for name in NAMES], "primaryKey": NAMES, "uniqueKeys": [NAMES[:6]]}


@pytest.mark.parametrize("large", [False, True])
def test_long_keys_are_judged_as_cell_by_cell(
    write: Callable[..., Path],
    large: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [ROWS[0], ROWS[1], ROWS[2], ROWS[2], [*ROWS[0][:6], "y"]]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (NAMES, *rows))
    folder = write(package(t=(text, SCHEMA)))
    monkeypatch.setattr(runner, "SMALL", 0 if large else runner.SMALL)
    by_cell = dpkit.open(folder).validate(first=None)
    for module in (keys, runner):
        monkeypatch.setattr(module, "LONG", 2)
    as_one = dpkit.open(folder).validate(first=None)
    assert report_json(as_one) == report_json(by_cell)
    assert dict(as_one.counts) == {"primary-key": 3, "unique-key": 2}
    assert as_one.queries != by_cell.queries


def test_keys_of_thousands_of_fields_are_told_and_not_compared(write: Callable[..., Path]) -> None:
    names = [f"f{number}" for number in range(1_001)]
    schema = {"fields": [{"name": name} for name in names], "primaryKey": names, "uniqueKeys": [names[:1_000]]}
    row = ",".join("x" * len(names)) + "\n"
    report = dpkit.open(write(package(t=(",".join(names) + "\n" + row * 2, schema)))).validate()
    assert dict(report.counts) == {"not-supported": 1, "unique-key": 1}
    assert next(each.message for each in report.findings) == (
        "the primaryKey of t was not checked: it names 1,001 fields, and keys of at most 1,000 are compared"
        " (resources[0].schema.primaryKey)"
    )
