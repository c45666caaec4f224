"""Makes a large package of a small one: copies of its rows and documents, each with numbers of its own.

    python benchmarks/copies.py SMALL FOLDER --times 100    # of a package made by generate.py

In copy k every event, place and source has its number plus k times how many there are, so that keys are unique and
references lead somewhere. A document of copy k ends with a line of its own, so that its sha256 is another, and every
citation still stands at its place.
"""

import argparse
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
from schemas import COLUMNS

COUNTED = {"event_id": "events", "place_id": "places", "source_id": "sources"}  #: fields of a letter and a number
TITLED = {"events": ("title", "event_id"), "places": ("label", "place_id"), "sources": ("title", "source_id")}


def reader(small: Path, table: str) -> str:
    """Return the table function that reads a table as text."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS[table])
    options = "auto_detect = false, header = true, delim = ',', quote = '\"'"
    return f"read_csv('{small / table}.csv', {options}, columns = {{{columns}}})"


def counts(connection: duckdb.DuckDBPyConnection, small: Path) -> dict[str, int]:
    """Load the tables and return how many events, places and sources there are; two rows tell of each event."""
    for table in COLUMNS:
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {reader(small, table)}")
    rows = {table: connection.table(table).count("*").fetchall()[0][0] for table in COLUMNS}
    return rows | {"events": (rows["events"] + 1) // 2}


def cell(table: str, name: str, shift: dict[str, int]) -> str:
    """Return the SQL of a cell of a copy."""
    if name in COUNTED:
        return f"{name}[1] || ({name}[2:]::BIGINT + {shift[name]})"
    title, key = TITLED[table]
    if name == title:  # as "Event 7 in the chronicle"
        return f"replace({name}, {key}[2:], ({key}[2:]::BIGINT + {shift[key]})::VARCHAR)"
    return f'"{name}"'


def document_names(small: Path, folder: Path, copy: int, count: int) -> Iterator[tuple[str, str, str]]:
    """Write the documents of a copy and yield their names before and now, and the new sha256."""
    for number in range(count):
        data = (small / "documents" / f"{number}.txt").read_bytes() + f"\ncopy {copy}\n".encode()
        name = f"{number + copy * count}.txt"
        (folder / "documents" / name).write_bytes(data)
        yield f"{number}.txt", name, hashlib.sha256(data).hexdigest()


def append(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, copy: int, counted: dict[str, int]) -> None:
    """Append the rows of a copy to a table of the large package."""
    shift = {name: copy * counted[of] for name, of in COUNTED.items()}
    renewed = {"sha256": "digest", "document": "renamed"} if table == "sources" else {}
    cells = ", ".join(f'{renewed.get(name) or cell(table, name, shift)} AS "{name}"' for name in COLUMNS[table])
    source = "sources JOIN renewed ON document = was ORDER BY sources.rowid" if table == "sources" else table
    part, whole = folder / "part.csv", folder / f"{table}.csv"
    connection.execute(f"COPY (SELECT {cells} FROM {source}) TO '{part}' (HEADER {copy == 0})")
    with part.open("rb") as read, whole.open("ab") as written:
        shutil.copyfileobj(read, written, 1 << 24)
    part.unlink()


def multiply(small: Path, folder: Path, times: int) -> None:
    """Write the large package.

    Args:
        small: a sound package made by `generate`.
        folder: is made.
        times: how many copies.
    """
    (folder / "documents").mkdir(parents=True)
    connection = duckdb.connect()
    counted = counts(connection, small)
    for copy in range(times):
        connection.execute("CREATE OR REPLACE TABLE renewed (was VARCHAR, renamed VARCHAR, digest VARCHAR)")
        connection.executemany(
            "INSERT INTO renewed VALUES (?, ?, ?)", [*document_names(small, folder, copy, counted["sources"])]
        )
        for table in COLUMNS:
            append(connection, folder, table, copy, counted)
    for name in ("datapackage.json", "plain.json"):
        shutil.copy(small / name, folder / name)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make a large package of copies of a small one.")
    parser.add_argument("small", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, required=True)
    given = parser.parse_args()
    multiply(given.small, given.folder, given.times)


if __name__ == "__main__":
    main()
