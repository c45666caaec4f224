"""The benchmark of contradictions runs, and finds the conflicts that it made."""

import os
import subprocess
import sys
from pathlib import Path

import dpkit

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "contradictions" / "run.py"


def test_every_conflict_that_was_made_is_found(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
    command = [sys.executable, str(SCRIPT), "--claims", "27000", "--folder", str(tmp_path)]
    found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment)
    lines = found.stdout.splitlines()
    assert lines[0] == "27,000 claims in 9,000 rows: 9 contradictions"
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "dpkit contradictions",
        "dpkit validate",
        "the scan alone",
    ]
    assert not list(tmp_path.iterdir())
