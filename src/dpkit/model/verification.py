"""Verification: what a release proves to whoever holds it, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Seal(StrEnum):
    """What the signature of an archive is worth."""

    GOOD = "good"  #: by somebody whose signature counts
    UNCHECKED = "unchecked"  #: it fits the archive; whose signature counts was not said
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """The signature of an archive."""

    seal: Seal
    signer: str = ""  #: who signed, if it is good
    detail: str = ""  #: what is wrong, if it is wrong


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something about a release that is not as it was made."""

    file: str  #: path in the release, or the archive itself
    problem: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What was found when a release was verified."""

    archive: str  #: as it was given
    problems: tuple[Problem, ...]
    name: str = ""
    version: str = ""
    commit: str = ""
    date: str = ""
    files: int = 0
    resources: int = 0
    rows: int = 0
    evidence: Mapping[str, int] = field(default_factory=dict)  #: verdict as released -> number of cited passages
    signature: Signature = field(default_factory=lambda: Signature(seal=Seal.MISSING))
    record: str = ""  #: the record that it was compared with, if it was

    @property
    def valid(self) -> bool:
        """Whether everything is as it was made."""
        return not self.problems
