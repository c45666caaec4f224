"""An engine that remembers what it answered: what is asked again of the same tables needs neither work nor tables."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dpkit.tables.answers import MOST_ROWS, Answers
from dpkit.tables.duck import ON_DISK, DuckEngine
from dpkit.tables.sql import Sql

DISK = rf"(?:{ON_DISK}\.)?"  #: a table is the same wherever it is
CHANGE = re.compile(
    rf"(CREATE TABLE|CREATE VIEW|INSERT INTO|ALTER TABLE|UPDATE|DROP TABLE(?: IF EXISTS)?) {DISK}(\"(?:[^\"]|\"\")*\")"
)


class NotLoadedError(Exception):
    """Something is asked of a table that was left out, and is not known; it is never seen outside of `validate`."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a relation holds, or a query asks for."""

    digest: str | None  #: of all that it depends on; None where that cannot be told
    tables: frozenset[str] = frozenset()  #: of the package, from which it was made
    absent: bool = False  #: whether it is not in the engine


UNKNOWN = Content(None)


class RecallingEngine(DuckEngine):
    """An engine that remembers answers once it is locked.

    A query has the digest of its text and of what each relation holds that it names. The engine gave them their names:
    with a number drawn for the run, which nothing that a package brings into a query can hold.

    Args:
        memory: as of `DuckEngine`.
        threads: as of `DuckEngine`.
        answers: what is known; it takes what comes to be known.
    """

    def __init__(self, memory: str, threads: int | None, answers: Answers) -> None:
        super().__init__(memory, threads)
        self._answers = answers
        self._contents: dict[str, Content] = {}
        self._drawn = secrets.token_hex(8)
        self._named = re.compile(rf'{DISK}("dpkit [^"]* {self._drawn}")')
        self._views: list[Sql] = []
        self._locked = False

    def fresh(self, what: str) -> Sql:
        """Return a name for a relation that is not in use."""
        return Sql(f'{super().fresh(what)[:-1]} {self._drawn}"')

    def lock(self) -> None:
        """Shut the engine off; from here on, answers are remembered."""
        super().lock()
        self._locked = True

    def stands_for(self, relation: Sql, table: str, digest: str, *, absent: bool) -> None:
        """Say what a relation holds that was loaded, or was left out since it is hoped that all answers are known.

        Args:
            relation: its name, from `fresh`.
            table: the table of the package.
            digest: of all that its content depends on.
            absent: whether it was left out.
        """
        self._contents[self._named.findall(relation)[0]] = Content(digest, frozenset({table}), absent)

    def run(self, query: Sql, *values: Any) -> list[tuple[Any, ...]]:
        """Run `query`, or return what is known of it.

        Raises:
            NotLoadedError: it cannot be told without a table that was left out.
        """
        if not self._locked:
            return super().run(query, *values)
        if change := CHANGE.match(query):
            return self._change(change[2], query, values)
        asked = self._content(query, values)
        known = self._known(asked)
        return known if known is not None else self._keep(asked, super().run(query, *values))

    def stream(self, query: Sql) -> Iterator[tuple[Any, ...]]:
        """Run `query` and yield its rows; they are never remembered.

        Raises:
            NotLoadedError: a table was left out.
        """
        if self._content(query).absent:
            raise NotLoadedError
        yield from super().stream(query)

    def worked_out(
        self, query: Sql, given: object, work: Callable[[], Iterable[tuple[Any, ...]]]
    ) -> Iterable[tuple[Any, ...]]:
        """Return what `work` makes, or what is known of it; see `Engine.worked_out`.

        Raises:
            NotLoadedError: it cannot be told without a table that was left out.
        """
        asked = self._content(query, given)
        known = self._known(asked)
        return known if known is not None else self._collected(asked, work())

    @contextmanager
    def reading_only(self, views: Iterable[Sql]) -> Iterator[None]:
        """Run queries in a transaction that can only read; what they ask for depends on all of `views`."""
        self._views = [*views]
        try:
            with super().reading_only(()):
                yield
        finally:
            self._views = []

    def _change(self, target: str, query: Sql, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if query.startswith("CREATE"):
            self._contents[target] = Content("new")
        content = self._content(query, values)
        if self._known(content) is None or not content.absent:
            super().run(query, *values)
            self._keep(content, [])
        self._contents[target] = content
        return []

    def _content(self, query: Sql, given: object = ()) -> Content:
        names = self._named.findall(query)
        mentioned = [self._contents.get(each, UNKNOWN) for each in (*names, *self._views)]
        tables = frozenset(table for each in mentioned for table in each.tables)
        absent = any(each.absent for each in mentioned)
        if any(each.digest is None for each in mentioned):
            return Content(None, tables, absent)
        digests = [each.digest for each in mentioned]
        text = self._named.sub("\0", query)
        return Content(hashlib.sha256(json.dumps([text, digests, given]).encode()).hexdigest(), tables, absent)

    def _known(self, asked: Content) -> list[tuple[Any, ...]] | None:
        """Return the answer if it is known; None where it is to be found out."""
        known = self._answers.rows(asked.digest) if asked.digest and asked.tables else None
        if known is None and asked.absent:
            raise NotLoadedError
        return known

    def _keep(self, asked: Content, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if asked.digest and asked.tables:
            self._answers.answer(asked.digest, asked.tables, rows)
        return rows

    def _collected(self, asked: Content, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        kept: list[tuple[Any, ...]] = []
        for row in rows:
            if len(kept) <= MOST_ROWS:
                kept.append(row)
            yield row
        self._keep(asked, kept)
