"""Marks for groups of digits: those that part groups, and those that make another number of what was meant."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit

Write = Callable[..., Path]
GERMAN = {"type": "number", "groupChar": ".", "decimalChar": ","}
ENGLISH = {"type": "number", "groupChar": ","}
WHOLE = {"type": "integer", "groupChar": ","}
BARE = {"type": "number", "groupChar": ",", "bareNumber": False}


def told(folder: Path, field: dict[str, Any], cells: list[str]) -> list[str]:
    """Return the cells of a table of one field that are told, and how they are said to be read."""
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "n", **field}]}}
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (folder / "t.csv").write_text("n\n" + "".join(f'"{cell}"\n' for cell in cells))
    found = dpkit.open(folder).validate().findings
    assert {each.check for each in found} <= {"ambiguous-grouping"}
    return [each.message.rpartition(" as ")[2] for each in found]


@pytest.mark.parametrize(
    ("field", "cell", "reading"),
    [
        (GERMAN, "1,234.5", "1.2345"), (GERMAN, "1.5", "15"), (GERMAN, "-.5", "-5"), (GERMAN, "1.23456", "123456"),
        (ENGLISH, "1,5", "15"), (ENGLISH, "1.234,5", "1.2345"), (ENGLISH, "1,23.4", "123.4"),
        (WHOLE, "1,,234", "1234"), (WHOLE, "1,2,3", "123"), (BARE, "1,2 km", "12 km"),
        ({"type": "number", "groupChar": "(", "decimalChar": "^"}, "1(5^1", "15.1"),
        ({"type": "number", "groupChar": "]-"}, "1]-5", "15"),
    ],
)  # fmt: skip
def test_a_mark_that_parts_no_groups_is_told(field: dict[str, Any], cell: str, reading: str, tmp_path: Path) -> None:
    assert told(tmp_path / "package", field, [cell]) == [reading]


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        (GERMAN, ["1.234", "1.234,5", "12,5", "1.2345.6789", "+1.000.000,00E3"]),
        (ENGLISH, ["12,34,567.8", "1,234", "INF", "1000.5"]),
        (BARE, ["$1,000.5", "approx, 5", "5, or so"]),
        ({"type": "number", "decimalChar": ","}, ["1,5"]),
    ],
)
def test_groups_are_not_told(field: dict[str, Any], cells: list[str], tmp_path: Path) -> None:
    assert told(tmp_path / "package", field, cells) == []


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=5))
@settings(max_examples=examples(20), deadline=None)
def test_what_is_written_in_groups_is_not_told(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    folder = tmp_path_factory.mktemp("package", numbered=True)
    assert told(folder, WHOLE, [f"{number:,}" for number in numbers]) == []
