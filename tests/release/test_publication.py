"""Publishing: whole or not at all, one at a time, and never over what is there."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

import dpkit
from dpkit.files.lock import hold
from dpkit.model.errors import DpkitError
from dpkit.model.release import ReleasedFile
from dpkit.release.publication import alone, publish, record

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def build(folder: Path) -> Sequence[ReleasedFile]:
    (folder / "a").touch()
    return [ReleasedFile(path="a", sha256=EMPTY, bytes=0)]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_release_that_is_killed_or_fails_is_whole_or_not_there() -> None:
    command = [sys.executable, str(BENCHMARKS / "crash.py"), "--every", "13"]
    result = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    tried = [row.split(" | ") for row in result.stdout.splitlines() if row.startswith("| dpkit")]
    assert sum(int(points) for _, _, points, *_ in tried) >= 20
    assert {count.strip(" |") for _, _, _, *bad in tried for count in bad} == {"0"}
    assert re.search(r"dpkit 0, naive [1-9][0-9]*, unsynced [1-9]", result.stdout)


def test_of_sixteen_at_once_one_wins(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHMARKS / "crash_driver.py"), str(tmp_path), "100000", "slow"]
    with ThreadPoolExecutor(16) as pool:
        runs = [
            pool.submit(subprocess.run, command, env=ENVIRONMENT, capture_output=True, text=True) for _ in range(16)
        ]
        results = [each.result() for each in runs]
    winners = [each for each in results if "published" in each.stdout]
    losers = [each for each in results if each.returncode]
    assert len(winners) == 1
    assert {each.returncode for each in losers} <= {2}
    assert all(re.match(r"dpkit: process \d+ on .+ is making a release in ", each.stderr) for each in losers)
    assert len(losers) + len([each for each in results if not each.returncode]) == 16
    assert not [*tmp_path.rglob("*.dpkit-part")]


def test_who_holds_the_lock_is_named(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", "a release"):
        told = rf"process {os.getpid()} on .+ is making a release in .*/lock"
        with pytest.raises(DpkitError, match=told), hold(tmp_path / "lock", "a release"):
            pass
    with hold(tmp_path / "lock", "a release"):
        pass


def test_a_holder_that_is_about_to_write_its_name_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        timer = Timer(0.1, lambda: os.pwrite(file.fileno(), b"process 7 on elsewhere\n", 0))
        timer.start()
        with pytest.raises(DpkitError, match=r"^process 7 on elsewhere is making"), hold(path, "a release"):
            pass
        timer.join()


def test_a_holder_without_a_name_is_told_as_another_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(DpkitError, match=r"^another process is making"), hold(path, "a release"):
            pass


def test_who_held_the_lock_before_is_not_named(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", "a release"):
        assert (tmp_path / "lock").read_bytes()
    assert (tmp_path / "lock").read_bytes() == b""


def test_what_fails_within_a_lock_is_not_told_as_its_failure(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"^oops$"), hold(tmp_path / "lock", "a release"):
        raise OSError("oops")


def test_same_bytes_are_left_as_they_are(tmp_path: Path) -> None:
    with alone(tmp_path / "dist", tmp_path / "releases"):
        assert publish(build, tmp_path / "dist" / "p")[1]
        before = (tmp_path / "dist" / "p" / "a").stat()
        assert not publish(build, tmp_path / "dist" / "p")[1]
    assert (tmp_path / "dist" / "p" / "a").stat() == before


@pytest.mark.parametrize(("name", "problem"), [("a", "a has another sha256"), ("b", "b is not of the release")])
def test_other_bytes_are_not_written_over(name: str, problem: str, tmp_path: Path) -> None:
    with alone(tmp_path / "dist", tmp_path / "releases"):
        publish(build, tmp_path / "dist" / "p")
        (tmp_path / "dist" / "p" / name).write_text("other")
        with pytest.raises(DpkitError, match=re.escape(f"is there with other bytes ({problem}); nothing is written")):
            publish(build, tmp_path / "dist" / "p")
    assert (tmp_path / "dist" / "p" / name).read_text() == "other"


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    with pytest.raises(DpkitError, match="a is missing"):
        publish(build, tmp_path / "p")


def test_record_is_never_written_over(tmp_path: Path) -> None:
    record(tmp_path / "1.0.0.json", b"first")
    with pytest.raises(DpkitError, match="could not be written: it is there already"):
        record(tmp_path / "1.0.0.json", b"second")
    assert (tmp_path / "1.0.0.json").read_bytes() == b"first"


def test_remains_of_dead_runs_are_removed_and_nothing_else(tmp_path: Path) -> None:
    kept = [tmp_path / "dist" / name for name in (".hidden", "p.dpkit-part", ".p.part")]
    gone = [tmp_path / "dist" / ".q.dpkit-part", tmp_path / "releases" / ".2.0.0.json.dpkit-part"]
    for path in (*kept, *gone):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    with alone(tmp_path / "dist", tmp_path / "releases"):
        assert [path.exists() for path in (*kept, *gone)] == [True] * 3 + [False] * 2
