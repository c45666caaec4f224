"""Source documents, found by their sha256 whatever they are called."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from dpkit.files.digests import Digests
from dpkit.files.folder import Folder, open_plain, read_plain
from dpkit.model.errors import UnsafePathError


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files in which documents may stand: by digest, and the digests by file name."""

    paths: dict[str, Path]
    names: dict[str, str]
    texts: dict[str, int]  #: number of bytes, by digest, of the files that are UTF-8
    package: Path | None = None  #: a file below it may not be a link that leads out
    contents: Mapping[str, bytes] = field(default_factory=dict)  #: by digest, of files that are at hand

    def read(self, digest: str) -> bytes:
        """Return the bytes of the file that had this digest; errors as in `open_plain`."""
        if digest in self.contents:
            return self.contents[digest]
        path = self.paths[digest]
        return read_plain(path, _within(path, self.package))

    def absolute(self) -> "Shelf":
        """Return the shelf for a process that stands in another folder."""
        paths = {digest: path.absolute() for digest, path in self.paths.items()}
        return replace(self, paths=paths, package=self.package and self.package.absolute())

    def carried(self, digests: Iterable[str]) -> "Shelf":
        """Return the shelf with these files at hand; those that cannot be read are left where they are."""
        contents = {}
        for digest in digests:
            with suppress(OSError, UnsafePathError):
                contents[digest] = self.read(digest)
        return replace(self, contents=contents)


def find_documents(package: Path, own: Iterable[str], given: Iterable[Path], digests: Digests) -> Shelf:
    """Find the files in the package's own folders for documents (if they are there) and in the folders given.

    Args:
        package: its folder.
        own: names of folders in it.
        given: other folders.
        digests: of the files.
    """
    shelf = Shelf({}, {}, {}, package)
    for files in (*_own(package, own), *map(_files, given)):
        for path in sorted(files):
            if (found := _content(path, _within(path, package), digests)) is not None:
                digest, size = found
                shelf.paths.setdefault(digest, path)
                shelf.names.setdefault(path.name, digest)
                if size is not None:
                    shelf.texts[digest] = size
    return shelf


def _own(package: Path, names: Iterable[str]) -> Iterator[list[Path]]:
    """Yield the files of each folder in the package; no link leads out of it, not even one that was just put there."""
    with suppress(OSError), ExitStack() as stack:
        folder = Folder(package)
        stack.callback(folder.close)
        yield from ([package / path for path in folder.files(name)] for name in names)


def _files(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root) / name for name in names if not name.startswith("."))


def _within(path: Path, package: Path | None) -> Path | None:
    """Return the package if the file lies in it: links there are anybody's, those in other folders the user's."""
    return package if package is not None and lies_in(path, package) else None


def lies_in(path: Path, folder: Path) -> bool:
    """Tell whether a path leads into a folder, by its words; `folder/../other` leads out of it."""
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))


def _content(path: Path, within: Path | None, digests: Digests) -> tuple[str, int | None] | None:
    """Return the sha256 of a file and, if it is UTF-8, its size in bytes."""
    try:
        with open_plain(path, within) as fd:
            found, size = digests.of(fd), os.fstat(fd).st_size
    except (OSError, UnsafePathError):
        return None  # a file that cannot be read is a document that is not held
    return found.sha256, size if found.utf8 else None
