"""What goes into the archive of a release: the files that the package names, and nothing else of its folder."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dpkit.files.folder import Folder
from dpkit.files.zip_file import Content, digest, of_bytes, of_file
from dpkit.load.package import DESCRIPTOR
from dpkit.load.paths import unsafe
from dpkit.model.descriptor import Package, Resource
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.show import plain, show

LICENCES = ("LICENSE-DATA", "LICENSE")  #: the first that there is; a repository may have another for its code
CHANGELOG = "CHANGELOG.md"


def package_files(folder: Folder, package: Package, checks: Iterable[str]) -> dict[str, Content]:
    """Return the files of a package, and its descriptor with digest and size of its resources: path -> content.

    Args:
        folder: of the package.
        package: its descriptor, read.
        checks: paths of its own checks.

    Raises:
        DpkitError: a file is not there, leads out of the folder, or is no file that a release can hold.
    """
    data = [path for resource in package.resources for path in _paths(resource)]
    named = [*data, *_referenced(package), *checks, *_licences(folder, package)]
    if CHANGELOG in folder.names("."):
        named.append(CHANGELOG)
    found = {path: of_file(folder, path) for path in named}
    digests = {path: _digest(path, content) for path, content in found.items()}
    descriptor = json.dumps(described(package, digests), ensure_ascii=False, indent=2) + "\n"
    return found | {DESCRIPTOR: of_bytes(descriptor.encode())}


def described(package: Package, digests: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    """Return the descriptor with `bytes` and `hash` of each resource that is one file; all else is as it was."""
    return {**package.raw, "resources": [_described(each, digests) for each in package.resources]}


def _described(resource: Resource, digests: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    if len(paths := _paths(resource)) != 1:
        return dict(resource.raw)
    sha256, size = digests[paths[0]]
    return {**resource.raw, "bytes": size, "hash": f"sha256:{sha256}"}


def _paths(resource: Resource) -> list[str]:
    if not resource.paths and not resource.inline:
        raise DpkitError(f"resource {plain(resource.name)} has no file inside the package, and a release has no other")
    return [_plain_path(path) for path in resource.paths]


def _plain_path(path: str) -> str:
    """Return a path as it is listed: without `.` and empty parts, which some systems drop, too."""
    if problem := unsafe(path):
        raise DpkitError(f"{show(path)} cannot be released: {problem}")
    if (path := "/".join(part for part in path.split("/") if part not in {"", "."})) != plain(path, len(path)):
        raise DpkitError(f"{show(path)} cannot be released: it holds an invisible character")
    return path


def _referenced(package: Package) -> Iterator[str]:
    """Return the files that hold the schemas and dialects."""
    for resource in package.resources:
        yield from (
            _plain_path(each) for part in ("schema", "dialect") if isinstance(each := resource.raw.get(part), str)
        )


def _licences(folder: Folder, package: Package) -> Iterator[str]:
    there = folder.names(".")
    yield from [name for name in LICENCES if name in there][:1]
    for licence in package.raw.get("licenses") or ():
        path = licence.get("path") if isinstance(licence, dict) else None
        if isinstance(path, str) and unsafe(path) is None:
            yield _plain_path(path)


def _digest(path: str, content: Content) -> tuple[str, int]:
    try:
        return digest(content)
    except OSError as error:
        raise DpkitError(f"{show(path)} could not be read: {(error.strerror or 'error').lower()}") from error
    except UnsafePathError as error:
        raise DpkitError(f"{show(path)} could not be read: {error}") from error
