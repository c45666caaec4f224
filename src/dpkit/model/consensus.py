"""Consensus: what the evidence on one subject and field supports best, and by how much."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Method(StrEnum):
    """How claims are weighed."""

    ACCU = "accu"  #: by how often a voter's claims agree with the consensus
    MAJORITY = "majority"  #: all alike
    WEIGHTED = "weighted"  #: by confidence and reliability alone


class Status(StrEnum):
    """How a consensus came about."""

    AGREED = "agreed"  #: all claims fit the value
    CONTESTED = "contested"  #: some do not
    RULED = "ruled"  #: a ruling chose it, or chose none
    NO_CONSENSUS = "no-consensus"  #: two values are supported alike


class Backing(NamedTuple):
    """What one voter lends to one value. A voter is a source, or the control group of several."""

    voter: str
    sources: tuple[str, ...]
    cells: tuple[str, ...]
    lower: Any  #: what all of the voter's claims here have in common
    upper: Any
    share: float  #: of a vote: less for low confidence, and where the voter says several things
    weight: float
    accuracy: float | None = None  #: the share of the voter's claims that agree; None where it is not measured


@dataclass(frozen=True, slots=True)
class Side:
    """Claims that all meet, with the value that fits them best."""

    value: str
    lower: Any
    upper: Any
    backings: tuple[Backing, ...]
    weight: float

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources whose claims these are."""
        return tuple(sorted({source for each in self.backings for source in each.sources}))


@dataclass(frozen=True, slots=True)
class Decision:
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
