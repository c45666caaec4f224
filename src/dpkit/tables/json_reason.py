"""Why a JSON Schema refuses a value, in a few words: the first thing that fails, and where in the value it stands."""

import json
from typing import Any

from dpkit.load.json_text import LongNumber
from dpkit.model.show import count, listing, plain, show

LONGEST = 60  #: characters of a name or of what a keyword asks
MOST_STEPS = 6  #: of a path; of a longer one the last are told
MOST_VALUES = 5  #: of a list that a keyword holds
LENGTHS = {
    "minItems": ("item", "at least"), "maxItems": ("item", "at most"),
    "minProperties": ("property", "at least"), "maxProperties": ("property", "at most"),
}  # fmt: skip
WORDS = {  #: what a value is that breaks a keyword
    "minimum": "less than the minimum {}", "maximum": "more than the maximum {}",
    "exclusiveMinimum": "not more than the exclusiveMinimum {}",
    "exclusiveMaximum": "not less than the exclusiveMaximum {}",
    "multipleOf": "no multiple of {} (multipleOf)", "divisibleBy": "not divisible by {} (divisibleBy)",
    "minLength": "shorter than {} characters (minLength)", "maxLength": "longer than {} characters (maxLength)",
    "pattern": "which does not match the pattern {}", "format": "not of format {}",
    "uniqueItems": "in which an item stands twice (uniqueItems)", "anyOf": "which fits none of the schemas of anyOf",
    "oneOf": "which does not fit exactly one of the schemas of oneOf", "not": "which fits the schema of not",
    "contains": "of which no item, or too few or many, fits the schema of contains",
}  # fmt: skip


def reason(error: Any) -> str:
    """Return what an error of the JSON Schema library says: `age is required`, `tags[0] is "", shorter than ...`."""
    path = _path(list(error.absolute_path))
    if error.validator is None:
        return f"{path or 'a part of it'} is not allowed"
    if error.validator == "required" and not isinstance(error.validator_value, list):  # draft 3: of a property
        return "a property is required that it has not"
    if error.validator == "required":
        missing = next((name for name in error.validator_value if name not in error.instance), "a property")
        return f"{path + '.' if path else ''}{plain(missing, LONGEST)} is required"
    return _broken(error, path or "it")


def _broken(error: Any, path: str) -> str:
    name, value, found = error.validator, error.validator_value, error.instance
    if name in {"type", "enum", "const"}:
        return f"{path} is {_found(found)}, expected {_expected(name, value)}"
    if (words := LENGTHS.get(name)) and isinstance(found, dict | list):
        what, most = words
        return f"{path} has {count(len(found), what)}, expected {most} {_asked(value)} ({name})"
    if name in WORDS:
        asked = show(value, LONGEST) if name == "pattern" else _asked(value)  # JSON doubles its backslashes
        return f"{path} is {_found(found)}, {WORDS[name].format(asked)}"
    asked = _asked(value)
    return f"{path} is {_found(found)}, which breaks {name}{' ' + asked if asked else ''}"


def _expected(name: str, value: Any) -> str:
    if name == "const":
        return _found(value)
    if name == "enum":
        return f"{'one of ' if len(value) != 1 else ''}{_asked(value)}"
    kinds = [value] if isinstance(value, str) else value
    return listing([_article(each) for each in kinds if isinstance(each, str)], "or") or "another type"


def _article(kind: str) -> str:
    return kind if kind == "null" else f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _found(value: Any) -> str:
    """Return a part of the value; of one that has parts itself, which may be long, its kind."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    return plain(_written(value), LONGEST)


def _path(steps: list[str | int]) -> str:
    told = "".join(f"[{step}]" if isinstance(step, int) else f".{plain(step, LONGEST)}" for step in steps[-MOST_STEPS:])
    return f"...{told}" if len(steps) > MOST_STEPS else told.removeprefix(".")


def _asked(value: Any) -> str:
    """Return what a keyword asks; nothing where that is a schema, which is long."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(each, dict | list) for each in items) or value is True:
        return ""
    texts = [plain(_written(each), LONGEST) for each in items[: MOST_VALUES + 1]]
    return plain(", ".join(texts[:MOST_VALUES]) + ", ..." * (len(texts) > MOST_VALUES), LONGEST)


def _written(value: Any) -> str:
    return value.literal if isinstance(value, LongNumber) else json.dumps(value, ensure_ascii=False)
