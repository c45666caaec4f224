"""How much of the machine a run may take."""

import re
from dataclasses import dataclass

from dpkit.model.errors import DpkitError
from dpkit.model.show import show

MOST_THREADS = 1_024  #: the engine starts as many as it is told, whatever the machine has
SIZE = re.compile(r"(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,9})? ?[KMGT]i?B", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a run takes.

    Args:
        threads: for queries; None takes all cores, but leaves one of three and more to the user.
        memory: for tables and queries, such as `4GB` or `500MiB`; what is more goes to a temporary folder.
            The program itself takes some 100 MB beside it.

    Raises:
        DpkitError: a limit makes no sense.
    """

    threads: int | None = None
    memory: str = "400MB"

    def __post_init__(self) -> None:
        """Check the limits."""
        if self.threads is not None and not 1 <= self.threads <= MOST_THREADS:
            raise DpkitError(f"there are to be 1 to {MOST_THREADS:,} threads, not {self.threads:,}")
        if not SIZE.fullmatch(self.memory):
            raise DpkitError(f"the memory limit {show(self.memory)} is no size, such as 500MB or 4GB")


DEFAULT = Limits()
