"""Which engine runs the queries."""

from dpkit.model.cluster import Cluster
from dpkit.model.errors import DpkitError
from dpkit.model.limits import Limits
from dpkit.tables.answers import Answers
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.recalling import RecallingEngine


def open_engine(limits: Limits, answers: Answers | None = None, cluster: Cluster | None = None) -> Engine:
    """Return the engine of one run: DuckDB in this process, or Spark where a cluster is named.

    Args:
        limits: how much of this machine it may take.
        answers: that DuckDB remembers; a cluster remembers none.
        cluster: where Spark runs.

    Raises:
        DpkitError: Spark is not installed, or cannot be reached.
    """
    if cluster is None and answers is not None:
        return RecallingEngine(limits.memory, limits.threads, answers)
    if cluster is None:
        return DuckEngine(limits.memory, limits.threads)
    try:
        from dpkit.tables.spark.engine import SparkEngine
        from dpkit.tables.spark.start import start
    except ImportError as error:
        raise DpkitError("the engine spark needs pyspark and sqlglot: install dpkit[spark]") from error
    session = start(cluster)
    return SparkEngine(session, DuckEngine(limits.memory, limits.threads), near=cluster.near)
