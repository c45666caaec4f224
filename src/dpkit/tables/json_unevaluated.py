"""`unevaluatedProperties` and `unevaluatedItems` of JSON Schema, which ask what other keywords have looked at.

The library's own would match patterns that nothing guards, and look at the same parts of a value again and again.
"""

from collections.abc import Callable, Iterator
from typing import Any

from dpkit.load.json_schema import IN_PLACE, REFERENCES

UNEVALUATED: dict[type, str] = {dict: "unevaluatedProperties", list: "unevaluatedItems"}
Seen = set[Any]  #: names of properties, or places of items


class Evaluated:
    """Tells which properties and items of a value the keywords of a schema have looked at, each once."""

    def __init__(self, matches: Callable[[str, str], bool]) -> None:
        self._matches = matches
        self._known: dict[tuple[Any, ...], Seen] = {}

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
        key = id(schema), id(value), scope(validator)
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
        if name in validator.VALIDATORS and isinstance(ref := schema.get(name), str):
            found = _followed(validator._resolver, name, ref)  # noqa: SLF001 - as the library's own keywords do
            yield validator.evolve(schema=found.contents, _resolver=found.resolver), found.contents
    for each in _possible(value, schema):
        if _accepts(validator, value, each):
            yield _within(validator, each), each
    if "if" in schema:
        branch = "then" if _accepts(validator, value, schema["if"]) else "else"
        if branch in schema:
            yield _within(validator, schema[branch]), schema[branch]


def _followed(resolver: Any, name: str, ref: str) -> Any:
    from referencing.jsonschema import lookup_recursive_ref

    return lookup_recursive_ref(resolver) if name == "$recursiveRef" else resolver.lookup(ref)


def _within(validator: Any, schema: Any) -> Any:
    """Return the validator of a schema in another one, to whose name, if it has one, its references are relative."""
    from referencing.jsonschema import DRAFT202012

    if not isinstance(schema, dict) or "$id" not in schema:
        return validator
    resolver = validator._resolver.in_subresource(DRAFT202012.create_resource(schema))  # noqa: SLF001
    return validator.evolve(schema=schema, _resolver=resolver)


def scope(validator: Any) -> tuple[str, ...]:
    """Return the names of the schemas through which a validator was reached: where dynamic references lead."""
    resolver = validator._resolver  # noqa: SLF001 - the library tells it in no other way
    return resolver._base_uri, *(name for name, _ in resolver.dynamic_scope())  # noqa: SLF001


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
