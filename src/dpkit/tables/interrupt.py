"""Interrupting queries: a signal is heard by Python only when the engine answers, which may take minutes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

BRIEF = 0.1  #: seconds; a query that ends by itself so soon, such as one that cleans up, is let be
_running: dict[object, tuple[Any, float]] = {}


@contextmanager
def running(connection: Any) -> Iterator[None]:
    """Run queries on a connection to the engine that another thread may interrupt.

    Raises:
        KeyboardInterrupt: a signal came, and the engine made another error of it.
    """
    token = object()
    _running[token] = connection, time.monotonic()
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise
    finally:
        del _running[token]


def interrupt_queries() -> None:
    """Interrupt the queries that are running, in whatever thread."""
    for connection, begun in list(_running.values()):
        if time.monotonic() - begun > BRIEF:
            with suppress(Exception):  # it has been closed a moment ago
                connection.interrupt()
