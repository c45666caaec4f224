"""Reports that are remembered by the content of all that they depend on."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from dpkit.api.session import given_folders, own_check_paths
from dpkit.files.cache import Cache, open_cache
from dpkit.files.digests import Digests
from dpkit.files.folder import Folder
from dpkit.files.program import program
from dpkit.files.reach import Reach, is_url
from dpkit.load.documents import find_documents
from dpkit.load.package import find_package, read_package
from dpkit.load.release import last_record
from dpkit.model.descriptor import Package
from dpkit.model.errors import DpkitError
from dpkit.model.finding import FaultLog
from dpkit.model.report import Report
from dpkit.report.remembered import as_remembered, to_remember

UNSURE = {"check-refused", "pattern-unjudged"}  #: their findings may come of a slow machine: they are not remembered
Made = tuple[Report, set[str]]  #: a report, and the files below the package's folder that were opened for it


def remembered(
    path: Path, documents: Sequence[Path], question: Sequence[object], make: Callable[[Digests], Made]
) -> Report:
    """Return the report that is remembered of the package as it is, else one that is made and remembered.

    Args:
        path: of the package.
        documents: folders in which source documents lie.
        question: what else the report depends on: texts, numbers and lists of them.
        make: makes the report.

    Raises:
        DpkitError: `make` raised it; nothing is remembered.
    """
    cache = open_cache()
    if cache is None:
        return make(Digests())[0]
    drawer = _key("digests 1", os.path.realpath(path), *map(os.path.realpath, documents))
    digests = Digests(cache.get(drawer))
    report = _report(cache, lambda: _state(path, documents, question, digests), lambda: make(digests))
    if digests.news:
        cache.put(drawer, digests.text)
    return report


State = tuple[str, set[str]]  #: the key of a report, and the files below the package's folder that it depends on


def _report(cache: Cache, state: Callable[[], State | None], make: Callable[[], Made]) -> Report:
    before = state()
    if before and (found := cache.get(before[0])):
        return as_remembered(found)
    report, opened = make()
    # what was read is what the key stands for only if nothing changed meanwhile
    if before and opened <= before[1] and _certain(report) and state() == before:
        cache.put(before[0], to_remember(report))
    return report


def _certain(report: Report) -> bool:
    return not UNSURE & report.counts.keys() and not any(
        "could not be judged" in each.reason for each in report.skipped
    )


def _state(path: Path, documents: Sequence[Path], question: Sequence[object], digests: Digests) -> State | None:
    """Return the state of all that a report depends on; None where it cannot be told."""
    try:
        root, descriptor = find_package(path)
        with closing(Folder(root)) as folder:
            package = read_package(Reach(folder), descriptor, FaultLog(0))
            files = {name: _content(folder, name, digests) for name in sorted(_files(folder, package))}
            shelf = _shelf(folder, package, documents, digests)
            return _key(program(), question, descriptor, files, shelf), {*files}
    except (DpkitError, OSError):
        return None


def _files(folder: Folder, package: Package) -> Iterator[str]:
    """Yield the paths of the files on which the report on a package may depend."""
    yield from folder.opened
    yield from (path for resource in package.resources for path in resource.paths if not is_url(path))
    yield from own_check_paths(folder)
    if record := last_record(folder):
        yield record


def _content(folder: Folder, name: str, digests: Digests) -> str:
    """Return the sha256 of a file, or why there is none."""
    try:
        with folder.open(name) as fd:
            return digests.of(fd).sha256
    except (DpkitError, OSError) as error:
        return str(error)


def _shelf(folder: Folder, package: Package, documents: Sequence[Path], digests: Digests) -> list[object]:
    if package.roles.sources is None:
        return []
    shelf = find_documents(folder.path, package.roles.documents, given_folders(documents), digests)
    return [[*shelf.paths], [*shelf.names.items()], [*shelf.texts.items()]]


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
