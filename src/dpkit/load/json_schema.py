"""A JSON Schema that a descriptor holds: of which draft, whether it is one, whether its references lead to schemas."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from dpkit.load.json_drafts import Drafts, unique_items
from dpkit.load.json_number import UnjudgedError
from dpkit.load.json_pattern import as_xml
from dpkit.load.json_schema_reason import no_schema
from dpkit.load.node import Node
from dpkit.load.xml_pattern import why_no_pattern
from dpkit.model.show import show

IN_PLACE = ("allOf", "anyOf", "oneOf")  #: keywords whose schemas are of the same value, as those of `WITHIN`
WITHIN = ("not", "if", "then", "else")
BY_NAME = ("dependencies", "dependentSchemas")  #: keywords whose schemas are of the same value if a name is in it
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
META = Drafts(lambda _: {"uniqueItems": unique_items})
OLD = "://json-schema.org/draft-0"  #: begins the names of drafts of which a reference is the whole schema


class LostReferenceError(ValueError):
    """A `$ref` cannot be followed; the message says which, and why."""


def read_json_schema(node: Node) -> Any:
    """Return the JSON Schema at the property `jsonSchema` of `node`; None where it cannot be judged by."""
    found = node.object("jsonSchema")
    if found is None:
        return None
    draft = draft_of(found.value)
    if draft is None:
        asked = show(str(found.value["$schema"]))
        node.not_supported("jsonSchema", f"dpkit knows no version {asked} of JSON Schema")
        return None
    problem = _no_schema(found.value, draft)
    if problem:
        found.fault("", f"it is no JSON Schema: {problem}")
        return None
    try:
        _References(found.value, draft).follow()
    except LostReferenceError as fault:
        found.fault("", str(fault))
        return None
    return found.value


def draft_of(schema: Any) -> Any:
    """Return the validators of the draft that a JSON Schema names; 7 if it names none, None if it is not known."""
    from jsonschema import Draft7Validator
    from jsonschema.validators import validator_for

    named = schema.get("$schema")
    if not isinstance(named, str):
        return Draft7Validator
    old = named.replace("https://", "http://", 1) if OLD in named else named
    try:
        return validator_for({"$schema": old}, default=None)
    except ValueError:  # it is no URL
        return None


def _no_schema(schema: Any, draft: Any) -> str:
    """Return why something is no JSON Schema, or nothing."""
    from jsonschema import FormatChecker

    formats = FormatChecker(formats=())
    formats.checks("regex")(lambda text: not (isinstance(text, str) and _why_no_pattern(text)))
    try:
        validator = META.of(draft)(draft.META_SCHEMA, format_checker=formats)
        error = next(validator.iter_errors(schema), None)
    except RecursionError:
        return "it is nested too deeply"
    except UnjudgedError as error:
        return str(error)
    if error is None:
        return ""
    if error.validator == "format":
        return f"{show(error.instance)} is no regular expression: {_why_no_pattern(error.instance)}"
    return no_schema(error)


def _why_no_pattern(pattern: str) -> str:
    problem = why_no_pattern(as_xml(pattern))
    return problem and (why_no_pattern(pattern) or problem)  # the first tells places of what stands there


class _References:
    """The references of a JSON Schema: each is followed once, and none may lead back to where it stands."""

    def __init__(self, schema: Any, draft: Any) -> None:
        from jsonschema_specifications import REGISTRY
        from referencing.jsonschema import specification_with

        self._validators = draft
        self._names = [name for name in REFERENCES if name in draft.VALIDATORS]
        name = draft.ID_OF(draft.META_SCHEMA)
        self._alone = OLD in name
        self._draft: Any = specification_with(name)
        self._todo: list[tuple[Any, Any]] = [(schema, REGISTRY.resolver_with_root(self._draft.create_resource(schema)))]
        self._refs: list[tuple[int, str, Any]] = []
        self._named: dict[int, str] = {}
        self._applied: dict[int, set[int]] = {}  #: to the same value, by the `id` of the schema that applies them

    def follow(self) -> None:
        """Follow all of them.

        Raises:
            LostReferenceError: one leads nowhere, to what is no schema, or back to itself, or means nothing.
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
        refs = [schema[name] for name in self._names if isinstance(schema.get(name), str)]
        self._applied[id(schema)] = set() if refs and self._alone else {id(each) for each in _in_place(schema)}
        if schema.get("$recursiveRef", "#") != "#" and "$recursiveRef" in self._names:
            raise LostReferenceError(f"its $recursiveRef is {show(str(schema['$recursiveRef']))}, expected '#'")
        for ref in refs:
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
        if id(target) not in self._applied and (
            not isinstance(target, dict | bool) or _no_schema(target, self._validators)
        ):
            raise LostReferenceError(f"its $ref {show(ref)} leads to what is no JSON Schema")
        if isinstance(target, dict):
            self._applied[holder].add(id(target))
            self._todo.append((target, found.resolver))


def _in_place(schema: dict[str, Any]) -> Iterator[Any]:
    """Yield the schemas that a schema applies to the same value."""
    for name in IN_PLACE:
        yield from (each for each in schema.get(name, ()) if isinstance(each, dict))
    yield from (schema[name] for name in WITHIN if isinstance(schema.get(name), dict))
    for name in BY_NAME:
        yield from (each for each in schema.get(name, {}).values() if isinstance(each, dict))
