"""Records of releases, read: what they say is the package's own word, and they may be broken like any other file."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import BinaryIO, NoReturn

from dpkit.files.folder import Folder
from dpkit.files.zip_file import Content, of_bytes, of_file
from dpkit.load.json_text import JsonError, parse_object
from dpkit.load.node import Node
from dpkit.load.paths import LARGEST_JSON
from dpkit.model.descriptor import Properties
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.finding import FaultLog
from dpkit.model.release import RELEASE_FILE, RELEASES, Release, ReleasedCitation, ReleasedFile, ReleasedResource
from dpkit.model.semver import Version
from dpkit.model.show import plain

CITATIONS, END = b'  "citations": [\n', b"  ]\n"  #: the lines before and after the citations
LONGEST_LINE = 1 << 20
AT_ONCE = 1_000  #: lines that are parsed together, unless they are long
MISPLACED = "its citations do not stand last, each on a line of its own"
WIDTH = len(ReleasedCitation._fields)


def recorded_versions(folder: Folder) -> list[Version]:
    """Return the versions that the package has records of, in their order, whenever they were written."""
    names = [name.removesuffix(".json") for name in folder.names(RELEASES) if name.endswith(".json")]
    return sorted(version for name in names if (version := Version.parse(name)))


def record_path(version: Version) -> str:
    """Return where the record of a release stands in its package."""
    return f"{RELEASES}/{version}.json"


def last_record(folder: Folder) -> str | None:
    """Return the path of the record that a package came with, or else of its release of the highest version."""
    if RELEASE_FILE in folder.names("."):
        return RELEASE_FILE
    versions = recorded_versions(folder)
    return record_path(versions[-1]) if versions else None


def read_release(folder: Folder, path: str) -> Release:
    """Return the release of which the file `path` is a record; its citations are read from there when asked for.

    Args:
        folder: of the package; it must be open as long as the citations are asked for.
        path: below it.

    Raises:
        DpkitError: it cannot be read, or is no record as dpkit writes them.
    """
    try:
        return _read(of_file(folder, path), path)
    except OSError as error:
        raise DpkitError(f"{plain(path)} could not be read: {(error.strerror or 'error').lower()}") from error
    except UnsafePathError as error:
        raise DpkitError(f"{plain(path)} could not be read: {error}") from error


def parse_release(data: bytes, path: str) -> Release:
    """Return the release that `data` records; its citations are parsed when they are asked for.

    Args:
        data: as `report.release_json` writes it.
        path: what the file is called, for the message.

    Raises:
        DpkitError: it is no record, here or when the citations are read.
    """
    return _read(of_bytes(data), path)


def _read(content: Content, path: str) -> Release:
    with content() as file:
        head, listed = _head(file, path)
    try:
        value = parse_object(head + b'"citations": []}' if listed else head)
    except JsonError as error:
        _refuse(path, str(error))
    if value.get("citations"):
        _refuse(path, MISPLACED)
    log = FaultLog()
    release = _release(Node(value, "", log, path), _Citations(content, path) if listed else ())
    if log.kept:
        _refuse(path, f"{log.kept[0].details['place']}: {log.kept[0].details['problem']}")
    return release


def _head(file: BinaryIO, path: str) -> tuple[bytes, bool]:
    """Return what stands before the citations, and whether there are any; the file is then at the first of them."""
    head = bytearray()
    while line := file.readline(LARGEST_JSON):
        if line == CITATIONS:
            return bytes(head), True
        head += line
        if len(head) > LARGEST_JSON:
            _refuse(path, f"it has more than {LARGEST_JSON:,} bytes before its citations")
    return bytes(head), False


def _release(node: Node, citations: Iterable[ReleasedCitation]) -> Release:
    package, documents = node.object("package") or node, node.object("documents")
    if package is node:
        node.fault("package", "expected an object")
    return Release(
        dpkit=_text(node, "dpkit"),
        name=_text(package, "name"),
        version=_text(package, "version"),
        commit=_text(package, "commit"),
        date=_text(package, "date"),
        checks=tuple(node.texts("checks")),
        counts=_object(node, "counts"),
        resources=tuple(_resource(each) for each in node.objects("resources")),
        documents={name: _text(documents, name) for name in documents.value} if documents else {},
        difference=_object(node, "difference"),
        citations=citations,
        files=tuple(
            ReleasedFile(path=_text(each, "path"), sha256=_text(each, "sha256"), bytes=each.whole("bytes") or 0)
            for each in node.objects("files")
        ),
    )


def _resource(node: Node) -> ReleasedResource:
    return ReleasedResource(
        name=_text(node, "name"),
        path=_text(node, "path"),
        sha256=_text(node, "sha256"),
        bytes=node.whole("bytes") or 0,
        rows=None if node.value.get("rows") is None else node.whole("rows"),
    )


def _text(node: Node, name: str) -> str:
    if node.value.get(name) is None:
        node.fault(name, "it is missing")
        return ""
    return node.text(name) or ""


def _object(node: Node, name: str) -> Properties:
    found = node.object(name)
    if found is None:
        return {}
    try:
        json.dumps(found.value, allow_nan=False)
    except ValueError:  # 1e400 is JSON, but read as infinity, which is not
        node.fault(name, "it holds a number that is too large to be written again")
    return found.value


@dataclass(frozen=True, slots=True)
class _Citations:
    """The citations of a record: a million of them are a lot of text, and more as objects."""

    content: Content
    path: str

    def __iter__(self) -> Iterator[ReleasedCitation]:
        with self.content() as file:
            _head(file, self.path)
            lines = iter(partial(file.readline, LONGEST_LINE), END)
            while some := _some(lines):
                if not some[-1]:
                    _refuse(self.path, MISPLACED)
                yield from self._parsed(some)
            if file.read(3) != b"}\n":
                _refuse(self.path, MISPLACED)

    def _parsed(self, lines: list[bytes]) -> Iterator[ReleasedCitation]:
        try:
            rows = json.loads(b"[" + b"".join(lines).rstrip(b",\n") + b"]")
        except (ValueError, RecursionError):
            rows = [None]
        for row in rows:
            if not isinstance(row, list) or len(row) != WIDTH or {*map(type, row)} != {str}:
                _refuse(self.path, f"a citation is no array of {WIDTH} texts")
            yield ReleasedCitation._make(row)


def _some(lines: Iterator[bytes]) -> list[bytes]:
    """Return the next lines that are parsed together."""
    some, size = [], 0
    for line in islice(lines, AT_ONCE):
        some.append(line)
        size += len(line)
        if size >= LONGEST_LINE:
            break
    return some


def _refuse(path: str, problem: str) -> NoReturn:
    raise DpkitError(f"{plain(path)} is no record of a release: {problem}")
