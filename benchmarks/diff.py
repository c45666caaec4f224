"""Measures `dpkit diff` on two tables of 9 columns: wall time, processor time and peak memory.

    python benchmarks/diff.py            # 1,000,000 rows against 1,000,000: some two minutes
    python benchmarks/diff.py --rows 100000

The same number of rows gives the same bytes. Beside it runs `csv-diff`, which holds
both tables as Python objects, where it is installed.
"""

import argparse
import csv
import datetime as dt
import json
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from spine import Command, Cost, run

FIELDS = {
    "event_id": "string", "visit_id": "string", "date": "date", "place": "string", "distance": "number",
    "people": "integer", "title": "string", "source": "string", "quote": "string",
}  # fmt: skip
MOST_SECONDS, MOST_MEMORY = 10, 1000
FIRST_DAY = dt.date(1900, 1, 1)
VARIANTS: dict[str, tuple[float, bool]] = {  #: share of the rows that are changed, and whether all is written otherwise
    "identical": (0, False),
    "identical rows in another order, quoted, CRLF": (0, True),
    "1 % of the rows changed": (0.01, False),
    "10 % of the rows changed": (0.1, False),
    "all rows changed": (1, False),
}


def rows(number: int, share: float) -> Iterator[list[str]]:
    """Yield the rows of a table; of a `share` of them, one cell is another."""
    random, chance = Random(1), Random(2)
    for index in range(number):
        row = [
            f"event-{index:07d}",
            f"visit-{index // 7}",
            str(FIRST_DAY + dt.timedelta(random.randrange(44_000))),
            f"place-{random.randrange(5_000)}",
            f"{random.random() * 1000:.2f}",
            str(random.randrange(10_000)),
            f"title of {random.randrange(1_000_000)} things",
            f"source-{random.randrange(200)}",
            f"some quoted words, {random.randrange(1_000_000_000)} of them",
        ]
        if chance.random() < share:
            row[1 + index % 8] = ["visit-x", "1899-12-31", "place-x", "-1.5", "-1", "title", "source-x", "other words"][
                index % 8
            ]
        yield row


def write(folder: Path, number: int, share: float = 0, *, otherwise: bool = False) -> Path:
    """Write a package of one table.

    Args:
        folder: where it goes.
        number: of rows.
        share: of the rows that are changed.
        otherwise: whether the rows are written in another order, quoted, with CRLF.
    """
    folder.mkdir()
    fields = [{"name": name, "type": kind} for name, kind in FIELDS.items()]
    events = {"name": "events", "path": "events.csv", "schema": {"fields": fields, "primaryKey": ["event_id"]}}
    descriptor = {"name": "events", "version": "1.0.0", "resources": [events]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        if otherwise:
            csv.writer(file, lineterminator="\r\n").writerow(FIELDS)
            quoted = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
            some = rows(number, share)
            while chunk := list(islice(some, 1000)):
                quoted.writerows(reversed(chunk))
        else:
            csv.writer(file, lineterminator="\n").writerows([list(FIELDS)])
            csv.writer(file, lineterminator="\n").writerows(rows(number, share))
    return folder


def lines(folder: Path, number: int) -> Iterator[str]:
    """Make the tables and yield the lines of the result."""
    old = write(folder / "old", number)
    for name, (share, otherwise) in VARIANTS.items():
        new = write(folder / "new", number, share, otherwise=otherwise)
        for tool, command in commands(old, new):
            cost, before = Cost(), cpu()
            run(command, cost)
            met = cost.seconds <= MOST_SECONDS and cost.memory <= MOST_MEMORY
            wanted = ("met" if met else "MISSED") if tool == "dpkit" else ""
            yield f"| {name} | {tool} | {cost.seconds:.1f} | {cpu() - before:.1f} | {cost.memory:.0f} | {wanted} |"
        shutil.rmtree(new)


def cpu() -> float:
    """Return the seconds of processor time that all commands so far took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(old: Path, new: Path) -> Iterator[tuple[str, Command]]:
    """Yield the commands to measure, by tool."""
    yield "dpkit", Command("dpkit", ("-m", "dpkit", "diff", str(old), str(new)))
    if shutil.which("csv-diff"):
        tables = [str(each / "events.csv") for each in (old, new)]
        code = "import sys; from csv_diff.cli import cli; sys.argv[0] = 'csv-diff'; cli()"
        yield "csv-diff", Command("csv-diff", ("-c", code, *tables, "--key=event_id"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure dpkit diff.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    number = parser.parse_args().rows
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; {number:,} rows against {number:,}, 9 columns; ")
    print(f"at most {MOST_SECONDS} s and {MOST_MEMORY:,} MB\n")
    print("| | | s | CPU s | MB | target |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="dpkit-benchmark-") as folder:
        for line in lines(Path(folder), number):
            print(line, flush=True)


if __name__ == "__main__":
    main()
