"""Tables in several files: one table, with the place of each row in its file."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

import dpkit
from dpkit.model.report import Report

Judged = Callable[..., Report]
Place = tuple[str, str | None, int | None, int | None]


@pytest.fixture
def judged(write: Callable[..., Path]) -> Judged:
    """Return a function that validates a package of one table, `t`, in the files given."""

    def judged(files: Mapping[str, str | bytes], **properties: Any) -> Report:
        schema = {"primaryKey": "id", "fields": [{"name": "id", "type": "integer"}, {"name": "name"}]}
        resource = {"name": "t", "path": list(files), "schema": schema} | properties
        descriptor = json.dumps({"name": "p", "resources": [resource]})
        return dpkit.open(write({"datapackage.json": descriptor, **files})).validate(select=READING)

    return judged


READING = [
    "file-missing",
    "type-error",
    "incorrect-label",
    "malformed-row",
    "missing-cell",
    "blank-row",
    "primary-key",
    "source-error",
]


def places(report: Report) -> list[Place]:
    """Return check, file, line and record of each finding."""
    return [(each.check, each.file, each.line, each.row) for each in report.findings]


def test_a_later_header_may_follow_comments(judged: Judged) -> None:
    files = {"a.csv": "id,name\n1,x\n", "b.csv": "# of May\nid,name\n2,y\nz,y\n"}
    report = judged(files, dialect={"commentChar": "#"})
    assert (report.rows, places(report)) == (3, [("type-error", "b.csv", 4, 3)])


def test_a_later_file_that_is_missing_is_named(judged: Judged) -> None:
    report = judged({"a.csv": "id,name\n1,x\n"}, path=["a.csv", "b.csv"])
    assert places(report) == [("file-missing", "b.csv", None, None)]


def test_a_quoted_cell_may_run_on_into_the_next_file(judged: Judged) -> None:
    report = judged({"a.csv": 'id,name\n1,"x', "b.csv": 'y"\nz,\n'})
    assert (report.rows, places(report)) == (2, [("type-error", "b.csv", 2, 2)])


def parquet(folder: Path, select: str) -> bytes:
    """Return a Parquet file of what a query selects."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{folder / 'made.parquet'}' (FORMAT parquet)").fetchall()
    return (folder / "made.parquet").read_bytes()


def test_several_files_of_parquet_are_one_table(judged: Judged, tmp_path: Path) -> None:
    files = {
        "a.parquet": parquet(tmp_path, "SELECT 1 AS id, 'x' AS name"),
        "b.parquet": parquet(tmp_path, "SELECT unnest([2, 1]) AS id, NULL AS name"),
    }
    report = judged(files)
    assert (report.rows, places(report)) == (3, [("primary-key", "b.parquet", None, 3)])


def test_columns_of_a_later_parquet_file_are_those_of_the_first(judged: Judged, tmp_path: Path) -> None:
    files = {
        "a.parquet": parquet(tmp_path, "SELECT 1 AS id, 'x' AS name"),
        "b.parquet": parquet(tmp_path, "SELECT 2 AS x, 'x' AS y"),
    }
    report = judged(files)
    assert (report.rows, report.counts) == (2, {"incorrect-label": 2})


def test_a_damaged_file_of_parquet_is_told(judged: Judged, tmp_path: Path) -> None:
    report = judged({"a.parquet": parquet(tmp_path, "SELECT 1 AS id, 'x' AS name"), "b.parquet": b"PAR1"})
    assert report.counts == {"source-error": 1}


def test_the_first_row_of_its_key_is_told_with_its_file(judged: Judged) -> None:
    report = judged({"{field}.csv": "id,name\n1,x\n2,x\n", "b.csv": "id,name\n3,y\n2,y\n"})
    (found,) = report.findings
    assert found.message == "id is '2', as in row 2 ({field}.csv:3), but no two rows may share the primary key"
    assert places(report) == [("primary-key", "b.csv", 3, 4)]
