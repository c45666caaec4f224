"""A run takes no more of the machine than it may, and leaves nothing behind, however it ends."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from threading import Timer
from time import sleep
from typing import Any

import pytest
from click.testing import Result

import dpkit
from dpkit.checks.example import package
from dpkit.model.limits import Limits
from dpkit.model.progress import CHECKS, CITATIONS, CLAIMS, READING, Progress
from dpkit.report.progress_line import progress_line
from dpkit.tables.duck import DuckEngine
from dpkit.tables.sql import Sql

Run = Callable[..., Result]
Write = Callable[..., Path]

NUMBERS = "number\n" + "".join(f"{n}\n" for n in range(3_000))
# no engine sees without looking that none of the pairs is meant
ENDLESS = """-- severity: error
SELECT a.number FROM numbers a, numbers b, numbers c WHERE a.number || b.number || c.number = 'none'
"""


def test_limits_change_no_verdict(run: Run, write: Write) -> None:
    root = write(package(numbers=(NUMBERS + "x\n", {"fields": [{"name": "number", "type": "integer"}]})))
    free, tight = run("validate", root), run("validate", root, "--threads", "1", "--memory", "64 MiB")
    assert free.exit_code == tight.exit_code == 1
    assert free.stdout == tight.stdout
    assert dpkit.open(root).validate(limits=Limits(threads=1, memory="0.1GB")).tallies


@pytest.mark.parametrize("size", ["", "much", "4", "-1GB", "400 M", "0GB"])
def test_a_size_that_is_none_is_named(size: str, run: Run, write: Write) -> None:
    found = run("validate", write(package(numbers=(NUMBERS, {"fields": [{"name": "number"}]}))), "--memory", size)
    assert found.exit_code == 2
    assert found.stderr == f"dpkit: the memory limit '{size}' is no size, such as 500MB or 4GB\n"


def test_a_check_without_memory_is_no_check_that_found_nothing(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, no_memory = DuckEngine.run, import_module("_duckdb").OutOfMemoryException

    def starved(self: DuckEngine, query: Sql, *values: Any) -> list[tuple[Any, ...]]:
        if "count(*) FILTER (WHERE" in query:
            raise no_memory("Out of Memory Error: failed to allocate data of size 8.0 MiB")
        return plain(self, query, *values)

    monkeypatch.setattr(DuckEngine, "run", starved)
    found = run("validate", write(package(numbers=(NUMBERS, {"fields": [{"name": "number", "type": "integer"}]}))))
    said = "dpkit: the engine gave up: Out of Memory Error: failed to allocate data of size 8.0 MiB\n"
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", said)


@pytest.mark.parametrize("threads", [0, -1, 1_025, 999_999])
def test_no_threads_and_very_many_are_refused(threads: int, run: Run, write: Write) -> None:
    root = write(package(numbers=(NUMBERS, {"fields": [{"name": "number"}]})))
    found = run("validate", root, "--threads", threads)
    assert (found.exit_code, found.stderr) == (2, f"dpkit: there are to be 1 to 1,024 threads, not {threads:,}\n")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_nothing(sent: int, write: Write, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with endless(write, subprocess.PIPE, TMPDIR=str(scratch)) as process:
        while not list(scratch.glob("dpkit-*")):
            assert process.poll() is None
        sleep(0.5)  # until the query runs: a signal between two steps was never a matter
        process.send_signal(sent)
        assert process.communicate(timeout=60)[1] == b"dpkit: interrupted\n"
    assert (process.returncode, list(scratch.iterdir())) == (130, [])


def test_a_run_that_takes_no_note_is_stopped_nevertheless(tmp_path: Path) -> None:
    deaf = """
        from time import sleep
        from dpkit.cli.ending import end_when_asked
        from dpkit.files.temporary import temporary
        folder = temporary()
        end_when_asked()
        while True:
            try:
                print("busy", flush=True)
                sleep(60)
            except KeyboardInterrupt:
                pass
    """
    command = [sys.executable, "-c", dedent(deaf)]
    environ, pipe = os.environ | {"TMPDIR": str(tmp_path)}, subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"busy\n"
        assert len(list(tmp_path.iterdir())) == 1
        process.terminate()
        assert process.communicate(timeout=60)[1] == b"dpkit: interrupted\n"
    assert (process.returncode, list(tmp_path.iterdir())) == (130, [])


def test_a_signal_in_the_middle_of_a_query_is_no_fault() -> None:
    shuffled = Sql("SELECT n FROM range(10000000) a(n) ORDER BY hash(n)")
    with DuckEngine() as engine:
        timer = Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            list(engine.stream(shuffled))
        timer.join()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_long_run_tells_on_a_terminal_how_far_it_is_and_ends_when_told(sent: int, write: Write) -> None:
    master, terminal = pty.openpty()
    with endless(write, terminal) as process:
        os.close(terminal)
        shown = b""
        while not shown.endswith(b"left" + b" " * 5):
            shown += os.read(master, 1)
        process.send_signal(sent)
        assert process.wait(timeout=30) == 130  # the query would go on for longer
        while not shown.endswith(b"interrupted"):
            shown += os.read(master, 1)
    os.close(master)
    lines = shown.decode().split("\r")
    assert re.fullmatch(r"3,000 rows, [0-9,]+ a second; [0-9]+%, [0-9]+ s left *", lines[1])
    assert lines[-2:] == [" " * 79, "dpkit: interrupted"]


@contextmanager
def endless(write: Write, errors: int, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a run that does not end by itself; it is killed where a test has not ended it."""
    files = package(numbers=(NUMBERS, {"fields": [{"name": "number"}]}))
    root = write({**files, "checks/endless.sql": ENDLESS})
    environment = os.environ | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1])} | more
    command = [sys.executable, "-m", "dpkit", "validate", str(root)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors) as process:
        try:
            yield process
        finally:
            process.kill()


def test_progress_adds_up_to_the_whole() -> None:
    progress = Progress(within=lambda: 0.5)
    assert progress_line(progress.seen, progress.share, 3) == "0%"
    for step in (READING / 2, READING / 2, CITATIONS, CLAIMS, CHECKS):
        progress.reading = 7
        progress.begin(step)
    progress.rows = 10_000_000
    progress.reading = 3_000_000
    assert progress.seen == 11_500_000
    progress.reading = 0
    assert progress_line(progress.seen, progress.share, 90) == "10,000,000 rows, 111,111 a second; 90%, 10 s left"
    assert progress_line(progress.seen, 0.1, 90) == "10,000,000 rows, 111,111 a second; 10%, 13 min 30 s left"
    progress.begin(0)
    assert progress.share == pytest.approx(1)
