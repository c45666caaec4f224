"""Values and patterns judged as they are in the files: by the engine and the referee."""

import threading
import weakref
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Any

from dpkit.model.descriptor import Field, Schema
from dpkit.model.finding import FaultLog
from dpkit.tables.engine import Engine
from dpkit.tables.referee import judge
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.typing import TypedField, read_literals, typed_fields

MATCHES = "SELECT regexp_full_match(cell, ?) FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS cell)"


class Judge:
    """Types the values that constraints name, and matches patterns; it opens an engine when it first needs one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def _engine(self) -> Engine:
        engine = Engine(memory="100MB", threads=1)
        engine.lock()
        weakref.finalize(self, engine.close)
        return engine

    def fields(self, schema: Schema) -> list[TypedField]:
        """Return the fields of `schema` with the values that their constraints name, typed, as SQL."""
        fields = typed_fields(schema, {each.name: index for index, each in enumerate(schema.fields)})
        with self._lock:
            read_literals(self._engine, fields, "", FaultLog(0))
        return fields

    def values(self, literals: Iterable[Sql]) -> list[Any]:
        """Return the values of typed literals."""
        listed = joined(literals)
        if not listed:
            return []
        with self._lock:
            return list(self._engine.run(sql("SELECT {}", listed))[0])

    def knows(self, pattern: str) -> bool:
        """Tell whether the engine can match `pattern` at all."""
        try:
            return self.matching(pattern, [""]) is not None
        except self._engine.failure:
            return False

    def matching(self, pattern: str, texts: Collection[str]) -> list[str]:
        """Return those of `texts` that `pattern` matches from end to end."""
        with self._lock:
            found = self._engine.run(Sql(MATCHES), pattern, list(texts))
        return [text for text, (matches,) in zip(texts, found, strict=True) if matches]


def reading(field: Field) -> Callable[[Collection[str]], list[str]]:
    """Return a function that tells which of some texts are values of `field`."""
    return lambda texts: [text for text, _ in judge(field, texts)]
