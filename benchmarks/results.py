"""What was measured: a JSON file a table in `results/`, and the page that is made of them."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
TOOLS = ("duckdb", "frictionless", "pandera", "pandas", "polars")
INTRODUCTION = """# Benchmarks

Made by `make bench` (`python benchmarks/all.py`) from what is kept in `benchmarks/results/`; the packages, the commands
and what they do are told in [benchmarks/README.md](../benchmarks/README.md). Each table says when, on what and with
which versions it was measured, and how busy the machine was: processor time bears that, wall time does not.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """A table of the page."""

    name: str
    title: str
    about: str  #: what the rows are, in a sentence or two
    columns: list[str]
    rows: list[list[str]]
    command: str
    date: str
    machine: str
    versions: str


def record(name: str, title: str, about: str, columns: list[str], rows: Iterable[list[str]]) -> None:
    """Measure, by taking all `rows`, and keep the result with its surroundings."""
    kind, _, size = name.rpartition("-")
    command = f"python benchmarks/all.py {kind} --rows {size}"
    date, busy = f"{datetime.now(UTC):%Y-%m-%d}", os.getloadavg()[0]
    machine = f"{os.cpu_count()} cores ({_processor()}), {_memory()}, {platform.system()}, load before {busy:.1f}"
    result = Result(name, title, about, columns, list(rows), command, date, machine, _versions())
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(asdict(result), indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def page() -> str:
    """Return the page of all results that are kept."""
    results = [Result(**json.loads(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.json")]
    return "\n".join([INTRODUCTION, *map(_section, sorted(results, key=_place))])


def _place(result: Result) -> tuple[str, int]:
    kind, _, rows = result.name.rpartition("-")
    return (kind, int(rows)) if rows.isdecimal() else (result.name, 0)


def _section(result: Result) -> str:
    rows = [result.columns, ["---"] * len(result.columns), *result.rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    made = f"{result.date}; {result.machine}; {result.versions}; `{result.command}`"
    return f"## {result.title}\n\n{result.about}\n\n{table}\n\n{made}\n"


def _versions() -> str:
    asked = ["git", "-C", str(FOLDER.parent), "describe", "--tags", "--always", "--dirty"]
    described = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    found = [f"dpkit {described}", f"Python {platform.python_version()}"]
    for name in TOOLS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
