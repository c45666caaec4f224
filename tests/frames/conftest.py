"""What the tests of frames share: packages of one table, and what of a contract a frame breaks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest

import dpkit
from dpkit.api.package import Package
from dpkit.checks.example import package

OneTable = Callable[..., Package]
Broken = Callable[[pa.DataFrameSchema, pd.DataFrame], set[str]]


@pytest.fixture
def one_table(write: Callable[..., Path]) -> OneTable:
    """Return a function that writes a package with one table, `events`, and opens it."""

    def one_table(cells: str, *fields: dict[str, Any], **schema: Any) -> Package:
        return dpkit.open(write(package(events=(cells, {"fields": list(fields), **schema}))))

    return one_table


@pytest.fixture
def broken() -> Broken:
    """Return a function that tells what a frame breaks, as `column: check`, without the values that a check names."""

    def broken(contract: pa.DataFrameSchema, frame: pd.DataFrame) -> set[str]:
        try:
            contract.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            cases = errors.failure_cases
            parts = zip(cases["schema_context"], cases["column"], cases["check"], strict=True)
            names = [(name if context == "Column" else "table", str(check)) for context, name, check in parts]
            return {f"{name}: {check.split('(')[0].strip()}" for name, check in names}
        return set()

    return broken
