"""The project's own package as frames."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

import dpkit

ROOT = Path(__file__).parents[2]
Broken = Callable[[pa.DataFrameSchema, pd.DataFrame], set[str]]


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    return dpkit.open(ROOT).frames()


@pytest.fixture(scope="module")
def schemas() -> dict[str, pa.DataFrameSchema]:
    return dpkit.open(ROOT).schemas()


def test_every_table_fulfils_its_contract(
    broken: Broken, frames: dict[str, pd.DataFrame], schemas: dict[str, pa.DataFrameSchema]
) -> None:
    assert "visit_accounts" in frames
    assert frames.keys() == schemas.keys()
    assert {name: found for name, frame in frames.items() if (found := broken(schemas[name], frame))} == {}


def test_a_mistyped_row_is_refused(
    broken: Broken, frames: dict[str, pd.DataFrame], schemas: dict[str, pa.DataFrameSchema]
) -> None:
    cells = {"visit_id": "Russia 2001", "start": "in July", "confidence": "sure", "locator": None}
    frame = frames["visit_accounts"].astype("string")
    mistyped = frame.assign(**{name: frame[name].where(frame.index != 1, value) for name, value in cells.items()})
    expected = {"visit_id: pattern", "start: date", "confidence: isin", "locator: not_nullable"}
    assert expected <= broken(schemas["visit_accounts"], mistyped)
