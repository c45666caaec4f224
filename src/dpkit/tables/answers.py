"""What the engine answered in an earlier run, by what each answer depends on: questions and contents of tables."""

import json
from collections.abc import Collection, Iterable
from typing import Any

MOST_ROWS, MOST_TEXT = 50_000, 2_000_000  #: of an answer that is kept
MOST_TEXTS = 12_000_000  #: characters of all answers
Rows = list[tuple[Any, ...]]


class Answers:
    """Answers that are known, and those among them that were asked for, or came to be known, in this run.

    Each is kept under a digest of the question and of all that it depends on, so that nothing has to be invalidated:
    what depends on something else has another digest.

    Args:
        text: what `text` of an earlier one returned.
    """

    def __init__(self, text: bytes | None = None) -> None:
        found: dict[str, Any] = json.loads(text) if text else {"facts": {}, "answers": {}}
        self._facts: dict[str, Any] = found["facts"]
        self._answers: dict[str, tuple[list[str], str]] = found["answers"]
        self._kept: tuple[dict[str, Any], dict[str, tuple[list[str], str]]] = {}, {}
        self._size = 0

    def fact(self, key: str) -> Any | None:
        """Return what `note` was given for `key`."""
        if key in self._facts:
            self._kept[0][key] = self._facts[key]
        return self._facts.get(key)

    def note(self, key: str, value: Any) -> None:
        """Remember a value of JSON."""
        self._facts[key] = self._kept[0][key] = value

    def rows(self, key: str) -> Rows | None:
        """Return the rows that `answer` was given for `key`."""
        found = self._answers.get(key)
        if found is None:
            return None
        self._keep(key, *found)
        return [tuple(row) for row in json.loads(found[1])]

    def answer(self, key: str, tables: Collection[str], rows: Rows) -> None:
        """Remember rows, unless they are many, or hold what JSON does not.

        Args:
            key: of the answer.
            tables: names of the tables that had to be there to give it.
            rows: the answer.
        """
        if len(rows) > MOST_ROWS:
            return
        try:
            text = json.dumps(rows)
        except (TypeError, ValueError):
            return
        if len(text) <= MOST_TEXT and [tuple(row) for row in json.loads(text)] == rows:
            self._keep(key, sorted(tables), text)

    def needed(self, changed: Iterable[str]) -> set[str]:
        """Return the tables that will be asked anew if some have changed: they, and those they were asked with."""
        changed = set(changed)
        return changed.union(*(tables for tables, _ in self._answers.values() if not changed.isdisjoint(tables)))

    @property
    def text(self) -> bytes:
        """What this run asked for, to be remembered."""
        facts, answers = self._kept
        return json.dumps({"facts": facts, "answers": answers}).encode()

    def _keep(self, key: str, tables: list[str], text: str) -> None:
        if key not in self._kept[1] and self._size + len(text) <= MOST_TEXTS:
            self._size += len(text)
            self._kept[1][key] = (tables, text)
