"""Rebuilding a release from its record: the same bytes, or a word on why not."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dpkit.api.building import build
from dpkit.api.commits import committed, record_of, releasing, seconds_of
from dpkit.load.package import find_package
from dpkit.load.release import record_path
from dpkit.model.errors import DpkitError
from dpkit.model.plan import Plan, Stage
from dpkit.model.release import RELEASES, Release, ReleasedFile
from dpkit.model.semver import Version
from dpkit.model.show import plain, show
from dpkit.model.version import VERSION
from dpkit.release.archive import stem
from dpkit.release.publication import alone, publish
from dpkit.report.release_json import release_json


def rebuild(path: Path, asked: str, dist: Path | None = None) -> Plan:
    """Build a release again, from the commit and the evidence that its record names; the documents are not needed.

    Args:
        path: the package's folder or descriptor, in a git repository that has the commit.
        asked: the version.
        dist: where it goes, as a folder of its own; by default the folder `dist` of the package.

    Returns:
        The release; refused, and nothing written, if the archive has other bytes than recorded. Companions of the
        archive that have other bytes are left out, and `notes` tell it.

    Raises:
        DpkitError: there is no such record, git does not have the commit, or something could not be written.
    """
    root, descriptor = find_package(path)
    version = Version.parse(asked)
    if version is None:
        raise DpkitError(f"{show(asked)} is no version of the form MAJOR.MINOR.PATCH")
    before = record_of(root, version)
    dist = dist or root / "dist"
    plan = Plan(
        stage=Stage.REBUILT,
        name=before.name,
        version=before.version,
        commit=before.commit,
        date=before.date,
        folder=str(dist / stem(before.name, before.version)),
        record=str(root / record_path(version)),
        files=before.files,
    )
    notes: list[str] = []
    with releasing(root), committed(root, descriptor, before.commit) as (tree, session):

        def built(folder: Path) -> Sequence[ReleasedFile]:
            files = build(session, tree, release_json(replace(before, files=())), seconds_of(before.date), folder)
            return _the_same(folder, files, before, notes)

        try:
            with alone(dist, root / RELEASES):
                files, _ = publish(built, Path(plan.folder))
        except OtherBytesError as error:
            return replace(plan, stage=Stage.REFUSED, reasons=(str(error),))
    return replace(plan, files=tuple(files), notes=tuple(notes))


class OtherBytesError(Exception):
    """The archive is not the one that was released; the message is one sentence."""


def _the_same(folder: Path, files: Sequence[ReleasedFile], before: Release, notes: list[str]) -> Sequence[ReleasedFile]:
    """Return the files that are as they were released; the others are removed, but the archive may not be one."""
    by = ""
    if before.dpkit != VERSION:
        released = plain(before.dpkit)
        by = f"; it was released by dpkit {released}, and this is {VERSION}: install dpkit {released} to rebuild it"
    for each in (each for each in files if each not in before.files):
        if each.path.endswith(".zip"):
            raise OtherBytesError(
                f"the archive that is built from commit {before.commit} has the sha256 {each.sha256}, "
                f"which is not the one of the record{by}"
            )
        (folder / each.path).unlink()
        notes.append(f"{plain(each.path)} is left out, since other versions of its library write other bytes")
    notes += [f"{plain(each.path)} was not built" for each in before.files if each.path not in {f.path for f in files}]
    return [each for each in files if each in before.files]
