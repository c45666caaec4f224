"""A trace: every passage that speaks of a subject, field by field."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpkit.model.evidence import Evidence


class Relation(StrEnum):
    """What the set of possible values of one claim is to that of another."""

    AGREES = "agrees with"
    REFINES = "refines"  #: it lies within the other
    REFINED = "is refined by"
    COMPATIBLE = "is compatible with"  #: they overlap
    TENSION = "is in tension with"  #: they do not meet, but one is vague or of low confidence
    CONTRADICTS = "contradicts"  #: they do not meet
    VARIES = "is a variant of"  #: other words for one thing


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One place in one source: as a row cites it, and as dpkit found it."""

    source: str
    locator: str
    quote: str
    evidence: Evidence
    lines: tuple[int, int] | None = None  #: physical lines of the document, from 1, where it is held
    before: str = ""  #: words before the quote, where the document is held
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Testimony:
    """One row that says something of the subject."""

    resource: str
    row: int
    line: int
    key: Mapping[str, str]
    subject: Mapping[str, str]
    citation: Passage
    context: Passage | None
    from_context: bool  #: whether the context supplies the value
    confidence: str
    basis: str
    mode: str
    according_to: str
    voter: str  #: whose voice it is: the control group, or else the source, of the one whose word it is
    remark: str
    compared: bool  #: whether the row's claims count


@dataclass(frozen=True, kw_only=True, slots=True)
class TracedValue:
    """One value of a field, who states it, and what it is to the other values."""

    value: str
    testimonies: tuple[Testimony, ...]
    relations: tuple[tuple[Relation, str], ...] = ()  #: to each other value that is compared, as its `value` has it


@dataclass(frozen=True, kw_only=True, slots=True)
class TracedField:
    """A field of a table, and all values that are stated of it for the subject."""

    resource: str
    field: str
    claim: str | None  #: kind of the claim, if the field claims anything
    subject: str
    values: tuple[TracedValue, ...]
    rulings: tuple[str, ...] = ()  #: choice, and reason, of each
    not_compared: str = ""  #: why several values are not held against each other, where something stands in the way


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A field of a table whose rows, on another subject, name this one."""

    resource: str
    field: str
    subject: str
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """All testimony on one subject, or of one day."""

    resource: str
    key: str
    label: str = ""
    named_in: Passage | None = None  #: the passage that first names it, from its register
    fields: tuple[TracedField, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sources: Mapping[str, str] = dataclasses.field(default_factory=dict)  #: id -> title
    not_held: tuple[str, ...] = ()  #: cited sources whose document is not at hand
    unchecked: tuple[str, ...] = ()  #: those of them with a quote that the last release did not verify, either
    release: str | None = None  #: version of that release, if its record was consulted
