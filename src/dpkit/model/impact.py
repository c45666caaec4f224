"""What falls if a source is withdrawn: with it go the rows that cite it, and its word wherever it is passed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpkit.model.consensus import Resolved
from dpkit.model.contradiction import Contradiction


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A row of a register that rests on a passage of the source."""

    resource: str
    key: str
    referring: int  #: rows left that refer to it: it needs another passage that names it; if none, it falls, too


@dataclass(frozen=True, kw_only=True, slots=True)
class Silenced:
    """A subject of which no row of its table is left."""

    resource: str
    subject: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Altered:
    """A contradiction that is no longer there, or is another."""

    before: Contradiction
    after: Contradiction | None  #: None where it is gone


@dataclass(frozen=True, kw_only=True, slots=True)
class FallenRuling:
    """A ruling that stood, and stands no longer."""

    resource: str
    subject: str
    field: str
    told: str  #: choice and reason
    unused: bool  #: whether there is nothing left to rule on
    preferred: bool  #: whether it prefers the source


class Effect(StrEnum):
    """What becomes of a resolved value."""

    LOST = "lost"  #: nobody else claims the field
    CHANGED = "changed"  #: it is another
    STATUS = "status"  #: it is the same, but no longer contested, ruled or agreed as it was
    ALONE = "alone"  #: it is the same, but of several control groups that stated it, one is left


@dataclass(frozen=True, kw_only=True, slots=True)
class Revalued:
    """A resolved value that is no longer what it was, or no longer rests on several control groups."""

    resource: str
    subject: tuple[str, ...]
    field: str
    effect: Effect
    before: Resolved
    after: Resolved | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A field in which rows that are left name the source."""

    resource: str
    field: str
    rows: int

    @property
    def place(self) -> str:
        """Table and field, as one text."""
        return f"{self.resource}.{self.field}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Impact:
    """What falls if a source is withdrawn."""

    source: str
    title: str
    rows: Mapping[str, int]  #: table -> rows that cite the source
    passages: Mapping[str, int]  #: verdict -> passages of the source, among them contexts
    identities: tuple[Identity, ...]
    silenced: tuple[Silenced, ...]
    contradictions: tuple[Altered, ...]
    rulings: tuple[FallenRuling, ...]
    values: tuple[Revalued, ...]
    references: tuple[Reference, ...]

    @property
    def touched(self) -> bool:
        """Whether anything falls."""
        return bool(self.rows or self.references or self.values or self.contradictions or self.rulings)
