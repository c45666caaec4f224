"""A run takes no more of the machine than it may, and leaves nothing behind, however it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import dpkit
from dpkit.checks.example import package
from dpkit.model.limits import Limits

Run = Callable[..., Result]
Write = Callable[..., Path]

NUMBERS = "number\n" + "".join(f"{n}\n" for n in range(3_000))
ENDLESS = (
    "-- severity: error\nSELECT count(*) AS n FROM numbers a, numbers b, numbers c, numbers d HAVING count(*) % 7 = 9\n"
)


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


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_nothing(sent: int, write: Write, tmp_path: Path) -> None:
    files = package(numbers=(NUMBERS, {"fields": [{"name": "number"}]}))
    root = write({**files, "checks/endless.sql": ENDLESS})
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1]), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "dpkit", "validate", str(root)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while not list(scratch.iterdir()):
            assert process.poll() is None
        process.send_signal(sent)
        assert process.communicate(timeout=60)[1] == "dpkit: interrupted\n"
    assert (process.returncode, list(scratch.iterdir())) == (130, [])
