"""Measures `dpkit validate` beside a bare scan of every cell and a sketch of its checks, in the same run.

    python benchmarks/scale.py                    # 1,000,000 and 10,000,000 rows: half an hour, 4 GB of disk
    python benchmarks/scale.py --rows 1000000

Wall time and processor time (user and system) of each command, and its peak memory. The processor time is what counts
where other work runs on the machine. The cache is empty at first: `all checks` fills it, and `unchanged since` is the
same command once more.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from spine import HERE, Command, Cost, run

SKETCH = str(HERE / "sketch.py")
COMMANDS = {
    "bare scan": (SKETCH, "--scan", "."),
    "sketch": (SKETCH, "."),
    "checks of Table Schema": ("-m", "dpkit", "validate", "--no-cache", "plain.json"),
    "all checks": ("-m", "dpkit", "validate"),
    "unchanged since": ("-m", "dpkit", "validate"),
}


def lines(rows: int, folder: Path) -> Iterator[str]:
    """Make a package in `folder` and yield the lines of the table."""
    os.environ["DPKIT_CACHE"] = str(folder / "cache")
    made, base = folder / str(rows), dict[str, float]()
    subprocess.run([sys.executable, str(HERE / "generate.py"), str(made), "--rows", str(rows)], check=True)
    for name, arguments in COMMANDS.items():
        cost = Cost()
        run(Command(name, arguments, made), cost)
        base[name] = cost.processor[0]
        ratios = " | ".join(
            f"{base[name] / base[other]:.1f}x" if other in base else "" for other in ("bare scan", "sketch")
        )
        yield f"| {rows:,} | {name} | {cost.seconds:.1f} | {base[name]:.1f} | {cost.memory:.0f} | {ratios} |"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure dpkit beside a scan and a sketch.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--folder", type=Path, help="where packages are made; a temporary folder, by default")
    given = parser.parse_args()
    print("| rows | | s | processor s | MB | of the scan | of the sketch |\n|---|---|---|---|---|---|---|")
    for rows in given.rows:
        with tempfile.TemporaryDirectory(prefix="dpkit-benchmark-", dir=given.folder) as folder:
            for line in lines(rows, Path(folder)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
