"""Validation: a look at the package, the checks, a report."""

from collections.abc import Sequence
from pathlib import Path

from dpkit.api.session import Session, look_at
from dpkit.checks.own import read_own, run_own
from dpkit.checks.registry import all_checks, selection
from dpkit.checks.runner import Runner, tally_faults
from dpkit.model.finding import Severity
from dpkit.model.report import Report, Tally
from dpkit.model.version import VERSION

ORDER = [*Severity]


def validate(
    path: Path,
    documents: Sequence[Path] = (),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    first: int | None = 20,
) -> Report:
    """Check the package at `path`.

    Args:
        path: its folder or descriptor.
        documents: folders in which source documents lie.
        select: names of the checks to run; none means all.
        ignore: names of checks to leave out; the report says so.
        first: how many findings of each check and resource the report shows; None shows all. All are counted.

    Raises:
        DpkitError: nothing could be judged: no package, unreadable, or a name that is no check's.
    """
    wanted, ignored = selection(select, ignore)
    with look_at(path, documents, first) as session:
        return _report(session, wanted, ignored, first)


def _report(session: Session, wanted: frozenset[str], ignored: tuple[str, ...], first: int | None) -> Report:
    checks = {name: check for name, check in all_checks().items() if name in wanted}
    runner = Runner(session.engine, session.tables, first)
    tallies = runner.run(checks.values())
    own = [each for each in read_own(session.own_checks, session.log) if _runs(each.name, wanted, ignored)]
    tallies += run_own(session.engine, session.tables, own, first, session.log)
    files = {resource.name: resource.file for resource in session.package.resources}
    return Report(
        dpkit=VERSION,
        name=session.package.name,
        version=session.package.version,
        resources=len(session.package.resources),
        rows=sum(table.rows for table in session.tables.values()),
        citations={verdict.value: count for verdict, count in sorted(session.citations.items())},
        tallies=tuple(_sorted(tally_faults(session.log, checks, files) + tallies, list(files))),
        skipped=tuple(runner.skipped),
        ignored=ignored,
        queries=tuple(session.engine.log),
    )


def _runs(name: str, wanted: frozenset[str], ignored: tuple[str, ...]) -> bool:
    """Tell whether a check of the package's own runs: it was named, or nothing was chosen and it was not left out."""
    return name in wanted or (wanted >= {*all_checks()} - {*ignored} and name not in ignored)


def _sorted(tallies: list[Tally], resources: list[str]) -> list[Tally]:
    """Errors first; then by resource in the package's order, what concerns no resource before all."""
    places = {name: number for number, name in enumerate(resources)}
    return sorted(
        tallies, key=lambda each: (ORDER.index(each.severity), places.get(each.resource or "", -1), each.check)
    )
