"""Values and patterns judged as they are in the files: by the engine and the referee."""

import threading
import weakref
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import cached_property
from typing import Any

from dpkit.model.descriptor import Field, Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.tables.compound import Compound, reader
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.items import judge_all
from dpkit.tables.lexical import form
from dpkit.tables.literals import read_literals
from dpkit.tables.pattern import engine_knows, unmatched
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.typing import TypedField, typed_fields

CELLS = "(SELECT unnest(CAST(? AS VARCHAR[])) AS cell)"


class Judge:
    """Types the values that constraints name, and matches patterns; it opens an engine when it first needs one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def _engine(self) -> Engine:
        engine = DuckEngine(memory="100MB", threads=1)
        engine.lock()
        weakref.finalize(self, engine.close)
        return engine

    def fields(self, schema: Schema) -> list[TypedField]:
        """Return the fields of `schema` with the values that their constraints name, typed, as SQL."""
        fields = typed_fields(schema, {each.name: index for index, each in enumerate(schema.fields)})
        if any(each.constraints for each in schema.fields):
            with self._lock:
                read_literals(self._engine, fields, Fault(check="descriptor-error"), FaultLog(0))
        return fields

    def values(self, literals: Iterable[Sql]) -> list[Any]:
        """Return the values of typed literals."""
        listed = joined(literals)
        if not listed:
            return []
        with self._lock:
            return list(self._engine.run(sql("SELECT {}", listed))[0])

    def matching(self, pattern: str, texts: Collection[str]) -> list[str]:
        """Return those of `texts` that `pattern` matches from end to end; errors as in `unmatched`."""
        with self._lock:
            plain = engine_knows(self._engine, pattern)
        if not plain:
            broken = set(unmatched(self._engine, pattern, list(texts)))
            return [text for text in texts if text not in broken]
        query = sql("SELECT cell FROM " + CELLS + " WHERE regexp_full_match(cell, ?)")
        with self._lock:
            return [text for (text,) in self._engine.run(query, list(texts), pattern)]

    def reader(self, field: Field) -> Callable[[str], Compound | None]:
        """Return the function that reads the cells of a field with compound values; None is no value of it."""
        read = reader(field, self._engine)

        def readable(cell: str) -> Compound | None:
            with self._lock, suppress(ValueError):
                return read(cell)
            return None

        return readable

    def readable(self, field: Field, texts: Collection[str]) -> list[str]:
        """Return those of `texts` that are values of `field`."""
        typed = form(field, Sql("cell"))
        query = sql("SELECT cell, {} IS NOT NULL, {} FROM " + CELLS, typed.value, typed.unsure)
        with self._lock:
            found = self._engine.run(query, list(texts))
            unsure = [text for text, known, unsure in found if unsure and not known]
            judged = dict(judge_all(self._engine, field, unsure)) if unsure else {}
        return [text for text, known, _ in found if known or text in judged]

    def within(self, field: Field, sign: Sql, bound: Sql, texts: Collection[str]) -> list[str]:
        """Return those of `texts` whose order among the values of `field` is as `sign` says to that of a bound."""
        order = form(field, Sql("cell")).order or Sql("cell")
        query = sql("SELECT cell FROM " + CELLS + " WHERE {} {} {}", order, sign, bound)
        with self._lock:
            return [text for (text,) in self._engine.run(query, list(texts))]
