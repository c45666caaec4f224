"""Where the lines of a text come from, when it is not one file as it stands: several files, a sheet, JSON."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple


class Place(NamedTuple):
    """A file (None is the resource's own) and a physical line, from 1 (None where it has no lines to count)."""

    file: str | None = None
    line: int | None = None


class Part(NamedTuple):
    """A piece of the text: the line on which it begins, its file, and which line of the file that is."""

    start: int
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Origin:
    """How a line of the text is named to people."""

    parts: tuple[Part, ...] = ()  #: if the text is several files, in their order
    first: int | None = None  #: the line of the first row, where each row is one line (a sheet, JSON of one a line)
    blank: tuple[tuple[int, int], ...] = ()  #: lines, as if none were blank, and how many blank ones stand before each
    lines: bool = True  #: whether lines mean anything at all

    def place(self, row: int, line: int | None) -> Place:
        """Return the place of row `row` (from 0), which begins on `line` of the text."""
        if line is None or not (self.lines or self.parts):
            return Place()
        if self.first is not None:
            return Place(None, self.first + row + self._blank_before(self.first + row))
        index = bisect_right(self.parts, line, key=lambda part: part.start) - 1
        if index < 0:
            return Place(None, line)
        part = self.parts[index]
        return Place(part.file, line - part.start + part.line if self.lines else None)

    def _blank_before(self, line: int) -> int:
        index = bisect_right(self.blank, line, key=itemgetter(0)) - 1
        return self.blank[index][1] if index >= 0 else 0


AS_IT_STANDS = Origin()
NO_LINES = Origin(lines=False)
