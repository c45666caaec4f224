"""A cell that is not what it should be is told with what is wrong with it, where that is plain."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.checks.example import package

Run = Callable[..., Result]
Write = Callable[..., Path]

EDTF = "a date (EDTF, such as 2001-08-04)"


@pytest.fixture
def told(write: Write, run: Run) -> "Callable[..., str]":
    """Return a function that returns the message on a table's only cell."""

    def told(cell: str, of: dict[str, Any]) -> str:
        quoted = '"' + cell.replace('"', '""') + '"'
        files = package(events=(f"cell\n{quoted}\n", {"fields": [{"name": "cell"} | of]}))
        (finding,) = json.loads(run("validate", write(files), "--format", "json").stdout)["findings"]
        return str(finding["message"])

    return told


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("1950-05-04/1950-05-01", "a date: its end lies before its beginning"),
        ("2001/-0001", "a date: its end lies before its beginning"),
        ("2001-02-30", "a date: its month has no day 30"),
        ("2001-08-00?", "a date: its month has no day 00"),
        ("2001-13", "a date: there is no month 13"),
        ("2001-21-01", "a date: there is no month 21"),
        ("2001-8-4", "a date: month and day have two digits each"),
        ("2001/2001-02-29", "a date: of '2001-02-29', its month has no day 29"),
        ("2001-13-01/..", "a date: of '2001-13-01', there is no month 13"),
        ("2001-08-04 ", "a date: there is white space around it"),
        ("August 2001", EDTF),
        ("../..", EDTF),
        ("2001/2002/2001", EDTF),
        ("-0000-01-01", EDTF),
        ("2001/x", EDTF),
        ("2" * 100, EDTF),
    ],
)
def test_what_is_wrong_with_a_date_is_told(cell: str, what: str, told: Callable[..., str]) -> None:
    shown = cell if len(cell) < 80 else "2" * 79 + "…"
    assert told(cell, {"dpkit": {"claim": "date"}}) == f"cell is '{shown}', not {what}"
