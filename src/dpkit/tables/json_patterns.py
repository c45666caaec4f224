"""Patterns of a JSON Schema: matched by the engine, or, where it cannot, for all texts together under guard."""

from functools import lru_cache, partial

from dpkit.load.json_pattern import as_xml
from dpkit.load.xml_pattern import for_python
from dpkit.model.show import show
from dpkit.tables.engine import Engine
from dpkit.tables.pattern import PatternError, engine_knows, found, unmatched, why_unmatched

MOST = 100  #: patterns of one schema that the engine cannot match: each takes a process


class Patterns:
    """What is known of patterns and texts. What is yet to be matched counts as matching, and is noted as `open`."""

    def __init__(self, engine: Engine) -> None:
        self.open = False  #: whether something was asked that is yet to be matched
        self.final = False  #: whether nothing more is matched under guard
        self._engine = engine
        self._by_engine = lru_cache(1 << 14)(partial(found, engine))
        self._known: dict[str, dict[str, bool]] = {}
        self._wanted: dict[str, set[str]] = {}
        self._failed: dict[str, str] = {}

    def match(self, pattern: str, text: str) -> bool:
        """Tell whether `pattern` matches anywhere in `text`, as far as that is known.

        Raises:
            PatternError: it cannot be matched.
        """
        if engine_knows(self._engine, as_xml(pattern)):
            return self._by_engine(pattern, text)
        known = self._known.get(pattern)
        if known is None:
            known = self._known[pattern] = {}
            if why := self._unfit(pattern):
                self._failed[pattern] = why
        if pattern in self._failed:
            raise PatternError(self._failed[pattern])
        if text not in known:
            self._want(pattern, text)
        return known.get(text, True)

    @property
    def failed(self) -> bool:
        """Whether some pattern could not be matched."""
        return bool(self._failed)

    def settle(self) -> None:
        """Match what was asked and not known."""
        for pattern, texts in self._wanted.items():
            try:
                broken = set(unmatched(self._engine, pattern, list(texts), anywhere=True))
                self._known[pattern] |= {text: text not in broken for text in texts}
            except PatternError as error:
                self._failed[pattern] = str(error)
        self._wanted.clear()

    def _want(self, pattern: str, text: str) -> None:
        if self.final:
            raise PatternError(f"too many steps lead to the pattern {show(pattern)}")
        self.open = True
        self._wanted.setdefault(pattern, set()).add(text)

    def _unfit(self, pattern: str) -> str:
        """Return why a pattern cannot be matched at all, or nothing."""
        if len(self._known) > MOST:
            return f"its JSON Schema has more than {MOST} patterns with look-around, back-references or long repeats"
        return why_unmatched(pattern, for_python(as_xml(pattern)))
