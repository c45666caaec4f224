"""JSON that can be printed: nothing in it for a terminal to obey, and no character that is not seen."""

import json
import re
from typing import Any

from dpkit.model.show import hidden

LONGEST = 500  #: characters of a foreign text
_ODD = re.compile(r"[^ -~\n]")


def inert_json(value: Any) -> str:
    """Return `value` as JSON text (RFC 8259) whose invisible characters are written as escapes."""
    return _ODD.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2, default=dict)) + "\n"


def cut(text: str) -> str:
    """Return `text`, of at most 500 characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if hidden(match[0]) else match[0]
