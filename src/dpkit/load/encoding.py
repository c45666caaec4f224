"""A file of text brought to UTF-8 from the encoding that is declared, never from one that is guessed."""

import codecs
import io
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from dpkit.files.code_units import SAMPLE, encoding_by_units
from dpkit.files.scan import CHUNK, Scan
from dpkit.load.suspected import is_text, suspected
from dpkit.model.damage import marked
from dpkit.model.descriptor import Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

CODECS = {  #: names of IANA that Python does not know
    "windows-31j": "cp932", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6", "iso-8859-6-e": "iso8859-6",
}  # fmt: skip
NO_CHARSETS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}  #: Python's own
UTF8 = {"utf-8", "utf8", "utf-8-sig", "utf_8"}
ASCII = "".join(map(chr, range(128)))


@dataclass(frozen=True, slots=True)
class Utf8File:
    """An open file in UTF-8, and whether marks stand in it for bytes that are no text (see `model.damage`)."""

    fd: int
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with the encoding of a file, on which line, and what reads all but the bytes at fault."""

    problem: str
    line: int | None
    codec: str


def as_utf8(  # noqa: PLR0913 - of one file
    fd: int, resource: Resource, found: Scan, log: FaultLog, staging: Path, stack: ExitStack, *, damaged: bool
) -> Utf8File | None:
    """Bring an open file to UTF-8.

    Args:
        fd: the file.
        resource: the table, with the path of this file alone.
        found: the counts of the file.
        log: takes why it is not in the encoding that is declared.
        staging: folder for a copy.
        stack: closes the copy.
        damaged: whether a file with bytes that are no text is wanted, with marks for them.

    Returns:
        The file or its copy; None if it cannot be read, or is damaged, and that is not wanted.
    """
    name = CODECS.get(resource.encoding.lower(), resource.encoding.lower())
    wrong = _no_utf8(fd, found, resource.paths[0]) if name in UTF8 else None
    if name in UTF8 and wrong is None:
        return Utf8File(fd)
    copy = os.open(staging / f"utf8-{fd}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    stack.callback(os.close, copy)
    wrong = wrong or _transcode(fd, copy, name, resource.encoding, found)
    if wrong is None:
        return Utf8File(copy)
    details = {"problem": wrong.problem}
    log.add(Fault(check="encoding-error", resource=resource.name, file=resource.file, line=wrong.line, details=details))
    return Utf8File(copy, damaged=True) if damaged and _with_marks(fd, copy, wrong.codec) else None


def _no_utf8(fd: int, found: Scan, path: str) -> _Wrong | None:
    """Return why a file is no text in UTF-8; None where it is one."""
    if found.bad_byte is not None:
        problem = f"byte {found.bad_byte + 1:,} is not UTF-8{suspected(fd, found.bad_byte, path)}"
        return _Wrong(problem, found.bad_line, "utf-8")
    units = encoding_by_units(os.pread(fd, SAMPLE, 0)) if found.nul else ""
    return _Wrong(f"its characters have several bytes each; it may be {units}", 1, "utf-8") if units else None


def decodes(encoding: str) -> bool:
    """Tell whether `encoding` is one that text is read in (`hex` and `zip` are none, names of hosts are no text)."""
    if encoding.lower().replace("-", "_") in NO_CHARSETS:
        return False
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError):
        return False
    return True


def _transcode(fd: int, copy: int, codec: str, declared: str, found: Scan) -> _Wrong | None:
    """Write a file in UTF-8; return why it could not be done."""
    if not decodes(codec):
        return _Wrong(f"the encoding {show(declared)} is not known", None, "ascii")
    hint = "; it is UTF-8" if found.bad_byte is None else ""
    offset, line, pending, more = 0, 1, 0, True
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while more:
            chunk = os.pread(fd, CHUNK, offset)
            more, pending = bool(chunk), len(decoder.getstate()[0])
            text = decoder.decode(chunk, final=not more)
            write_all(copy, text.encode())
            offset, line = offset + len(chunk), line + text.count("\n")
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError) or "BOM" in error.reason:  # how it is raised depends on Python
            return _Wrong(f"it is not {plain(declared)}{hint}", None, codec)
        line += error.object[: error.start].decode(codec, "replace").count("\n")
        place = f"byte {offset - pending + error.start + 1:,}"
        return _Wrong(f"{place} is not {plain(declared)}{hint}", line, codec)
    return None


def _with_marks(fd: int, copy: int, codec: str) -> bool:
    """Write a file in UTF-8, with marks for bytes that are no text; tell whether rows and cells can be told by it."""
    if not is_text(fd) or ASCII.encode(codec, "replace") != ASCII.encode():
        return False
    os.ftruncate(copy, 0)
    os.lseek(copy, 0, os.SEEK_SET)
    try:
        for text in _decoded(fd, codec):
            write_all(copy, marked(text))
    except UnicodeError:  # a character of several bytes, of which the first ones are sound
        return False
    return True


def _decoded(fd: int, codec: str) -> Iterator[str]:
    decoder, offset = codecs.getincrementaldecoder(codec)("surrogateescape"), 0
    while chunk := os.pread(fd, CHUNK, offset):
        yield decoder.decode(chunk)
        offset += len(chunk)
    yield decoder.decode(b"", final=True)


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data` to an open file."""
    while data:
        data = data[os.write(fd, data) :]
