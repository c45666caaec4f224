"""Validation: a look at the package, the checks, a report."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dpkit.api.item_lines import with_item_lines
from dpkit.api.recall import Recall
from dpkit.api.remembering import remembered
from dpkit.api.session import Session, given_folders, look_at
from dpkit.checks.damaged import with_bytes
from dpkit.checks.faults import tally_faults
from dpkit.checks.own import own_name, read_own, run_own
from dpkit.checks.pages import page_of
from dpkit.checks.registry import Selection, all_checks, selection
from dpkit.checks.runner import Runner
from dpkit.files.digests import Digests
from dpkit.load.package import find_package
from dpkit.model.cluster import Cluster
from dpkit.model.errors import DpkitError
from dpkit.model.finding import Severity, Skipped
from dpkit.model.limits import DEFAULT, Limits
from dpkit.model.progress import Progress
from dpkit.model.report import Page, Report, Tally
from dpkit.model.show import listing, plain
from dpkit.model.version import VERSION

ORDER = [*Severity]


def validate(  # noqa: PLR0913 - keywords, each a question of its own
    path: Path,
    documents: Sequence[Path] = (),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    first: int | None = 20,
    hosts: Sequence[str] = (),
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
    cache: bool = False,
    cluster: Cluster | None = None,
) -> Report:
    """Check the package at `path`.

    Args:
        path: its folder or descriptor.
        documents: folders in which source documents lie.
        select: names of the checks to run; none means all.
        ignore: names of checks to leave out; the report says so.
        first: how many findings of each check and resource the report shows; None shows all. All are counted.
        hosts: names of the hosts from which files may be fetched, `*` for any; nothing is fetched from others.
        limits: how much of the machine may be taken.
        progress: is kept up to date, for another thread that watches.
        cache: whether a report on the same content is taken from the user's cache, without its queries; not if files
            may be fetched, and not on a cluster.
        cluster: runs the queries; None runs them in this process. What is found is the same.

    Raises:
        DpkitError: nothing could be judged: no package, unreadable, or a name that is no check's.
    """
    asked = selection(select, ignore)

    def make(digests: Digests, recall: Recall | None = None) -> tuple[Report, set[str]]:
        with look_at(
            path,
            documents,
            first,
            hosts,
            limits,
            progress=progress,
            digests=digests,
            recall=recall,
            cluster=cluster,
            judging=True,
        ) as session:
            return judge(session, asked, first), session.opened

    if not cache or hosts or cluster:
        return make(Digests())[0]
    given_folders(documents)  # a report that is remembered does not look for them
    question = (sorted(asked.chosen), sorted(asked.ignored), first, limits.threads, limits.memory)
    report = remembered(path, documents, question, make)
    return replace(report, folder=_folder(find_package(path)[0]))


def judge(session: Session, asked: Selection, first: int | None) -> Report:
    """Check the package that is looked at; see `validate`."""
    _know_own(session, asked)
    checks = {name: check for name, check in all_checks().items() if asked.runs(name)}
    runner = Runner(session.engine, session.tables, first, session.log, session.damaged)
    tallies = runner.run(checks.values())
    own = read_own(session.own_checks, session.log)
    ran = list(run_own(session.engine, session.tables, own, asked, first, session.log))
    tallies += [each for each in ran if isinstance(each, Tally)]
    files = {resource.name: resource.file for resource in session.package.resources}
    tallies = tally_faults(session.log, checks, files) + tallies
    tallies = with_item_lines(session.reach, session.engine.staging, session.package, tallies)
    tallies = [with_bytes(each) if each.resource in session.damaged else each for each in tallies]
    own_pages = {each.name: Page("A check of the package itself.") for each in own if asked.runs(each.name)}
    return Report(
        dpkit=VERSION,
        name=session.package.name,
        version=session.package.version,
        resources=len(session.package.resources),
        rows=sum(table.rows for table in (*session.tables.values(), *session.damaged.values())),
        citations={verdict.value: count for verdict, count in sorted(session.citations.items())},
        tallies=tuple(_sorted(tallies, list(files))),
        skipped=(*runner.skipped, *(each for each in ran if isinstance(each, Skipped))),
        checks=tuple(sorted(name for name in (*checks, *(each.name for each in own)) if asked.runs(name))),
        ignored=asked.left_out(each.name for each in own),
        release=session.release,
        unread=tuple(session.log.unread),
        queries=tuple(session.engine.log),
        pages={name: page_of(check) for name, check in checks.items()} | own_pages,
        folder=_folder(session.root),
    )


def _know_own(session: Session, asked: Selection) -> None:
    """Raise DpkitError if a check of the package itself is asked for, or left out, that it has not."""
    names = [own_name(file) for file in session.own_checks]
    if unknown := asked.own_unknown(names):
        some = f"; it has {listing([plain(each) for each in names[:10]])}" if names else ""
        raise DpkitError(f"the package has no check {plain(unknown[0])}{some}")


def _folder(root: Path) -> str:
    """Return the way to the package from the current directory, if it lies there or below."""
    try:
        found = root.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except (ValueError, OSError):
        return ""
    return "" if found == "." else found


def _sorted(tallies: list[Tally], resources: list[str]) -> list[Tally]:
    """Errors first; then by resource in the package's order, what concerns no resource before all."""
    places = {name: number for number, name in enumerate(resources)}
    return sorted(
        tallies, key=lambda each: (ORDER.index(each.severity), places.get(each.resource or "", -1), each.check)
    )
