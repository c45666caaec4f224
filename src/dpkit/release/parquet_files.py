"""A release as a folder of Parquet files, one a table."""

import re
from collections.abc import Mapping
from pathlib import Path

from dpkit.model.errors import DpkitError
from dpkit.model.show import show
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.export import STORED, distinct, exported, rows
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]|^\.|[ .]$')
LONGEST = 200  #: bytes


def write_parquet(engine: Engine, tables: Mapping[str, Table], folder: Path) -> list[Path]:
    """Write each table to a Parquet file in a new folder, rows in their order, cells as `dpkit.tables.export` says.

    Args:
        engine: holds the tables; it is locked, and stays so: another one writes, which can reach `folder` alone.
        tables: by name.
        folder: does not exist; its parent does.

    Raises:
        DpkitError: a table has a name that no file can have everywhere, or something that Parquet cannot hold.
    """
    distinct([*tables], "resources")
    for name in tables:
        if UNNAMEABLE.search(name) or len(name.encode()) > LONGEST:
            raise DpkitError(f"resource {show(name)} has a name that no file can have on every system")
    folder.mkdir()
    paths = []
    # one thread: the order of rows and the bytes are the same whatever the machine
    with DuckEngine(threads=1) as writer:
        writer.run(sql("SET allowed_directories = [{}, {}]", text(str(folder)), text(str(writer.staging))))
        writer.lock()
        for each in tables.values():
            paths.append(folder / f"{each.name}.parquet")
            _write(engine, each, writer, paths[-1])
    return paths


def _write(engine: Engine, table: Table, writer: Engine, path: Path) -> None:
    columns = exported(engine, table)
    types = [STORED.get(each.kind, "VARCHAR") for each in columns]
    copied = writer.put([each.name for each in columns], types, rows(engine, table, columns))
    writer.run(sql("COPY (FROM {}) TO {} (FORMAT parquet, COMPRESSION zstd)", copied, text(str(path))))
    writer.run(sql("DROP TABLE {}", copied))
