"""A CSV file made ready for a reader: one file, in UTF-8, its bytes counted. What is wrong becomes a fault."""

import codecs
import io
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dpkit.files.code_units import SAMPLE, encoding_by_units
from dpkit.files.scan import CHUNK, Scan, pieces, scan
from dpkit.load.csv_parts import join
from dpkit.load.data_file import compare, expected_digest
from dpkit.load.long_delimiter import with_short_delimiter
from dpkit.load.origin import AS_IT_STANDS, Origin
from dpkit.load.rows import Untold
from dpkit.load.suspected import suspected
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

NOTHING = Untold()
CODECS = {  #: names of IANA that Python does not know
    "windows-31j": "cp932", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6", "iso-8859-6-e": "iso8859-6",
}  # fmt: skip
NO_CHARSETS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}  #: Python's own
UTF8 = {"utf-8", "utf8", "utf-8-sig", "utf_8"}


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a table, as UTF-8: a file descriptor, a path under which it can be opened again, its counts."""

    fd: int
    path: str
    scan: Scan
    dialect: Dialect
    origin: Origin = AS_IT_STANDS
    untold: Untold = NOTHING

    def text(self) -> io.TextIOWrapper:
        """Return the text from its start, line ends as they are, the BOM left out."""
        os.lseek(self.fd, 0, os.SEEK_SET)
        return io.TextIOWrapper(os.fdopen(os.dup(self.fd), "rb"), encoding="utf-8-sig", newline="")


def read_csv_files(
    files: list[tuple[str, int]], resource: Resource, staging: Path, log: FaultLog, stack: ExitStack
) -> CsvFile | None:
    """Bring the open files of a table to UTF-8, and several to one.

    Args:
        files: path and file descriptor of each.
        resource: the table; of a single file that is not packed, hash and byte count are compared.
        staging: folder for copies.
        log: takes what is wrong.
        stack: closes the copies.

    Returns:
        The file, or None where one cannot be read; why is in `log`.
    """
    whole = len(files) == 1 and not resource.compression  # otherwise, hash and byte count are compared by now
    algorithm = expected_digest(resource)[0] if whole else None
    found = []
    for path, fd in files:
        counts = _scan(fd, resource.dialect, algorithm)
        if whole:
            compare(resource, counts.size, counts.hash, log, [fd])
        copy = _utf8(fd, replace(resource, paths=(path,)), counts, log, staging, stack)
        if copy is None:
            return None
        found.append((copy, counts if copy == fd else None))
    fds, dialect = with_short_delimiter([fd for fd, _ in found], resource.dialect, staging, stack)
    if len(fds) > 1:
        paths = [path for path, _ in files]
        joined = replace(resource, dialect=dialect)
        fd, origin = join(list(zip(paths, fds, strict=True)), joined, staging, log, stack)
        return csv_file(fd, dialect, staging, origin=origin)
    file = csv_file(fds[0], dialect, staging, counts=found[0][1] if fds[0] == found[0][0] else None)
    return _with_line_feeds(file, staging, stack)


def _with_line_feeds(file: CsvFile, staging: Path, stack: ExitStack) -> CsvFile:
    """Return a file whose rows end in CR, and hold none, as one whose lines end in LF, as the engine wants them."""
    counts, dialect = file.scan, file.dialect
    if counts.line_end != "\r" or counts.quotes or dialect.escape or dialect.comment or dialect.line_end:
        return file
    copy = os.open(staging / f"lf-{file.fd}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    stack.callback(os.close, copy)
    for piece in pieces(file.fd):
        _write_all(copy, piece.replace(b"\r", b"\n"))
    return csv_file(copy, dialect, staging, replace(counts, lf=counts.cr, cr=0), file.origin)


def csv_file(
    fd: int, dialect: Dialect, staging: Path, counts: Scan | None = None, origin: Origin = AS_IT_STANDS
) -> CsvFile:
    """Return an open file of UTF-8, counted."""
    return CsvFile(fd, file_path(fd, staging), counts or _scan(fd, dialect), dialect, origin)


def _scan(fd: int, dialect: Dialect, algorithm: str | None = None) -> Scan:
    return scan(fd, dialect.delimiter.encode(), dialect.quote.encode(), algorithm)


def _utf8(fd: int, resource: Resource, found: Scan, log: FaultLog, staging: Path, stack: ExitStack) -> int | None:
    name = CODECS.get(resource.encoding.lower(), resource.encoding.lower())
    if name in UTF8:
        if not (problem := _no_utf8(fd, found, resource.paths[0])):
            return fd
        _encoding_fault(log, resource, problem, found.bad_line or 1)
        return None
    if not decodes(name):
        _encoding_fault(log, resource, f"the encoding {show(resource.encoding)} is not known", None)
        return None
    copy = os.open(staging / f"utf8-{fd}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    stack.callback(os.close, copy)
    return _transcode(fd, copy, name, resource, log, "; it is UTF-8" if found.bad_byte is None else "")


def _no_utf8(fd: int, found: Scan, path: str) -> str:
    """Return why a file is no text in UTF-8; nothing where it is one."""
    if found.bad_byte is not None:
        return f"byte {found.bad_byte + 1:,} is not UTF-8{suspected(fd, found.bad_byte, path)}"
    units = encoding_by_units(os.pread(fd, SAMPLE, 0)) if found.nul else ""
    return f"its characters have several bytes each; it may be {units}" if units else ""


def decodes(encoding: str) -> bool:
    """Tell whether `encoding` is one that text is read in (`hex` and `zip` are none, names of hosts are no text)."""
    if encoding.lower().replace("-", "_") in NO_CHARSETS:
        return False
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError):
        return False
    return True


def _transcode(fd: int, copy: int, codec: str, resource: Resource, log: FaultLog, hint: str) -> int | None:
    offset, line, pending, more = 0, 1, 0, True
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while more:
            chunk = os.pread(fd, CHUNK, offset)
            more, pending = bool(chunk), len(decoder.getstate()[0])
            text = decoder.decode(chunk, final=not more)
            _write_all(copy, text.encode())
            offset, line = offset + len(chunk), line + text.count("\n")
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError) or "BOM" in error.reason:  # how it is raised depends on Python
            _encoding_fault(log, resource, f"it is not {plain(resource.encoding)}{hint}", None)
            return None
        line += error.object[: error.start].decode(codec, "replace").count("\n")
        place = f"byte {offset - pending + error.start + 1:,}"
        _encoding_fault(log, resource, f"{place} is not {plain(resource.encoding)}{hint}", line)
        return None
    return copy


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _encoding_fault(log: FaultLog, resource: Resource, problem: str, line: int | None) -> None:
    details = {"problem": problem}
    log.add(Fault(check="encoding-error", resource=resource.name, file=resource.file, line=line, details=details))


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
