"""Spark as an engine: DuckDB's SQL carried over, tables as views that are kept while the run lasts."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import reduce
from typing import TYPE_CHECKING, Any, Self

from sqlglot import exp

from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Work
from dpkit.tables.spark.dialect import NFC, UntranslatableError, parsed, translated, written
from dpkit.tables.spark.moving import frames
from dpkit.tables.spark.normal import register_normal_form
from dpkit.tables.spark.work import applied
from dpkit.tables.sql import Sql, joined, name, sql, text

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEW = 1_000  #: rows that are sent in the query itself rather than in a file
#: what Spark says where it has no memory or no room, and, after that, where it has ended
WANT = ("UNABLE_TO_ACQUIRE_MEMORY", "OutOfMemory", "No space left", "SparkContext", "DAGScheduler")
CALLED = "An error occurred while calling"  #: the line of py4j before that of the reason
LITTLE = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
}
#: Spark's names of types; others are called the same. Of whole numbers it has none as long as DuckDB's longest.
KINDS = {"VARCHAR": "STRING", "INTEGER": "INT", "HUGEINT": "DECIMAL(38, 0)", "BIGNUM": "DOUBLE"}


class SparkError(Exception):
    """Spark refused a query or gave up; the message is one line."""


class SparkEngine:
    """A private session of a cluster for one run.

    Args:
        session: of Spark, for nobody else; of its own process or, through Spark Connect, of another.
        reader: reads the files of this machine.
        near: whether the executors see those files, too.
    """

    failure: type[Exception] = SparkError

    def __init__(self, session: "SparkSession", reader: DuckEngine, *, near: bool) -> None:
        self.session = session
        self.reader = reader
        self.staging = reader.staging
        self.log: list[str] = []
        self.near = near
        self._kept: list[DataFrame] = []
        self._filled: dict[Sql, DataFrame] = {}  #: tables with what was decided of their cells
        self._names = 0
        self._knows_normal_form = False

    def __enter__(self) -> Self:
        """Use the engine in a `with` statement: what it keeps on the cluster is dropped at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def close(self) -> None:
        """Drop all tables and remove everything staged."""
        with suppress(Exception):  # a Spark that is gone keeps nothing, whatever it says
            for frame in [*self._kept, *self._filled.values()]:
                frame.unpersist()
        self.reader.close()

    def run(self, query: Sql, *values: Any) -> list[tuple[Any, ...]]:
        """Run `query` and return its rows.

        Raises:
            TypeError: `query` was not written by dpkit, or comes with values to bind.
            SparkError: it cannot be carried over, or Spark refused it.
        """
        if values or not isinstance(query, Sql):
            raise TypeError("the engine runs nothing but Sql")
        with failures():
            tree = parsed(query)
            if isinstance(tree, exp.Create):
                return self._create(tree)
            if isinstance(tree, exp.Describe):
                return [(column,) for column in self._frame(written(tree.this)).columns]
            return [_plain(row) for row in self._frame(translated(query)).collect()]

    def gave_up(self, error: Exception) -> bool:
        """Tell whether a failure is for want of memory; see `Engine.gave_up`."""
        return any(each in str(error) for each in WANT)

    def stream(self, query: Sql) -> Iterator[tuple[Any, ...]]:
        """Run `query` and yield its rows as they are wanted; other queries may be run meanwhile."""
        with failures():
            yield from map(_plain, self._frame(translated(query)).toLocalIterator())

    def apply(
        self, work: Work, query: Sql, by: str, columns: Mapping[str, str], rows: int
    ) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query to copies of `work` on the executors, and yield what they yield; see `Engine.apply`.

        What is soon done is done here.
        """
        if rows <= FEW:
            yield from work(self.stream(sql("{} ORDER BY {}", query, name(by))))
        else:
            with failures():
                yield from applied(self._frame(translated(query)), work, by, columns)

    def keep(self, frame: "DataFrame") -> "DataFrame":
        """Return `frame`, which is not computed again while the run lasts."""
        from pyspark import StorageLevel

        self._kept.append(frame.persist(StorageLevel.DISK_ONLY))
        return frame

    def worked_out(
        self, query: Sql, given: object, work: Callable[[], Iterable[tuple[Any, ...]]]
    ) -> Iterable[tuple[Any, ...]]:
        """Return what `work` makes; nothing is remembered."""
        del query, given
        return work()

    def _create(self, tree: exp.Create) -> list[tuple[Any, ...]]:
        if not isinstance(tree.expression, exp.Query):
            raise UntranslatableError("only a query can be made a table")
        frame = self._frame(written(tree.expression))
        if tree.kind == "TABLE":
            self._kept.append(frame.persist())
        frame.createOrReplaceTempView(written(tree.this))
        return []

    def _frame(self, query: str) -> "DataFrame":
        self.log.append(query)
        if NFC in query and not self._knows_normal_form:  # pyarrow and pandas take long to import
            register_normal_form(self.session)
            self._knows_normal_form = True
        return self.session.sql(query)

    def fresh(self, what: str) -> Sql:
        """Return a name for a relation that is not in use."""
        self._names += 1
        return name(f"dpkit {what} {self._names}")

    def place(self, size: int) -> Sql:
        """Return a name for a table of any `size`: where it is kept, the cluster decides."""
        del size
        return self.fresh("table")

    def drop(self, table: Sql, size: int = 0) -> None:
        """Forget a table, if it was made; see `Engine.drop`."""
        del size
        self.session.catalog.dropTempView(translated(table))

    def named(self, frame: "DataFrame", what: str) -> Sql:
        """Return a fresh name for `frame`, by which queries know it."""
        relation = self.fresh(what)
        frame.createOrReplaceTempView(translated(relation))
        return relation

    def put(self, columns: Sequence[str], types: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Sql:
        """Store rows of text as a table and return its name; see `Engine.put`."""
        with failures():
            whole = reduce(lambda one, more: one.unionAll(more), frames(self.session, columns, rows))
            kinds = [KINDS.get(kind, kind) for kind in types]
            return self.named(
                whole.select(*(whole[f"`{n}`"].cast(k).alias(n) for n, k in zip(columns, kinds, strict=True))), "put"
            )

    def hold(self, relation: Sql) -> Sql:
        """Take over a relation of the reader, all of whose columns are text or whole numbers."""
        described = self.reader.run(sql("DESCRIBE SELECT * FROM {}", relation))
        columns, types = [row[0] for row in described], [row[1] for row in described]
        ((count,),) = self.reader.run(sql("SELECT count(*) FROM {}", relation))
        if count > FEW and self.near:
            path = self.staging / f"held-{self._names}.parquet"
            self.reader.run(sql("COPY (SELECT * FROM {}) TO {} (FORMAT parquet)", relation, text(str(path))))
            with failures():
                return self.named(self.session.read.parquet(str(path)), "held")
        cells = joined(sql("CAST({} AS VARCHAR)", name(column)) for column in columns)
        return self.put(columns, types, self.reader.stream(sql("SELECT {} FROM {}", cells, relation)))

    def fill_in(self, table: Sql, cell: Sql, mapping: Sql, columns: Iterable[tuple[Sql, str, Sql]]) -> None:
        """Make the table a view that looks up what was decided, once for all queries; see `Engine.fill_in`."""
        with failures():
            if earlier := self._filled.pop(table, None):  # not computed yet: what is kept of it would be a copy
                earlier.unpersist()
            there = {name(column) for column in self.session.table(translated(table)).columns}
            changed = [(column, Sql(kind), part) for column, kind, part in columns]
            found = joined(
                sql(
                    "CASE WHEN m.cell IS NOT NULL THEN TRY_CAST(m.{} AS {}) ELSE {} END AS {}",
                    part,
                    kind,
                    _old(column, kind, there),
                    column,
                )
                for column, kind, part in changed
            )
            kept = joined(sql("t.{}", each) for each in sorted(there - {column for column, _, _ in changed}))
            query = sql(
                "SELECT {}, {} FROM {} AS t LEFT JOIN {} AS m ON m.cell = t.{}", kept, found, table, mapping, cell
            )
            frame = self._frame(translated(query))
            frame.createOrReplaceTempView(translated(table))  # Spark forgets what was kept of a view by the same name
            self._filled[table] = frame.persist()

    def reading_only(self, views: Iterable[Sql]) -> AbstractContextManager[None]:
        """Return a context for queries; none that is carried over changes anything."""
        del views
        return nullcontext()

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Interrupt queries that are still running after `seconds`; they fail then."""
        timer = threading.Timer(seconds, self.session.interruptAll)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def watch(self) -> Callable[[], float]:
        """Return a function that tells nothing: what share of a query is done, the cluster knows."""
        return lambda: 0.0

    def use_one_thread(self) -> None:
        """Plan queries for few rows: on one partition, and without compiling them, which would take longer."""
        for setting, value in LITTLE.items():
            self.session.conf.set(setting, value)

    def lock(self) -> None:
        """Lock the reader; queries that are carried over read nothing but tables."""
        self.reader.lock()


def _old(column: Sql, kind: Sql, there: set[Sql]) -> Sql:
    return sql("CAST(t.{} AS {})", column, kind) if column in there else Sql("NULL")


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row as DuckDB would; whole numbers of many digits are decimal ones to Spark."""
    from decimal import Decimal

    return tuple(int(value) if isinstance(value, Decimal) else value for value in row)


@contextmanager
def failures() -> Iterator[None]:
    """Tell in one line what Spark, or Java below it, refuses."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except UntranslatableError as error:
        raise SparkError(str(error)) from error
    except (PySparkException, Py4JError) as error:
        lines = (line.strip(": ") for line in str(error).splitlines() if not line.startswith(CALLED))
        raise SparkError(next(filter(None, lines), "Spark gave up")) from error
