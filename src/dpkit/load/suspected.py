"""What bytes that are not UTF-8 would say in other encodings: told to people, never used for reading."""

import os
import re
from collections.abc import Callable
from functools import partial

from dpkit.files.code_units import SAMPLE, encoding_by_units
from dpkit.load.likely_encoding import SIGNS, likely_encoding
from dpkit.model.show import show

LONGEST_CHARACTER = 4  #: bytes
LONGEST_LINE = 1000  #: bytes before that one; in a longer line, what stands before is not looked at
AROUND = 40  #: bytes before and after the one that is not UTF-8
CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")  #: text has none
KINDS = {
    b"%PDF-": "a PDF",
    b"PK\3\4": "a ZIP archive, as word processors write it",
    b"\xd0\xcf\x11\xe0": "a file of an old word processor",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "compressed (gzip)",
    b"BZh": "compressed (bzip2)",
    b"\xfd7zXZ\0": "compressed (xz)",
    b"\x28\xb5\x2f\xfd": "compressed (Zstandard)",
    b"\x04\x22\x4d\x18": "compressed (LZ4)",
    b"\x1f\x9d": "compressed (compress)",
    b"7z\xbc\xaf\x27\x1c": "an archive (7z)",
    b"Rar!\x1a\x07": "an archive (RAR)",
    b"PAR1": "Parquet",
    b"SQLite format 3\0": "an SQLite database",
    b"\x89PNG\r\n": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
}  #: by the bytes with which such a file begins
READ = {b"\x1f\x8b": ("gz", "gzip"), b"PK\3\4": ("zip", "zip")}  #: what is unpacked: as a path ends, and its name
Read = Callable[[int, int], bytes]  #: returns so many bytes from an offset on


def suspected(fd: int, offset: int, path: str = "") -> str:
    """Return of what kind a file is that is no text, or what the text around a byte would be; or nothing.

    As in `; it is a PDF, which dpkit does not read as a table` and `; it would read 'Khasán' in windows-1252`.

    Args:
        fd: an open file that is not UTF-8.
        offset: of the first byte at fault.
        path: of the file.
    """
    start = os.pread(fd, 16, 0)
    if mark := next((mark for mark in KINDS if start.startswith(mark)), None):
        return f"; it is {_kind(mark, path)}"
    if _is_cut(os.pread(fd, LONGEST_CHARACTER, offset)):
        return "; the file ends in the middle of a character"
    return _suspected(partial(os.pread, fd), offset)


def is_text(fd: int) -> bool:
    """Tell whether an open file that is not UTF-8 is text all the same, one byte for each ASCII character."""
    start = os.pread(fd, SAMPLE, 0)
    return not start.startswith(tuple(KINDS)) and not encoding_by_units(start) and not CONTROL.search(start)


def _is_cut(end: bytes) -> bool:
    """Tell whether the last bytes of a file are the beginning of a character of several bytes, and not the only one."""
    try:
        end.decode()
    except UnicodeDecodeError as error:
        return len(end) > 1 and error.start == 0 and error.reason == "unexpected end of data"
    return False


def _kind(mark: bytes, path: str) -> str:
    if mark in READ:
        ending, name = READ[mark]
        if path.lower().endswith("." + ending):  # of several files, that of the first says how they are packed
            return f"a file that is packed ({name}), which the first file of the table, or `compression`, does not say"
        return f"a file that is packed ({name}), which neither the ending .{ending} nor `compression` says"
    return f"{KINDS[mark]}, which dpkit does not read as a table"


def what_else(data: bytes) -> str:
    """Return what a document is that is no text in UTF-8: in which encoding it would read, or its kind; or nothing."""
    if kind := next((kind for mark, kind in KINDS.items() if data.startswith(mark)), ""):
        return f"; it is {kind}"
    try:
        offset = len(data.decode())
    except UnicodeDecodeError as error:
        offset = error.start
    if CONTROL.search(data[:SAMPLE]) and not encoding_by_units(data[:SAMPLE]):
        return ""  # no text at all
    return _suspected(lambda count, start: data[start : start + count], offset)


def _suspected(read: Read, offset: int) -> str:
    if encoding := encoding_by_units(read(SAMPLE, 0)):
        return f"; it may be {encoding}"
    name = likely_encoding(read(SAMPLE, _begin(read, offset)))
    text = _read(read, offset, name) if name else ""
    return f"; it would read {show(text)} in {name}" if text else ""


def _begin(read: Read, offset: int) -> int:
    """Return where the line of a byte begins, if that is near."""
    first = max(0, offset - LONGEST_LINE)
    before = read(offset - first, first)
    return offset - len(re.split(rb"[\r\n]", before)[-1]) if first == 0 or re.search(rb"[\r\n]", before) else offset


def _read(read: Read, offset: int, encoding: str) -> str:
    """Return what the line would be around a byte, or nothing where the encoding does not allow it."""
    first = max(0, offset - AROUND)
    before, after = read(offset - first, first), read(AROUND, offset)
    before = re.split(rb"[\r\n]|[\x80-\xff]+", before)[-1]
    line, *others = re.split(rb"[\r\n]", before + after, maxsplit=1)
    if len(after) == AROUND and not others:  # the last character may be cut
        line = re.sub(rb"(?<=.)[\x80-\xff]+$", b"", line)
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text if any(not char.isascii() and (char.isalpha() or char in SIGNS) for char in text) else ""
