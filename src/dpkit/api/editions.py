"""Editions of a package: a folder, an archive, a recorded release, a git revision; each as a folder on the disk."""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dpkit.files.folder import Folder
from dpkit.files.git import commit_of, export
from dpkit.files.temporary import temporary
from dpkit.files.unpack import unpack
from dpkit.load.package import DESCRIPTOR, find_package
from dpkit.load.release import read_release, record_path, recorded_versions
from dpkit.model.errors import DpkitError
from dpkit.model.semver import Version
from dpkit.model.show import plain, show

COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


@contextmanager
def edition(spec: str, here: Path) -> Iterator[Path]:
    """Put an edition of a package on the disk, for as long as it is looked at.

    What `spec` means is decided in this order: a path that exists (a folder, a descriptor, an archive); a version that
    the package `here` has a record of (`releases/1.0.0.json`), whose commit is taken; a revision of the git repository
    around it. So a folder goes before a tag of its name, which then is `refs/tags/NAME`.

    Args:
        spec: as the user wrote it.
        here: the package, or a folder in it, of which releases and revisions are meant.

    Yields:
        Its folder, or its descriptor where that has a name of its own.

    Raises:
        DpkitError: there is no such edition, or it could not be read.
    """
    if "\0" in spec:
        raise _unknown(spec)
    if os.path.lexists(spec):
        with _at(Path(spec)) as found:
            yield found
        return
    root, descriptor = _package(spec, here)
    commit = _recorded(root, spec) or _commit(root, spec)
    with temporary() as folder:
        export(root, commit, Path(folder))
        if not os.path.isfile(os.path.join(folder, descriptor)):
            raise DpkitError(f"{show(spec, 200)} has no {plain(descriptor)} in {plain(str(root), 200)}")
        yield Path(folder, descriptor)


def _commit(root: Path, spec: str) -> str:
    try:
        commit = commit_of(root, spec)
    except DpkitError as error:
        raise DpkitError(f"{show(spec, 200)} is no path and no recorded release, and {error}") from error
    if commit is None:
        raise _unknown(spec)
    return commit


def _unknown(spec: str) -> DpkitError:
    return DpkitError(f"{show(spec, 200)} is no path, no recorded release and no revision in git")


@contextmanager
def _at(path: Path) -> Iterator[Path]:
    if os.path.isdir(path) or path.suffix.lower() != ".zip":
        yield path
        return
    with temporary() as folder:
        unpack(path, Path(folder))
        yield _top(Path(folder), path)


def _top(folder: Path, archive: Path) -> Path:
    """Return the folder of the package in an archive: its top, or the only folder there."""
    names = os.listdir(folder)
    for found in [folder, *(folder / each for each in names if len(names) == 1)]:
        if os.path.isfile(found / DESCRIPTOR):
            return found
    raise DpkitError(f"there is no {DESCRIPTOR} in {plain(str(archive), 200)}")


def _package(spec: str, here: Path) -> tuple[Path, str]:
    try:
        return find_package(here)
    except DpkitError as error:
        told = f"{show(spec, 200)} is no path, and there is no package here of which it could be a revision"
        raise DpkitError(f"{told}; run this in its folder") from error


def _recorded(root: Path, spec: str) -> str | None:
    """Return the commit of the release that is recorded under this version, if one is."""
    version = Version.parse(spec)
    with closing(Folder(root)) as folder:
        if version is None or version not in recorded_versions(folder):
            return None
        release = read_release(folder, record_path(version))
    if not COMMIT.fullmatch(release.commit):
        raise DpkitError(f"{record_path(version)} names no commit: {show(release.commit)}")
    if (commit := commit_of(root, release.commit)) is None:
        raise DpkitError(f"{record_path(version)} names the commit {release.commit}, which git does not have here")
    return commit
