"""Measures dpkit beside other tools, keeps the results and writes `docs/benchmarks.md`.

python benchmarks/all.py                                # all tables, to 1,000,000 rows: some ten minutes
python benchmarks/all.py beside reuse --rows 10000000   # two of them at one size; 4 GB of disk
python benchmarks/all.py large                          # 100,000,000 rows: hours, and 60 GB of disk
python benchmarks/all.py --page                         # measure nothing, and write the page of what is kept
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import citations
import diff
from results import PAGE, page, record
from spine import HERE, Command, Cost, measure, run

SIZES, MILLION, LARGE = (300, 100_000, 1_000_000), 1_000_000, 100_000_000
SKETCH, PANDERA = str(HERE / "sketch.py"), str(HERE / "pandera_check.py")
VALIDATE = ("-m", "dpkit", "validate")
UNCACHED = (*VALIDATE, "--no-cache")
BESIDE = {
    "bare scan of every cell (DuckDB)": (SKETCH, "--scan", "."),
    "sketch of cells, keys and claims (DuckDB)": (SKETCH, "."),
    "pandera, pandas": (PANDERA, "."),
    "pandera, polars": (PANDERA, ".", "--backend", "polars"),
    "frictionless": ("-m", "frictionless", "validate", "plain.json"),
    "dpkit, checks of Table Schema": (*UNCACHED, "plain.json"),
    "dpkit, all checks": UNCACHED,
}
SLOW = ("pandera, pandas", "frictionless")  #: beyond a million rows, one has not the memory and one not the time
COSTS = ["", "s", "processor s", "MB"]


def package(folder: Path, rows: int, *flags: str) -> Path:
    """Make a package in `folder`, of more than a million rows by copies of one of a million."""
    made = folder / f"{rows}{''.join(flags)}"
    small = folder / "small" if rows > MILLION else made
    number = str(min(rows, MILLION))
    subprocess.run([sys.executable, str(HERE / "generate.py"), str(small), "--rows", number, *flags], check=True)
    if rows > MILLION:
        copies = [sys.executable, str(HERE / "copies.py"), str(small), str(made), "--times", str(rows // MILLION)]
        subprocess.run(copies, check=True)
        shutil.rmtree(small)
    return made


def rounds(rows: int) -> int:
    """Return how often a command is run on so many rows."""
    return 1 if rows >= MILLION else 3 if rows > SIZES[0] else 7


def told(name: str, cost: Cost) -> list[str]:
    """Return the cells of a row: name and cost."""
    return [name, f"{cost.seconds:.2f}", f"{cost.cpu:.2f}", f"{cost.memory:.0f}"]


def ratio(cost: Cost, other: Cost) -> str:
    """Return how much processor time one takes of the other's."""
    return f"{cost.cpu / other.cpu:.1f}x"


def beside(folder: Path, rows: int) -> Iterator[list[str]]:
    """Yield what each tool takes, and the ratios of processor time."""
    made = package(folder, rows)
    without = {*SLOW} if rows > MILLION else set()
    without |= set() if find_spec("polars") else {"pandera, polars"}
    commands = [Command(name, arguments, made) for name, arguments in BESIDE.items() if name not in without]
    costs = measure(commands, rounds(rows))
    scan, sketch, *_, own, _ = costs.values()
    for name, cost in costs.items():
        yield [*told(name, cost), ratio(cost, scan), ratio(cost, sketch), ratio(cost, own)]


def broken(folder: Path, rows: int) -> Iterator[list[str]]:
    """Yield what dpkit takes where every row has a fault, and where none has."""
    sound, faulty = package(folder, rows), package(folder, rows, "--broken")
    for name, flags in (("checks of Table Schema", ("plain.json",)), ("all checks", ())):
        commands = [
            Command("sound", (*UNCACHED, *flags), sound),
            Command("broken", (*UNCACHED, *flags), faulty, exit_code=1),
        ]
        costs = measure(commands, rounds(rows))
        for kind, cost in costs.items():
            yield [*told(f"{name}, {kind}", cost), ratio(cost, costs["sound"])]


def reuse(folder: Path, rows: int) -> Iterator[list[str]]:
    """Yield what a run takes that finds nothing known, the same once more, and after a change of one table."""
    made, base = package(folder, rows), Cost()
    os.environ["DPKIT_CACHE"] = str(folder / "cache")
    run(Command("first", UNCACHED, made), base)
    steps: dict[str, Callable[[], object]] = {
        "nothing known yet": lambda: None,
        "nothing has changed": lambda: None,
        "a place has changed, to which events refer": lambda: edited(made / "places.csv", "Place 7,", "Place seven,"),
        "a source has changed, which events cite": lambda: edited(
            made / "sources.csv", "Document 3,", "Document three,"
        ),
    }
    yield [*told("without the cache", base), "1.0x"]
    for name, step in steps.items():
        step()
        run(Command(name, VALIDATE, made), cost := Cost())
        yield [*told(name, cost), ratio(cost, base)]
    del os.environ["DPKIT_CACHE"]


def edited(path: Path, old: str, new: str) -> None:
    """Change a cell of a file."""
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def large(folder: Path, rows: int) -> Iterator[list[str]]:
    """Yield what a package takes that is larger than the memory it may have, and how much it spills."""
    made, spill = package(folder, rows), folder / "temporary"
    spill.mkdir()
    os.environ["TMPDIR"] = str(spill)
    cost = Cost(watched=spill)
    run(Command("all checks, --memory 4GB", (*UNCACHED, "--memory", "4GB"), made), cost)
    del os.environ["TMPDIR"]
    left = sum(1 for _ in spill.iterdir())
    yield [*told("all checks, --memory 4GB", cost), f"{cost.largest / 2**30:.1f}", str(left)]


def cited(folder: Path, documents: int) -> Iterator[list[str]]:
    """Yield what it takes to follow citations into documents."""
    citations.generate(folder / "citations", documents)
    run(Command("citations", UNCACHED, folder / "citations", exit_code=1), cost := Cost())
    yield told(f"{documents * citations.CITATIONS:,} citations into {documents:,} documents", cost)


def differing(folder: Path, rows: int) -> Iterator[list[str]]:
    """Yield what `dpkit diff` takes on two tables."""
    for line in diff.lines(folder, rows):
        name, tool, *cells, _ = (each.strip() for each in line.strip("|").split("|"))
        yield [f"{name} ({tool})", *cells]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page."""

    measured: Callable[[Path, int], Iterator[list[str]]]  #: yields its rows; of a folder, and a size
    title: str
    about: str
    columns: list[str]
    sizes: tuple[int, ...]


TABLES = {
    "beside": Table(
        beside,
        "{:,} rows, beside other tools",
        """Medians of several runs up to 100,000 rows, one run above. The ratios are of processor time. The scan adds up
the lengths of all cells. The sketch trusts its reader, and follows no citation. pandera checks what Table Schema can
say, as frictionless does.""",
        [*COSTS, "of the scan", "of the sketch", "of dpkit, checks of Table Schema"],
        SIZES,
    ),
    "broken": Table(
        broken,
        "{:,} rows, a fault in each",
        "Beside the same package without faults, in processor time.",
        [*COSTS, "of the sound one"],
        SIZES,
    ),
    "reuse": Table(
        reuse,
        "{:,} rows, once more",
        "One run each, in this order; the ratio is of processor time.",
        [*COSTS, "of the run without the cache"],
        (MILLION,),
    ),
    "large": Table(
        large,
        "{:,} rows, larger than the memory",
        "Copies of a million rows, each with keys, documents and references of its own.",
        [*COSTS, "largest spill, GB", "files left behind"],
        (LARGE,),
    ),
    "citations": Table(cited, "Citations into {:,} documents", "One in a hundred is wrong.", COSTS, (2_000,)),
    "diff": Table(differing, "Differences of {:,} rows", "One run each, 9 columns, a primary key.", COSTS, (MILLION,)),
}


def keep(name: str, table: Table, rows: int, folder: Path) -> None:
    """Measure a table, print and keep it."""
    title = table.title.format(rows)
    print(title, flush=True)
    record(f"{name}-{rows}", title, table.about, table.columns, table.measured(folder, rows))


def main() -> None:
    """Read the command line, measure, and write the page."""
    parser = argparse.ArgumentParser(description="Measure dpkit and write docs/benchmarks.md.")
    parser.add_argument("tables", nargs="*", help="all but `large` by default")
    parser.add_argument("--rows", type=int, nargs="+", help="rows of the packages; documents, for citations")
    parser.add_argument("--folder", type=Path, help="where packages are made; a temporary folder, by default")
    parser.add_argument("--page", action="store_true", help="measure nothing")
    given = parser.parse_args()
    chosen = [] if given.page else given.tables or [name for name in TABLES if name != "large"]
    for name in chosen:
        for rows in given.rows or TABLES[name].sizes:
            with tempfile.TemporaryDirectory(prefix="dpkit-benchmark-", dir=given.folder) as folder:
                keep(name, TABLES[name], rows, Path(folder))
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
