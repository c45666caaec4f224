"""Digests of files, remembered as long as the system says that a file is what it was."""

import codecs
import hashlib
import json
import os
import time
from typing import NamedTuple

from dpkit.files.code_units import SAMPLE, encoding_by_units
from dpkit.files.scan import CHUNK

JUST_NOW = 2_000_000_000  #: nanoseconds; a clock may tick so seldom, and what changes within a tick shows no change


class Stamp(NamedTuple):
    """What tells one state of a file from another without reading it; times in nanoseconds."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


class Content(NamedTuple):
    """The sha256 of a file, and whether it is text in UTF-8."""

    sha256: str
    utf8: bool


class Digests:
    """The contents of files by their stamps.

    Args:
        text: what `text` of an earlier one returned.
    """

    def __init__(self, text: bytes | None = None) -> None:
        self._known = _parsed(text)
        self._seen: dict[Stamp, Content] = {}

    def of(self, fd: int) -> Content:
        """Return the content of an open file, which is read only if it is not known as it is.

        What changed just now is never remembered: a later change might have the same time.

        Raises:
            OSError: it cannot be read.
        """
        now, stamp = time.time_ns(), _stamp(fd)
        found = self._seen.get(stamp) or self._known.get(stamp) or _read(fd)
        if stamp == _stamp(fd) and max(stamp.modified, stamp.changed) < now - JUST_NOW:
            self._seen[stamp] = found
        return found

    @property
    def news(self) -> bool:
        """Whether there is something to remember, or to forget."""
        return self._seen != self._known

    @property
    def text(self) -> bytes:
        """What was asked for, to be remembered."""
        return json.dumps([[*stamp, *content] for stamp, content in self._seen.items()]).encode()


def _parsed(text: bytes | None) -> dict[Stamp, Content]:
    rows = json.loads(text) if text else []
    return {Stamp(*row[:5]): Content(*row[5:]) for row in rows}


def _stamp(fd: int) -> Stamp:
    found = os.fstat(fd)
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _read(fd: int) -> Content:
    digest, decoder, offset = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0
    utf8 = not encoding_by_units(os.pread(fd, SAMPLE, 0))
    while chunk := os.pread(fd, CHUNK, offset):
        digest.update(chunk)
        offset += len(chunk)
        utf8 = utf8 and _decodes(decoder, chunk)
    return Content(digest.hexdigest(), utf8 and _decodes(decoder, b"", final=True))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    if chunk.isascii() and not final and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
