"""Measures how long it takes to check claims against each other: `dpkit contradictions`, `validate`, the scan alone.

    python benchmarks/contradictions/run.py                  # 10,000,000 claims in 3,333,334 rows
    python benchmarks/contradictions/run.py --claims 300000

Every row claims a day, a number and a place, three rows speak of each subject, and one subject in 1,000 is in conflict
on each of the three. See README.md beside this file.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dpkit.api.session import look_at
from dpkit.claims.conflicts import find_conflicts

UNIT = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss, in a MiB
CLAIMS, KINDS, SOURCES, PLACES = 10_000_000, 3, 40, 1_000
RARE = 1_000
FIELDS = ("visit_id", "start", "days", "place", "source_id", "locator", "confidence")
ROLES = {
    "start": {"dpkit": {"claim": "date"}},
    "days": {"type": "integer", "dpkit": {"claim": "quantity", "unit": "day"}},
    "place": {"dpkit": {"claim": "value"}},
}
CITATION = {"source": "source_id", "locator": "locator", "confidence": "confidence"}


def rows(number: int) -> Iterator[tuple[str | int, ...]]:
    """Yield rows: three for each subject, which agree, the third with less precision or against the others."""
    for row in range(number):
        subject, turn = divmod(row, 3)
        apart = turn == 2 and subject % RARE == 0  # noqa: PLR2004 - the third row
        year, month, day = 1900 + subject % 120, 1 + subject % 12, 1 + subject % 28
        start = f"{year}-{month:02}" + ("" if turn == 2 else f"-{day:02}")  # noqa: PLR2004
        place = (subject * 7 + apart) % PLACES
        source = f"s{(subject + turn) % SOURCES}"
        yield (
            f"v{subject}",
            f"{year + 1}" if apart else start,
            1 + subject % 90 + apart,
            f"p{place}",
            source,
            "page=1",
            "high",
        )


def write(folder: Path, number: int) -> None:
    """Write a package with so many rows."""
    with (folder / "visits.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(rows(number))
    sources = "source_id\n" + "".join(f"s{each}\n" for each in range(SOURCES))
    (folder / "sources.csv").write_text(sources, encoding="utf-8")
    schema = {
        "fields": [{"name": each} | ROLES.get(each, {}) for each in FIELDS],
        "dpkit": {"subject": ["visit_id"], "citation": CITATION},
    }
    of_sources = {"fields": [{"name": "source_id"}], "dpkit": {"source": {"id": "source_id"}}}
    resources = [
        {"name": "visits", "path": "visits.csv", "schema": schema},
        {"name": "sources", "path": "sources.csv", "schema": of_sources},
    ]
    descriptor = {"name": "claims", "resources": resources, "dpkit": {"sources": "sources"}}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took."""

    seconds: float
    processor: float  #: seconds of processor time, of all threads
    memory: float = 0.0  #: the peak, in MiB

    def __str__(self) -> str:
        """Return it in words."""
        memory = f", {self.memory:,.0f} MiB" if self.memory else ""
        return f"{self.seconds:.1f} s ({self.processor:.1f} s of processor time){memory}"


def command(folder: Path, *arguments: str, exit_code: int) -> tuple[Cost, bytes]:
    """Run dpkit; return what it took, and what it printed."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as printed:
        line = (sys.executable, "-m", "dpkit", *arguments)
        process = subprocess.Popen(line, cwd=folder, stdout=printed, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != exit_code:
            sys.exit(f"dpkit {arguments[0]}: exit code {process.returncode}, expected {exit_code}")
        printed.seek(0)
        return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / UNIT), printed.read()


def scan(folder: Path) -> Cost:
    """Return what it takes to find the conflicts in tables that are loaded."""
    with look_at(folder) as session:
        fields = session.claims.fields["visits"]
        begun, used = time.perf_counter(), time.process_time()
        list(find_conflicts(session.engine, session.tables["visits"], list(fields.values())))
        return Cost(time.perf_counter() - begun, time.process_time() - used)


def main() -> None:
    """Make a package, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--claims", type=int, default=CLAIMS, metavar="N", help="how many to make")
    parser.add_argument("--folder", type=Path, default=None, help="where the package is made; a temporary folder")
    arguments = parser.parse_args()
    number = -(-arguments.claims // KINDS)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        write(folder, number)
        cost, printed = command(folder, "contradictions", "--format", "json", exit_code=0)
        print(f"{number * KINDS:,} claims in {number:,} rows: {len(json.loads(printed)):,} contradictions")
        print(f"dpkit contradictions: {cost}")
        cost, _ = command(folder, "validate", "--no-cache", exit_code=1)
        print(f"dpkit validate: {cost}")
        print(f"the scan alone: {scan(folder)}")


if __name__ == "__main__":
    main()
