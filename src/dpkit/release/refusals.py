"""Why a package may not be released: all reasons at once, each a sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpkit.model.change import Difference, Level
from dpkit.model.finding import Severity
from dpkit.model.release import Release
from dpkit.model.report import Report
from dpkit.model.semver import Version
from dpkit.model.show import count, first_of, listing, plain, show

AUTO = "auto"
SHOWN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """All that is known of a package that is to be released."""

    asked: str | None  #: the version on the command line: a version, `auto`, or nothing
    descriptor: str  #: name of the descriptor
    version: str | None  #: that the descriptor gives
    changelog: str | None  #: text of the changelog, if there is one
    changed: Sequence[str]  #: paths in the working copy that differ from the commit
    report: Report
    unverified: Mapping[str, int]  #: source with a recorded sha256 -> citations that nobody verified
    last: Release | None
    difference: Difference | None  #: to the last release


def refusals(candidate: Candidate) -> tuple[str, ...]:
    """Return the reasons why `candidate` may not be released."""
    return (*_versions(candidate), *_contents(candidate), *_evidence(candidate.unverified), *_around(candidate))


def _versions(candidate: Candidate) -> Iterator[str]:
    version = Version.parse(candidate.version or "")
    if version is None:
        told = f"is {show(candidate.version)}, not of the form" if candidate.version else "is missing; it has the form"
        yield f"the version in {candidate.descriptor} {told} MAJOR.MINOR.PATCH"
        return
    if candidate.asked not in {None, AUTO, str(version)}:
        yield (
            f"{candidate.descriptor} gives version {version}, not {plain(candidate.asked or '')}; "
            "a release edits no file of yours"
        )
    last = Version.parse(candidate.last.version) if candidate.last else None
    if last is None or candidate.difference is None:
        return
    least = last.after(candidate.difference.level)
    if version <= last:
        yield f"version {version} is not higher than that of the last release, {last}"
    if version < least or (candidate.asked == AUTO and version != least):
        yield (
            f"the difference to {last} is {candidate.difference.level} ({_kinds(candidate.difference)}): it demands "
            f"version {least}, and {candidate.descriptor} gives {version}"
        )


def _kinds(difference: Difference) -> str:
    """Return the changes that demand most."""
    level = difference.level
    told = [f"{kind}: {number:,}" for kind, number in difference.counts.items() if kind.level is level]
    return ", ".join(told) if level is not Level.NONE else "nothing that a version tells"


def _contents(candidate: Candidate) -> Iterator[str]:
    report = candidate.report
    if not report.valid:
        errors: dict[str, int] = {}
        for tally in report.tallies:
            if tally.severity is Severity.ERROR:
                errors[tally.check] = errors.get(tally.check, 0) + tally.count
        told = ", ".join(f"{plain(check)}: {number:,}" for check, number in sorted(errors.items()))
        found = f"validation finds {count(report.total(Severity.ERROR), 'error')} in the commit ({told})"
        yield f"{found}; `dpkit validate` {'judges the files here' if candidate.changed else 'tells them'}"
    reasons = list(dict.fromkeys(f"{plain(each.check)}: {plain(each.reason, 200)}" for each in report.skipped))
    if reasons:
        yield f"{count(len(reasons), 'check')} did not run ({_some(reasons)})"
    if report.ignored:
        yield f"{count(len(report.ignored), 'check')} left out ({_some(report.ignored)})"


def _evidence(unverified: Mapping[str, int]) -> Iterator[str]:
    if total := sum(unverified.values()):
        told = _some([f"{plain(source)}: {number:,}" for source, number in unverified.items()])
        yield (
            f"{count(total, 'citation')} into documents whose sha256 is recorded "
            f"{'was' if total == 1 else 'were'} verified neither now nor at the last release ({told}); "
            "name the folder of the documents with --documents"
        )


def _around(candidate: Candidate) -> Iterator[str]:
    version = candidate.version or ""
    if candidate.changelog is None:
        yield "there is no CHANGELOG.md"
    elif Version.parse(version) and not dated_section(candidate.changelog, version):
        yield f"CHANGELOG.md has no section for {version} with a date (## [{version}] - YYYY-MM-DD)"
    if candidate.changed:
        verb = "differs" if len(candidate.changed) == 1 else "differ"
        told = _some([plain(path) for path in candidate.changed])
        yield (
            f"{count(len(candidate.changed), 'file')} {verb} from the commit ({told}); commit what belongs to the "
            "release, or name a commit with --commit"
        )


def dated_section(changelog: str, version: str) -> bool:
    """Tell whether a changelog has a section for a version, with a date, in the form of Keep a Changelog."""
    heading = rf"^## \[?{re.escape(version)}\]?(?:\([^)\n]*\))? - [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\s*$"
    return re.search(heading, changelog, re.MULTILINE) is not None


def _some(items: Iterable[str]) -> str:
    every = list(items)
    return listing(first_of(every, SHOWN)) if len(every) > SHOWN else ", ".join(every)
