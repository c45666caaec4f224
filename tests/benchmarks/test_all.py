"""The page of benchmarks is what was kept; the large package is sound, and pandera sees what it is held against."""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import dpkit

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a function that imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def small(tmp_path: Path, module: Callable[[str], ModuleType]) -> Path:
    module("generate").generate(tmp_path / "small", 60)
    return tmp_path / "small"


def test_the_page_is_what_is_kept(module: Callable[[str], ModuleType]) -> None:
    results = module("results")
    assert results.PAGE.read_text(encoding="utf-8") == results.page()


def test_a_result_is_kept_with_its_surroundings(
    module: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = module("results")
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    for rows in (100_000, 300):
        results.record(f"beside-{rows}", f"{rows:,} rows", "Beside.", ["", "s"], iter([["dpkit", "1.0"]]))
    kept = json.loads((tmp_path / "beside-300.json").read_text())
    assert kept["versions"].startswith("dpkit ")
    assert kept["rows"] == [["dpkit", "1.0"]]
    sections = results.page().split("## ")[1:]
    assert [each.partition("\n")[0] for each in sections] == ["300 rows", "100,000 rows"]
    assert "| dpkit | 1.0 |" in sections[0]


def test_copies_are_sound_and_each_cites_its_own_documents(
    small: Path, module: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    module("copies").multiply(small, tmp_path / "large", 3)
    one, three = (dpkit.open(path).validate() for path in (small, tmp_path / "large"))
    assert (one.counts, three.counts) == ({}, {})
    assert three.rows == 3 * one.rows
    assert three.citations == {"verified": 180}


def test_pandera_is_of_one_mind_with_dpkit(small: Path) -> None:
    script = [sys.executable, str(BENCHMARKS / "pandera_check.py"), str(small)]
    assert subprocess.run(script, capture_output=True, check=False).returncode == 0
    events = small / "events.csv"
    events.write_text(events.read_text().replace("char=", "word=", 1))
    assert subprocess.run(script, capture_output=True, check=False).returncode == 1


def test_what_a_watched_folder_held_is_noted(module: Callable[[str], ModuleType], tmp_path: Path) -> None:
    spine = module("spine")
    (tmp_path / "spilt").write_bytes(b"x" * 10_000)
    cost = spine.Cost(watched=tmp_path)
    spine.run(spine.Command("nothing", ("-c", "")), cost)
    assert cost.largest >= 10_000
