"""Evidence: what dpkit finds when it follows a citation."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of one citation."""

    VERIFIED = "verified"  #: the quote stands at its place
    VERIFIED_AT_RELEASE = (
        "verified-at-release"  #: it did at a release, as its record says; the document is not held now
    )
    MOVED = "moved"  #: it stands elsewhere in the document
    CUT = "cut"  #: it stands there only as a piece of a longer word or number
    NOT_FOUND = "not-found"
    BAD_LOCATOR = "bad-locator"  #: not of RFC 5147, or past the end of the document
    NOT_HELD = "not-held"  #: nobody gave dpkit the document
    NOT_READABLE = "not-readable"  #: the document is not text that dpkit can read
    NOT_CITED = "not-cited"  #: the row names no source, or one that does not exist


@dataclass(frozen=True, slots=True)
class Evidence:
    """The verdict on one citation; `detail` is the right locator, the nearest passage, or what is wrong.

    Of a passage that differs from the quote only in how it is written, it is two lines: in what, and the passage.
    """

    verdict: Verdict
    detail: str = ""
    span: tuple[int, int] | None = None  #: where the quote was found, in code points
