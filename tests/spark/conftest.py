"""One Spark for all tests, with as little of it as possible, so that a query takes milliseconds."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpkit.model.cluster import Cluster

JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a Spark of one thread, started before dpkit asks for it."""
    pytest.importorskip("pyspark", reason="pyspark is not installed (make spark)")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    from pyspark.sql import SparkSession

    from dpkit.tables.spark.start import HERE

    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    builder = SparkSession.builder.master("local[1]").config("spark.driver.extraJavaOptions", JAVA)
    folder = tmp_path_factory.mktemp("spark")
    for name, value in {**HERE, "spark.local.dir": str(folder)}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield Cluster(master="local[1]")
    session.stop()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where Spark may leave folders behind."""
    monkeypatch.chdir(tmp_path)
