"""Releasing: a commit is judged, and if nothing speaks against it, its archive is built, published and recorded."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dpkit.api.building import build
from dpkit.api.commits import committed, date_of, epoch, exported, record_of, recorded, releasing, seconds_of
from dpkit.api.differing import difference
from dpkit.api.recording import described, resources, summary, unverified
from dpkit.api.session import Session
from dpkit.api.validation import judge
from dpkit.checks.registry import selection
from dpkit.files.git import changed_paths, commit_of
from dpkit.files.publish import failures
from dpkit.files.signature import ENDING, sign
from dpkit.files.temporary import temporary
from dpkit.load.package import find_package
from dpkit.load.release import record_path
from dpkit.model.change import Difference
from dpkit.model.errors import DpkitError
from dpkit.model.plan import Plan, Stage
from dpkit.model.release import RELEASES, Release, ReleasedFile
from dpkit.model.semver import Version
from dpkit.model.show import plain, show
from dpkit.model.version import VERSION
from dpkit.release.archive import stem
from dpkit.release.contents import CHANGELOG
from dpkit.release.publication import alone, publish, record
from dpkit.release.refusals import AUTO, Candidate, refusals
from dpkit.report.release_json import release_json

DIST = "dist"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What was asked for: the release of a commit, in which version, and where to."""

    root: Path
    descriptor: str
    commit: str
    asked: str | None = None
    documents: tuple[Path, ...] = ()
    dist: Path
    key: Path | None = None  #: to sign with
    current: bool = True  #: whether the commit is the one that the working copy is based on


def release(  # noqa: PLR0913 - what the command line offers
    path: Path,
    asked: str | None = None,
    documents: Sequence[Path] = (),
    dist: Path | None = None,
    *,
    revision: str | None = None,
    key: Path | None = None,
    dry_run: bool = False,
) -> Plan:
    """Release a commit of a package, or tell all reasons why it may not be.

    Args:
        path: the package's folder or descriptor, in a git repository.
        asked: the version, which the descriptor must give already; `auto` for the very one that the difference to the
            last release demands; None for that of the descriptor.
        documents: folders in which source documents lie.
        dist: where the release goes, as a folder of its own; by default the folder `dist` of the package.
        revision: names the commit in git; None for the last one, from which no file of the package may differ then.
        key: with which the archive is signed (OpenSSH).
        dry_run: only judge; nothing is written.

    Raises:
        DpkitError: it could not be judged or written.
    """
    if asked not in {None, AUTO} and Version.parse(asked or "") is None:
        raise DpkitError(f"{show(asked or '')} is no version of the form MAJOR.MINOR.PATCH, nor `auto`")
    root, descriptor = find_package(path)
    commit = commit_of(root, revision or "HEAD")
    if commit is None:
        problem = f"no commit {show(revision)}" if revision else "no commit yet; commit the package, then release it"
        raise DpkitError(f"the git repository around {plain(str(root), 200)} has {problem}")
    order = Order(
        root=root,
        descriptor=descriptor,
        commit=commit,
        asked=asked,
        documents=tuple(documents),
        dist=dist or root / DIST,
        key=key,
        current=revision is None,
    )
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(releasing(root))
        tree, session = stack.enter_context(committed(root, descriptor, commit, documents))
        version = Version.parse(session.package.version or "")
        if version in recorded(root) and asked in {None, AUTO, str(version)}:
            return _again(order, tree, session, record_of(root, version))
        candidate = _candidate(order, tree, session)
        plan = _plan(order, session, candidate)
        return plan if plan.reasons or dry_run else _released(order, tree, session, candidate, plan)


def _candidate(order: Order, tree: Path, session: Session) -> Candidate:
    report = judge(session, selection((), ()), 20)
    versions = recorded(order.root)
    last = record_of(order.root, versions[-1]) if versions else None
    changelog = tree / CHANGELOG
    return Candidate(
        asked=order.asked,
        descriptor=order.descriptor,
        version=session.package.version,
        changelog=changelog.read_text("utf-8", "replace") if changelog.is_file() else None,
        changed=changed_paths(order.root, order.dist) if order.current else (),
        report=report,
        unverified=unverified(session),
        last=last,
        difference=_difference(order, last, tree) if last else None,
    )


def _difference(order: Order, last: Release, tree: Path) -> Difference:
    with exported(order.root, order.descriptor, last.commit) as before:
        return difference(before / order.descriptor, tree / order.descriptor)


def _plan(order: Order, session: Session, candidate: Candidate) -> Plan:
    reasons = refusals(candidate)
    try:
        name = stem(session.package.name, session.package.version)
    except DpkitError as error:
        name, reasons = "", (*reasons, str(error))
    last = Version.parse(candidate.last.version) if candidate.last else None
    found = candidate.difference
    return Plan(
        stage=Stage.REFUSED if reasons else Stage.PLANNED,
        name=session.package.name or "",
        version=session.package.version or "",
        commit=order.commit,
        date=date_of(epoch(order.root, order.commit)),
        folder=str(order.dist / name),
        record=str(order.root / RELEASES / f"{session.package.version}.json"),
        last=str(last) if last else None,
        level=str(found.level) if found else None,
        demanded=str(last.after(found.level)) if found and last else None,
        changes={kind.value: number for kind, number in found.counts.items()} if found else {},
        citations=dict(candidate.report.citations),
        reasons=reasons,
    )


def _released(order: Order, tree: Path, session: Session, candidate: Candidate, plan: Plan) -> Plan:
    """Build, publish and record what was planned."""
    when = epoch(order.root, order.commit)
    told = described(session, tree, candidate.report, order.commit, plan.date)
    if candidate.difference is not None:
        told = replace(told, difference=summary(candidate.difference))
    data = release_json(told)

    def built(folder: Path) -> Sequence[ReleasedFile]:
        files = build(session, tree, data, when, folder)
        if order.key is not None:
            signed(folder, files, order.key)
        return files

    with alone(order.dist, order.root / RELEASES):
        files, new = publish(built, Path(plan.folder))
        record(Path(plan.record), release_json(replace(told, files=tuple(files))))
    return replace(plan, stage=Stage.RELEASED if new else Stage.COMPLETED, files=tuple(files))


def signed(folder: Path, files: Sequence[ReleasedFile], key: Path) -> None:
    """Write the signature of the archive among `files` beside it."""
    archive = folder / next(each.path for each in files if each.path.endswith(".zip"))
    with failures(archive):
        archive.with_name(archive.name + ENDING).write_bytes(sign(archive, key))


def _again(order: Order, tree: Path, session: Session, before: Release) -> Plan:
    """Return what becomes of a release whose version was released before: nothing, if it is the same."""
    path = record_path(Version.parse(before.version) or Version(0, 0, 0))
    plan = Plan(
        stage=Stage.UNCHANGED,
        name=before.name,
        version=before.version,
        commit=before.commit,
        date=before.date,
        folder=str(order.dist / stem(before.name, before.version)),
        record=str(order.root / path),
        files=before.files,
    )
    if resources(session, tree) != before.resources:
        problem = "its resources have other bytes now"
    elif before.dpkit != VERSION:
        by = plain(before.dpkit)
        problem = (
            f"it was by dpkit {by}, of which this one cannot tell whether it would do the same (install dpkit {by})"
        )
    elif _archive(tree, session, before) not in before.files:
        problem = "its archive would have other bytes now, though its resources are the same"
    else:
        return plan
    reason = f"{before.version} was released before ({path}), and {problem}; what others may have is never changed"
    return replace(plan, stage=Stage.REFUSED, reasons=(reason,))


def _archive(tree: Path, session: Session, before: Release) -> ReleasedFile:
    """Return the archive that the package would have, if it were the release before."""
    when = seconds_of(before.date)
    with temporary() as folder:
        files = build(session, tree, release_json(replace(before, files=())), when, Path(folder))
    return next(each for each in files if each.path.endswith(".zip"))
