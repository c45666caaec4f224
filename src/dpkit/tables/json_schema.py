"""JSON Schema on the values of cells: nothing is fetched, and no schema of a package makes it last for ever."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

from dpkit.tables.engine import Engine
from dpkit.tables.pattern import PatternError, found

MOST_REFERENCES = 10_000  #: followed for one value; a schema whose references double at each step needs more


def refuses(schema: Any, engine: Engine) -> Callable[[Any], bool]:
    """Return the function that tells whether a JSON Schema (draft 7) refuses a value.

    Its patterns are matched by the engine, in time in proportion to the text. What cannot be judged is refused: a
    pattern that the engine does not know, a reference that leads nowhere, to the web, or round and round.
    """
    from jsonschema import Draft7Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    followed = 0
    matches = lru_cache(1 << 14)(lambda pattern, text: found(engine, pattern, text))

    def reference(validator: Any, ref: Any, value: Any, schema: Any) -> Iterator[Any]:
        nonlocal followed
        followed += 1
        if followed > MOST_REFERENCES:
            raise PatternError("its references do not end")
        yield from Draft7Validator.VALIDATORS["$ref"](validator, ref, value, schema) or ()

    own = {**_of_patterns(matches), "$ref": reference}
    validator = extend(Draft7Validator, own)(schema, registry=Registry())

    def refused(value: Any) -> bool:
        nonlocal followed
        followed = 0
        try:
            return not validator.is_valid(value)
        except (PatternError, Unresolvable, RecursionError):
            return True

    return refused


def _of_patterns(matches: Callable[[str, str], bool]) -> dict[str, Callable[..., Iterator[Any]]]:
    """Return the keywords of JSON Schema that match patterns, by name."""
    from jsonschema import ValidationError

    def pattern_of(_: Any, pattern: str, value: Any, __: Any) -> Iterator[Any]:
        if isinstance(value, str) and not matches(pattern, value):
            yield ValidationError("the pattern does not match")

    def pattern_properties(validator: Any, patterns: Any, value: Any, _: Any) -> Iterator[Any]:
        for name, pattern in product(value if isinstance(value, dict) else (), patterns):
            if matches(pattern, name):
                yield from validator.descend(value[name], patterns[pattern])

    def additional_properties(validator: Any, rest: Any, value: Any, schema: Any) -> Iterator[Any]:
        known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        for name in value if isinstance(value, dict) else ():
            if name not in known and not any(matches(each, name) for each in patterns):
                yield from validator.descend(value[name], rest)

    return {
        "pattern": pattern_of,
        "patternProperties": pattern_properties,
        "additionalProperties": additional_properties,
    }
