"""What is wrong with a JSON Schema, in words: where, what stands there, what was expected."""

import json
from typing import Any

from dpkit.model.show import listing, plain

LONGEST, MOST_STEPS = 60, 6
KINDS = {
    "array": "an array", "object": "an object", "string": "a string", "boolean": "true or false",
    "integer": "a whole number", "number": "a number", "null": "null",
}  # fmt: skip
TYPES = "the name of a type (array, boolean, integer, null, number, object or string), or an array of such names"
WORDS = {  #: what a keyword of the meta-schema asks, if it is more than a type
    "minimum": "a number from {}", "exclusiveMinimum": "a number above {}", "minItems": "an array of at least {} item",
    "uniqueItems": "an array in which nothing stands twice", "format": "{}", "pattern": "a text that matches {}",
}  # fmt: skip


def no_schema(error: Any) -> str:
    """Return what an error of the JSON Schema library says of a schema: `type is "text", expected the name of ...`."""
    steps = [*error.absolute_path]
    found = plain(json.dumps(error.instance, ensure_ascii=False), LONGEST)
    return f"{_path(steps)} is {found}, expected {_expected(error, steps)}"


def _path(steps: list[str | int]) -> str:
    told = "".join(f"[{step}]" if isinstance(step, int) else f".{plain(step, LONGEST)}" for step in steps[-MOST_STEPS:])
    return f"...{told}" if len(steps) > MOST_STEPS else told.removeprefix(".") or "it"


def _expected(error: Any, steps: list[str | int]) -> str:
    asked = error.validator_value
    if steps[-1:] == ["type"]:
        return TYPES
    if error.validator == "type":
        return listing([KINDS.get(each, each) for each in ([asked] if isinstance(asked, str) else asked)], "or")
    if error.validator == "enum":
        return "one of " + ", ".join(json.dumps(each) for each in asked)
    if error.validator in WORDS:
        return WORDS[error.validator].format(plain(json.dumps(asked), LONGEST))
    return "an array of schemas, or a schema" if steps[-1:] == ["items"] else "what JSON Schema has there"
