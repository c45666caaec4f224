"""A zip archive that has the same bytes wherever and whenever it is written."""

import calendar
import hashlib
import io
import os
import stat
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from dpkit.files.folder import Folder
from dpkit.files.scan import CHUNK

Content = Callable[[], AbstractContextManager[BinaryIO]]  #: opens the bytes of an entry, as often as it is called

FIRST, LAST = 315_532_800, 4_354_819_198  #: 1980 to 2107, which is what a zip archive can date
MODE = stat.S_IFREG | 0o644
UNIX = 3
IN_MEMORY = 32 << 20  #: bytes of a copy, before it goes to the disk


def of_bytes(data: bytes) -> Content:
    """Return the content that `data` is."""
    return lambda: io.BytesIO(data)


def of_file(folder: Folder, relative: str) -> Content:
    """Return the content of a file below a folder; opening it raises what `Folder.open` does."""

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with folder.open(relative) as fd, os.fdopen(os.dup(fd), "rb") as file:
            yield file

    return opened


def digest(content: Content) -> tuple[str, int]:
    """Return sha256 and size of a content."""
    found, size = hashlib.sha256(), 0
    with content() as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
            size += len(chunk)
    return found.hexdigest(), size


def write_zip(file: IO[bytes], entries: Mapping[str, Content], epoch: int) -> None:
    """Write a zip archive: entries by name, stored as they are, with one time and one mode for all.

    Args:
        file: where to, opened for writing at its start; it can be sought in.
        entries: path with `/` -> content.
        epoch: the time of all entries, in seconds since 1970; a zip archive knows 1980 to 2107, by two seconds.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as zip_file:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, time.gmtime(min(max(epoch, FIRST), LAST))[:6])
            # what zipfile would take from the system that it runs on
            entry.create_system, entry.external_attr = UNIX, MODE << 16
            with entries[name]() as content, zip_file.open(entry, "w") as packed:
                while chunk := content.read(CHUNK):
                    packed.write(chunk)


def moment(entry: zipfile.ZipInfo) -> int:
    """Return the time of an entry, in seconds since 1970, as `write_zip` takes it."""
    return calendar.timegm((*entry.date_time, 0, 0, 0))


def of_zip(zip_file: zipfile.ZipFile) -> dict[str, Content]:
    """Return the contents of an archive's entries by name; opening or reading one raises what zipfile does."""

    def content(entry: zipfile.ZipInfo) -> Content:
        return lambda: cast("BinaryIO", zip_file.open(entry))

    return {entry.orig_filename: content(entry) for entry in zip_file.infolist()}


def is_canonical(zip_file: zipfile.ZipFile, path: Path) -> bool:
    """Return whether an archive has the very bytes that `write_zip` gives its entries.

    So nothing stands before, between or behind the entries, and no byte that a reader overlooks was changed.
    """
    entries = zip_file.infolist()
    times = {moment(entry) for entry in entries}
    stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
    if len(times) != 1 or not stored or len({entry.orig_filename for entry in entries}) != len(entries):
        return False
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file, path.open("rb") as given:
        write_zip(file, of_zip(zip_file), times.pop())
        file.seek(0)
        while chunk := given.read(CHUNK):
            if file.read(len(chunk)) != chunk:
                return False
        return not file.read(1)
