"""DuckDB as the engine: in memory and in a folder of its own, deaf to everything outside once it is locked."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

from dpkit.files.temporary import temporary
from dpkit.tables.binding import bound_column
from dpkit.tables.engine import Work
from dpkit.tables.interrupt import running
from dpkit.tables.sql import Sql, joined, name, sql, text
from dpkit.tables.workers import shared

if TYPE_CHECKING:
    import duckdb

BATCH = 1_000_000  #: characters that are bound at once; a larger batch takes many times its size in memory
ROWS = 2_000  #: that are fetched at once
WIDE = {"HUGEINT", "BIGNUM", "DOUBLE"}  #: types of whole numbers that are too long for that of most
USED_IN_FULL = 2  #: cores; of more, one is left to the user
SHARE = 2  #: tables are held in memory while twice their text fits
ON_DISK = name("dpkit disk")  #: the database for tables that do not fit
SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}


class DuckEngine:
    """A private database for one run.

    Args:
        memory: the most memory that tables and queries take before they spill, as DuckDB writes it.
        threads: how many threads queries use; None takes all cores, but leaves one of three and more.
    """

    near = True

    def __init__(self, memory: str = "400MB", threads: int | None = None) -> None:
        driver = _driver()
        self.failure: type[Exception] = driver.Error
        self._want: tuple[type[Exception], ...] = (driver.OutOfMemoryException, driver.IOException)
        self._folder = temporary()
        self.staging = Path(self._folder.name)
        self.log: list[str] = []
        config: dict[str, Any] = SETTINGS | {"memory_limit": memory, "temp_directory": str(self.staging / "spill")}
        config["threads"] = self._cores = threads or _spare_cores()
        self._connection: duckdb.DuckDBPyConnection = driver.connect(":memory:", config=config)
        self._names = 0
        self._memory = _bytes(memory)
        self._placed = 0  #: bytes of text for which there are tables
        self._on_disk = False

    @property
    def reader(self) -> Self:
        """The engine that reads files: this one."""
        return self

    def __enter__(self) -> Self:
        """Use the engine in a `with` statement: what it staged is removed at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def close(self) -> None:
        """Drop all tables and remove everything staged."""
        self._connection.close()
        self._folder.cleanup()

    def run(self, query: Sql, *values: Any) -> list[tuple[Any, ...]]:
        """Run `query` with `values` bound to its `?` and return its rows.

        Raises:
            TypeError: `query` was not written by dpkit.
            duckdb.Error: the engine refused it (`DuckEngine.failure`).
        """
        if not isinstance(query, Sql):
            raise TypeError("the engine runs nothing but Sql")
        self.log.append(query)
        with running(self._connection):
            return self._connection.execute(query, values or None).fetchall()

    def gave_up(self, error: Exception) -> bool:
        """Tell whether a failure is for want of memory or room; see `Engine.gave_up`."""
        return isinstance(error, self._want)

    def stream(self, query: Sql) -> Iterator[tuple[Any, ...]]:
        """Run `query` and yield its rows as they are wanted: they never stand in memory together.

        Other queries may be run meanwhile.
        """
        self.log.append(query)
        cursor = self._connection.cursor()
        try:
            with running(cursor):
                cursor.execute(query)
                while rows := cursor.fetchmany(ROWS):
                    yield from rows
        finally:
            cursor.close()

    def apply(
        self,
        work: Work,
        query: Sql,
        by: str,
        columns: Mapping[str, str],
        rows: int,
    ) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query to `work`, on all cores if they are many; see `Engine.apply`."""
        sorted_rows = self.stream(sql("{} ORDER BY {}", query, name(by)))
        yield from shared(work, sorted_rows, [*columns].index(by), rows, self._cores)

    def worked_out(
        self, query: Sql, given: object, work: Callable[[], Iterable[tuple[Any, ...]]]
    ) -> Iterable[tuple[Any, ...]]:
        """Return what `work` makes; an engine that remembers asks for `query` and `given`."""
        del query, given
        return work()

    def watch(self) -> Callable[[], float]:
        """Return a function that tells, in another thread too, what share of the running query is done."""
        self.run(Sql("SET enable_progress_bar = true"))
        self.run(Sql("SET enable_progress_bar_print = false"))
        return self._progress

    def _progress(self) -> float:
        try:
            return max(0.0, self._connection.query_progress()) / 100
        except self.failure:  # the engine was closed a moment ago
            return 1.0

    def use_one_thread(self) -> None:
        """Run queries on one thread from here on."""
        self.run(Sql("SET threads = 1"))

    def lock(self) -> None:
        """Shut the engine off from files, network and settings; there is no way back."""
        self.run(Sql("SET enable_external_access = false"))
        self.run(Sql("SET lock_configuration = true"))

    @contextmanager
    def reading_only(self, views: Iterable[Sql]) -> Iterator[None]:
        """Run queries in a transaction that can only read; an engine that remembers asks for `views`."""
        del views
        self.run(Sql("BEGIN TRANSACTION READ ONLY"))
        try:
            yield
        finally:
            self.run(Sql("ROLLBACK"))

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Interrupt queries that are still running after `seconds`; they fail then."""
        timer = threading.Timer(seconds, self._connection.interrupt)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def fresh(self, what: str) -> Sql:
        """Return a name for a relation that is not in use."""
        self._names += 1
        return name(f"dpkit {what} {self._names}")

    def place(self, size: int) -> Sql:
        """Return a name, not in use, for a table of `size` bytes of text: in memory, or on disk once it would not fit.

        What spills from memory is compressed, and read back block by block at three times the cost of a file.
        """
        table, self._placed = self.fresh("table"), self._placed + size
        if SHARE * self._placed <= self._memory:
            return table
        if not self._on_disk:
            self._attach()
        return sql("{}.{}", ON_DISK, table)

    def drop(self, table: Sql, size: int = 0) -> None:
        """Drop a table, if it was made, and have its room again; see `Engine.drop`."""
        self.run(sql("DROP TABLE IF EXISTS {}", table))
        self._placed -= size

    def _attach(self) -> None:
        """Make the database on disk: it is written once and never recovered, so nothing is logged or compressed."""
        self._on_disk = True
        self.run(sql("ATTACH {} AS {} (RECOVERY_MODE no_wal_writes)", text(str(self.staging / "tables")), ON_DISK))
        self.run(Sql("SET force_compression = 'uncompressed'"))

    def put(self, columns: Sequence[str], types: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Sql:
        """Store rows of text as a table and return its name.

        Args:
            columns: their names.
            types: their SQL types, to which the text is cast.
            rows: text or None, a cell a column.
        """
        table = self.fresh("put")
        pairs = list(zip(columns, types, strict=True))
        self.run(sql("CREATE TABLE {} ({})", table, joined(sql("{} {}", name(c), Sql(t)) for c, t in pairs)))
        for batch in _batches(rows):
            self._insert(table, types, batch)
        return table

    def hold(self, relation: Sql) -> Sql:
        """Return the relation itself: what this engine reads, it holds."""
        return relation

    def fill_in(self, table: Sql, cell: Sql, mapping: Sql, columns: Iterable[tuple[Sql, str, Sql]]) -> None:
        """Write what was decided into the table: a new one, however few the cells, would cost as much as the first."""
        sets = []
        for column, kind, part in columns:
            self.run(sql("ALTER TABLE {} ADD COLUMN IF NOT EXISTS {} {}", table, column, Sql(kind)))
            if kind in WIDE:
                self.run(sql("ALTER TABLE {} ALTER COLUMN {} TYPE {}", table, column, Sql(kind)))
            sets.append(sql("{} = TRY_CAST(m.{} AS {})", column, part, Sql(kind)))
        self.run(sql("UPDATE {} SET {} FROM {} AS m WHERE m.cell = {}", table, joined(sets), mapping, cell))

    def _insert(self, table: Sql, types: Sequence[str], batch: list[Sequence[str | None]]) -> None:
        columns = [bound_column(column) for column in zip(*batch, strict=True)]
        cells = [sql("CAST({} AS {})", rows, Sql(kind)) for (rows, _), kind in zip(columns, types, strict=True)]
        self.run(sql("INSERT INTO {} SELECT {}", table, joined(cells)), *(value for _, value in columns))


def _spare_cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if cores <= USED_IN_FULL else cores - 1


def _bytes(memory: str) -> float:
    """Return a limit of memory, as DuckDB writes it, in bytes."""
    number = memory.upper().rstrip(" KMGTIB")
    power = "KMGT".find(memory[len(number) :].strip()[:1].upper()) + 1
    return float(number) * (1024.0 if "I" in memory.upper() else 1000.0) ** power


def _driver() -> ModuleType:
    """Return DuckDB's module in C: the package around it takes four times as long to import, for nothing used here."""
    try:
        return import_module("_duckdb")
    except ImportError:  # it has another name in other versions
        return import_module("duckdb")


def _batches(rows: Iterable[Sequence[str | None]]) -> Iterator[list[Sequence[str | None]]]:
    batch: list[Sequence[str | None]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(map(len, filter(None, row)))
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
