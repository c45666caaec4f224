"""Starting Spark, or telling in one sentence why it cannot be."""

import os
import shutil
import socket
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dpkit.model.cluster import Cluster
from dpkit.model.errors import DpkitError
from dpkit.model.show import plain, show

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

PATIENCE = 5  #: seconds until a server answers
LEAST, MOST = 1 << 10, 1 << 13  #: MiB that Java may take on this machine; the first is what Spark would give it
PORTS = {"spark": 7077, "sc": 15002}
MEANING = {  #: of the queries: as DuckDB reads them
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.orderByOrdinal": "true",
    "spark.sql.groupByOrdinal": "true",
    "spark.sql.crossJoin.enabled": "true",
}
#: Spark writes Java for each query, most of which has run before its best translation would pay: so that waits
LATER = (
    "-XX:+IgnoreUnrecognizedVMOptions -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 "
    "-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
)
HERE = {  #: of a Spark that is started on this machine
    "spark.driver.defaultJavaOptions": LATER,  # before those of the user's `extraJavaOptions`
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "16",
    "spark.buffer.pageSize": "4m",  # what the smallest table takes that is broadcast: 64 MB otherwise, by the memory
}


def start(cluster: Cluster) -> "SparkSession":
    """Return a session of its own on a cluster.

    Raises:
        DpkitError: Spark or Java is not installed, or the cluster cannot be reached.
    """
    # pyspark warns of every pandas of version 3; what dpkit asks of it does not go through pandas
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise DpkitError("the engine spark needs pyspark: install dpkit[spark]") from error
    _knock(cluster)
    try:
        session = _remote(SparkSession, cluster) if cluster.remote else _classic(SparkSession, cluster)
        for name, value in MEANING.items():
            session.conf.set(name, value)
    except DpkitError:
        raise
    except Exception as error:  # what Java says comes as errors of several libraries
        raise _unreachable(cluster, error) from error
    return session


def _classic(sessions: "type[SparkSession]", cluster: Cluster) -> "SparkSession":
    if not _java():
        raise DpkitError("Spark needs Java 17 or later, and there is no `java` in PATH or JAVA_HOME")
    return (sessions.getActiveSession() or sessions(_context(cluster))).newSession()


def _context(cluster: Cluster) -> "SparkContext":
    """Start Java, which says nothing by itself; what it refuses, dpkit tells."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf().setAppName("dpkit").setMaster(cluster.master or "local[*]").set("spark.log.level", "OFF")
    if cluster.near:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # of the processes that functions in Python run in
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("SPARK_DRIVER_MEMORY", f"{heap()}m")  # Spark's configuration goes before it
        conf.setAll(list(HERE.items()))
    return SparkContext(conf=conf, gateway=launch_gateway(conf, {"stderr": subprocess.DEVNULL}))


def heap() -> int:
    """Return how many MiB Java may take on this machine, where one process is driver and executor.

    A quarter of all, as Java itself would: with the one GiB that Spark gives it, joins of 10,000,000 rows fail.
    """
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20 if hasattr(os, "sysconf") else 0
    return min(max(whole // 4, LEAST), MOST)


def _remote(sessions: "type[SparkSession]", cluster: Cluster) -> "SparkSession":
    return sessions.builder.remote(cluster.remote).create()


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java", path=str(Path(home, "bin")) if home else None))


def _knock(cluster: Cluster) -> None:
    """Look whether somebody listens: Spark itself would try for minutes."""
    scheme, _, rest = (cluster.remote or cluster.master).partition("://")
    servers = rest.partition("/")[0].partition(";")[0].split(",")
    if scheme not in PORTS:
        return
    for server in servers:
        try:
            parts = urlsplit(f"//{server}")
            with socket.create_connection((parts.hostname or "", parts.port or PORTS[scheme]), timeout=PATIENCE):
                return
        except (OSError, ValueError) as error:
            if server == servers[-1]:
                raise _unreachable(cluster, error) from error


def _unreachable(cluster: Cluster, error: Exception) -> DpkitError:
    reason = getattr(error, "strerror", None) or next(iter(str(error).splitlines()), "") or type(error).__name__
    return DpkitError(
        f"Spark at {show(cluster.remote or cluster.master or 'local[*]')} cannot be reached: {plain(reason, 200)}"
    )
