"""Which engine runs the queries, and how tables come into it."""

from contextlib import suppress

from dpkit.files.reach import Reach, Storage
from dpkit.model.cluster import Cluster
from dpkit.model.descriptor import Package, Resource
from dpkit.model.errors import DpkitError
from dpkit.model.finding import FaultLog
from dpkit.model.limits import Limits
from dpkit.model.progress import Progress
from dpkit.tables.answers import Answers
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.read import Pending, Reading, load
from dpkit.tables.recalling import RecallingEngine
from dpkit.tables.source import open_table


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


def open_storage(engine: Engine, cluster: Cluster | None) -> Storage | None:
    """Return where the data files of the package lie, if not beside its descriptor."""
    if cluster is None or not cluster.storage:
        return None
    from dpkit.tables.spark.engine import SparkEngine
    from dpkit.tables.spark.storage import SparkStorage

    return SparkStorage(engine.session, cluster.storage) if isinstance(engine, SparkEngine) else None


def read_table(  # noqa: PLR0913 - keywords, each a question of its own
    engine: Engine,
    reach: Reach,
    package: Package,
    resource: Resource,
    log: FaultLog,
    progress: Progress,
    *,
    judging: bool = False,
) -> Pending | None:
    """Read a table: on the executors of a cluster, if it is in several files, else here; None where it cannot be read.

    Args:
        engine: takes it.
        reach: where its files are.
        package: the package.
        resource: the table.
        log: takes what is wrong.
        progress: is told how many rows there are.
        judging: whether it is read to be judged alone: a table of many columns is then held as lists of cells, and of
            a damaged one what can be read; else these are not read.

    Raises:
        DpkitError: the executors cannot read what this process can.
    """
    if engine.reader is not engine:
        from dpkit.tables.spark.engine import SparkEngine, failures
        from dpkit.tables.spark.parts import UndividedError, may_be_divided, read_parts

        if isinstance(engine, SparkEngine) and may_be_divided(resource, reach):
            with suppress(UndividedError), failures():
                return read_parts(engine, reach, package, resource, log)
    with open_table(engine.reader, reach, resource, log, damaged=judging) as file:
        if file is None:
            return None
        progress.reading = file.scan.lf
        return load(Reading(engine, file, package, resource, log, lists=judging))
