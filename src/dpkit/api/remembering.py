"""Reports that are remembered by the content of all that they depend on."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dpkit.api.own_files import CHECKS, own_check_paths
from dpkit.api.recall import Recall
from dpkit.api.session import given_folders
from dpkit.files.cache import open_cache
from dpkit.files.digests import Digests
from dpkit.files.folder import Folder
from dpkit.files.program import program
from dpkit.files.reach import Reach, is_url
from dpkit.load.documents import find_documents
from dpkit.load.nearby import nearby
from dpkit.load.package import find_package, read_package
from dpkit.model.descriptor import Package
from dpkit.model.errors import DpkitError
from dpkit.model.finding import FaultLog
from dpkit.model.report import Report
from dpkit.report.remembered import as_remembered, to_remember
from dpkit.tables.answers import Answers
from dpkit.tables.recalling import NotLoadedError

NO_FILE = "none: "  #: before why there is no file
UNSURE = {"check-refused", "pattern-unjudged", "value-unjudged"}  #: they may come of a slow machine: not remembered
Made = tuple[Report, set[str]]  #: a report, and the files below the package's folder that were opened for it


def remembered(
    path: Path, documents: Sequence[Path], question: Sequence[object], make: Callable[[Digests, Recall | None], Made]
) -> Report:
    """Return the report that is remembered of the package as it is, else one that is made and remembered.

    Args:
        path: of the package.
        documents: folders in which source documents lie.
        question: what else the report depends on: texts, numbers and lists of them.
        make: makes the report, with the help of what is known of tables that have not changed.

    Raises:
        DpkitError: `make` raised it; nothing is remembered.
    """
    cache = open_cache()
    if cache is None:
        return make(Digests(), None)[0]
    place = os.path.realpath(path), *map(os.path.realpath, documents)
    drawer = _key("digests 1", *place)
    digests = Digests(cache.get(drawer))
    before = _state(path, documents, question, digests)
    if before is None:
        report = make(digests, None)[0]
    elif found := cache.get(before.key):
        report = as_remembered(found)
    else:
        answers = _key("answers 1", program(), question, *place)
        recall = Recall(Answers(cache.get(answers)), before.contents)
        report, opened = _made(make, digests, recall)
        # what was read is what the key stands for only if nothing changed meanwhile
        if opened <= {*before.contents} and _certain(report) and _state(path, documents, question, digests) == before:
            cache.put(before.key, to_remember(report))
            cache.put(answers, recall.answers.text)
    if digests.news:
        cache.put(drawer, digests.text)
    return report


def _made(make: Callable[[Digests, Recall | None], Made], digests: Digests, recall: Recall) -> Made:
    try:
        return make(digests, recall)
    except NotLoadedError:
        return make(digests, replace(recall, everything=True))


class State(NamedTuple):
    """What a report depends on."""

    key: str
    contents: dict[str, str]  #: of the files below the package's folder: their sha256, or why there is none


def _certain(report: Report) -> bool:
    return not report.unread and not UNSURE & report.counts.keys()


def _state(path: Path, documents: Sequence[Path], question: Sequence[object], digests: Digests) -> State | None:
    """Return the state of all that a report depends on; None where it cannot be told."""
    try:
        root, descriptor = find_package(path)
        with closing(Folder(root)) as folder:
            reach = Reach(folder)
            package = read_package(reach, descriptor, FaultLog(0))
            contents = {name: _content(folder, name, digests) for name in sorted(_files(folder, package))}
            meant = [nearby(reach, each) for each in _paths(package) if contents[each].startswith(NO_FILE)]
            contents |= {name: _content(folder, name, digests) for name in sorted(folder.opened - contents.keys())}
            shelf = _shelf(folder, package, documents, digests)
            return State(_key(program(), question, descriptor, contents, meant, shelf), contents)
    except (DpkitError, OSError):
        return None


def _files(folder: Folder, package: Package) -> Iterator[str]:
    """Yield the paths of the files on which the report on a package may depend."""
    from dpkit.load.release import last_record  # with what archives need: not for a run without the cache

    yield from folder.opened
    yield from _paths(package)
    yield from (CHECKS, *own_check_paths(folder), *package.roles.documents)  # of a folder, whether it leads out
    if record := last_record(folder):
        yield record


def _paths(package: Package) -> Iterator[str]:
    return (path for resource in package.resources for path in resource.paths if not is_url(path))


def _content(folder: Folder, name: str, digests: Digests) -> str:
    """Return the sha256 of a file, or why there is none."""
    try:
        with folder.open(name) as fd:
            return digests.of(fd).sha256
    except (DpkitError, OSError) as error:
        return f"{NO_FILE}{error}"


def _shelf(folder: Folder, package: Package, documents: Sequence[Path], digests: Digests) -> list[object]:
    if package.roles.sources is None:
        return []
    shelf = find_documents(folder.path, package.roles.documents, given_folders(documents), digests)
    return [[*shelf.paths], [*shelf.names.items()], [*shelf.texts.items()]]


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
