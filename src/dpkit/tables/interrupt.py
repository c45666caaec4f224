"""Signals in the middle of a query: Python hears of them only when the engine answers, which may take minutes."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

BRIEF = 0.1  #: seconds; a query that ends by itself so soon, such as one that cleans up, is let be
_running: dict[object, tuple[Any, float]] = {}


@contextmanager
def running(connection: Any) -> Iterator[None]:
    """Run queries on a connection to the engine that a signal may interrupt.

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


def interrupt_on_signal() -> None:
    """Interrupt the queries that are running once a signal comes that Python handles.

    It is for the program to ask for, from its main thread: a library has no say in the signals of a process.
    """
    heard, wakeup = os.pipe()
    os.set_blocking(wakeup, False)
    signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
    threading.Thread(target=_interrupt, args=(heard,), daemon=True).start()


def _interrupt(heard: int) -> None:
    os.read(heard, 1)
    while True:  # a query may have begun since
        for connection, begun in list(_running.values()):
            if time.monotonic() - begun > BRIEF:
                with suppress(Exception):  # it has been closed a moment ago
                    connection.interrupt()
        time.sleep(BRIEF)
