"""Tracing: a look at the package, the rows that speak of a subject, a trace."""

from collections.abc import Sequence
from pathlib import Path

from dpkit.model.trace import Trace


def trace(path: Path, documents: Sequence[Path], resource: str, key: str, field: str | None) -> Trace:
    """Return the trace of a subject; see `Package.trace`."""
    raise NotImplementedError
