"""A report of bounded size: at most a thousand findings, and at most a megabyte, whatever was found."""

from collections.abc import Callable

from dpkit.model.report import Report

MOST, LARGEST = 1_000, 1_000_000

Render = Callable[[Report], str]


def bounded(report: Report, render: Render, largest: int = LARGEST) -> str:
    """Return the text of a report, with fewer findings until it has at most `largest` bytes; counts stay exact."""
    most = MOST
    while True:
        text = render(report.first(most))
        if most == 0 or (len(text) <= largest and len(text.encode("utf-8", "backslashreplace")) <= largest):
            return text
        most //= 2
