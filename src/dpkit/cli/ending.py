"""How a run ends that is asked to: by interrupting its queries, and soon in any case."""

import os
import signal
from threading import Thread
from time import sleep

INTERRUPTED = 130  #: the exit code, as of shells
GRACE, ROUNDS = 5.0, 50  #: seconds for the usual end, and how often queries are interrupted in them


def end_when_asked() -> None:
    """Let SIGTERM do what Ctrl-C does, and either end the program after some seconds, whatever it is busy with."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    Thread(target=_end, args=(heard,), daemon=True).start()


def _end(heard: int) -> None:
    while os.read(heard, 1)[0] not in (signal.SIGINT, signal.SIGTERM):
        pass
    from dpkit.tables.interrupt import interrupt_queries

    for _ in range(ROUNDS):  # another one may have begun since
        interrupt_queries()
        sleep(GRACE / ROUNDS)
    from dpkit.cli.output import tell
    from dpkit.cli.watching import blank_line
    from dpkit.files.temporary import remove_temporary

    remove_temporary()
    blank_line()
    tell("interrupted")
    os._exit(INTERRUPTED)
