"""How far a run is: one thread does the work, another may look."""

from collections.abc import Callable
from dataclasses import dataclass

READING, CITATIONS, CLAIMS, CHECKS = 0.45, 0.2, 0.15, 0.2  #: shares of the time, as measured on a million rows


@dataclass(slots=True)
class Progress:
    """The share of the work that is done, and the rows that were read."""

    rows: int = 0
    reading: int = 0  #: about how many more the table has that is being read
    within: Callable[[], float] = float  #: how much of the present step is done, from 0 to 1
    _done: float = 0.0
    _step: float = 0.0

    def again(self) -> None:
        """Begin anew."""
        self.rows, self.reading, self._done, self._step = 0, 0, 0.0, 0.0

    def begin(self, share: float) -> None:
        """Begin a step that is `share` of the whole; the one before it is over."""
        self._done, self._step, self.reading = self._done + self._step, share, 0

    def read(self, rows: int) -> None:
        """Count the rows of a table that has been read."""
        self.rows, self.reading = self.rows + rows, 0

    @property
    def seen(self) -> int:
        """The rows that were read, about as many as may be told of the table that is being read included."""
        return self.rows + int(self.reading * self.within())

    @property
    def share(self) -> float:
        """The share of the work that is done, from 0 to 1."""
        return min(1.0, self._done + self._step * self.within())
