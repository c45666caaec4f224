"""What cannot be run on Spark is told in one sentence, with exit code 2."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.tables.spark.start import heap

PACKAGE = Path(__file__).parent.parent / "packages" / "good" / "no-schema"

Run = Callable[..., Result]


def refused(result: Result) -> str:
    """Return what is said on standard error, and nowhere else, with exit code 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_without_pyspark(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    found = refused(run("validate", PACKAGE, "--engine", "spark"))
    assert found == "dpkit: the engine spark needs pyspark: install dpkit[spark]\n"


def test_without_java(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    found = refused(run("validate", PACKAGE, "--engine", "spark"))
    assert found == "dpkit: Spark needs Java 17 or later, and there is no `java` in PATH or JAVA_HOME\n"


@pytest.mark.parametrize("option", [("--spark-master", "spark://127.0.0.1:1"), ("--remote", "sc://127.0.0.1:1")])
def test_nobody_listens(option: tuple[str, str], run: Run) -> None:
    pytest.importorskip("pyspark")
    found = refused(run("validate", PACKAGE, "--engine", "spark", *option))
    assert found == f"dpkit: Spark at '{option[1]}' cannot be reached: Connection refused\n"


def test_a_master_without_spark(run: Run) -> None:
    found = refused(run("validate", PACKAGE, "--spark-master", "local[2]"))
    assert "--spark-master, --remote and --storage go with --engine spark" in found


def test_a_master_and_a_remote(run: Run) -> None:
    found = refused(run("validate", PACKAGE, "--engine", "spark", "--spark-master", "local[2]", "--remote", "sc://a"))
    assert "only one of them can run the queries" in found


@pytest.mark.parametrize(("whole", "given"), [(2, 1), (24, 6), (512, 8)])
def test_java_has_a_quarter_of_the_memory(whole: int, given: int, monkeypatch: pytest.MonkeyPatch) -> None:
    size = {"SC_PAGE_SIZE": 1 << 12, "SC_PHYS_PAGES": whole << 18}
    monkeypatch.setattr("dpkit.tables.spark.start.os.sysconf", size.get, raising=False)
    assert heap() == given << 10
