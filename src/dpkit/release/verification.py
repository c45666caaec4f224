"""Whether the files of a release are those that were made: its sums, its descriptors and its own record agree."""

import os
import zipfile
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.files.unpack import BROKEN, judge
from dpkit.files.zip_file import Content, digest, is_canonical
from dpkit.load.json_text import JsonError, parse_object
from dpkit.load.package import DESCRIPTOR
from dpkit.load.paths import LARGEST_JSON
from dpkit.load.release import parse_release
from dpkit.model.errors import DpkitError
from dpkit.model.release import RELEASE_FILE, Release
from dpkit.model.show import plain, show
from dpkit.model.verification import Problem
from dpkit.release.sums import SUMS, read_sums

RESOLVED = f"resolved/{DESCRIPTOR}"
LARGEST = {SUMS: LARGEST_JSON, DESCRIPTOR: LARGEST_JSON, RESOLVED: LARGEST_JSON, RELEASE_FILE: 1 << 30}
UNREADABLE = (*BROKEN, OSError, DpkitError)

Digests = Mapping[str, tuple[str, int] | str]  #: path -> sha256 and size, or why it could not be read


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a release: their contents, and what each is."""

    contents: Mapping[str, Content]
    digests: Digests

    @classmethod
    def of(cls, contents: Mapping[str, Content]) -> "Files":
        """Read all files once."""
        found = {name: _digest(content) for name, content in contents.items()}
        for name, most in LARGEST.items():
            if isinstance(size := found.get(name), tuple) and size[1] > most:
                found[name] = f"it has more than the {most:,} bytes that are read of it"
        return cls(contents, found)

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; None if it is not there or cannot be read, which `verify_files` tells."""
        if name not in self.contents or isinstance(self.digests[name], str):
            return None
        with self.contents[name]() as file:
            return file.read()


def verify_container(zip_file: zipfile.ZipFile, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with an archive as a file.

    Raises:
        DpkitError: it holds what is not to be unpacked.
    """
    judge(zip_file.infolist(), os.path.getsize(path))
    try:
        canonical = is_canonical(zip_file, path)
    except BROKEN:
        yield Problem(file=path.name, problem="it is damaged")
    else:
        if not canonical:
            yield Problem(
                file=path.name, problem="it is not written as dpkit writes an archive: bytes were added or changed"
            )


def verify_files(files: Files) -> Iterator[Problem]:
    """Yield what does not fit between the files of a release, their sums, the descriptors and `release.json`."""
    described = yield from verify_content(files)
    yield from _release(files, described)


def verify_content(files: Files) -> Generator[Problem, None, dict[str, Any]]:
    """Yield what does not fit between the files, their sums and the descriptors, and return the descriptor."""
    for name, found in files.digests.items():
        if isinstance(found, str):
            yield Problem(file=name, problem=found)
    yield from _sums(files)
    described = yield from _descriptor(files, DESCRIPTOR)
    if RESOLVED in files.contents:
        yield from _descriptor(files, RESOLVED)
    return described


def read_release_file(files: Files) -> Release | None:
    """Return what a release says of itself, or None where it says nothing that can be read."""
    data = files.read(RELEASE_FILE)
    try:
        return None if data is None else _parsed(data)
    except DpkitError:
        return None


def _parsed(data: bytes) -> Release:
    release = parse_release(data, RELEASE_FILE)
    for _ in release.citations:  # they are parsed as they are asked for
        pass
    return release


def _digest(content: Content) -> tuple[str, int] | str:
    try:
        return digest(content)
    except UNREADABLE:
        return "it is damaged, or could not be read"


def _sums(files: Files) -> Iterator[Problem]:
    data = files.read(SUMS)
    if data is None:
        if SUMS not in files.contents:
            yield Problem(file=SUMS, problem="it is missing")
        return
    listed, problems = read_sums(data)
    yield from (Problem(file=SUMS, problem=each) for each in problems)
    for name in sorted(listed.keys() | files.contents.keys()):
        found = files.digests.get(name)
        if found is None:
            yield Problem(file=name, problem=f"it is missing, though {SUMS} lists it")
        elif name == SUMS:
            if SUMS in listed:
                yield Problem(file=SUMS, problem="it lists itself")
        elif name not in listed:
            yield Problem(file=name, problem=f"it does not belong there: {SUMS} does not list it")
        elif not isinstance(found, str) and found[0] != listed[name]:
            yield Problem(
                file=name, problem=f"it was changed: its sha256 is {found[0]}, and {SUMS} says {listed[name]}"
            )


def _descriptor(files: Files, name: str) -> Generator[Problem, None, dict[str, Any]]:
    data = files.read(name)
    if data is None:
        if name not in files.contents:
            yield Problem(file=name, problem="it is missing")
        return {}
    try:
        value = parse_object(data)
    except JsonError as error:
        yield Problem(file=name, problem=str(error))
        return {}
    resources = value.get("resources")
    for each in resources if isinstance(resources, list) else []:
        yield from _resource(files, name, each)
    return value


def _resource(files: Files, descriptor: str, resource: object) -> Iterator[Problem]:
    paths = _paths(resource)
    if not isinstance(resource, dict) or (not paths and "data" not in resource):
        yield Problem(file=descriptor, problem="a resource has no path")
        return
    for place in (within(descriptor, path) for path in paths):
        found = files.digests.get(place)
        if found is None:
            yield Problem(file=place, problem=f"it is missing, though {descriptor} names it")
        elif not isinstance(found, str) and len(paths) == 1:
            yield from _described(place, found, descriptor, resource)


def _described(place: str, found: tuple[str, int], descriptor: str, resource: dict[str, Any]) -> Iterator[Problem]:
    for part, is_now in (("hash", f"sha256:{found[0]}"), ("bytes", found[1])):
        was = resource.get(part)
        if was != is_now or isinstance(was, bool):
            yield Problem(file=place, problem=f"{descriptor} gives its {part} as {show(str(was))}; it is {is_now}")


def _paths(resource: object) -> list[str]:
    """Return the paths of a resource as the descriptor writes them."""
    path = resource.get("path") if isinstance(resource, dict) else None
    return [each for each in (path if isinstance(path, list) else [path]) if isinstance(each, str)]


def within(descriptor: str, path: str) -> str:
    """Return a path of a descriptor as the archive has it."""
    folder = descriptor.rpartition("/")[0]
    return "/".join(part for part in (*folder.split("/"), *path.split("/")) if part not in {"", "."})


def _release(files: Files, described: Mapping[str, Any]) -> Iterator[Problem]:
    data = files.read(RELEASE_FILE)
    if data is None:
        if RELEASE_FILE not in files.contents:
            yield Problem(file=RELEASE_FILE, problem="it is missing")
        return
    try:
        release = _parsed(data)
    except DpkitError as error:
        yield Problem(file=RELEASE_FILE, problem=str(error))
        return
    for part, said in (("name", release.name), ("version", release.version)):
        if described and described.get(part) != said:
            there = show(str(described.get(part)))
            yield Problem(file=RELEASE_FILE, problem=f"its {part} is {show(said)}, and that of {DESCRIPTOR} is {there}")
    resources = described.get("resources")
    named = [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []
    yield from _released(files, release, {str(each.get("name")): paths[0] for each in named if (paths := _paths(each))})


def _released(files: Files, release: Release, named: Mapping[str, str]) -> Iterator[Problem]:
    released = {each.name: each for each in release.resources}
    for name in sorted(released.keys() ^ named.keys()) if named else []:
        where, other = (RELEASE_FILE, DESCRIPTOR) if name in released else (DESCRIPTOR, RELEASE_FILE)
        yield Problem(
            file=RELEASE_FILE, problem=f"{where} has a resource {show(name)}, and {other} has none of that name"
        )
    for name, each in released.items():
        found = files.digests.get(within(DESCRIPTOR, each.path))
        if name in named and each.path != named[name]:
            yield Problem(file=RELEASE_FILE, problem=f"it gives resource {show(name)} the path {show(each.path)}")
        elif isinstance(found, tuple) and found != (each.sha256, each.bytes):
            said = f"{RELEASE_FILE} gives it {each.bytes:,} bytes and the sha256 {plain(each.sha256)}"
            yield Problem(file=within(DESCRIPTOR, each.path), problem=f"{said}; it has others")
