"""A package as a commit has it, and the records of its releases."""

import calendar
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from dpkit.api.session import Session, look_at
from dpkit.files.folder import Folder
from dpkit.files.git import commit_of, export, private_path, time_of
from dpkit.files.lock import hold
from dpkit.files.reach import Reach
from dpkit.files.temporary import temporary
from dpkit.load.package import read_package
from dpkit.load.release import read_release, record_path, recorded_versions
from dpkit.model.errors import DpkitError
from dpkit.model.finding import FaultLog
from dpkit.model.release import Release
from dpkit.model.semver import Version
from dpkit.model.show import plain, show
from dpkit.release.publication import WHAT

DATE = "%Y-%m-%dT%H:%M:%SZ"
EPOCH = "SOURCE_DATE_EPOCH"  #: https://reproducible-builds.org/specs/source-date-epoch/


@contextmanager
def exported(root: Path, descriptor: str, commit: str) -> Iterator[Path]:
    """Put the package in `root` on the disk as a commit has it, for as long as it is looked at.

    Raises:
        DpkitError: git does not have the commit, or the commit has no such package.
    """
    if commit_of(root, commit) != commit:
        raise DpkitError(f"git has no commit {show(commit)} here")
    with temporary() as folder:
        export(root, commit, Path(folder))
        if not os.path.isfile(os.path.join(folder, descriptor)):
            raise DpkitError(f"commit {commit} has no {plain(descriptor)} in {plain(str(root), 200)}")
        yield Path(folder)


@contextmanager
def committed(
    root: Path, descriptor: str, commit: str, documents: Sequence[Path] = ()
) -> Iterator[tuple[Path, Session]]:
    """Look at the package in `root` as a commit has it; its folders of documents are those of the working copy.

    Yields:
        The folder of the package, and the session.
    """
    with exported(root, descriptor, commit) as tree:
        with closing(Folder(tree)) as folder:
            own = read_package(Reach(folder), descriptor, FaultLog()).roles.documents
        held = [root / each for each in own if os.path.isdir(root / each)]
        with look_at(tree / descriptor, [*documents, *held]) as session:
            yield tree, session


def epoch(root: Path, commit: str) -> int:
    """Return the time that the files of a release bear: `SOURCE_DATE_EPOCH`, or when the commit was made.

    Raises:
        DpkitError: the variable is set to something else than seconds.
    """
    given = os.environ.get(EPOCH)
    if not given:
        return time_of(root, commit)
    if not (given.isascii() and given.isdigit() and len(given) <= 11):  # noqa: PLR2004 - until the year 5138
        raise DpkitError(f"{EPOCH} is {show(given)}, not a number of seconds since 1970")
    return int(given)


def date_of(seconds: int) -> str:
    """Return a time in seconds since 1970 as a release tells it, in UTC."""
    return time.strftime(DATE, time.gmtime(seconds))


def seconds_of(date: str) -> int:
    """Return the time that a release tells, in seconds since 1970.

    Raises:
        DpkitError: it is no such time.
    """
    try:
        return calendar.timegm(time.strptime(date, DATE))
    except ValueError as error:
        raise DpkitError(f"the record of the release gives the date {show(date)}, which is none") from error


def releasing(root: Path) -> AbstractContextManager[None]:
    """Be the only one who releases the package in `root`; a lock among git's own files sees to it.

    Raises:
        DpkitError: another process does (the message names it).
    """
    return hold(private_path(root, "dpkit-release.lock"), WHAT)


def recorded(root: Path) -> list[Version]:
    """Return the versions of which the package has a record, in their order."""
    with closing(Folder(root)) as folder:
        return recorded_versions(folder)


def record_of(root: Path, version: Version) -> Release:
    """Return the release that the package in `root` recorded under a version.

    Raises:
        DpkitError: the record is broken, or of another version than its name says.
    """
    with closing(Folder(root)) as folder:
        found = read_release(folder, record_path(version))
        found = replace(found, citations=tuple(found.citations))
    if found.version != str(version):
        raise DpkitError(f"{record_path(version)} records release {show(found.version)}")
    return found
