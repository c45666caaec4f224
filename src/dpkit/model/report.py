"""The outcome of a validation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from dpkit.model.finding import Finding, Severity, Skipped

OWN = "package/"  #: what the names of a package's own checks begin with


@dataclass(frozen=True, slots=True)
class Tally:
    """All that one check found in one resource: the exact count, and the findings that are shown."""

    check: str
    resource: str | None
    severity: Severity
    count: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the documentation of a check says."""

    title: str
    finds: str = ""  #: what it finds
    matters: str = ""  #: why it matters
    mend: str = ""  #: how to mend it


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was checked and what was found; `valid` when there is no error, and nothing that could not be read."""

    dpkit: str  #: version of dpkit
    name: str | None
    version: str | None
    resources: int
    rows: int
    citations: Mapping[str, int]  #: verdict -> number of cited passages
    tallies: tuple[Tally, ...]
    skipped: tuple[Skipped, ...]
    checks: tuple[str, ...] = ()  #: names of the checks that were asked for
    ignored: tuple[str, ...] = ()  #: names of the checks that were left out on request
    release: str | None = None  #: version of the release whose record stood in for documents that are not held
    queries: tuple[str, ...] = ()  #: the SQL that was run, if it was asked for
    pages: Mapping[str, Page] = field(default_factory=dict)  #: every check that was asked for, by name
    folder: str = ""  #: where the package lies, seen from the current directory, if it lies in it
    unread: tuple[str, ...] = ()  #: files that the system did not let dpkit read: what depends on them was not judged
    unlisted: int = 0  #: how many more checks were skipped than `skipped` lists
    unnamed: int = 0  #: how many more files could not be read than `unread` lists

    @property
    def valid(self) -> bool:
        """Whether all files could be read, and no check found an error."""
        return not self.unread and not self.total(Severity.ERROR)

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

    @property
    def unshown(self) -> list[tuple[Severity, str, int, int]]:
        """What was found in tables none of whose findings is shown: severity, check, tables, findings.

        The package's own checks are taken together: their names may be many and long.
        """
        left: dict[tuple[Severity, str], list[int]] = {}
        for tally in self.tallies:
            if not tally.findings:
                check = OWN + "*" if tally.check.startswith(OWN) else tally.check
                left.setdefault((tally.severity, check), []).append(tally.count)
        return [(severity, check, len(counts), sum(counts)) for (severity, check), counts in left.items()]

    def total(self, severity: Severity) -> int:
        """Return how many findings of `severity` there are, shown or not."""
        return sum(tally.count for tally in self.tallies if tally.severity is severity)

    def first(self, most: int) -> "Report":
        """Return the report with at most `most` findings, skipped checks and unread files; all counts stay as they are.

        Of each tally one finding is kept before a second one of any, so that no broken rule goes without an example.
        """
        room = most - sum(1 for tally in self.tallies[:most] if tally.findings)
        tallies = []
        for number, tally in enumerate(self.tallies):
            more = min(room, max(len(tally.findings) - 1, 0)) if number < most else 0
            room -= more
            kept = tally.findings[: 1 + more] if number < most else ()
            tallies.append(replace(tally, findings=kept))
        unlisted = self.unlisted + max(len(self.skipped) - most, 0)
        unread = self.unread[: max(most, 1)]  # if any could not be read, one is named
        return replace(
            self,
            tallies=tuple(tallies),
            skipped=self.skipped[:most],
            unlisted=unlisted,
            unread=unread,
            unnamed=self.unnamed + len(self.unread) - len(unread),
        )
