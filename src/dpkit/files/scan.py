"""One pass over the bytes of a file: what is counted there is what a reader must account for."""

import codecs
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CHUNK = 1 << 18
LARGE = 1 << 26  #: bytes of a file from which on counting by numpy saves more than its import takes


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """The counts of one file."""

    size: int
    bom: bool
    lf: int
    cr: int
    crlf: int
    delimiters: int
    quotes: int
    nul: int
    ends_line: bool  #: whether the last byte ends a line
    bad_byte: int | None  #: offset of the first byte that is not UTF-8
    bad_line: int | None  #: its physical line, from 1
    hash: str | None

    @property
    def line_ends(self) -> int:
        """Number of line ends; CRLF is one."""
        return self.lf + self.cr - self.crlf

    @property
    def line_end(self) -> str | None:
        """The one kind of line end that the file uses, or None if it mixes them."""
        kinds = {"\r\n": self.crlf, "\n": self.lf - self.crlf, "\r": self.cr - self.crlf}
        used = [kind for kind, count in kinds.items() if count]
        return used[0] if len(used) == 1 else None if used else "\n"


def scan(fd: int, delimiter: bytes, quote: bytes, algorithm: str | None = None) -> Scan:
    """Count the bytes of an open file that matter to a reader of CSV.

    Args:
        fd: file descriptor; it is read from its start, its position is not moved.
        delimiter: as a single byte.
        quote: likewise, or nothing.
        algorithm: name of a hash of `hashlib`, if the file's digest is wanted.
    """
    marks = {"lf": b"\n", "cr": b"\r", "delimiters": delimiter, "quotes": quote, "nul": b"\0"}
    counts = dict.fromkeys((*marks, "crlf"), 0)
    digest = hashlib.new(algorithm) if algorithm else None
    utf8, bad, bad_line = codecs.getincrementaldecoder("utf-8")(), None, None
    size, bom, last, count = 0, False, b"", _counter(os.fstat(fd).st_size)
    for chunk in pieces(fd):
        if not size:
            bom = chunk.startswith(codecs.BOM_UTF8)
        if bad is None and (bad := _undecodable(utf8, chunk, size, final=False)) is not None:
            bad_line = counts["lf"] + chunk[: max(0, bad - size)].count(b"\n") + 1
        for name, mark in marks.items():
            if mark and mark in chunk:  # to see that there is none takes a third of counting none
                counts[name] += count(chunk, mark)
        if counts["cr"]:
            counts["crlf"] += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
        if digest:
            digest.update(chunk)
        size, last = size + len(chunk), chunk[-1:]
    if bad is None and (bad := _undecodable(utf8, b"", size, final=True)) is not None:
        bad_line = counts["lf"] + 1
    return Scan(
        size=size,
        bom=bom,
        **counts,
        ends_line=last in {b"\n", b"\r"},
        bad_byte=bad,
        bad_line=bad_line,
        hash=digest.hexdigest() if digest else None,
    )


def _counter(size: int) -> Callable[[bytes, bytes], int]:
    """Return what counts a mark in a piece of a file of so many bytes."""
    if size < LARGE:
        return bytes.count
    import numpy as np

    def count(piece: bytes, mark: bytes) -> int:
        if len(mark) > 1:
            return piece.count(mark)
        return int(np.count_nonzero(np.frombuffer(piece, np.uint8) == mark[0]))

    return count


def pieces(fd: int) -> Iterator[bytes]:
    """Yield the bytes of an open file from its start, `CHUNK` at a time; its position is not moved."""
    offset = 0
    while piece := os.pread(fd, CHUNK, offset):
        offset += len(piece)
        yield piece


def _undecodable(decoder: codecs.IncrementalDecoder, chunk: bytes, offset: int, *, final: bool) -> int | None:
    pending = len(decoder.getstate()[0])
    if not pending and chunk.isascii():
        return None
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        return offset - pending + error.start
    return None
