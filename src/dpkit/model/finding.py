"""Findings: data about a package. Nothing here is ever raised."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error fails a package, a warning does so on request, a notice never."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What reading met, by the name of the check that owns it; `details` fill the check's message."""

    check: str
    resource: str | None = None
    row: int | None = None  #: number of the record, from 1, the header not counted
    line: int | None = None  #: physical line in the file, from 1
    field: str | None = None
    value: str | None = None
    file: str | None = None  #: the file at fault, where it is not the resource's
    details: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unread: str | None = None  #: the file that the system did not let dpkit read, if that is the fault


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that one check found at one place."""

    check: str
    severity: Severity
    message: str
    resource: str | None = None
    file: str | None = None
    row: int | None = None  #: number of the record, from 1, the header not counted
    line: int | None = None  #: physical line in the file, from 1
    key: Mapping[str, str] | None = None  #: the row's primary key
    field: str | None = None
    column: str | None = None  #: the letters by which a spreadsheet calls the field's column: `C`
    value: str | None = None

    @property
    def fingerprint(self) -> str:
        """The sha256 over check, resource, key, field and value: stable when rows move."""
        parts = [self.check, self.resource, dict(self.key or {}), self.field, self.value]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that did not run, and why: it has not passed."""

    check: str
    resource: str | None
    reason: str


class FaultLog:
    """Collects faults: counts all of them, keeps the first of each check and resource.

    Args:
        first: how many to keep of each check and resource; None keeps all.
    """

    def __init__(self, first: int | None = 20) -> None:
        self.first = first
        self.counts: dict[tuple[str, str | None], int] = {}
        self.kept: list[Fault] = []
        self.unread: dict[str, None] = {}  #: files that the system did not let dpkit read
        self._checks: dict[str | None, list[str]] = {}

    def add(self, fault: Fault) -> None:
        """Count `fault`, and keep it while fewer than `first` of its kind are kept."""
        if fault.unread is not None:
            self.unread[fault.unread] = None
        seen = self._count((fault.check, fault.resource), 1)
        if self.first is None or seen <= self.first:
            self.kept.append(fault)

    def keeps(self, check: str, resource: str | None) -> bool:
        """Tell whether one more fault of this kind would be kept."""
        return self.first is None or self.counts.get((check, resource), 0) < self.first

    def add_more(self, check: str, resource: str | None, more: int) -> None:
        """Count faults of which enough are kept."""
        self._count((check, resource), more)

    def take(self, other: "FaultLog") -> None:
        """Add all that another log counted, whose `first` is the same."""
        left, self.unread = dict(other.counts), self.unread | other.unread
        for fault in other.kept:
            self.add(fault)
            left[fault.check, fault.resource] -= 1
        for kind, count in left.items():
            self._count(kind, count)

    def _count(self, kind: tuple[str, str | None], more: int) -> int:
        if kind not in self.counts:
            self._checks.setdefault(kind[1], []).append(kind[0])
        self.counts[kind] = seen = self.counts.get(kind, 0) + more
        return seen

    def checks(self, resource: str | None) -> list[str]:
        """Return the names of the checks that found something in `resource`."""
        return self._checks.get(resource, [])

    def has(self, check: str, resource: str | None) -> bool:
        """Tell whether `check` found anything in `resource`."""
        return (check, resource) in self.counts
