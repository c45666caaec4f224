"""Source documents, found by their sha256 whatever they are called."""

import codecs
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
    texts: dict[str, int]  #: number of bytes, by digest, of the files that are UTF-8


def find_documents(package: Path, own: Iterable[str], given: Iterable[Path]) -> Shelf:
    """Hash the files in the package's own folders for documents (if they are there) and in the folders given."""
    folders: list[Path] = [package / name for name in own if _inside(package / name, package)]
    folders += given
    shelf = Shelf({}, {}, {})
    for folder in folders:
        for path in sorted(_files(folder)):
            if (found := _read(path)) is not None:
                digest, size = found
                shelf.paths.setdefault(digest, path)
                shelf.names.setdefault(path.name, digest)
                if size is not None:
                    shelf.texts[digest] = size
    return shelf


def _inside(folder: Path, package: Path) -> bool:
    return os.path.isdir(folder) and folder.resolve().is_relative_to(package.resolve())


def _files(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (path for name in names if not name.startswith(".") and os.path.isfile(path := Path(root) / name))


def _read(path: Path) -> tuple[str, int | None] | None:
    """Return the sha256 of a file and, if it is UTF-8, its size in bytes."""
    digest, utf8, size = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0
    sound = True
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                sound = sound and _decodes(utf8, chunk)
    except OSError:
        return None  # a file that cannot be read is a document that is not held
    return digest.hexdigest(), size if sound and _decodes(utf8, b"", final=True) else None


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
