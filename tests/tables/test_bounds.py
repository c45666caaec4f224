"""Columns of dates: the engine's way with common forms and the parser's way with the rest give the same days."""

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.tables.edtf import days
from dpkit.tables.lexical import day_bounds
from dpkit.tables.sql import joined, sql, text
from dpkit.tables.table import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dpkit.model.finding import FaultLog
    from dpkit.tables.engine import Engine
    from dpkit.tables.table import Table

COMMON: Final = st.one_of(
    st.from_regex("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", fullmatch=True),
    st.dates().map(str),
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(0, 9999), st.integers(0, 13), st.integers(27, 32)),
    st.builds("{:04d}-{:02d}".format, st.integers(0, 9999), st.integers(0, 13)),
)
SEASONS: Final = ("-21", "-22", "-23", "-24")
OTHER: Final = st.sampled_from(
    [
        "2001?",
        "198X",
        "2001-22",
        "../2001",
        "2001/..",
        "2001-08-04/2001-08-05",
        "2001-08/2001",
        "2001-08-05/2001-08-04",
        "2001/2002/2003",
        "2001-08?/2001-09",
        "2001-08-04~",
        "2001-02-30?",
        "2001-22%",
        "0000?",
        "2001??",
        "19XX",
        "1X8X",
        "00XX",
        "Y17000",
        "-0044",
        "x",
        " 2001",
        "2001 ",
    ]
)
SHARED: Final = settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SHARED
@given(st.lists(COMMON, min_size=1, max_size=30))
@example(["0000", "0000-02", "0000-02-29", "9999", "9999-12", "9999-12-31", "1900-02-29", "2000-02-29", "2001-00"])
def test_common_forms_mean_the_same_days_to_the_engine(engine: "Engine", texts: list[str]) -> None:
    bounds = [bound for each in texts for bound in day_bounds(text(each))]
    (row,) = engine.run(sql("SELECT {}", joined(bounds)))
    for cell, lower, upper in zip(texts, row[::2], row[1::2], strict=True):
        left = cell[4:] in SEASONS or cell.startswith("0000")  # seasons and the year 0 are left to the parser
        expected = None if left else days(cell)
        assert (lower, upper) == ((expected.lower, expected.upper) if expected else (None, None)), cell


@pytest.fixture(params=["small", "large"])
def of_size(request: pytest.FixtureRequest) -> "Iterator[None]":
    """Take all files for small ones, of which the parser reads the uncommon dates, or for large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dpkit.tables.reading.LARGE", 1 << 40 if request.param == "small" else 0)
        yield


@pytest.mark.usefixtures("of_size")
@SHARED
@given(st.lists(COMMON | OTHER, min_size=1, max_size=20))
def test_a_column_of_dates_has_bounds(
    loaded: "Callable[..., tuple[Table, FaultLog]]", engine: "Engine", texts: list[str]
) -> None:
    lines = "".join(f"{number},{cell}\n" for number, cell in enumerate(texts))
    table, _ = loaded(f"n,day\n{lines}".encode(), ["n", {"name": "day", "dpkit": {"claim": "date"}}])
    column = table.columns["day"]
    assert column.lower is not None
    assert column.upper is not None
    query = sql("SELECT {}, {} FROM {} ORDER BY {}", column.lower, column.upper, table.relation, ROW)
    expected = [(each.lower, each.upper) if (each := days(cell)) else (None, None) for cell in texts]
    assert engine.run(query) == expected
