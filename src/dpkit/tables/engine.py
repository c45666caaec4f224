"""What the rest of dpkit knows of an engine: it holds the tables of one run and answers queries in SQL about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, Self

from dpkit.tables.sql import Sql

Work = Callable[[Iterable[tuple[Any, ...]]], Iterable[tuple[Any, ...]]]


class Engine(Protocol):
    """A private database for one run. Its SQL is DuckDB's, whatever it runs on."""

    failure: type[Exception]  #: what it raises where it refuses a query, or gives up
    staging: Path  #: a folder for files of the run, which is removed at its end
    log: list[str]  #: the queries that were run
    near: bool  #: whether what it is given to do is done where the files of this machine are

    @property
    def reader(self) -> "Engine":
        """The engine that reads files, until it is locked; it may be this one."""

    def __enter__(self) -> Self:
        """Use the engine in a `with` statement."""

    def __exit__(self, *_: object) -> None:
        """Close the engine."""

    def close(self) -> None:
        """Drop all tables and remove everything staged."""

    def run(self, query: Sql, *values: Any) -> list[tuple[Any, ...]]:
        """Run `query` with `values` bound to its `?` and return its rows.

        Raises:
            TypeError: `query` was not written by dpkit.
            Exception: the engine refused it (`failure`).
        """

    def gave_up(self, error: Exception) -> bool:
        """Tell whether a `failure` is for want of memory or room, and not because of the query."""

    def stream(self, query: Sql) -> Iterator[tuple[Any, ...]]:
        """Run `query` and yield its rows as they are wanted; other queries may be run meanwhile."""

    def apply(
        self, work: Work, query: Sql, by: str, columns: Mapping[str, str], rows: int
    ) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query to `work`, and yield what it yields.

        Args:
            work: takes rows, those with one value of `by` after the other. Copies of it may get some each.
            query: of the rows.
            by: the column that they are sorted by.
            columns: of the rows that `work` yields, and their SQL types; up to `by`, they are those of the query.
            rows: how many there are.

        Raises:
            DpkitError: `work` did.
        """

    def worked_out(
        self, query: Sql, given: object, work: Callable[[], Iterable[tuple[Any, ...]]]
    ) -> Iterable[tuple[Any, ...]]:
        """Return what `work` makes, or what is known of it from an earlier run.

        Args:
            query: all that the work reads of the tables; it is not run.
            given: what else it depends on: texts, numbers, lists and dictionaries of them.
            work: makes rows of texts and numbers.
        """

    def fresh(self, what: str) -> Sql:
        """Return a name for a relation that is not in use."""

    def place(self, size: int) -> Sql:
        """Return a name, not in use, for a table of `size` bytes of text, where there is room for it."""

    def drop(self, table: Sql, size: int = 0) -> None:
        """Drop a table, if it was made, and have its room again: `size` bytes of one that `place` named."""

    def put(self, columns: Sequence[str], types: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Sql:
        """Store rows of text as a table and return its name.

        Args:
            columns: their names.
            types: their SQL types, to which the text is cast.
            rows: text or None, a cell a column.
        """

    def hold(self, relation: Sql) -> Sql:
        """Take over a relation of `reader` and return its name here."""

    def fill_in(self, table: Sql, cell: Sql, mapping: Sql, columns: Iterable[tuple[Sql, str, Sql]]) -> None:
        """Write into a table what was decided about the texts of one of its columns.

        Args:
            table: gets the columns that it lacks.
            cell: the text, over `table`.
            mapping: a relation of texts, `cell`, and what was decided.
            columns: the column, its type, and the column of `mapping` from which it is cast; NULL what cannot be.
        """

    def reading_only(self, views: Iterable[Sql]) -> AbstractContextManager[None]:
        """Return a context in which queries change nothing; of the package's tables they read `views` and no others."""

    def limit(self, seconds: float) -> AbstractContextManager[None]:
        """Return a context in which queries that still run after `seconds` fail."""

    def watch(self) -> Callable[[], float]:
        """Return a function that tells, in another thread too, what share of the running query is done."""

    def use_one_thread(self) -> None:
        """Run queries on one thread from here on."""

    def lock(self) -> None:
        """Shut the engine off from files, network and settings; there is no way back."""
