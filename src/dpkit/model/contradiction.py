"""A contradiction, and what has been decided on it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a contradiction stands."""

    OPEN = "open"
    RULED = "ruled"
    FALLEN = "fallen"  #: a ruling was made, but on other claims than there are now: it is open again


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Claims on one subject and field that do not all meet."""

    resource: str
    subject: str  #: one cell, or several as a JSON array
    field: str
    kinds: tuple[str, ...]  #: contradiction, self-contradiction, tension or name-variant
    detail: str  #: the claims in words
    fingerprint: str
    state: State
    ruling: str = ""  #: choice and reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A ruling that is to be written."""

    choice: str  #: prefer, both-stand, none-stands or not-a-contradiction
    reason: str
    source: str = ""
    value: str = ""
