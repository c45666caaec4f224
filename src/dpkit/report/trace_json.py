"""A trace as JSON."""

import dataclasses
import json
from typing import Any

from dpkit.model.trace import Trace


def trace_json(trace: Trace) -> str:
    """Return the trace as a JSON text: the fields of `dpkit.model.trace.Trace`, by their names."""
    return json.dumps(dataclasses.asdict(trace), ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    return dict(value)
