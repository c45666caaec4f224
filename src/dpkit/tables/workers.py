"""Work in Python for all cores: what takes long is handed to processes of its own, since one uses one core only."""

import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Self

from dpkit.model.errors import DpkitError
from dpkit.tables.engine import Work

ALONE = 10_000  #: fewer rows are worked on here: to start processes takes as long
PORTION, LARGEST = 2_000, 20_000  #: rows that are handed over at once: some more than that, to a group's end; at most
AHEAD = 2  #: portions for each process that wait to be worked on, or to be fetched
COMMAND = ("-P", "-m", "dpkit.tables.worker")  #: -P: a package's folder may hold a `pickle.py`

#: what comes of reading the answer of a process that died, or that says something else
UNANSWERED = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, TypeError, ValueError)
Row = tuple[Any, ...]


def shared(work: Work, rows: Iterable[Row], by: int, count: int, processes: int) -> Iterator[Row]:
    """Give `rows` to `work`, or to copies of it, and yield what they yield, in the order of the rows.

    Args:
        work: can be pickled.
        rows: those with one value at the place `by` stand together; they reach one copy, unless they are very many.
        by: the number of a column.
        count: how many rows there are, or a few less.
        processes: that are started where that is worth it.

    Raises:
        DpkitError: `work` did.
    """
    if processes == 1 or count < ALONE:
        yield from work(rows)
        return
    with Workers(work, processes) as workers:
        yield from workers.results(_portions(rows, by))


def _portions(rows: Iterable[Row], by: int) -> Iterator[list[Row]]:
    portion: list[Row] = []
    for _, group in groupby(rows, itemgetter(by)):
        while some := [*islice(group, LARGEST - len(portion))]:
            portion += some
            if len(portion) == LARGEST:
                yield portion
                portion = []
        if len(portion) >= PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


class Workers:
    """Processes that do the same work, each served by a thread.

    Args:
        work: as of `shared`.
        processes: how many.
    """

    def __init__(self, work: Work, processes: int) -> None:
        self._work, self._window = work, AHEAD * processes
        self._threads = ThreadPoolExecutor(processes)
        self._own = threading.local()
        self._started: list[subprocess.Popen[bytes]] = []
        self._ended = False

    def __enter__(self) -> Self:
        """Use them in a `with` statement: they are ended at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, whatever they are at."""
        self._ended = True
        for process in self._started:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            with suppress(OSError), process:  # what was not sent any more cannot be
                process.wait()

    def results(self, portions: Iterable[list[Row]]) -> Iterator[Row]:
        """Yield what is made of the portions, in their order."""
        waiting: deque[Future[list[Row]]] = deque()
        for portion in portions:
            waiting.append(self._threads.submit(self._worked, portion))
            if len(waiting) > self._window:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _worked(self, portion: list[Row]) -> list[Row]:
        """Return what a process makes of a portion; where there is none, or it has died, what is made of it here."""
        process = self._process()
        try:
            if process and process.stdin and process.stdout:
                pickle.dump(portion, process.stdin, pickle.HIGHEST_PROTOCOL)
                process.stdin.flush()
                answer = pickle.load(process.stdout)  # noqa: S301 - from the process that was started here
                if isinstance(answer, DpkitError):
                    raise answer
                return list(answer)
        except UNANSWERED:
            self._own.process = None
        return [] if self._ended else [*self._work(portion)]

    def _process(self) -> "subprocess.Popen[bytes] | None":
        if not hasattr(self._own, "process"):
            self._own.process = None
            with suppress(OSError, TypeError):  # Python may not know where it lies
                self._own.process = self._start()
        process: subprocess.Popen[bytes] | None = self._own.process
        return process

    def _start(self) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        process = subprocess.Popen([sys.executable, *COMMAND], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603
        self._started.append(process)
        if process.stdin:
            pickle.dump(self._work, process.stdin, pickle.HIGHEST_PROTOCOL)
        return process
