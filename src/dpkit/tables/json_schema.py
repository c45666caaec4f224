"""JSON Schema on the values of cells: nothing is fetched, and no schema of a package makes it last for ever."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any, TypeVar

from dpkit.load.json_drafts import Drafts, Keyword, of_bounds, of_values
from dpkit.load.json_number import UnjudgedError, is_multiple
from dpkit.load.json_schema import REFERENCES, draft_of
from dpkit.tables.engine import Engine
from dpkit.tables.json_patterns import Patterns
from dpkit.tables.json_unevaluated import Evaluated, below, scope
from dpkit.tables.pattern import PatternError

MOST_REFERENCES = 250_000  #: followed for one value, each once for each part of it
ROUNDS = 20  #: in which patterns are matched under guard; the answers of one decide what the next one asks

Read = TypeVar("Read")


class SchemaJudge:
    """Tells which values a JSON Schema refuses.

    Args:
        schema: whose references all lead to schemas in it.
        engine: matches its patterns, in time in proportion to the text.
    """

    def __init__(self, schema: Any, engine: Engine) -> None:
        from jsonschema_specifications import REGISTRY

        self.patterns = Patterns(engine)
        self._followed: dict[tuple[Any, ...], Any] = {}
        self._evaluated = Evaluated(self.patterns.match)
        self._validator = Drafts(self._own).of(draft_of(schema))(schema, registry=REGISTRY)

    def error(self, value: Any) -> Any:
        """Return the first error of a value, or None; patterns that are not matched yet count as matching.

        Raises:
            UnjudgedError: it could not be judged.
        """
        self._followed.clear()
        self._evaluated.clear()
        self.patterns.open = False
        try:
            return next(self._validator.iter_errors(value), None)
        except (PatternError, UnjudgedError) as error:
            raise UnjudgedError(str(error)) from error
        except RecursionError as error:
            raise UnjudgedError("it is nested too deeply") from error
        except Exception as error:  # a third party's judgement of hostile values must not end the run
            raise UnjudgedError(f"the JSON Schema library failed ({type(error).__name__})") from error

    def settled(self, read: Callable[[str], Read], cells: Iterable[str]) -> Iterator[tuple[str, Read]]:
        """Yield cells and what `read`, which asks for errors, makes of them once all patterns are matched."""
        left = list(cells)
        for number in range(ROUNDS):
            self.patterns.final = number == ROUNDS - 1
            again = []
            for cell in left:
                self.patterns.open = False
                made = read(cell)
                if self.patterns.open:
                    again.append(cell)
                else:
                    yield cell, made
            self.patterns.settle()
            left = again

    def _own(self, draft: Any) -> dict[str, Keyword]:
        """Return the keywords of a draft that are guarded, or exact, in place of the library's."""
        own: dict[str, Keyword] = {
            **_of_patterns(self.patterns.match),
            **of_values(),
            **of_bounds(draft),
            "multipleOf": _multiple_of,
            "divisibleBy": _multiple_of,
            **{name: partial(self._reference, draft.VALIDATORS.get(name)) for name in REFERENCES},
            "unevaluatedProperties": self._evaluated.properties,
            "unevaluatedItems": self._evaluated.items,
        }
        # in draft 3 `required` is one of the keywords of a property
        return own | ({"properties": _properties} if "required" in draft.VALIDATORS else {})

    def _reference(self, follow: Keyword, validator: Any, ref: Any, value: Any, schema: Any) -> Iterator[Any]:
        """Follow a reference, once for each part of the value: references that double at each step are not work."""
        from jsonschema import ValidationError

        key = follow, id(schema), id(value), scope(validator)
        if key not in self._followed:
            if len(self._followed) >= MOST_REFERENCES:
                raise UnjudgedError(f"more than {MOST_REFERENCES:,} references are to be followed")
            self._followed[key] = next(follow(validator, ref, value, schema), None)
        if (error := self._followed[key]) is not None:
            yield ValidationError.create_from(error)  # its path grows with each place from which it is told


def _of_patterns(matches: Callable[[str, str], bool]) -> dict[str, Keyword]:
    """Return the keywords of JSON Schema that match patterns, by name."""
    from jsonschema import ValidationError

    def pattern_of(_: Any, pattern: str, value: Any, __: Any) -> Iterator[Any]:
        if isinstance(value, str) and not matches(pattern, value):
            yield ValidationError("the pattern does not match")

    def pattern_properties(validator: Any, patterns: Any, value: Any, _: Any) -> Iterator[Any]:
        for name, pattern in product(value if isinstance(value, dict) else (), patterns):
            if matches(pattern, name):
                yield from below(validator, value, name, patterns[pattern])

    def additional_properties(validator: Any, rest: Any, value: Any, schema: Any) -> Iterator[Any]:
        known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        for name in value if isinstance(value, dict) else ():
            if name not in known and not any(matches(each, name) for each in patterns):
                yield from below(validator, value, name, rest)

    return {
        "pattern": pattern_of,
        "patternProperties": pattern_properties,
        "additionalProperties": additional_properties,
    }


def _properties(validator: Any, known: Any, value: Any, _: Any) -> Iterator[Any]:
    for name in known if isinstance(value, dict) else ():
        if name in value:
            yield from below(validator, value, name, known[name])


def _multiple_of(validator: Any, unit: Any, value: Any, _: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if validator.is_type(value, "number") and not is_multiple(value, unit):
        yield ValidationError("it is no multiple")
