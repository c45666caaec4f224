"""Source documents, found by their sha256 whatever they are called."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dpkit.files.scan import CHUNK


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files in which documents may stand: by digest, and the digests by file name."""

    paths: dict[str, Path]
    names: dict[str, str]


def find_documents(package: Path, own: Iterable[str], given: Iterable[Path]) -> Shelf:
    """Hash the files in the package's own folders for documents (if they are there) and in the folders given."""
    folders: list[Path] = [package / name for name in own if _inside(package / name, package)]
    folders += given
    shelf = Shelf({}, {})
    for folder in folders:
        for path in sorted(_files(folder)):
            digest = _sha256(path)
            if digest:
                shelf.paths.setdefault(digest, path)
                shelf.names.setdefault(path.name, digest)
    return shelf


def _inside(folder: Path, package: Path) -> bool:
    return os.path.isdir(folder) and folder.resolve().is_relative_to(package.resolve())


def _files(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (path for name in names if not name.startswith(".") and os.path.isfile(path := Path(root) / name))


def _sha256(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None  # a file that cannot be read is a document that is not held
    return digest.hexdigest()
