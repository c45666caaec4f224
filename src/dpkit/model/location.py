"""Where some words stand in a document."""

from dataclasses import dataclass

from dpkit.model.evidence import Verdict
from dpkit.model.trace import Passage


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """The passages of a document that are certain words, each with the locator by which a row may cite it."""

    source: str  #: its identifier, or the name of the file
    sha256: str
    words: str  #: that were looked for, white space folded
    passages: tuple[Passage, ...]  #: verified, or cut where it is a piece of a longer word or number
    nearest: Passage | None = None  #: where the words do not stand: the passage that shares most of them

    @property
    def quotable(self) -> bool:
        """Whether one of the passages can be quoted as it is."""
        return any(each.evidence.verdict is Verdict.VERIFIED for each in self.passages)
