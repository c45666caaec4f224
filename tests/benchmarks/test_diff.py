"""The tables that the benchmark of `dpkit diff` measures with differ as it says they do."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from dpkit.api.differing import difference
from dpkit.model.change import Kind

ROOT = Path(__file__).resolve().parents[2]
ROWS = 200


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module of the benchmark."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module("diff")


def test_variants(benchmark: ModuleType, tmp_path: Path) -> None:
    old = benchmark.write(tmp_path / "old", ROWS)
    counts = []
    for number, (share, otherwise) in enumerate(benchmark.VARIANTS.values()):
        new = benchmark.write(tmp_path / str(number), ROWS, share, otherwise=otherwise)
        found = difference(old, new)
        assert set(found.counts) <= {Kind.ROW_CHANGED}
        counts.append(found.counts.get(Kind.ROW_CHANGED, 0))
    assert counts[:2] == [0, 0]
    assert 0 < counts[2] < counts[3] < counts[4] == ROWS
