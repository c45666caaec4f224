"""A line on the terminal that tells how far a run is, while it lasts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic

import click

from dpkit.model.progress import Progress

SILENT, EVERY = 2.0, 0.2  #: seconds before the first line, and between two
WIDTH = 79


@contextmanager
def watched() -> Iterator[Progress | None]:
    """Yield what a run is to keep up to date; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    progress, ended = Progress(), Event()
    watcher = Thread(target=_watch, args=(progress, ended), daemon=True)
    watcher.start()
    try:
        yield progress
    finally:
        ended.set()
        watcher.join()


def _watch(progress: Progress, ended: Event) -> None:
    from dpkit.report.progress_line import progress_line

    begun, rows, share = monotonic(), 0, 0.0
    if ended.wait(SILENT):
        return
    with suppress(OSError):  # the terminal has gone
        while not ended.wait(EVERY):
            # a step of several queries begins anew with each
            rows, share = max(rows, progress.seen), max(share, progress.share)
            line = progress_line(rows, share, monotonic() - begun)
            click.echo("\r" + line.ljust(WIDTH), nl=False, err=True)
        blank_line()


def blank_line() -> None:
    """Take the line away again, if there can be one."""
    if sys.stderr.isatty():
        click.echo("\r" + " " * WIDTH + "\r", nl=False, err=True)
