"""The `dpkit` property: which field plays which part. Its names are settled; others build on them."""

from dataclasses import dataclass, field
from enum import StrEnum


class ClaimKind(StrEnum):
    """How the values of a field are compared."""

    DATE = "date"
    QUANTITY = "quantity"
    VALUE = "value"
    LABEL = "label"
    MEMBER = "member"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A field whose cells are claims."""

    kind: ClaimKind
    qualifier: str | None = None  #: the field that says `exactly`, `over`, `about`, ...
    unit: str | None = None
    tolerance: float | None = None  #: share by which `exactly` and `about` are widened
    tree: str | None = None  #: the register whose parents make identifiers comparable


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """The fields that record where a row comes from."""

    source: str
    locator: str
    confidence: str
    quote: str | None = None
    context_locator: str | None = None
    context_quote: str | None = None
    from_context: str | None = None
    basis: str | None = None
    mode: str | None = None
    according_to: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """Dates that must be able to lie in the extent that another resource gives for the same subject."""

    fields: tuple[str, ...]
    of: str
    on: tuple[str, ...]
    between: tuple[str, str]
    place: str = field(default="", compare=False)  #: where it stands in the descriptor


@dataclass(frozen=True, kw_only=True, slots=True)
class DateRules:
    """How the dates of a subject hang together."""

    order: tuple[tuple[str, str], ...] = ()
    during: tuple[tuple[str, str, str], ...] = ()
    within: tuple[Within, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """A table of identities."""

    id: str
    label: str | None = None
    parent: str | None = None
    distinct_from: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceTable:
    """The table that describes the documents."""

    id: str
    published: str | None = None
    reliability: str | None = None
    control_group: str | None = None
    origin: str | None = None
    sha256: str | None = None
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RulingTable:
    """The table of decisions on contradictions."""

    resource: str
    subject: str
    field: str
    fingerprint: str
    ruling: str
    preferred_source: str | None = None
    preferred_value: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExclusionTable:
    """The table of passages that were left out."""

    source: str
    locator: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionTable:
    """The table of sections: spans of a document that are about one subject."""

    source: str
    locator: str
    subject_field: str  #: its cells name the field whose value a section settles
    subject: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Roles:
    """The `dpkit` property of a Table Schema."""

    subject: tuple[str, ...] = ()
    citation: Citation | None = None
    claims: tuple[tuple[str, tuple[str, ...]], ...] = ()  #: field -> values; other rows are not compared
    dates: DateRules = DateRules()
    register: Register | None = None
    source: SourceTable | None = None
    ruling: RulingTable | None = None
    exclusion: ExclusionTable | None = None
    section: SectionTable | None = None
    as_written: tuple[str, ...] = ()  #: fields that repeat the words of their passage


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageRoles:
    """The `dpkit` property of a package."""

    sources: str | None = None
    rulings: str | None = None
    exclusions: str | None = None
    sections: str | None = None
    documents: tuple[str, ...] = ("documents",)
    quote_words: int = 15
