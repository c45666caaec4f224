"""What a release is going to be, and what became of it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpkit.model.release import ReleasedFile


class Stage(StrEnum):
    """How far a release came."""

    REFUSED = "refused"  #: for the reasons that the plan names
    PLANNED = "planned"  #: nothing was written, as asked
    RELEASED = "released"
    COMPLETED = "completed"  #: the files were there already, from a run that was interrupted; now the record is, too
    UNCHANGED = "unchanged"  #: it was released before, with the same bytes
    REBUILT = "rebuilt"  #: from its record


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A release of a package, planned or made."""

    stage: Stage
    name: str
    version: str
    commit: str
    date: str  #: that the files bear, in UTC
    folder: str  #: where the files go
    record: str  #: path of the record
    last: str | None = None  #: version of the last release
    level: str | None = None  #: what the difference to the last release demands
    demanded: str | None = None  #: the lowest version that may follow
    changes: Mapping[str, int] = dataclasses.field(default_factory=dict)  #: kind of change -> how many
    citations: Mapping[str, int] = dataclasses.field(default_factory=dict)  #: verdict -> number of cited passages
    reasons: tuple[str, ...] = ()  #: why it is refused
    notes: tuple[str, ...] = ()  #: what else is to be known
    files: tuple[ReleasedFile, ...] = ()  #: what was made; empty where nothing was
