"""JSON Schema on the values of cells: nothing is fetched, and no schema of a package makes it last for ever."""

from collections.abc import Callable, Iterator
from functools import lru_cache
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

    def pattern_of(_: Any, pattern: str, value: Any, __: Any) -> Iterator[Any]:
        if isinstance(value, str) and not matches(pattern, value):
            from jsonschema import ValidationError

            yield ValidationError("the pattern does not match")

    def reference(validator: Any, ref: Any, value: Any, schema: Any) -> Iterator[Any]:
        nonlocal followed
        followed += 1
        if followed > MOST_REFERENCES:
            raise PatternError("its references do not end")
        yield from Draft7Validator.VALIDATORS["$ref"](validator, ref, value, schema) or ()

    validator = extend(Draft7Validator, {"pattern": pattern_of, "$ref": reference})(schema, registry=Registry())

    def refused(value: Any) -> bool:
        nonlocal followed
        followed = 0
        try:
            return not validator.is_valid(value)
        except (PatternError, Unresolvable, RecursionError):
            return True

    return refused
