"""Measures `dpkit validate --engine spark` on a table in several files, beside DuckDB on the same files.

    python benchmarks/spread.py                           # 1, 2, 5 and 10 million rows on two cores: an hour
    python benchmarks/spread.py --rows 100000 1000000

Wall time, processor time and resident memory of all processes that the command starts (Linux): Java and the executors'
Python with it. Needs `dpkit[spark]` and Java.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from spine import HERE

PARTS = 250_000  #: rows of a file
TICK, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
ENGINES = {"duckdb": (), "spark": ("--engine", "spark", "--spark-master", "local[2]")}


def make(folder: Path, rows: int) -> None:
    """Write the package of `generate.py`, its events in files of `PARTS` rows."""
    subprocess.run([sys.executable, str(HERE / "generate.py"), str(folder), "--rows", str(rows)], check=True)
    names = []
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        header, records = next(file), records_of(file)
        while some := list(islice(records, PARTS)):
            names.append(f"events-{len(names):05}.csv")
            (folder / names[-1]).write_text(header + "".join(some), encoding="utf-8", newline="")
    (folder / "events.csv").unlink()
    descriptor = json.loads((folder / "datapackage.json").read_text())
    for resource in descriptor["resources"]:
        if resource["path"] == "events.csv":
            resource["path"] = names
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


def records_of(lines: Iterable[str]) -> Iterator[str]:
    """Yield records: lines, joined while a quoted cell is open."""
    record = ""
    for line in lines:
        record += line
        if record.count('"') % 2 == 0:
            yield record
            record = ""


def run(folder: Path, engine: str) -> tuple[float, float, float]:
    """Run dpkit once and return wall time and processor time in seconds, and memory in MiB."""
    command = [sys.executable, "-m", "dpkit", "validate", "--no-cache", "--format", "json", *ENGINES[engine]]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent / "src"), "SPARK_LOCAL_IP": "127.0.0.1"}
    begun, processor, memory = time.perf_counter(), 0.0, 0.0
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True, stdout=told)
        while process.poll() is None:
            used, resident = taken(process.pid)
            processor, memory = max(processor, used), max(memory, resident)
            time.sleep(0.1)
        seconds = time.perf_counter() - begun
        told.seek(0)
        report = told.read()
    if process.returncode or any(
        (found := json.loads(report))["findings"] + found["summary"]["skipped"]
    ):  # it is sound
        sys.exit(f"{engine} in {folder}: exit code {process.returncode}, {report[:2000].decode()}")
    return seconds, processor, memory


def taken(session: int) -> tuple[float, float]:
    """Return what the processes of a session have taken, with their dead children: processor time, and memory."""
    processor, memory = 0.0, 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == session:
            processor += sum(map(int, fields[11:15])) / TICK
            memory += int(fields[21]) * PAGE / 2**20
    return processor, memory


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the engine Spark beside DuckDB.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 2_000_000, 5_000_000, 10_000_000])
    parser.add_argument("--folder", type=Path, help="where packages are made; a temporary folder, by default")
    given = parser.parse_args()
    print("| rows | engine | s | processor s | MB |\n|---|---|---|---|---|")
    for rows in given.rows:
        with tempfile.TemporaryDirectory(prefix="dpkit-benchmark-", dir=given.folder) as folder:
            made = Path(folder) / str(rows)
            make(made, rows)
            for engine in ENGINES:
                seconds, processor, memory = run(made, engine)
                print(f"| {rows:,} | {engine} | {seconds:.0f} | {processor:.0f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
