"""A sketch of the checks on cells, keys and claims by hand, in DuckDB: what dpkit's time is held against.

    python benchmarks/sketch.py FOLDER [--scan]      # of a package made by generate.py

It knows the package and nothing else: no dialects, line numbers, messages or citations, and it trusts the reader.
With `--scan` it reads every cell once, adds up the lengths, and does nothing more.
"""

import argparse
from pathlib import Path

import duckdb
from schemas import COLUMNS

DAY = "TRY_CAST(CASE length({0}) WHEN 10 THEN {0} WHEN 7 THEN {0} || '-01' WHEN 4 THEN {0} || '-01-01' END AS DATE)"
LAST = "CASE length({0}) WHEN 10 THEN {1} WHEN 7 THEN last_day({1}) ELSE make_date(year({1}), 12, 31) END"
FROM, UNTIL = DAY.format("start"), LAST.format("start", DAY.format("start"))
CELLS = (
    "NOT regexp_full_match(event_id, 'e[0-9]+')",
    "title = '' OR length(title) > 60",
    "place_id = '' OR source_id = ''",
    "kind NOT IN ('visit', 'meeting', 'agreement', 'gift', 'statement')",
    "distance <> '' AND coalesce(TRY_CAST(distance AS DOUBLE) < 0, true)",
    "visitors <> '' AND coalesce(TRY_CAST(visitors AS BIGINT) NOT BETWEEN 0 AND 100000, true)",
    "NOT regexp_full_match(locator, 'char=[0-9]+,[0-9]+')",
    "quote = ''",
    "confidence NOT IN ('high', 'medium', 'low')",
    f"{DAY.format('start')} > {LAST.format('finish', DAY.format('finish'))}",
)
KEYS = (
    "SELECT count(*) FROM (SELECT 1 FROM events GROUP BY event_id, source_id HAVING count(*) > 1)",
    "SELECT count(*) FROM events ANTI JOIN sources USING (source_id)",
    "SELECT count(*) FROM events ANTI JOIN places USING (place_id)",
)
CLAIMS = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM events GROUP BY event_id
        HAVING max({FROM}) > min({UNTIL})
        OR max({FROM.replace("start", "finish")}) > min({UNTIL.replace("start", "finish")})
        OR max(TRY_CAST(distance AS DOUBLE)) > min(TRY_CAST(distance AS DOUBLE))
        OR max(TRY_CAST(visitors AS BIGINT)) > min(TRY_CAST(visitors AS BIGINT))
        OR max(place_id) > min(place_id) OR max(kind) > min(kind) OR max(lower(title)) > min(lower(title)))
"""


def reader(folder: Path, name: str) -> str:
    """Return the table function that reads a table as text."""
    columns = ", ".join(f"'{'finish' if each == 'end' else each}': 'VARCHAR'" for each in COLUMNS[name])
    never_null = ", ".join(f"'{'finish' if each == 'end' else each}'" for each in COLUMNS[name])
    return (
        f"read_csv('{folder / name}.csv', auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"columns = {{{columns}}}, force_not_null = [{never_null}])"
    )


def scan(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Read every cell of `events` once."""
    lengths = " + ".join(f"strlen({'finish' if each == 'end' else each})" for each in COLUMNS["events"])
    connection.execute(f"SELECT count(*), sum({lengths}) FROM {reader(folder, 'events')}").fetchall()


def check(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Load the tables, run the checks, and return how much they found."""
    for name in COLUMNS:
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {reader(folder, name)}")
    cells = ", ".join(f"count(*) FILTER (WHERE {each})" for each in CELLS)
    found = sum(connection.execute(f"SELECT {cells} FROM events").fetchall()[0])
    return int(found + sum(connection.execute(each).fetchall()[0][0] for each in (*KEYS, CLAIMS)))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Check a generated package by hand.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scan", action="store_true", help="read every cell, and no more")
    given = parser.parse_args()
    connection = duckdb.connect()
    if given.scan:
        scan(connection, given.folder)
    elif found := check(connection, given.folder):
        raise SystemExit(f"{found} findings")


if __name__ == "__main__":
    main()
