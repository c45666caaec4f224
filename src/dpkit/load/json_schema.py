"""A JSON Schema that a descriptor holds: whether it is one, and whether all its references lead to schemas in it."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from dpkit.load.node import Node
from dpkit.model.show import show

IN_PLACE = ("allOf", "anyOf", "oneOf")  #: keywords whose schemas are of the same value, as those of `WITHIN`
WITHIN = ("not", "if", "then", "else")


class LostReferenceError(ValueError):
    """A `$ref` cannot be followed; the message says which, and why."""


def read_json_schema(node: Node) -> Any:
    """Return the JSON Schema (draft 7) at the property `jsonSchema` of `node`; None where it cannot be judged by."""
    found = node.object("jsonSchema")
    if found is None:
        return None
    problem = _no_schema(found.value)
    if problem:
        found.fault("", f"it is no JSON Schema: {show(problem)}")
        return None
    try:
        _References(found.value).follow()
    except LostReferenceError as fault:
        found.fault("", str(fault))
        return None
    return found.value


def _no_schema(schema: Any) -> str:
    """Return why something is no JSON Schema, or nothing."""
    from jsonschema import Draft7Validator, SchemaError

    try:
        Draft7Validator.check_schema(schema)
    except SchemaError as error:
        return str(error.message)
    except RecursionError:
        return "it is nested too deeply"
    return ""


class _References:
    """The references of a JSON Schema: each is followed once, and none may lead back to where it stands."""

    def __init__(self, schema: Any) -> None:
        from referencing import Registry
        from referencing.jsonschema import DRAFT7

        self._draft = DRAFT7
        self._todo = [(schema, Registry().resolver_with_root(DRAFT7.create_resource(schema)))]
        self._refs: list[tuple[int, str, Any]] = []
        self._named: dict[int, str] = {}
        self._applied: dict[int, set[int]] = {}  #: to the same value, by the `id` of the schema that applies them

    def follow(self) -> None:
        """Follow all of them.

        Raises:
            LostReferenceError: one leads nowhere, to what is no schema, or back to itself.
        """
        while self._todo or self._refs:
            if self._todo:
                self._look_at(*self._todo.pop())
            else:
                self._resolve(*self._refs.pop())
        try:
            TopologicalSorter(self._applied).prepare()
        except CycleError as error:
            ref = next(self._named[each] for each in error.args[1] if each in self._named)
            raise LostReferenceError(f"its $ref {show(ref)} leads back to itself") from error

    def _look_at(self, schema: Any, resolver: Any) -> None:
        """Note what a schema refers to, and the schemas in it."""
        if not isinstance(schema, dict) or id(schema) in self._applied:
            return
        ref = schema.get("$ref")
        self._applied[id(schema)] = set() if ref else {id(each) for each in _in_place(schema)}
        if ref:
            self._named[id(schema)] = ref
            self._refs.append((id(schema), ref, resolver))
        for each in self._draft.subresources_of(schema):
            if isinstance(each, dict):
                self._todo.append((each, resolver.in_subresource(self._draft.create_resource(each))))

    def _resolve(self, holder: int, ref: str, resolver: Any) -> None:
        try:
            found = resolver.lookup(ref)
        except Exception as error:
            raise LostReferenceError(f"its $ref {show(ref)} leads to nothing in it, and nothing is fetched") from error
        target = found.contents
        if id(target) not in self._applied and (not isinstance(target, dict | bool) or _no_schema(target)):
            raise LostReferenceError(f"its $ref {show(ref)} leads to what is no JSON Schema")
        if isinstance(target, dict):
            self._applied[holder].add(id(target))
            self._todo.append((target, found.resolver))


def _in_place(schema: dict[str, Any]) -> Iterator[Any]:
    """Yield the schemas that a schema applies to the same value."""
    for name in IN_PLACE:
        yield from (each for each in schema.get(name, ()) if isinstance(each, dict))
    yield from (schema[name] for name in WITHIN if isinstance(schema.get(name), dict))
    yield from (each for each in schema.get("dependencies", {}).values() if isinstance(each, dict))
