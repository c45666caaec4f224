"""JSON Schema on the values of cells: nothing is fetched, and no schema of a package makes it last for ever."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any, TypeVar

from dpkit.load.json_schema import REFERENCES, draft_of
from dpkit.tables.engine import Engine
from dpkit.tables.json_number import UnjudgedError, is_multiple, same
from dpkit.tables.json_patterns import Patterns
from dpkit.tables.json_unevaluated import Evaluated, below, scope
from dpkit.tables.pattern import PatternError

MOST_REFERENCES = 250_000  #: followed for one value, each once for each part of it
ROUNDS = 20  #: in which patterns are matched under guard; the answers of one decide what the next one asks

Keyword = Callable[[Any, Any, Any, Any], Iterator[Any]]
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
        self._guarded: dict[Any, Any] = {}  #: the validators of each draft, with keywords of our own
        self._validator = self._with_own(draft_of(schema))(schema, registry=REGISTRY)

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

    def _with_own(self, draft: Any) -> Any:
        """Return the validators of a draft with the keywords that are guarded, or exact, in place of the library's."""
        from jsonschema.validators import extend

        if draft in self._guarded:
            return self._guarded[draft]
        own = {
            **_of_patterns(self.patterns.match),
            **_of_numbers(),
            **{name: partial(self._reference, draft.VALIDATORS.get(name)) for name in REFERENCES},
            "unevaluatedProperties": self._evaluated.properties,
            "unevaluatedItems": self._evaluated.items,
        }
        if "required" in draft.VALIDATORS:  # else, in draft 3, it is one of the keywords of a property
            own["properties"] = _properties
        made = extend(draft, {name: keyword for name, keyword in own.items() if name in draft.VALIDATORS})

        def evolve(validator: Any, **changes: Any) -> Any:
            found = draft.evolve(validator, **changes)
            return found if type(found) is made else self._as_guarded(found)

        made.evolve = evolve
        self._guarded[draft] = self._guarded[made] = made
        return made

    def _as_guarded(self, validator: Any) -> Any:
        """Return `validator` with our keywords: for a part that names its draft, the library takes its own ones."""
        guarded = self._with_own(type(validator))
        return guarded(validator.schema, registry=validator._registry, _resolver=validator._resolver)  # noqa: SLF001

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


def _of_numbers() -> dict[str, Keyword]:
    """Return the keywords of JSON Schema for which the digits of numbers count, by name."""
    from jsonschema import ValidationError

    def multiple_of(validator: Any, unit: Any, value: Any, _: Any) -> Iterator[Any]:
        if validator.is_type(value, "number") and not is_multiple(value, unit):
            yield ValidationError("it is no multiple")

    def unique_items(_: Any, wanted: Any, value: Any, __: Any) -> Iterator[Any]:
        if wanted and isinstance(value, list) and len(set(map(same, value))) < len(value):
            yield ValidationError("an item stands there twice")

    return {"multipleOf": multiple_of, "uniqueItems": unique_items}
