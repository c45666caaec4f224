"""The difference of two packages, each a folder on the disk."""

import hashlib
import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from dpkit.api.editions import edition
from dpkit.api.session import FEW, engine_failures
from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.load.package import find_package, no_package, read_package
from dpkit.model.change import Difference
from dpkit.model.descriptor import Package, Resource
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.finding import FaultLog
from dpkit.model.show import plain
from dpkit.release.difference import Comparison, Content
from dpkit.release.text_table import TextTable, read_text, unread_text
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.source import open_table


def compare(old: str, new: str = ".", here: Path = Path(), first: int | None = 20) -> Difference:
    """Compare two editions of a package; see `dpkit.api.editions.edition`.

    Args:
        old: a path, the version of a recorded release, or a git revision.
        new: likewise.
        here: the package of which releases and revisions are meant.
        first: how many differences of each kind and table are kept; None keeps all. All are counted.

    Raises:
        DpkitError: one of them is no edition of a package, or cannot be read.
    """
    with edition(old, here) as before, edition(new, here) as after:
        found = difference(before, after, first)
    return replace(found, old=replace(found.old, told=old), new=replace(found.new, told=new))


def difference(old: Path, new: Path, first: int | None = 20) -> Difference:
    """Compare two packages: descriptors, schemas, rows, subjects.

    Args:
        old: folder or descriptor of the package before.
        new: folder or descriptor of the package now.
        first: how many differences of each kind and table are kept; None keeps all. All are counted.

    Raises:
        DpkitError: one of them is no package, or its descriptor cannot be read.
    """
    with ExitStack() as stack:
        engine = stack.enter_context(DuckEngine())
        stack.enter_context(engine_failures(engine))
        before, after = (_content(engine, each, stack) for each in (old, new))
        if sum(each.rows for content in (before, after) for each in content.tables.values()) < FEW:
            engine.use_one_thread()
        engine.lock()
        return Comparison(engine, before, after, first).difference()


def _content(engine: Engine, path: Path, stack: ExitStack) -> Content:
    root, descriptor = find_package(path)
    try:
        folder = Folder(root)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise DpkitError(f"{plain(str(root), 200)} could not be opened: {reason}") from error
    stack.callback(folder.close)
    log = FaultLog(1)
    reach = Reach(folder)
    package = read_package(reach, descriptor, log)
    if log.kept and not package.resources:
        raise no_package(root / descriptor)
    tables = {each.name: _table(engine, reach, package, each) for each in package.resources if each.tabular}
    unseen = [each for each in package.resources if each.name not in tables or tables[each.name].unread]
    return Content(package, tables, {each.name: _digest(folder, each) for each in unseen})


def _table(engine: Engine, reach: Reach, package: Package, resource: Resource) -> TextTable:
    if not (resource.paths or resource.inline):
        return unread_text(resource, "it has no path")
    log = FaultLog(1)
    with open_table(engine, reach, resource, log) as file:
        if file is not None:
            return read_text(engine, file, package, resource, log)
    return unread_text(
        resource, log.kept[0].details.get("problem", log.kept[0].check) if log.kept else "its file could not be read"
    )


def _digest(folder: Folder, resource: Resource) -> str:
    """Return a sha256 over all that the data of a resource are made of, and over how they are written down."""
    found = hashlib.sha256(repr((resource.raw.get("data"), resource.dialect, resource.encoding)).encode())
    for path in resource.paths:
        try:
            with folder.open(path) as fd, os.fdopen(os.dup(fd), "rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
        except (OSError, UnsafePathError) as error:
            found.update(type(error).__name__.encode())
    return found.hexdigest()
