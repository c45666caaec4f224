"""The outcome of a validation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dpkit.model.finding import Finding, Severity, Skipped


@dataclass(frozen=True, slots=True)
class Tally:
    """All that one check found in one resource: the exact count, and the findings that are shown."""

    check: str
    resource: str | None
    severity: Severity
    count: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was checked and what was found; `valid` when there is no error."""

    dpkit: str  #: version of dpkit
    name: str | None
    version: str | None
    resources: int
    rows: int
    citations: Mapping[str, int]  #: verdict -> number of cited passages
    tallies: tuple[Tally, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...] = ()  #: names of the checks that were left out on request
    release: str | None = None  #: version of the release whose record stood in for documents that are not held
    queries: tuple[str, ...] = ()  #: the SQL that was run, if it was asked for

    @property
    def valid(self) -> bool:
        """Whether no check found an error."""
        return not self.total(Severity.ERROR)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each check found something, exactly."""
        counts: dict[str, int] = {}
        for tally in self.tallies:
            counts[tally.check] = counts.get(tally.check, 0) + tally.count
        return dict(sorted(counts.items()))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are shown, in the order of the tallies."""
        return tuple(finding for tally in self.tallies for finding in tally.findings)

    def total(self, severity: Severity) -> int:
        """Return how many findings of `severity` there are, shown or not."""
        return sum(tally.count for tally in self.tallies if tally.severity is severity)
