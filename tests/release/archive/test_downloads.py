"""SQLite and Parquet: every value comes back as it is in the file, or the release is refused with a reason."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.api.session import look_at
from dpkit.model.errors import DpkitError
from dpkit.model.limits import Limits
from dpkit.release.parquet_files import write_parquet
from dpkit.release.sqlite_file import write_sqlite

Files = dict[str, str | bytes]
Cells = list[tuple[Any, ...]]
Export = Callable[..., Callable[[str], tuple[Cells, Cells]]]


def package(tables: dict[str, tuple[dict[str, Any], list[list[str]]]]) -> Files:
    """Return a package of tables: name -> schema, rows of text."""
    files: Files = {}
    resources = []
    for number, (name, (schema, rows)) in enumerate(tables.items()):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerows([[each["name"] for each in schema["fields"]], *rows])
        files[f"{number}.csv"] = out.getvalue()
        resources.append({"name": name, "path": f"{number}.csv", "type": "table", "schema": schema})
    return files | {"datapackage.json": json.dumps({"name": "p", "version": "1.0.0", "resources": resources})}


def sqlite_rows(path: Path, table: str) -> Cells:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f'SELECT * FROM "{table.replace(chr(34), chr(34) * 2)}"').fetchall()


def parquet_rows(path: Path) -> Cells:
    with duckdb.connect() as database:
        return database.read_parquet(str(path)).fetchall()


@pytest.fixture
def export(write: Callable[..., Path], tmp_path: Path) -> Export:
    """Return a function that exports tables, and returns one that reads a table from SQLite and from Parquet."""
    times = 0

    def export(tables: dict[str, tuple[dict[str, Any], list[list[str]]]]) -> Callable[[str], tuple[Cells, Cells]]:
        nonlocal times
        times += 1
        root, sqlite, parquet = tmp_path / str(times), tmp_path / f"{times}.sqlite", tmp_path / f"{times}.parquet"
        with look_at(write(package(tables), str(times))) as session:
            found = {check for check, _ in session.log.counts}
            assert found <= {"not-recommended", "descriptor-error"}  # of names that clash
            write_sqlite(session.engine, session.tables, sqlite)
            write_parquet(session.engine, session.tables, parquet)
        assert root.is_dir()
        return lambda name: (sqlite_rows(sqlite, name), parquet_rows(parquet / f"{name}.parquet"))

    return export


def one(cells: list[str], **properties: Any) -> dict[str, tuple[dict[str, Any], list[list[str]]]]:
    """Return one table of one column, beside the numbers of its rows."""
    fields = [{"name": "row"}, {"name": "a", **properties}]
    return {"t": ({"fields": fields}, [[str(number), cell] for number, cell in enumerate(cells)])}


MARKS = ["\x1e", "\x1f", "'\";--", "a\nb", "\ufeffx", "e\u0301", "\U0001f600", " a "]
KEPT: dict[str, tuple[dict[str, Any], list[str], list[Any]]] = {
    "integer": ({"type": "integer"}, ["1", "-7", "007", ""], [1, -7, 7, None]),
    "largest integers": ({"type": "integer"}, [str(2**63 - 1), str(-(2**63 - 1))], [2**63 - 1, -(2**63 - 1)]),
    "integer past 64 bits": ({"type": "integer"}, ["1", str(2**63)], ["1", str(2**63)]),
    "integer past 128 bits": ({"type": "integer"}, ["1", "9" * 60], ["1", "9" * 60]),
    "grouped integer": ({"type": "integer", "groupChar": ","}, ["1,000"], [1000]),
    "number": ({"type": "number"}, ["0.1", "2.50", "-1e10", "0", "0.000", ""], [0.1, 2.5, -1e10, 0.0, 0.0, None]),
    "34 digits": ({"type": "number"}, ["0.1", "1." + "3" * 33], ["0.1", "1." + "3" * 33]),
    "16 digits": ({"type": "number"}, ["9007199254740993"], ["9007199254740993"]),
    "underflow": ({"type": "number"}, ["1e-400"], ["1e-400"]),
    "overflow": ({"type": "number"}, ["1e400"], ["1e400"]),
    "not a number": ({"type": "number"}, ["1.5", "NaN", "INF", "-INF"], ["1.5", "NaN", "INF", "-INF"]),
    "decimal comma": ({"type": "number", "decimalChar": ","}, ["1,5"], [1.5]),
    "with a unit": ({"type": "number", "bareNumber": False}, ["EUR 5.5", "7 %"], [5.5, 7.0]),
    "boolean": ({"type": "boolean"}, ["true", "0", ""], [True, False, None]),
    "boolean words": ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, ["yes", "no"], [True, False]),
    "date": ({"type": "date"}, ["2001-08-04", ""], ["2001-08-04", None]),
    "date of another form": ({"type": "date", "format": "%d.%m.%Y"}, ["04.08.2001"], ["2001-08-04"]),
    "moment": ({"type": "datetime"}, ["2001-08-04T10:00:00+03:00"], ["2001-08-04T10:00:00+03:00"]),
    "year": ({"type": "year"}, ["2001"], [2001]),
    "text like a number": ({"type": "string"}, ["007", "1e3", "2.50"], ["007", "1e3", "2.50"]),
    "empty is missing": ({"type": "string"}, ["a", ""], ["a", None]),
    "empty is a text": ({"type": "string", "missingValues": ["-"]}, ["a", "", "-"], ["a", "", None]),
    "any": ({"type": "any"}, ["1", "x"], ["1", "x"]),
    "marks": ({"type": "string"}, MARKS, MARKS),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_values_are_kept(export: Export, case: str) -> None:
    properties, cells, values = KEPT[case]
    sqlite, parquet = export(one(cells, **properties))("t")
    assert [row[1] for row in sqlite] == values
    assert [str(row[1]) if properties["type"] == "date" and row[1] else row[1] for row in parquet] == values
    assert [row[0] for row in sqlite] == [row[0] for row in parquet] == [str(number) for number in range(len(cells))]


INTEGERS = st.one_of(st.integers(-(2**70), 2**70).map(str), st.integers(-9, 9).map(lambda n: f"{n:+04}"))
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.floats().map(repr).filter(lambda cell: cell not in {"nan", "inf", "-inf"}),
    st.sampled_from(["NaN", "INF", "-INF", "0", "-0", "1e400", "1e-400"]),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)


ROWS = st.lists(st.tuples(INTEGERS, NUMBERS, TEXTS).map(list), min_size=1, max_size=6)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=4, max_size=4))
def test_what_goes_out_comes_back(export: Export, tables: list[list[list[str]]]) -> None:
    fields = [{"name": "i", "type": "integer"}, {"name": "n", "type": "number"}, {"name": "s", "type": "string"}]
    found = export({f"t{number}": ({"fields": fields}, rows) for number, rows in enumerate(tables)})
    for name, rows in enumerate(tables):
        for back in found(f"t{name}"):
            assert len(back) == len(rows)
            for (integer, number, text), cells in zip(back, rows, strict=True):
                assert integer == (cells[0] if isinstance(integer, str) else int(cells[0]))
                assert _same(number, cells[1])
                assert text == (cells[2] or None)


def _same(value: object, cell: str) -> bool:
    try:
        return value == cell if isinstance(value, str) else Decimal(repr(value)) == Decimal(cell)
    except InvalidOperation:
        return False


NAMES = ['a"b', "a'; DROP TABLE t; --", "a b", "select", "ä", "%s", "{0}", "a\\b", "[a]", "rowid", "_row", "x" * 300]


def test_hostile_names_are_names(export: Export) -> None:
    fields = [{"name": each} for each in NAMES]
    rows = [[str(number) for number in range(len(NAMES))]]
    for found in export({"x'); DROP TABLE": ({"fields": fields}, rows)})("x'); DROP TABLE"):
        assert found == [tuple(rows[0])]


CITIES = {"fields": [{"name": "id"}, {"name": "in"}], "primaryKey": ["id"]}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "field in two cases": ({"t": ({"fields": [{"name": "id"}, {"name": "ID"}]}, [])}, "fields of t: 'id' and 'ID'"),
    "table in two cases": ({"t": (CITIES, []), "T": (CITIES, [])}, "resources: 't' and 'T' are the same name"),
    "reserved table": ({"sqlite_x": (CITIES, [])}, "'sqlite_x' has a name that SQLite keeps"),
    "name of no file": ({"a/b": (CITIES, [])}, "'a/b' has a name that no file can have"),
    "hidden file": ({".a": (CITIES, [])}, "'.a' has a name that no file can have"),
    "broken key": ({"t": (CITIES, [["a", ""], ["a", ""]])}, "t breaks a key of its own"),
    "key written otherwise": (
        {
            "t": ({"fields": [{"name": "n", "type": "integer"}], "primaryKey": ["n"]}, [["01"], [str(2**70)]]),
            "u": (
                {
                    "fields": [{"name": "n", "type": "integer"}],
                    "foreignKeys": [{"fields": ["n"], "reference": {"resource": "t", "fields": ["n"]}}],
                },
                [["1"]],
            ),
        },
        "u: row 1 has no row that it refers to, or one that writes the value in another way in t",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_kept_is_refused(export: Callable[..., object], case: str) -> None:
    tables, reason = REFUSED[case]
    with pytest.raises(DpkitError, match=reason):
        export(tables)


def keys_of(path: Path, table: str) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {(row[3], row[2], row[4]) for row in database.execute(f"PRAGMA foreign_key_list('{table}')")}


def test_foreign_keys_are_real(built: Callable[..., Path], files: Files) -> None:
    path = built(files) / "visits-1.0.0.sqlite"
    assert keys_of(path, "places") == {("part_of", "places", "place_id"), ("source_id", "sources", "source_id")}
    assert keys_of(path, "visit_accounts") == {
        ("place_id", "places", "place_id"),
        ("source_id", "sources", "source_id"),
    }
    assert [row[0] for row in sqlite_rows(path, "places")] == ["omsk", "russia"]  # in the order of the file
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("UPDATE places SET part_of = 'nowhere'")


def test_cycles_composite_keys_and_keys_that_are_none(export: Export, tmp_path: Path) -> None:
    def to(resource: str, *fields: str, own: tuple[str, ...] = ()) -> dict[str, Any]:
        return {"fields": [*(own or fields)], "reference": {"resource": resource, "fields": [*fields]}}

    def schema(*keys: dict[str, Any]) -> dict[str, Any]:
        fields = [{"name": "k", "type": "integer"}, {"name": "l"}, {"name": "m"}]
        return {"fields": fields, "primaryKey": ["k", "l"], "foreignKeys": [*keys]}

    rows = [["2", "b", "same"], ["1", "a", "same"], ["1", "b", ""]]
    found = export(
        {
            "one": (schema(to("two", "k", "l"), to("", "l", "k")), rows),
            "two": (schema(to("one", "l", "k"), to("one", "m"), to("one", "k", own=("k",))), rows),
        }
    )
    assert keys_of(tmp_path / "1.sqlite", "one") == {
        ("k", "two", "k"), ("l", "two", "l"), ("k", "one", "k"), ("l", "one", "l"),
    }  # fmt: skip
    # columns that are not distinct are the key of nothing
    assert keys_of(tmp_path / "1.sqlite", "two") == {("k", "one", "k"), ("l", "one", "l")}
    assert found("two") == ([(2, "b", "same"), (1, "a", "same"), (1, "b", None)],) * 2


def test_column_that_others_refer_to_is_distinct(export: Callable[..., object], tmp_path: Path) -> None:
    key = {"fields": ["code"], "reference": {"resource": "t", "fields": ["code"]}}
    fields = [{"name": "id"}, {"name": "code"}]
    export(
        {
            "t": ({"fields": fields, "primaryKey": ["id"]}, [["1", "a"], ["2", ""], ["3", ""]]),
            "u": ({"fields": fields, "foreignKeys": [key]}, [["1", "a"], ["2", "a"], ["3", ""]]),
        }
    )  # fmt: skip
    assert keys_of(tmp_path / "1.sqlite", "u") == {("code", "t", "code")}


def test_threads_change_no_byte(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "n", "type": "number"}]
    cells = [[str(number), f"{number / 8:.3f}"] for number in range(130_000)]  # more than one group of rows
    root, found = write(package({"t": ({"fields": fields, "primaryKey": ["id"]}, cells)})), []
    monkeypatch.setattr("dpkit.api.session.FEW", 0)
    for threads in (1, 2, 4):
        sqlite, parquet = tmp_path / f"{threads}.sqlite", tmp_path / f"{threads}.parquet"
        with look_at(root, limits=Limits(threads=threads)) as session:
            write_sqlite(session.engine, session.tables, sqlite)
            write_parquet(session.engine, session.tables, parquet)
        found.append((sqlite.read_bytes(), (parquet / "t.parquet").read_bytes()))
    assert found[0] == found[1] == found[2]
    assert sqlite_rows(tmp_path / "4.sqlite", "t") == parquet_rows(tmp_path / "4.parquet" / "t.parquet")
    assert len(sqlite_rows(tmp_path / "1.sqlite", "t")) == len(cells)
