"""JSON with one value a line: read line by line, and what is wrong with a line is said of that line."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from dpkit.load.json_text import JsonError, parse, parse_line
from dpkit.load.origin import NO_LINES, Origin
from dpkit.load.rows import TableError
from dpkit.model.show import count

FIRST = 1_000  #: lines of which one at least has to be JSON
PIECE = 1 << 20  #: bytes whose lines are taken apart at once
MOST_RUNS = 10_000  #: runs of blank lines; in a file of more, rows have no lines


class NoJson(NamedTuple):
    """A line that is no JSON."""

    item: int  #: its number among the lines that are not blank, from 0
    line: int  #: its number, from 1
    data: bytes

    def problem(self) -> str:
        """Return why it is none; it is not asked of each of millions."""
        problem = "it is not JSON"
        try:
            parse(self.data)
        except JsonError as error:
            problem = str(error)
        told = problem.replace(", line 1 column ", f", line {self.line:,} column ")
        return told if told != problem else f"{problem}, line {self.line:,}"


class Lines:
    """The values of a text with one JSON value a line, read anew each time; a `NoJson` stands for a line that is none.

    Args:
        data: the text.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._runs: list[
            tuple[int, int]
        ] = []  #: of blank lines: the item after each, from 1, and blank lines before it
        self._blank = 0

    def __iter__(self) -> Iterator[Any]:
        """Yield the values."""
        self._runs, blank = [], 0
        for number, line in enumerate(_lines(self._data), 1):
            if not line.strip():
                self._note(number - blank, blank)
                blank += 1
                continue
            try:
                value = parse_line(line)
            except JsonError:
                value = NoJson(number - blank - 1, number, line)
            yield value
        self._blank = blank

    def _note(self, item: int, blank: int) -> None:
        runs = self._runs
        if not runs or (runs[-1][0] != item and len(runs) <= MOST_RUNS):
            runs.append((item, blank))

    def check(self) -> None:
        """Look whether the text has one value a line.

        Raises:
            TableError: it is one value of several lines.
            JsonError: none of its first lines is JSON.
        """
        first = next(iter(self), None)
        if not isinstance(first, NoJson):
            return
        if self._is_one_value():
            raise TableError("it is one JSON value over several lines, and not one a line: its format is json")
        bad = [isinstance(each, NoJson) for each in islice(self, FIRST)]
        if all(bad):
            number = len(bad)
            lines = f"none of its {'first ' * (number == FIRST)}{count(number, 'line')} is JSON; " * (number > 1)
            raise JsonError(lines + first.problem(), first.line)

    def _is_one_value(self) -> bool:
        try:
            parse(self._data)
        except JsonError:
            return False
        return True

    def origin(self, before: int) -> Origin:
        """Return how rows are named of which the first has so many items before it, once all were read."""
        if len(self._runs) > MOST_RUNS:
            return NO_LINES
        blank = [*(each for _, each in self._runs[1:]), self._blank]
        return Origin(
            first=1 + before, blank=tuple((item, each) for (item, _), each in zip(self._runs, blank, strict=False))
        )


def _lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines, some of them at once: all would take many times the memory of their text."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + PIECE) + 1 or len(data)
        yield from data[start:end].splitlines()
        start = end
