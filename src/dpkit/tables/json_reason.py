"""Why a JSON Schema refuses a value, in a few words: the first thing that fails, and where in the value it stands."""

import json
from typing import Any

from dpkit.load.json_text import LongNumber
from dpkit.model.show import plain, show

LONGEST = 60  #: characters of a name or of what a keyword asks
MOST_STEPS = 6  #: of a path; of a longer one the last are told
MOST_VALUES = 5  #: of a list that a keyword holds


def reason(error: Any) -> str:
    """Return what an error of the JSON Schema library says: `age is required`, `tags[0] breaks maxLength 3`."""
    path = _path(list(error.absolute_path))
    if error.validator is None:
        return f"{path or 'a part of it'} is not allowed"
    if error.validator == "required" and not isinstance(error.validator_value, list):  # draft 3: of a property
        return "a property is required that it has not"
    if error.validator == "required":
        missing = next((name for name in error.validator_value if name not in error.instance), "a property")
        return f"{path + '.' if path else ''}{plain(missing, LONGEST)} is required"
    value = error.validator_value
    asked = show(value, LONGEST) if error.validator == "pattern" else _asked(value)  # JSON doubles its backslashes
    return f"{path or 'it'} breaks {error.validator}{' ' + asked if asked else ''}"


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
