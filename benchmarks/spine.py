"""Measures `dpkit validate` beside `frictionless validate`: wall time, peak memory, ratios.

    python benchmarks/spine.py            # 300, 100,000 and 1,000,000 rows: some five minutes
    python benchmarks/spine.py --quick    # 300 and 10,000 rows

Both tools run as commands of their own, turn by turn, on packages made for the purpose; see README.md beside this file.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
UNIT = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss, in a MiB
TOP = 1_000_000  #: frictionless is not run on so many rows: its time is taken as ten times that on a tenth
ROUNDS = {300: 7, 10_000: 3, 100_000: 3, TOP: 1}
HELP_ROUNDS = 15
FACTORS = {"plain": {300: 2.5, 100_000: 15.0, TOP: 50.0}, "all": {300: 2.5, 100_000: 15.0, TOP: 35.0}}
MOST_MEMORY, MOST_BROKEN, MOST_HELP = 600, 2.0, 2.0
NAMES = {
    "plain": "checks of both",
    "all": "all of dpkit's",
    "plain broken": "checks of both, every row broken",
    "all broken": "all of dpkit's, every row broken",
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure."""

    name: str
    arguments: tuple[str, ...]
    folder: Path = HERE
    exit_code: int = 0


@dataclass(slots=True)
class Cost:
    """What the runs of a command took."""

    times: list[float] = field(default_factory=list)
    memory: float = 0  #: the peak of all runs, in MiB
    processor: list[float] = field(default_factory=list)  #: user and system time
    watched: Path | None = None  #: a folder
    largest: int = 0  #: the most bytes that the watched folder held, as seen every second

    @property
    def cpu(self) -> float:
        """The median processor time."""
        return statistics.median(self.processor)

    @property
    def seconds(self) -> float:
        """The median wall time."""
        return statistics.median(self.times)


def run(command: Command, cost: Cost) -> None:
    """Run a command once and note wall time and peak memory of its process."""
    environment = os.environ | {"PYTHONPATH": str(HERE.parent / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed command need not compile itself
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command.arguments],
        cwd=command.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = waited(process.pid, cost)
    cost.times.append(time.perf_counter() - begun)
    cost.processor.append(usage.ru_utime + usage.ru_stime)
    cost.memory = max(cost.memory, usage.ru_maxrss / UNIT)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != command.exit_code:
        sys.exit(f"{command.name} in {command.folder}: exit code {process.returncode}, expected {command.exit_code}")


def waited(process: int, cost: Cost) -> tuple[int, int, Any]:
    """Wait for a process; look at the watched folder meanwhile, if there is one."""
    while cost.watched is not None:
        found = os.wait4(process, os.WNOHANG)
        if found[0]:
            return found
        cost.largest = max(cost.largest, size(cost.watched))
        time.sleep(1)
    return os.wait4(process, 0)


def size(folder: Path) -> int:
    """Return the bytes on disk of all files in a folder; some may go meanwhile."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_blocks * 512
    return total


def measure(commands: list[Command], rounds: int) -> dict[str, Cost]:
    """Run the commands turn by turn, so that a busy spell of the machine meets all of them.

    Args:
        commands: each is run `rounds` times.
        rounds: where there are several, one more goes before them to warm up.
    """
    if rounds > 1:
        for command in commands:
            run(command, Cost())
    costs = {command.name: Cost() for command in commands}
    for _ in range(rounds):
        for command in commands:
            run(command, costs[command.name])
    return costs


def commands_for(folder: Path, rows: int) -> Iterator[Command]:
    """Make the packages of one size and yield the commands that check them."""
    for kind, flags in (("sound", []), ("broken", ["--broken"])):
        made = folder / f"{kind}-{rows}"
        generator = [sys.executable, str(HERE / "generate.py"), str(made), "--rows", str(rows), *flags]
        subprocess.run(generator, check=True)
        suffix = " broken" if flags else ""
        for name, descriptor in (("plain", "plain.json"), ("all", "datapackage.json")):
            arguments = ("-m", "dpkit", "validate", "--no-cache", descriptor)
            yield Command(name + suffix, arguments, made, exit_code=1 if flags else 0)
        if not flags and rows < TOP:
            yield Command("frictionless", ("-m", "frictionless", "validate", "plain.json"), made)


def lines_for(rows: int, costs: dict[str, Cost], frictionless: float, about: str) -> Iterator[str]:
    """Yield the lines of the table for one size."""
    peak = f" | {costs['frictionless'].memory:.0f}" if "frictionless" in costs else " | "
    yield f"| {rows:,} | frictionless | {about}{frictionless:.2f}{peak} | | |"
    for name, label in NAMES.items():
        cost, sound = costs[name], costs[name.removesuffix(" broken")]
        if name in FACTORS:
            factor = frictionless / cost.seconds
            wanted = goal(factor, FACTORS[name].get(rows), at_least=True)
            shown = f"{factor:.1f}x faster"
        else:
            factor = cost.seconds / sound.seconds
            wanted, shown = goal(factor, MOST_BROKEN, at_least=False), f"{factor:.2f}x the sound one"
        if rows == TOP:
            wanted += ", " + goal(cost.memory, MOST_MEMORY, at_least=False, unit=" MB")
        yield f"| {rows:,} | {label} | {cost.seconds:.2f} | {cost.memory:.0f} | {shown} | {wanted} |"


def goal(found: float, wanted: float | None, *, at_least: bool, unit: str = "x") -> str:
    """Return a target and whether it was met."""
    if wanted is None:
        return ""
    met = found >= wanted if at_least else found <= wanted
    return f"{'at least' if at_least else 'at most'} {wanted:g}{unit}: {'met' if met else 'MISSED'}"


def help_line() -> str:
    """Return the line for `dpkit --help` beside the import of click."""
    commands = [Command("help", ("-m", "dpkit", "--help")), Command("click", ("-c", "import click"))]
    costs = measure(commands, HELP_ROUNDS)
    own, click = costs["help"].seconds, costs["click"].seconds
    factor = own / click
    told = f"{factor:.2f}x `import click` ({click:.3f} s) | {goal(factor, MOST_HELP, at_least=False)}"
    return f"| | dpkit --help | {own:.3f} | {costs['help'].memory:.0f} | {told} |"


def main() -> None:
    """Measure and print, size by size."""
    parser = argparse.ArgumentParser(description="Measure dpkit beside frictionless.")
    parser.add_argument("--quick", action="store_true", help="300 and 10,000 rows only")
    sizes = (300, 10_000) if parser.parse_args().quick else (300, 100_000, TOP)
    tools = ", ".join(f"{name} {version(name)}" for name in ("frictionless", "duckdb", "click"))
    print(f"Python {sys.version.split()[0]}, {tools}; {os.cpu_count()} cores; medians of wall time\n")
    print("| rows | | s | MB | | target |\n|---|---|---|---|---|---|")
    print(help_line(), flush=True)
    tenth = 0.0
    for rows in sizes:
        with tempfile.TemporaryDirectory(prefix="dpkit-benchmark-") as folder:
            costs = measure(list(commands_for(Path(folder), rows)), ROUNDS[rows])
        known = "frictionless" in costs
        frictionless = costs["frictionless"].seconds if known else 10 * tenth
        print(*lines_for(rows, costs, frictionless, "" if known else "10 x a tenth: "), sep="\n", flush=True)
        tenth = frictionless


if __name__ == "__main__":
    main()
