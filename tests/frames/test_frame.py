"""`Package.frame`: what a table is in pandas."""

import datetime as dt
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import dpkit
from dpkit.api.package import Package
from dpkit.checks.example import package
from dpkit.model.errors import DpkitError, DpkitWarning

OneTable = Callable[..., Package]
NA = pd.NA
POINT = '{"type": "Point", "coordinates": [1, 2]}'

# type, cells of the file, pandas type, values of the frame
TYPES = [
    ("integer", ["7", "-12", ""], "Int64", [7, -12, NA]),
    ("integer", ["9223372036854775807", "", "-9223372036854775807"], "Int64", [2**63 - 1, NA, 1 - 2**63]),
    ("integer", ["9223372036854775808", "", "1"], "object", [2**63, NA, 1]),
    ("year", ["0987", "2001", ""], "Int64", [987, 2001, NA]),
    ("number", ["1.5", "1e3", ""], "Float64", [1.5, 1000.0, NA]),
    ("number", ["INF", "-INF", ""], "Float64", [math.inf, -math.inf, NA]),
    ("boolean", ["true", "0", ""], "boolean", [True, False, NA]),
    ("date", ["2001-08-04", ""], "datetime64[us]", [pd.Timestamp(2001, 8, 4), pd.NaT]),
    ("date", ["0001-01-01", "9999-12-31"], "datetime64[us]", [pd.Timestamp(1, 1, 1), pd.Timestamp(9999, 12, 31)]),
    ("datetime", ["2001-08-04T10:11:12.000013"], "datetime64[us]", [pd.Timestamp(2001, 8, 4, 10, 11, 12, 13)]),
    ("datetime", ["2001-08-04T10:11:12+02:00"], "datetime64[us]", [pd.Timestamp(2001, 8, 4, 8, 11, 12)]),
    ("datetime", ["0001-01-01T00:00:00Z", ""], "datetime64[us]", [pd.Timestamp(1, 1, 1), pd.NaT]),
    ("time", ["10:11:12", ""], "object", [dt.time(10, 11, 12), NA]),
    ("string", ["Omsk", "", " 7 "], "string", ["Omsk", NA, " 7 "]),
    ("any", ["7", ""], "string", ["7", NA]),
    ("yearmonth", ["2001-08", ""], "string", ["2001-08", NA]),
    ("duration", ["P1Y2M", ""], "string", ["P1Y2M", NA]),
    ("geopoint", ['"55.0, 73.4"', ""], "string", ["55.0, 73.4", NA]),
    ("geojson", ['"{""type"": ""Point"", ""coordinates"": [1, 2]}"'], "string", [POINT]),
    ("object", ['"{""a"": 1}"', ""], "string", ['{"a": 1}', NA]),
    ("array", ['"[1,2]"', ""], "string", ["[1,2]", NA]),
    ("list", ['"a,b"', ""], "string", ["a,b", NA]),
]  # fmt: skip


def same(found: list[Any], expected: list[Any]) -> bool:
    """Compare values and their Python types; NA and NaT are themselves."""
    return [(type(each), str(each)) for each in found] == [(type(each), str(each)) for each in expected]


@pytest.mark.parametrize(("kind", "cells", "dtype", "values"), TYPES, ids=[f"{t[0]} {t[1][0]}" for t in TYPES])
def test_each_type_has_its_pandas_type(
    one_table: OneTable, kind: str, cells: list[str], dtype: str, values: list[Any]
) -> None:
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    opened = one_table("n,cell\n" + rows, {"name": "n"}, {"name": "cell", "type": kind})
    found = opened.frame("events")["cell"]
    assert opened.validate().valid
    assert found.dtype == dtype
    assert same(found.tolist(), values)


def test_every_day_round_trips(one_table: OneTable) -> None:
    days = [dt.date.fromordinal(number) for number in range(1, dt.date.max.toordinal() + 1, 9973)] + [dt.date.max]
    cells = "".join(f"{day.isoformat()}\n" for day in days)
    found = one_table("day\n" + cells, {"name": "day", "type": "date"}).frame("events")["day"]
    assert [each.date() for each in found] == days


def test_moments_that_an_offset_brings_over_the_ends_are_kept(one_table: OneTable) -> None:
    cells = "m\n9999-12-31T23:00:00-05:00\n0001-01-01T00:00:00+05:00\n"
    bound = {"maximum": "9999-12-31T23:59:59-06:00"}
    opened = one_table(cells, {"name": "m", "type": "datetime", "constraints": bound})
    found = opened.frame("events")
    assert found["m"].astype("int64").tolist() == [253402315200 * 10**6, -62135614800 * 10**6]
    assert opened.schema("events").validate(found).equals(found)


def test_whole_numbers_of_any_length_are_kept(one_table: OneTable) -> None:
    whole = [10**45, 5, -(10**45) - 1, 10**4_999 + 1]
    cells = ["1" + "0" * 45, "5", "-1" + "0" * 44 + "1", "1" + "0" * 4_998 + "1"]
    bounds = {"unique": True, "minimum": cells[2], "maximum": "1" + "0" * 5_000}
    opened = one_table("\n".join(["n", *cells, ""]), {"name": "n", "type": "integer", "constraints": bounds})
    found = opened.frame("events")
    assert found["n"].tolist() == whole
    assert opened.validate().valid
    assert opened.schema("events").validate(found).equals(found)


def test_invalid_cells_are_missing(one_table: OneTable) -> None:
    found = one_table(
        "n,d,t\nseven,2001-02-30,25:00:00\n",
        {"name": "n", "type": "integer"},
        {"name": "d", "type": "date"},
        {"name": "t", "type": "time"},
    ).frame("events")
    assert found.isna().to_numpy().tolist() == [[True, True, True]]


def test_missing_values_are_those_of_schema_and_field(one_table: OneTable) -> None:
    found = one_table(
        "a,b\n-,-\nx,\n", {"name": "a"}, {"name": "b", "missingValues": ["x"]}, missingValues=["-"]
    ).frame("events")
    assert same(found["a"].tolist(), [NA, "x"])
    assert same(found["b"].tolist(), ["-", ""])


def test_not_a_number_is_a_number_and_not_missing(one_table: OneTable) -> None:
    found = one_table("n,x\na,NaN\nb,\n", {"name": "n"}, {"name": "x", "type": "number"}).frame("events")["x"]
    assert found.isna().tolist() == [False, True]


def test_own_formats_are_read(one_table: OneTable) -> None:
    found = one_table(
        "d,n,b\n04/08/2001,1.234;5,yes\n",
        {"name": "d", "type": "date", "format": "%d/%m/%Y"},
        {"name": "n", "type": "number", "groupChar": ".", "decimalChar": ";"},
        {"name": "b", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    ).frame("events")
    assert found.to_dict("records") == [{"d": pd.Timestamp(2001, 8, 4), "n": 1234.5, "b": True}]


def test_the_index_is_the_number_of_the_record(one_table: OneTable) -> None:
    found = one_table("a,b\nx,1\n\ny,2\n", {"name": "a"}, {"name": "b"}).frame("events")
    assert (found.index.name, found.index.tolist()) == ("row", [1, 3])
    assert found.loc[3, "a"] == "y"


def test_columns_stand_in_the_order_of_the_schema(one_table: OneTable) -> None:
    fields = [{"name": "b"}, {"name": 'a "quoted" one'}, {"name": "row"}]
    cells = 'row,b,"a ""quoted"" one"\n1,2,3\n'
    found = one_table(cells, *fields, fieldsMatch="equal").frame("events")
    assert found.to_dict("records") == [{"b": "2", 'a "quoted" one': "3", "row": "1"}]
    assert list(found.columns) == ["b", 'a "quoted" one', "row"]


def test_fields_that_the_file_lacks_are_no_columns(one_table: OneTable) -> None:
    fields = [{"name": "a"}, {"name": "b", "constraints": {"required": True}}]
    opened = one_table("a\nx\n", *fields, fieldsMatch="superset")
    assert list(opened.frame("events").columns) == ["a"]


def test_a_table_without_rows_keeps_its_types(one_table: OneTable) -> None:
    fields = [{"name": kind, "type": kind} for kind in ("integer", "number", "boolean", "date", "time", "string")]
    found = one_table("integer,number,boolean,date,time,string\n", *fields).frame("events")
    assert [str(each) for each in found.dtypes] == ["Int64", "Float64", "boolean", "datetime64[us]", "object", "string"]
    assert len(found) == 0


def test_a_table_without_a_schema_is_text(write: Callable[..., Path]) -> None:
    files = {"datapackage.json": '{"resources": [{"name": "t", "path": "t.csv"}]}', "t.csv": "a,b\n1,x\n"}
    assert dpkit.open(write(files)).frame("t").to_dict("records") == [{"a": "1", "b": "x"}]


def test_frames_are_all_tables_from_one_look(write: Callable[..., Path]) -> None:
    opened = dpkit.open(write(package(events=("a\nx\n", ["a"]), places=("b\ny\n", ["b"]))))
    found = opened.frames()
    assert list(found) == ["events", "places"]
    assert all(each.equals(opened.frame(name)) for name, each in found.items())


def test_an_unknown_table_is_one_sentence(one_table: OneTable) -> None:
    opened = one_table("a\nx\n", {"name": "a"})
    with pytest.raises(DpkitError, match=r"^the package has no table 'visits'; it has events$"):
        opened.frame("visits")
    with pytest.raises(DpkitError, match=r"^the package has no table 'visits'; it has events$"):
        opened.schema("visits")


def test_a_table_that_could_not_be_read_is_one_sentence(write: Callable[..., Path]) -> None:
    opened = dpkit.open(write({**package(events=("a\nx\n", ["a"])), "events.csv": b""}))
    for ask in (lambda: opened.frame("events"), opened.frames):
        with pytest.raises(DpkitError, match=r"^events could not be read \(blank-header\)"):
            ask()
    assert list(opened.schemas()) == ["events"]


def test_what_could_not_be_read_is_warned_of(one_table: OneTable) -> None:
    package = one_table('a,b\n1,2\n1,"2"x\n3,4,5\n\n"x"y,2\n6,7\n', {"name": "a"}, {"name": "b"})
    told = "the frame of events lacks what could not be read (malformed-row: 2 and extra-cell: 1)"
    with pytest.warns(DpkitWarning, match=f"^{re.escape(told)}; `dpkit validate` tells more$") as caught:
        found = package.frame("events")
    assert list(found.index) == [1, 3, 6]
    assert caught[0].filename == __file__
    with pytest.warns(DpkitWarning) as caught:
        package.frames()
    assert [each.filename for each in caught] == [__file__]
