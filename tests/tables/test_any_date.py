"""Dates of the format `any`: three numbers are read as the referee reads them."""

from itertools import product
from typing import Any, Final

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpkit.tables import any_date

FIELD: Final[Any] = frictionless.Field.from_descriptor({"name": "a", "type": "date", "format": "any"})
REFEREE: Final = FIELD.create_value_reader()
EDGES: Final = (0, 1, 2, 12, 13, 28, 29, 30, 31, 32, 68, 69, 99)
YEARS: Final = ("0000", "0001", "0012", "0031", "0032", "0099", "1900", "2000", "2023", "9999")


def unasked(cell: str) -> Any:
    raise AssertionError(cell)


def _read(read: Any, cell: str) -> Any:
    try:
        return read(cell)
    except ValueError:
        return None


@pytest.mark.parametrize("mark", ["-", "/", "."])
def test_three_numbers_are_read_as_the_referee_does_without_it(mark: str) -> None:
    read = any_date.reader(unasked)
    for one, other, year in product(EDGES, EDGES, YEARS):
        for cell in (f"{one:02}{mark}{other:02}{mark}{year}", f"{year}{mark}{one:02}{mark}{other:02}"):
            assert _read(read, cell) == REFEREE(cell), cell


@settings(deadline=None)
@given(st.text("0123456789-/. T:\u0661", max_size=11) | st.dates().map(lambda day: day.strftime("%d.%m.%Y")))
def test_any_text_is_read_as_the_referee_does(cell: str) -> None:
    assert _read(any_date.reader(REFEREE), cell) == REFEREE(cell)
