"""How a run ends that is asked to: at the next step where that is soon, and soon in any case.

A query that writes gigabytes takes note of Ctrl-C only when a step of its own is done, which may take minutes.
"""

import os
import signal
from threading import Thread
from time import sleep

INTERRUPTED = 130  #: the exit code, as of shells
GRACE = 3.0  #: seconds for the usual end


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
    sleep(GRACE)
    from dpkit.cli.output import tell
    from dpkit.cli.watching import blank_line
    from dpkit.files.temporary import remove_temporary

    remove_temporary()
    blank_line()
    tell("interrupted")
    os._exit(INTERRUPTED)
