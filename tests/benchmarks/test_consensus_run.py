"""The benchmark of the consensus runs, on a set made for the purpose."""

import os
import subprocess
import sys
from pathlib import Path

import dpkit

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "consensus" / "run.py"
CLAIMS = """object,attribute,source,value,raw
a,born,s1,1900,1900
a,born,s2,1900,1900
a,born,s3,1901,1901
b,born,s1,1910,1910
b,born,s2,1911,1911
c,born,s1,1920,1920
d,born,,1930,1930
d,born,,1931,1931
"""
TRUTH = "object,attribute,value\na,born,1900\nb,born,1910\nc,born,1921\nd,born,1930\ne,born,1940\n"


def test_precision_counts_ties_in_part_and_what_is_missing_as_wrong(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "truth.csv").write_text(TRUTH, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
    command = [sys.executable, str(SCRIPT), str(tmp_path), "--made-up", "200"]
    found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment)
    lines = found.stdout.splitlines()
    assert lines[0].endswith(": 8 claims, 5 sources, 5 truths")
    assert lines[1].startswith("  contradicted: 3 of 4 (")
    # a is right, b and d are ties of two, c is wrong, e is not claimed
    assert lines[4].split()[:4] == ["majority", "0.4000", "0.5000", "2"]
    assert lines[-1].startswith("200 claims: ")
