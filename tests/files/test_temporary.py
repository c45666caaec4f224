"""Temporary folders are gone after a run; what a killed one leaves, a later run removes, and nothing else."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.checks.example import package
from dpkit.files import sweep

HOLD = """
import sys, time
from pathlib import Path
from dpkit.files.temporary import temporary
folder = temporary()
Path(folder.name, "spill").mkdir()
Path(folder.name, "spill", "a").write_text("a")
Path(folder.name, "link").symlink_to(sys.argv[1])
print("ready", flush=True)
time.sleep(60)
"""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


@pytest.fixture
def start(place: Path, tmp_path: Path) -> Start:
    """Return a function that starts a Python with that folder."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter").write_text("kept")

    def start(*arguments: str | Path) -> "subprocess.Popen[str]":
        environment = os.environ | {"TMPDIR": str(place), "PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)], stdout=subprocess.PIPE, text=True, env=environment
        )

    return start


def held(start: Start, tmp_path: Path) -> "subprocess.Popen[str]":
    """Return a process that holds a temporary folder."""
    process = start("-c", HOLD, tmp_path / "kept")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)


def validated(start: Start, write: Callable[..., Path]) -> None:
    process = start("-m", "dpkit", "validate", "--no-cache", write(package(t=("a\n1\n", ["a"]))))
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_folder_of_a_killed_run_is_removed_by_the_next(
    start: Start, place: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    killed(held(start, tmp_path))
    assert len(list(place.iterdir())) == 1
    validated(start, write)
    assert list(place.iterdir()) == []
    assert (tmp_path / "kept" / "letter").read_text() == "kept"


def test_folder_of_a_living_run_stays(start: Start, place: Path, tmp_path: Path, write: Callable[..., Path]) -> None:
    living = held(start, tmp_path)
    (folder,) = place.iterdir()
    validated(start, write)
    assert sorted(path.name for path in (folder / "files").rglob("*")) == ["a", "link", "spill"]
    killed(living)
    validated(start, write)
    assert list(place.iterdir()) == []


def test_what_is_no_folder_with_a_lock_stays(start: Start, place: Path, write: Callable[..., Path]) -> None:
    (place / "dpkit-older").mkdir()  # of a version that laid down no lock
    (place / "dpkit-file").write_text("a")
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "lock").write_text("")
    (place / "dpkit-link").symlink_to("elsewhere")
    (place / "dpkit-pipe").mkdir()
    os.mkfifo(place / "dpkit-pipe" / "lock")
    before = sorted(place.rglob("*"))
    validated(start, write)
    assert sorted(place.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser may give files away")
def test_folder_of_another_user_stays(start: Start, place: Path, tmp_path: Path, write: Callable[..., Path]) -> None:
    killed(held(start, tmp_path))
    (folder,) = place.iterdir()
    os.chown(folder, 65534, 65534)
    validated(start, write)
    assert list(place.iterdir()) == [folder]


def test_many_sweeps_at_once_remove_each_folder_once(
    start: Start, place: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    for process in [held(start, tmp_path) for _ in range(4)]:
        killed(process)
    living = held(start, tmp_path)
    root = write(package(t=("a\n1\n", ["a"])))
    runs = [start("-m", "dpkit", "validate", "--no-cache", root) for _ in range(4)]
    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0] * 4
    assert len(list(place.iterdir())) == 1
    killed(living)


def test_a_sweep_is_bounded_and_the_next_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = tmp_path / "dpkit-left" / "files"
    files.mkdir(parents=True)
    (tmp_path / "dpkit-left" / "lock").write_text("")
    for number in range(300):
        (files / str(number)).write_text("")
    monkeypatch.setattr(sweep, "SECONDS", 0.0)
    sweep.sweep(tmp_path)
    assert 0 < len(list(files.iterdir())) < 300
    monkeypatch.setattr(sweep, "SECONDS", 60.0)
    sweep.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []
