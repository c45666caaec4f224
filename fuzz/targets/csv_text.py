"""CSV: the fast reader is believed only where the strict one and Python's own read the same cells."""

import atexit
import csv
import io
import json
import tempfile
from pathlib import Path
from unittest.mock import patch

from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.load.package import read_package
from dpkit.model.damage import marked
from dpkit.model.finding import FaultLog
from dpkit.tables import holding, read
from dpkit.tables.duck import DuckEngine
from dpkit.tables.source import open_table
from dpkit.tables.sql import joined, sql
from dpkit.tables.table import ROW

ROOT = Path(tempfile.mkdtemp(prefix="dpkit-fuzz-"))
ENGINE = DuckEngine(threads=1)
atexit.register(ENGINE.close)
DIALECTS = ({}, {"delimiter": ";"}, {"delimiter": "\t", "quoteChar": "'"}, {"header": False}, {"doubleQuote": False})

Rows = list[tuple[str, ...]]


def check(data: bytes) -> None:
    """Read `data`, of which the first byte chooses a dialect, in three ways."""
    dialect = DIALECTS[data[0] % len(DIALECTS)] if data else {}
    (ROOT / "t.csv").write_bytes(data[1:])
    resource = {"name": "t", "path": "t.csv", "dialect": dialect}
    (ROOT / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    fast, found = rows()
    with patch.object(holding, "read_fast", lambda *_: None):
        _, strict = rows()
    assert found == strict, "the fast reader and the strict one differ"
    if fast:
        assert all(" None " in fault for fault in strict[1]), "the fast reader was believed on rows at fault"
    if fast and not [fault for fault in strict[1] if not fault.startswith("encoding-error ")]:
        assert strict[0] == pythons(data[1:], dialect)


def rows() -> tuple[bool, tuple[Rows, list[str]]]:
    """Return whether the fast reader was believed, the cells, and what is at fault."""
    folder, log = Folder(ROOT), FaultLog(None)
    try:
        package = read_package(Reach(folder), "datapackage.json", log)
        resource = package.resources[0]
        with open_table(ENGINE, Reach(folder), resource, log, damaged=True) as file:
            pending = file and read.load(read.Reading(ENGINE, file, package, resource, log))
        faults = [f"{each.check} {each.row} {each.line} {each.value}" for each in log.kept]
        if not pending:
            return False, ([], faults)
        loaded = pending.loaded
        query = sql("SELECT {} FROM {} ORDER BY {}", joined(pending.layout.cells), loaded.relation, ROW)
        cells = ENGINE.run(query)
        ENGINE.run(sql("DROP TABLE {}", loaded.table))
        ENGINE.log.clear()
        return loaded.line is None, (cells, faults)
    finally:
        folder.close()


def pythons(data: bytes, dialect: dict[str, object]) -> Rows:
    """Return the records as Python's reader has them."""
    text = io.StringIO(marked(data.decode("utf-8", "surrogateescape")).decode("utf-8-sig"), newline="")
    quoting = {"quotechar": dialect.get("quoteChar", '"'), "doublequote": dialect.get("doubleQuote", True)}
    found = csv.reader(text, strict=True, delimiter=str(dialect.get("delimiter", ",")), **quoting)
    return [tuple(row) for row in found][0 if dialect.get("header") is False else 1 :]
