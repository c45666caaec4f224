"""A release as one SQLite file: a table a resource, with its primary key and real foreign keys."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from dpkit.model.errors import DpkitError
from dpkit.model.show import plain, show
from dpkit.tables.engine import Engine
from dpkit.tables.export import Exported, Kind, distinct, exported, is_key, references, rows
from dpkit.tables.sql import Sql, joined, name, sql
from dpkit.tables.table import Table

# whole numbers are not INTEGER, which as a primary key would put the rows in its own order
TYPES = {Kind.INTEGER: "BIGINT", Kind.NUMBER: "REAL", Kind.BOOLEAN: "BOOLEAN", Kind.DATE: "TEXT", Kind.TEXT: "TEXT"}
CONVERTED: Mapping[Kind, Callable[[str], int | float]] = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: lambda cell: int(cell == "true"),
}
SETTINGS = "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"
VERSION_AT = 96  #: where the file's header has the number of the library that wrote it
VERSION = (3_040_000).to_bytes(4)

Keys = dict[str, set[tuple[str, ...]]]  #: table -> columns that other tables refer to


def write_sqlite(engine: Engine, tables: Mapping[str, Table], path: Path) -> None:
    """Write tables to a new SQLite file, rows in the order of their files, cells as `dpkit.tables.export` says.

    A foreign key is declared where the columns that it refers to are the key of their table, or as distinct as one.

    Raises:
        DpkitError: SQLite cannot hold the tables as they are; or a key is broken, in a package that is not valid.
    """
    distinct([*tables], "resources")
    if reserved := [each for each in tables if each.lower().startswith("sqlite_")]:
        raise DpkitError(f"resource {show(reserved[0])} has a name that SQLite keeps for itself")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript(SETTINGS)
            database.execute("BEGIN")
            keys = _referred(engine, tables)
            for each in tables.values():
                _write_table(database, engine, each, tables, keys)
            database.execute("COMMIT")
            _check_keys(database)
    except (sqlite3.Error, OverflowError) as error:
        raise DpkitError(f"{plain(path.name)} could not be written: {plain(str(error), 200)}") from error
    _forget_version(path)


def _referred(engine: Engine, tables: Mapping[str, Table]) -> Keys:
    found: Keys = {}
    for each in tables.values():
        for key, parent in references(each, tables):
            known = found.setdefault(parent.name, set())
            if key.reference not in known and is_key(engine, parent, key.reference):
                known.add(key.reference)
    return found


def _write_table(
    database: sqlite3.Connection, engine: Engine, table: Table, tables: Mapping[str, Table], keys: Keys
) -> None:
    columns = exported(engine, table)
    if not columns:
        raise DpkitError(f"{plain(table.name)} has no columns")
    parts = joined([*(_column(each) for each in columns), *_constraints(table, tables, keys)])
    database.execute(sql("CREATE TABLE {} ({})", name(table.name), parts))
    converted = [CONVERTED.get(each.kind) for each in columns]
    marks = joined([Sql("?")] * len(columns))
    try:
        database.executemany(
            sql("INSERT INTO {} VALUES ({})", name(table.name), marks),
            (
                [
                    cell if cell is None or make is None else make(cell)
                    for cell, make in zip(row, converted, strict=True)
                ]
                for row in rows(engine, table, columns)
            ),
        )
    except sqlite3.IntegrityError as error:
        raise DpkitError(f"{plain(table.name)} breaks a key of its own: {plain(str(error), 200)}") from error


def _column(column: Exported) -> Sql:
    return sql("{} {}", name(column.name), Sql(TYPES[column.kind]))


def _constraints(table: Table, tables: Mapping[str, Table], keys: Keys) -> Iterator[Sql]:
    primary = table.schema.primary_key
    if primary and not table.lacks(primary):
        yield sql("PRIMARY KEY ({})", joined(map(name, primary)))
    for unique in sorted(keys.get(table.name, ())):
        if sorted(unique) != sorted(primary):
            yield sql("UNIQUE ({})", joined(map(name, unique)))
    for key, parent in references(table, tables):
        if key.reference in keys[parent.name]:
            own, other = joined(map(name, key.fields)), joined(map(name, key.reference))
            yield sql("FOREIGN KEY ({}) REFERENCES {} ({})", own, name(parent.name), other)


def _check_keys(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA foreign_key_check").fetchone()
    if found is not None:
        table, row, parent, _ = found
        reason = "has no row that it refers to, or one that writes the value in another way"
        raise DpkitError(f"{plain(table)}: row {row:,} {reason} in {plain(parent)}")


def _forget_version(path: Path) -> None:
    """Write a constant for the version of the library: nobody reads it, and the same tables have the same bytes."""
    with path.open("r+b") as file:
        file.seek(VERSION_AT)
        file.write(VERSION)
