"""Consensus: what the evidence on one subject and field supports best, and by how much."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Key = tuple[str, str, tuple[str, ...]]  #: resource, field, subject
UNRATED = 0.5  #: how often a source of unknown reliability is taken to be right: as often as not, for all one knows


class Method(StrEnum):
    """How claims are weighed."""

    ACCU = "accu"  #: by how often a voter's claims are right, as far as all claims tell
    MAJORITY = "majority"  #: all alike
    WEIGHTED = "weighted"  #: by confidence and reliability alone


class Status(StrEnum):
    """How a consensus came about."""

    AGREED = "agreed"  #: all claims fit the value
    CONTESTED = "contested"  #: some do not
    RULED = "ruled"  #: a ruling chose it, or chose none
    NO_CONSENSUS = "no-consensus"  #: two values are supported alike


class Vote(NamedTuple):
    """One claim as a vote."""

    key: Key
    attribute: str  #: voters are measured attribute by attribute
    voter: str  #: a source, or the control group of several
    lower: Any
    upper: Any
    cell: str
    source: str
    share: float = 1.0  #: of a vote, by the confidence of the row
    reliability: float = UNRATED  #: how often the source is right, as far as that is known beforehand


class Ballot(NamedTuple):
    """What one voter says with some of its claims on an item, which all meet."""

    voter: str
    lower: Any
    upper: Any
    votes: tuple[Vote, ...]
    share: float
    reliability: float


class Backing(NamedTuple):
    """What one voter lends to one value."""

    ballot: Ballot
    weight: float
    accuracy: float | None  #: the share of the voter's claims that are taken to be right, if it was measured

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources whose claims these are."""
        return tuple(sorted({vote.source for vote in self.ballot.votes}))


class Side(NamedTuple):
    """Claims that all meet, with the value that fits them best."""

    value: str
    lower: Any
    upper: Any
    backings: tuple[Backing, ...]
    weight: float


class Decision(NamedTuple):
    """The sides on one subject and field, best supported first, and how many of them share the first place."""

    sides: tuple[Side, ...]
    leading: int
    total: float  #: the weight of all votes

    @property
    def status(self) -> Status:
        """How the vote went."""
        if self.leading > 1:
            return Status.NO_CONSENSUS
        return Status.CONTESTED if len(self.sides) > 1 else Status.AGREED

    @property
    def winner(self) -> Side | None:
        """The side that is supported best, unless another is supported alike."""
        return self.sides[0] if self.leading == 1 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """The resolved value of one field of one subject."""

    value: str
    status: Status
    support: float
    total: float
    sources: tuple[str, ...]  #: those whose claims fit the value
    voters: tuple[str, ...]  #: whose voices they are
    against: tuple[str, ...]  #: those whose claims do not
    qualifier: str = ""
    unit: str = ""
    sides: tuple[Side, ...] = ()
    ruling: str = ""  #: choice and reason of the ruling that stands


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedField:
    """A claimed field, as the resolved table has it."""

    name: str
    properties: dict[str, Any]  #: of the field in the Table Schema
    joined: bool  #: whether it may rightly hold several values, which then stand side by side
    qualified: bool = False
    unit: bool = False  #: whether the table says the unit of each quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedTable:
    """One row a subject."""

    name: str
    title: str
    subject: tuple[dict[str, Any], ...]  #: properties of the fields that make up the subject
    fields: tuple[ResolvedField, ...]
    rows: dict[tuple[str, ...], dict[str, Resolved]]  #: subject -> field -> value


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """The resolved tables of a package."""

    package: dict[str, Any]  #: its descriptor
    method: Method
    copies: bool  #: whether copying was looked for
    tables: tuple[ResolvedTable, ...]
