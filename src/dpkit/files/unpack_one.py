"""Unpacking the one file that a resource is: gzip, or an entry of a zip archive. Bounded, and judged beforehand."""

import gzip
import os
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from dpkit.files.scan import CHUNK
from dpkit.files.unpack import BROKEN, DEFAULT, SMALL, judge
from dpkit.model.errors import DpkitError
from dpkit.model.show import first_of, listing, show

FEW = 3  #: names of files that are told
GZIP, ZIP = b"\x1f\x8b", b"PK"  #: how they begin


def unpack_one(fd: int, kind: str, member: str | None, out: Path) -> int:
    """Unpack an open file into a new one and return that, open for reading.

    Args:
        fd: the packed file.
        kind: `gz` or `zip`.
        member: path of the entry in a zip archive; None takes the only one.
        out: does not exist.

    Raises:
        DpkitError: it is no such file, damaged, cut off or encrypted, would unpack to more than 2 GiB, or to more than
            both 10 MB and 200 times its size, or the entry is not there.
    """
    unpacked = os.open(out, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(os.dup(fd), "rb") as packed, os.fdopen(os.dup(unpacked), "wb") as file:
            packed.seek(0)
            if kind == "zip":
                _unzip(packed, member, file)
            else:
                _gunzip(packed, file)
    except (*BROKEN, gzip.BadGzipFile) as error:
        os.close(unpacked)
        raise DpkitError(_broken(fd, kind)) from error
    except BaseException:
        os.close(unpacked)
        raise
    return unpacked


def _unzip(packed: BinaryIO, member: str | None, file: BinaryIO) -> None:
    with zipfile.ZipFile(packed) as archive:
        judge(archive.infolist(), os.fstat(packed.fileno()).st_size)
        entry = _member(archive.infolist(), member)
        with archive.open(entry) as inner:
            shutil.copyfileobj(inner, file, CHUNK)
        if file.tell() != entry.file_size:
            raise DpkitError("it is damaged or cut off")


def _broken(fd: int, kind: str) -> str:
    """Return what is wrong with what could not be unpacked: it does not even begin like one, or it is damaged."""
    start = os.pread(fd, 2, 0)
    if kind == "zip":
        return "it is damaged or cut off" if start == ZIP else "it is no zip archive"
    return "it is damaged or cut off" if start == GZIP else "it is no gzip file"


def _gunzip(packed: BinaryIO, file: BinaryIO) -> None:
    size, given = 0, os.fstat(packed.fileno()).st_size
    most = min(DEFAULT.size, max(SMALL, DEFAULT.ratio * given))
    if given and os.pread(packed.fileno(), 2, 0) != GZIP:
        raise gzip.BadGzipFile
    if given and _declared(packed.fileno(), given) > most:
        _look_through(packed, given, most)  # before anything of it is written
    with gzip.GzipFile(fileobj=packed) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise _too_large(given, most)
            file.write(chunk)


def _look_through(packed: BinaryIO, given: int, most: int) -> None:
    """Refuse what really unpacks to too much: the last bytes of a file that is cut off may say that of any file."""
    size = 0
    with gzip.GzipFile(fileobj=packed) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most or size > max(SMALL, DEFAULT.ratio * packed.tell()):
                raise _too_large(given, most)
    packed.seek(0)


def _declared(fd: int, given: int) -> int:
    """Return how many bytes its last part says to unpack to, modulo 4 GiB (RFC 1952): all parts have no fewer."""
    return int.from_bytes(os.pread(fd, 4, max(0, given - 4)), "little")


def _too_large(given: int, most: int) -> DpkitError:
    rule = "" if most == DEFAULT.size else f", and to more than {DEFAULT.ratio} for each"
    return DpkitError(f"it would unpack {given:,} bytes to more than {most:,}{rule}")


def _member(entries: Sequence[zipfile.ZipInfo], member: str | None) -> zipfile.ZipInfo:
    files = [entry for entry in entries if not entry.is_dir() and not _of_the_system(entry.filename)]
    found = [entry for entry in files if member in (None, entry.filename)]
    if len(found) == 1:
        return found[0]
    names = listing(first_of([show(entry.filename, 40) for entry in files], FEW))
    if member is not None and not found:
        raise DpkitError(f"it holds no file {show(member)}, but {names or 'none'}")
    aside = f" ({names})" if files else ""
    raise DpkitError(f"it holds {len(found):,} files{aside}, expected one (or its name as `innerpath`)")


def _of_the_system(name: str) -> bool:
    """Tell whether an entry is one that the archiver of macOS adds."""
    return name.startswith("__MACOSX/") or name.endswith(".DS_Store")
