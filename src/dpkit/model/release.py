"""A release: what was published under a version, and on what evidence.

It is written twice: into the archive as `release.json`, and, with the files that were made, into the repository as
`releases/VERSION.json`.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

RELEASE_FILE = "release.json"  #: in the archive
RELEASES = "releases"  #: folder of the records, in the package


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasedFile:
    """A file that was made for a release."""

    path: str  #: below the folder of the release, with `/`
    sha256: str
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasedResource:
    """A resource as it was released."""

    name: str
    path: str  #: as the descriptor writes it
    sha256: str
    bytes: int
    rows: int | None = None  #: None where it is no table


class ReleasedCitation(NamedTuple):
    """One cited passage as it was released. All parts are text."""

    resource: str
    key: str  #: the row's primary key: its one cell, or several as a JSON array; empty where the table has none
    part: str  #: `citation` or `context`
    source: str
    locator: str
    digest: str  #: see `quote_digest`
    evidence: str  #: a `Verdict`: `verified`, `verified-at-release` (an earlier one), or `not-held`


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a release was."""

    dpkit: str  #: version of dpkit that made it
    name: str
    version: str
    commit: str  #: from whose tree it was made
    date: str  #: of that commit, in UTC: `2026-11-21T00:00:00Z`
    checks: tuple[str, ...] = ()  #: those that were run, and found no error
    counts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    resources: tuple[ReleasedResource, ...] = ()
    documents: Mapping[str, str] = dataclasses.field(default_factory=dict)  #: cited source -> sha256 of its document
    difference: Mapping[str, Any] = dataclasses.field(default_factory=dict)  #: to the release before, in numbers
    citations: Iterable[ReleasedCitation] = ()  #: of a record that is read, parsed anew whenever they are asked for
    files: tuple[ReleasedFile, ...] = ()  #: of the archive and its companions; not in the archive's own `release.json`


def quote_digest(quote: str) -> str:
    """Return the sha256 by which a released quote is recognised; white space is folded."""
    return hashlib.sha256(" ".join(quote.split()).encode("utf-8", "surrogatepass")).hexdigest()
