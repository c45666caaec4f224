"""A process that does work for another one: it takes pickled rows from its input and answers with pickled rows.

    python -P -m dpkit.tables.worker

It is started by `dpkit.tables.workers`, and ends when its input does.
"""

import pickle
import signal
import sys
from contextlib import suppress
from typing import IO

from dpkit.model.errors import DpkitError


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Take the work, then rows, portion by portion; answer each with a list of rows, or with an error of dpkit."""
    work = pickle.load(asked)  # noqa: S301 - from the process that started this one
    while True:
        portion = pickle.load(asked)  # noqa: S301 - likewise
        try:
            answer: object = [*work(portion)]
        except DpkitError as error:
            answer = error
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # from the keyboard it reaches both; the other process decides
    with suppress(EOFError, BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
