"""JSON: what is read is what the standard library reads, and everything else is refused with a sentence."""

import json

from dpkit.load.json_text import DEEPEST, JsonError, parse


def check(data: bytes) -> None:
    """Read `data` as JSON, beside the standard library."""
    try:
        found = parse(data)
    except JsonError as error:
        assert str(error)
        assert str(error).isprintable()
        return
    assert json.loads(data.decode("utf-8-sig")) == found
    assert depth(found) <= DEEPEST
    if "Infinity" not in (written := json.dumps(found)):  # as the standard library writes 1e400
        assert parse(written.encode()) == found


def depth(value: object) -> int:
    """Return how deeply a JSON value is nested."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)
