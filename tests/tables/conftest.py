"""What the tests of tables share: CSV texts read by dpkit, cells typed by dpkit."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dpkit.api.session import look_at
from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.load.package import read_package
from dpkit.model.finding import FaultLog
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.lines import lines_of
from dpkit.tables.read import Reading, finish, load
from dpkit.tables.source import open_table
from dpkit.tables.sql import joined, sql
from dpkit.tables.table import ROW, Table

Fault = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class Read:
    """What became of a CSV file."""

    rows: list[list[str]]
    records: list[int]  #: number of each row's record, from 1
    lines: list[int]  #: its physical line, from 1
    faults: list[Fault]  #: check, number of the record, line
    fast: bool  #: whether the engine's own reader was believed
    unread: bool = False


def seen(engine: Engine, table: Table | None, log: FaultLog) -> Read:
    """Return what the engine holds of a table."""
    faults = [(fault.check, fault.row, fault.line) for fault in log.kept]
    if table is None or table.unread:
        return Read([], [], [], faults, fast=False, unread=True)
    columns = joined([ROW, *(column.raw for column in table.columns.values())])
    found = engine.run(sql("SELECT {} FROM {} ORDER BY {}", columns, table.relation, ROW))
    lines = lines_of(engine, table, [row[0] for row in found])
    return Read(
        rows=[list(row[1:]) for row in found],
        records=[row[0] + 1 for row in found],
        lines=[lines[row[0]] for row in found],
        faults=faults,
        fast=table.line is None,
    )


def described(path: str, fields: Sequence[str | Mapping[str, Any]], **properties: Any) -> dict[str, Any]:
    """Return the descriptor of a package of one table, `t`."""
    listed = [{"name": each} if isinstance(each, str) else each for each in fields]
    resource = {"name": "t", "path": path, "schema": {"fields": listed}}
    return {"name": "example", "resources": [resource | properties]}


@pytest.fixture(autouse=True)
def _by_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have small files read by the engine's reader, as large ones are."""
    monkeypatch.setattr("dpkit.tables.small.SIZE", -1)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Return a function that reads a CSV file as dpkit does whenever it looks at a package."""

    def read(
        data: bytes | str, fields: Sequence[str | Mapping[str, Any]] = ("a", "b"), path: str = "t.csv", **more: Any
    ) -> Read:
        (tmp_path / path).write_bytes(data if isinstance(data, bytes) else data.encode())
        (tmp_path / "datapackage.json").write_text(json.dumps(described(path, fields, **more)))
        with look_at(tmp_path, first=None) as session:
            return seen(session.engine, session.tables.get("t"), session.log)

    return read


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Return an engine for many small readings."""
    with DuckEngine() as engine:
        engine.use_one_thread()
        yield engine


@pytest.fixture(scope="session")
def loaded(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Table | None, FaultLog]]:
    """Return a function that reads a CSV file into an engine that many tests share."""
    root = tmp_path_factory.mktemp("loaded")

    def loaded(data: bytes, fields: Sequence[str | Mapping[str, Any]], **more: Any) -> tuple[Table | None, FaultLog]:
        (root / "t.csv").write_bytes(data)
        (root / "datapackage.json").write_text(json.dumps(described("t.csv", fields, **more)))
        folder, log = Folder(root), FaultLog(None)
        try:
            package = read_package(Reach(folder), "datapackage.json", log)
            with open_table(engine, Reach(folder), package.resources[0], log) as file:
                assert file is not None
                pending = load(Reading(engine, file, package, package.resources[0], log))
            return (None if pending is None else next(finish([pending], log))), log
        finally:
            folder.close()

    return loaded


@pytest.fixture(scope="session")
def reread(engine: Engine, loaded: Callable[..., tuple[Table | None, FaultLog]]) -> Callable[..., Read]:
    """Return a function like `read`, for many small files."""

    def reread(data: bytes, fields: Sequence[str] = ("a", "b"), **more: Any) -> Read:
        table, log = loaded(data, fields, **more)
        return seen(engine, table, log)

    return reread


@pytest.fixture(scope="session")
def typed(engine: Engine, loaded: Callable[..., tuple[Table | None, FaultLog]]) -> Callable[..., list[Any]]:
    """Return a function that types cells as those of a field: the values, None for what is missing or invalid."""

    def typed(field: Mapping[str, Any], cells: Sequence[str]) -> list[Any]:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([("n", "cell"), *enumerate(cells)])
        table, _ = loaded(out.getvalue().encode(), ["n", {**field, "name": "cell"}])
        assert table is not None
        query = sql("SELECT {} FROM {} ORDER BY {}", table.columns["cell"].value, table.relation, ROW)
        return [row[0] for row in engine.run(query)]

    return typed
