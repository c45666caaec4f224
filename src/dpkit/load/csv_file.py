"""A CSV file made ready for a reader: found, hashed, in UTF-8, its bytes counted. What is wrong becomes a fault."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dpkit.files.folder import Folder
from dpkit.files.scan import CHUNK, Scan, scan
from dpkit.model.descriptor import Resource
from dpkit.model.errors import UnsafePathError
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

UTF8 = {"utf-8", "utf8", "utf-8-sig", "utf_8"}
DIGESTS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a table, as UTF-8: a file descriptor, a path under which it can be opened again, its counts."""

    fd: int
    path: str
    scan: Scan

    def text(self) -> io.TextIOWrapper:
        """Return the text from its start, line ends as they are, the BOM left out."""
        os.lseek(self.fd, 0, os.SEEK_SET)
        return io.TextIOWrapper(os.fdopen(os.dup(self.fd), "rb"), encoding="utf-8-sig", newline="")


@contextmanager
def open_csv(folder: Folder, resource: Resource, staging: Path, log: FaultLog) -> Iterator[CsvFile | None]:
    """Open the file of a table, check hash and byte count, and bring it to UTF-8.

    Yields:
        The file, or None where it cannot be read; why is in `log`.
    """
    with ExitStack() as stack:
        fd = _open(folder, resource, log, stack)
        if fd is None:
            yield None
            return
        found = check_bytes(fd, resource, log)
        copy = _utf8(fd, resource, found, log, staging, stack)
        if copy is None:
            yield None
        elif copy == fd:
            yield CsvFile(fd, _path(fd, staging), found)
        else:
            yield CsvFile(copy, _path(copy, staging), _scan(copy, resource))


def check_bytes(fd: int, resource: Resource, log: FaultLog) -> Scan:
    """Count the bytes of an open file and compare them with the `bytes` and `hash` of its resource."""
    algorithm, expected = _digest(resource.hash)
    found = _scan(fd, resource, algorithm)
    if expected and found.hash != expected:
        details = {"algorithm": algorithm or "", "found": found.hash or "", "expected": expected}
        log.add(Fault(check="hash-mismatch", resource=resource.name, value=found.hash, details=details))
    if resource.bytes is not None and found.size != resource.bytes:
        details = {"found": f"{found.size:,}", "expected": f"{resource.bytes:,}"}
        log.add(Fault(check="byte-count", resource=resource.name, value=str(found.size), details=details))
    return found


def open_file(folder: Folder, resource: Resource, log: FaultLog, stack: ExitStack) -> int | None:
    """Open the resource's file; a file that is missing or may not be opened is a fault."""
    return _open(folder, resource, log, stack)


def _open(folder: Folder, resource: Resource, log: FaultLog, stack: ExitStack) -> int | None:
    path = resource.paths[0]
    try:
        return stack.enter_context(folder.open(path))
    except UnsafePathError as error:
        details = {"place": "path", "problem": str(error)}
        log.add(Fault(check="unsafe-path", resource=resource.name, value=path, details=details))
    except OSError as error:
        problem = "does not exist" if isinstance(error, FileNotFoundError | NotADirectoryError) else ""
        details = {"problem": problem or f"could not be read: {(error.strerror or 'error').lower()}"}
        log.add(Fault(check="file-missing", resource=resource.name, value=path, details=details))
    return None


def _scan(fd: int, resource: Resource, algorithm: str | None = None) -> Scan:
    dialect = resource.dialect
    return scan(fd, dialect.delimiter.encode(), dialect.quote.encode(), algorithm)


def _digest(declared: str | None) -> tuple[str | None, str | None]:
    if declared is None:
        return None, None
    algorithm, _, digest = declared.rpartition(":")
    return algorithm or DIGESTS.get(len(digest), "md5"), digest.lower()


def _utf8(fd: int, resource: Resource, found: Scan, log: FaultLog, staging: Path, stack: ExitStack) -> int | None:
    name = resource.encoding.lower()
    if name in UTF8:
        if found.bad_byte is None:
            return fd
        _encoding_fault(log, resource, f"byte {found.bad_byte + 1:,} is not UTF-8", found.bad_line)
        return None
    if not _decodes(name):
        _encoding_fault(log, resource, f"the encoding {show(resource.encoding)} is not known", None)
        return None
    copy = os.open(staging / f"utf8-{fd}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    stack.callback(os.close, copy)
    return _transcode(fd, copy, resource, log)


def _decodes(encoding: str) -> bool:
    """Tell whether `encoding` is one that text is read in (`hex` and `zip` are none)."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError):
        return False
    return True


def _transcode(fd: int, copy: int, resource: Resource, log: FaultLog) -> int | None:
    offset, line, pending, more = 0, 1, 0, True
    decoder = codecs.getincrementaldecoder(resource.encoding)()
    try:
        while more:
            chunk = os.pread(fd, CHUNK, offset)
            more, pending = bool(chunk), len(decoder.getstate()[0])
            text = decoder.decode(chunk, final=not more)
            _write_all(copy, text.encode())
            offset, line = offset + len(chunk), line + text.count("\n")
    except UnicodeDecodeError as error:
        line += error.object[: error.start].decode(resource.encoding, "replace").count("\n")
        place = f"byte {offset - pending + error.start + 1:,}"
        _encoding_fault(log, resource, f"{place} is not {plain(resource.encoding)}", line)
        return None
    except UnicodeError:
        _encoding_fault(log, resource, f"it is not {plain(resource.encoding)}", None)
        return None
    return copy


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _encoding_fault(log: FaultLog, resource: Resource, problem: str, line: int | None) -> None:
    log.add(Fault(check="encoding-error", resource=resource.name, line=line, details={"problem": problem}))


def _path(fd: int, staging: Path) -> str:
    """Return a path to the open file itself: nobody can put another file in its place."""
    if sys.platform == "linux":
        return f"/proc/self/fd/{fd}"
    copy, offset = staging / f"copy-{fd}", 0
    with copy.open("wb") as file:
        while chunk := os.pread(fd, CHUNK, offset):
            offset += len(chunk)
            file.write(chunk)
    return str(copy)
