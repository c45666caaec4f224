"""A trace: every passage that speaks of a subject."""

from collections.abc import Mapping
from dataclasses import dataclass

from dpkit.model.evidence import Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One place in one source, as a row cites it and as dpkit found it."""

    source: str
    title: str
    locator: str
    quote: str
    evidence: Evidence
    lines: tuple[int, int] | None = None  #: physical lines of the document, from 1
    before: str = ""  #: the words before the quote, where the document is held
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Testimony:
    """One row that speaks of the subject."""

    resource: str
    row: int
    line: int
    key: Mapping[str, str]
    cells: Mapping[str, str]  #: the claimed cells that are not empty
    other: Mapping[str, str]  #: all further cells that are not empty
    from_context: tuple[str, ...]
    confidence: str
    basis: str
    mode: str
    according_to: str
    remark: str
    citation: Passage | None
    context: Passage | None
    compared: bool  #: whether the row's claims count


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """What the claim of one row is to the claim of another on the same field."""

    field: str
    row: tuple[str, int]  #: resource and number of the row
    other: tuple[str, int]
    word: str  #: agrees, refines, is refined by, compatible, contradicts, tension, variant


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """All testimony on one subject."""

    resource: str
    key: str
    label: str
    testimonies: tuple[Testimony, ...]
    mentions: tuple[Testimony, ...]  #: rows on other subjects that name this one
    relations: tuple[Relation, ...]
    rulings: tuple[Mapping[str, str], ...]
    not_held: tuple[str, ...]  #: sources whose document was not at hand
