"""A JSON Schema of the plainest keywords as a function: of millions of parts, each is judged in a microsecond or two.

A validator of all of JSON Schema takes a hundred times as long, and keeps what is wrong with each part for each choice.
"""

from collections.abc import Callable, Mapping
from typing import Any

Predicate = Callable[[Any], bool]
KINDS: dict[str, frozenset[type]] = {
    "array": frozenset({list}),
    "object": frozenset({dict}),
    "string": frozenset({str}),
    "number": frozenset({int, float}),
    "integer": frozenset({int}),
    "boolean": frozenset({bool}),
    "null": frozenset({type(None)}),
}
NEVER: dict[str, Any] = {"enum": []}
SAYING = {"title", "description", "definitions", "$schema", "id", "format", "FIXME"}  #: keywords that ask for nothing


def predicate(schema: Mapping[str, Any]) -> Predicate:
    """Return the function that tells whether a value is valid.

    Args:
        schema: of draft 4, whose references lead to parts of itself; the value is one that `json.loads` returns.

    Raises:
        LookupError: it has a keyword, or a type, that is not known here.
    """
    return _Compiler(schema).compiled(schema)


def resolved(root: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of `root` that a schema refers to, or the schema itself."""
    found: Any = schema
    if "$ref" in schema:
        found = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
    return found  # type: ignore[no-any-return]  # of JSON


class _Compiler:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._known: dict[str, Predicate | None] = {}

    def compiled(self, schema: Mapping[str, Any]) -> Predicate:
        if "$ref" in schema:
            return self._referenced(schema["$ref"])
        asked = [KEYWORDS[name](self, value, schema) for name, value in schema.items() if name not in SAYING]
        return asked[0] if len(asked) == 1 else lambda value: all(each(value) for each in asked)

    def _referenced(self, ref: str) -> Predicate:
        if ref not in self._known:
            self._known[ref] = None  # it is begun, and may lead to itself
            self._known[ref] = self.compiled(resolved(self._root, {"$ref": ref}))
        known = self._known
        return known[ref] or (lambda value: bool((target := known[ref]) and target(value)))

    def type(self, wanted: str | list[str], _: Any) -> Predicate:
        names = [wanted] if isinstance(wanted, str) else wanted
        kinds = frozenset[type]().union(*(KINDS[name] for name in names))
        return lambda value: type(value) in kinds

    def required(self, names: list[str], _: Any) -> Predicate:
        return lambda value: type(value) is not dict or all(name in value for name in names)

    def properties(self, schemas: Mapping[str, Any], _: Any) -> Predicate:
        asked = [(name, self.compiled(schema)) for name, schema in schemas.items()]
        return lambda value: (
            type(value) is not dict or all(valid(value[name]) for name, valid in asked if name in value)
        )

    def others(self, wanted: Any, schema: Mapping[str, Any]) -> Predicate:
        if wanted is True:
            raise LookupError("additional properties that may be anything")
        named = schema.get("properties", {}).keys()
        valid = self.compiled(NEVER if wanted is False else wanted)
        return lambda value: type(value) is not dict or all(valid(value[key]) for key in value if key not in named)

    def items(self, schema: Mapping[str, Any], _: Any) -> Predicate:
        if not isinstance(schema, dict):
            raise LookupError("a schema for each item")  # noqa: TRY004 - no fault of the caller
        valid = self.compiled(schema)
        return lambda value: type(value) is not list or all(map(valid, value))

    def least(self, number: int, _: Any) -> Predicate:
        return lambda value: type(value) is not list or len(value) >= number

    def most(self, number: int, _: Any) -> Predicate:
        return lambda value: type(value) is not list or len(value) <= number

    def enum(self, values: list[Any], _: Any) -> Predicate:
        if not all(isinstance(each, str) for each in values):
            raise LookupError("an enum of other values than strings")
        return lambda value: type(value) is str and value in values

    def one(self, schemas: list[Any], _: Any) -> Predicate:
        asked = [self.compiled(each) for each in schemas]

        def valid(value: Any) -> bool:
            choices = (each(value) for each in asked)
            return any(choices) and not any(choices)

        return valid

    def every(self, schemas: list[Any], _: Any) -> Predicate:
        asked = [self.compiled(each) for each in schemas]
        return lambda value: all(each(value) for each in asked)


KEYWORDS: dict[str, Callable[[_Compiler, Any, Mapping[str, Any]], Predicate]] = {
    "type": _Compiler.type,
    "required": _Compiler.required,
    "properties": _Compiler.properties,
    "additionalProperties": _Compiler.others,
    "items": _Compiler.items,
    "minItems": _Compiler.least,
    "maxItems": _Compiler.most,
    "enum": _Compiler.enum,
    "oneOf": _Compiler.one,
    "allOf": _Compiler.every,
}
