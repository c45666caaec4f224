"""Unpacking an archive that anybody may have made: every entry is judged before the first byte is written."""

import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dpkit.files.scan import CHUNK
from dpkit.model.errors import ArchiveError, DpkitError
from dpkit.model.lookalikes import folded
from dpkit.model.show import plain, show

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
SMALL = 10_000_000  #: bytes; what unpacks to less is no bomb: sound tables of few values are packed 400 to 1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, UnicodeError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How much an archive may unpack to."""

    entries: int = 100_000
    size: int = 2 << 30  #: bytes, of all entries together
    ratio: int = 200  #: bytes unpacked for each byte packed
    name: int = 255  #: bytes of one part of a path
    path: int = 1024


DEFAULT = Limits()


def unpack(archive: Path, into: Path, limits: Limits = DEFAULT) -> None:
    """Unpack a zip archive into a folder.

    Args:
        archive: the file.
        into: a folder that is empty or does not exist; its parent does. After an error it is empty.
        limits: how much may come out.

    Raises:
        DpkitError: the archive is no zip, cut off or encrypted, holds a name that is not safe everywhere (absolute,
            with `..`, a drive, a backslash, a link, a device, one name twice or twice but for case or accents), or
            more than the limits; or it could not be read or written.
    """
    try:
        with opened(archive) as zip_file:
            judge(zip_file.infolist(), os.path.getsize(archive), limits)
            _extract_all(zip_file, into)
    except ArchiveError as error:
        raise DpkitError(f"{plain(str(archive), 200)}: {error}; nothing is unpacked") from error


@contextmanager
def opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive for reading.

    Raises:
        ArchiveError: it is no zip archive, or cut off.
        DpkitError: it cannot be read.
    """
    try:
        zip_file = zipfile.ZipFile(archive)
    except BROKEN as error:
        raise ArchiveError("it is no zip archive, or it is damaged or cut off") from error
    except OSError as error:
        raise _refused(archive, "read", error) from error
    with zip_file:
        yield zip_file


def judge(entries: Sequence[zipfile.ZipInfo], packed: int, limits: Limits = DEFAULT) -> None:
    """Look at what an archive says of its entries.

    Args:
        entries: all of them.
        packed: size of the archive in bytes.
        limits: how much may come out.

    Raises:
        ArchiveError: one of them is not to be unpacked.
    """
    if len(entries) > limits.entries:
        raise ArchiveError(f"it holds {len(entries):,} entries; at most {limits.entries:,} are unpacked")
    if (size := sum(entry.file_size for entry in entries)) > limits.size:
        raise ArchiveError(f"it would unpack to {size:,} bytes; at most {limits.size:,} are unpacked")
    if size > max(SMALL, limits.ratio * packed):
        rule = f"more than {SMALL:,}, and more than {limits.ratio} for each"
        raise ArchiveError(f"it would unpack {packed:,} bytes to {size:,}: {rule}")
    for entry in entries:
        if problem := next(chain(_name_problems(entry.orig_filename, limits), _kind_problems(entry, limits)), None):
            raise ArchiveError(f"entry {show(entry.orig_filename)} {problem}")
    _judge_clashes([entry.orig_filename for entry in entries])


def _name_problems(name: str, limits: Limits) -> Iterator[str]:
    parts = name.removesuffix("/").split("/")
    if name.startswith("/"):
        yield "is an absolute path"
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in name):
        yield "has a control character in its name"
    if "\\" in name or ":" in name:
        yield "has a backslash or a colon in its name, which lead elsewhere on other systems"
    if ".." in parts:
        yield "leads out of the folder"
    if "" in parts or "." in parts:
        yield "has an empty part in its path"
    if max(len(part.encode()) for part in parts) > limits.name or len(name.encode()) > limits.path:
        yield "has a name that is too long"


def _kind_problems(entry: zipfile.ZipInfo, limits: Limits) -> Iterator[str]:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        yield "is a link or a device"
    if (kind == stat.S_IFDIR) > entry.is_dir() or (entry.is_dir() and (entry.file_size or kind == stat.S_IFREG)):
        yield "is a folder by one of its marks and a file by another"
    if entry.header_offset < 0:
        yield "stands before the start of the file, which is cut off"
    if entry.flag_bits & ENCRYPTED:
        yield "is encrypted"
    if entry.compress_type not in METHODS:
        yield "is packed by a method that dpkit does not unpack"
    if entry.compress_type == zipfile.ZIP_STORED and entry.compress_size != entry.file_size:
        yield "has two sizes"
    if entry.file_size > max(SMALL, limits.ratio * entry.compress_size):
        yield f"would unpack to more than {limits.ratio} times its size, and to more than {SMALL:,} bytes"


def _judge_clashes(names: Sequence[str]) -> None:
    """Refuse paths that some system takes for the same, and a file where another entry needs a folder."""
    known: dict[str, str] = {}
    files: set[str] = set()
    listed: set[str] = set()
    for name in sorted(names, key=lambda each: each.count("/")):
        steps = name.removesuffix("/").split("/")
        for depth in range(1, len(steps) + 1):
            path = "/".join(steps[:depth])
            key = folded(path)
            if (other := known.setdefault(key, path)) != path or key in files:
                raise ArchiveError(f"entries {show(other)} and {show(name)} clash")
        if name in listed:
            raise ArchiveError(f"entry {show(name)} stands there twice")
        listed.add(name)
        if not name.endswith("/"):
            files.add(key)


def _extract_all(zip_file: zipfile.ZipFile, into: Path) -> None:
    try:
        into.mkdir(exist_ok=True)
        if any(into.iterdir()):
            raise DpkitError(f"{plain(str(into), 200)} is not empty, and nothing is unpacked into it")
    except OSError as error:
        raise _refused(into, "written", error) from error
    try:
        for entry in zip_file.infolist():
            _extract(zip_file, entry, into)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir(exist_ok=True)
        raise


def _extract(zip_file: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> None:
    path = into / entry.orig_filename
    try:
        (path if entry.is_dir() else path.parent).mkdir(parents=True, exist_ok=True)
        if entry.is_dir():
            return
        with zip_file.open(entry) as packed, path.open("xb") as file:
            shutil.copyfileobj(packed, file, CHUNK)
            if file.tell() != entry.file_size:
                raise ArchiveError(f"entry {show(entry.orig_filename)} is cut off")
    except BROKEN as error:
        raise ArchiveError(f"entry {show(entry.orig_filename)} is damaged or cut off") from error
    except OSError as error:
        raise _refused(path, "written", error) from error


def _refused(path: Path, done: str, error: OSError) -> DpkitError:
    return DpkitError(f"{plain(str(path), 200)} could not be {done}: {(error.strerror or 'error').lower()}")
