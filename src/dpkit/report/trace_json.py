"""A trace as JSON."""

import dataclasses

from dpkit.model.trace import Trace
from dpkit.report.inert import inert_json


def trace_json(trace: Trace) -> str:
    """Return the trace as a JSON text: the fields of `dpkit.model.trace.Trace`, by their names."""
    return inert_json(dataclasses.asdict(trace))
