"""`unevaluatedProperties` and `unevaluatedItems` of JSON Schema, which ask what other keywords have looked at.

The library's own would match patterns that nothing guards, and look at the same parts of a value again and again.
"""

from collections.abc import Callable, Iterator
from typing import Any

IN_PLACE = ("allOf", "anyOf", "oneOf")
REFERENCES = ("$ref", "$dynamicRef")
UNEVALUATED: dict[type, str] = {dict: "unevaluatedProperties", list: "unevaluatedItems"}
Seen = set[Any]  #: names of properties, or places of items


class Evaluated:
    """Tells which properties and items of a value the keywords of a schema have looked at, each once."""

    def __init__(self, matches: Callable[[str, str], bool]) -> None:
        self._matches = matches
        self._known: dict[tuple[int, int], Seen] = {}

    def clear(self) -> None:
        """Forget what is known: another value is judged."""
        self._known.clear()

    def properties(self, validator: Any, rest: Any, value: Any, schema: Any) -> Iterator[Any]:
        """Yield the errors of `unevaluatedProperties`."""
        if isinstance(value, dict) and (left := value.keys() - self._looked_at(validator, value, schema, own=True)):
            for name in value:
                if name in left:
                    yield from below(validator, value, name, rest)

    def items(self, validator: Any, rest: Any, value: Any, schema: Any) -> Iterator[Any]:
        """Yield the errors of `unevaluatedItems`."""
        if isinstance(value, list):
            for place in sorted({*range(len(value))} - self._looked_at(validator, value, schema, own=True)):
                yield from below(validator, value, place, rest)

    def _looked_at(self, validator: Any, value: Any, schema: Any, *, own: bool = False) -> Seen:
        """Return what a schema that accepts `value` looks at; of its `own` keyword, what the others do."""
        if not isinstance(schema, dict):
            return set()
        key = (id(schema), id(value))
        if not own and key in self._known:
            return self._known[key]
        found = self._here(validator, value, schema)
        if not own and UNEVALUATED[type(value)] in schema:
            found = _all_of(value)
        found |= {each for at, sub in _applied(validator, value, schema) for each in self._looked_at(at, value, sub)}
        if not own:
            self._known[key] = found
        return found

    def _here(self, validator: Any, value: Any, schema: dict[str, Any]) -> Seen:
        if isinstance(value, list):
            return _places(validator, value, schema)
        if "additionalProperties" in schema:
            return _all_of(value)
        named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        return {name for name in value if name in named or any(self._matches(each, name) for each in patterns)}


def _places(validator: Any, value: list[Any], schema: dict[str, Any]) -> Seen:
    first, every = schema.get("prefixItems", []), "items" in schema
    if isinstance(schema.get("items"), list):  # as it was until 2019-09
        first, every = schema["items"], "additionalItems" in schema
    if every:
        return _all_of(value)
    found = {*range(min(len(first), len(value)))}
    if "contains" in schema and "prefixItems" in validator.VALIDATORS:
        found |= {place for place, item in enumerate(value) if _accepts(validator, item, schema["contains"])}
    return found


def _all_of(value: Any) -> Seen:
    return set(value) if isinstance(value, dict) else {*range(len(value))}


def _applied(validator: Any, value: Any, schema: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the schemas that a schema applies to the same value, and that accept it, each with its validator."""
    for name in REFERENCES:
        if isinstance(ref := schema.get(name), str):
            found = validator._resolver.lookup(ref)  # noqa: SLF001 - the library's own keywords have no other way
            yield validator.evolve(schema=found.contents, _resolver=found.resolver), found.contents
    for each in _possible(value, schema):
        if _accepts(validator, value, each):
            yield validator, each
    if "if" in schema:
        branch = "then" if _accepts(validator, value, schema["if"]) else "else"
        if branch in schema:
            yield validator, schema[branch]


def _possible(value: Any, schema: dict[str, Any]) -> Iterator[Any]:
    for name in IN_PLACE:
        yield from schema.get(name, ())
    if isinstance(value, dict):
        yield from (each for name, each in schema.get("dependentSchemas", {}).items() if name in value)
    if "if" in schema:
        yield schema["if"]


def _accepts(validator: Any, value: Any, schema: Any) -> bool:
    return next(validator.descend(value, schema), None) is None


def below(validator: Any, value: Any, step: Any, schema: Any) -> Iterator[Any]:
    """Yield the errors of a part; the library leaves out where it stands if the schema is `false`."""
    for error in validator.descend(value[step], schema):
        error.path.appendleft(step)
        yield error
