"""A CSV file made ready for a reader: one file, in UTF-8, its bytes counted. What is wrong becomes a fault."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dpkit.files.scan import CHUNK, Scan, pieces, scan
from dpkit.load.csv_parts import join
from dpkit.load.data_file import compare, expected_digest, suffices
from dpkit.load.encoding import Utf8File, as_utf8, write_all
from dpkit.load.long_delimiter import with_short_delimiter
from dpkit.load.origin import AS_IT_STANDS, Origin
from dpkit.load.rows import Untold
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import FaultLog

NOTHING = Untold()


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a table, as UTF-8: a file descriptor, a path under which it can be opened again, its counts."""

    fd: int
    path: str
    scan: Scan
    dialect: Dialect
    origin: Origin = AS_IT_STANDS
    untold: Untold = NOTHING
    ended_in_cr: bool = False  #: whether the last line did, before that was made LF
    damaged: bool = False  #: whether files are missing, or marks stand for bytes that are no text (`model.damage`)

    def text(self) -> io.TextIOWrapper:
        """Return the text from its start, line ends as they are, the BOM left out."""
        os.lseek(self.fd, 0, os.SEEK_SET)
        return io.TextIOWrapper(os.fdopen(os.dup(self.fd), "rb"), encoding="utf-8-sig", newline="")


def read_csv_files(
    files: list[tuple[str, int]],
    resource: Resource,
    staging: Path,
    log: FaultLog,
    stack: ExitStack,
    *,
    damaged: bool = False,
) -> CsvFile | None:
    """Bring the open files of a table to UTF-8, and several to one.

    Args:
        files: path and file descriptor of each that can be read.
        resource: the table; of a single file that is not packed, hash and byte count are compared.
        staging: folder for copies.
        log: takes what is wrong.
        stack: closes the copies.
        damaged: whether files with bytes that are no text are wanted, with marks for them.

    Returns:
        The file, or None where one cannot be read; why is in `log`.
    """
    whole = len(resource.paths) == 1 and not resource.compression  # otherwise, hash and byte count are compared by now
    algorithm = expected_digest(resource)[0] if whole else None
    found = list[tuple[str, Utf8File]]()
    for path, fd in files:
        counts = _scan(fd, resource.dialect, algorithm)
        if whole:
            compare(resource, counts.size, counts.hash, log, [fd])
        one = as_utf8(fd, replace(resource, paths=(path,)), counts, log, staging, stack, damaged=damaged)
        found += [(path, one)] if one else []
    if not suffices(found, resource, damaged=damaged):
        return None
    fds, dialect = with_short_delimiter([each.fd for _, each in found], resource.dialect, staging, stack)
    if len(resource.paths) > 1:
        parts = [(path, fd) for (path, _), fd in zip(found, fds, strict=True)]
        fd, origin = join(parts, replace(resource, dialect=dialect), staging, log, stack)
        file = csv_file(fd, dialect, staging, origin=origin)
    else:
        as_it_was = fds[0] == files[0][1]
        file = csv_file(fds[0], dialect, staging, counts if as_it_was else None)
    file = _with_line_feeds(file, staging, stack)
    return replace(file, damaged=len(found) < len(resource.paths) or any(each.damaged for _, each in found))


def _with_line_feeds(file: CsvFile, staging: Path, stack: ExitStack) -> CsvFile:
    """Return a file with line ends of CR, or of several kinds, as one whose lines end in LF, as the engine wants them.

    In a file with quotation marks, a line end may be part of a cell: it stays as it is.
    """
    counts, dialect = file.scan, file.dialect
    may_be_cells = counts.quotes or dialect.escape or dialect.comment or dialect.line_end
    if not counts.cr or counts.line_end == "\r\n" or may_be_cells:
        return file
    copy = os.open(staging / f"lf-{file.fd}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    stack.callback(os.close, copy)
    for piece in _line_feeds(file.fd):
        write_all(copy, piece)
    ended_in_cr = os.pread(file.fd, 1, counts.size - 1) == b"\r"
    counts = replace(counts, lf=counts.line_ends, cr=0, crlf=0, size=counts.size - counts.crlf)
    return replace(csv_file(copy, dialect, staging, counts, file.origin), ended_in_cr=ended_in_cr)


def _line_feeds(fd: int) -> Iterator[bytes]:
    """Yield the bytes of an open file with LF for each line end."""
    cut = b""
    for piece in pieces(fd):
        whole = cut + piece
        cut = b"\r" if whole.endswith(b"\r") else b""
        yield whole.removesuffix(cut).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    yield cut.replace(b"\r", b"\n")


def csv_file(
    fd: int, dialect: Dialect, staging: Path, counts: Scan | None = None, origin: Origin = AS_IT_STANDS
) -> CsvFile:
    """Return an open file of UTF-8, counted."""
    return CsvFile(fd, file_path(fd, staging), counts or _scan(fd, dialect), dialect, origin)


def _scan(fd: int, dialect: Dialect, algorithm: str | None = None) -> Scan:
    return scan(fd, dialect.delimiter.encode(), dialect.quote.encode(), algorithm)


def file_path(fd: int, staging: Path) -> str:
    """Return a path to the open file itself: nobody can put another file in its place."""
    if sys.platform == "linux":
        return f"/proc/self/fd/{fd}"
    copy, offset = staging / f"copy-{fd}", 0
    with copy.open("wb") as file:
        while chunk := os.pread(fd, CHUNK, offset):
            offset += len(chunk)
            file.write(chunk)
    return str(copy)
