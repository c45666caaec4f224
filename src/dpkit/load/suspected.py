"""What bytes that are not UTF-8 would say in other encodings: told to people, never used for reading."""

import codecs
import os
import re
import unicodedata

from dpkit.model.show import show

AROUND = 40  #: bytes before and after the one that is not UTF-8
SAMPLE = 1 << 16
BOMS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
#: a Russian word in one case, or capitalised
RUSSIAN = re.compile("[\u0410-\u042f\u0401]?[\u0430-\u044f\u0451]+|[\u0410-\u042f\u0401]+")
WORD = re.compile(rb"[\x80-\xff]{3,}")


def suspected(fd: int, offset: int) -> str:
    """Return what the text around a byte would be: `; it would read 'Khasán' in windows-1252`, or nothing.

    Args:
        fd: an open file that is not UTF-8.
        offset: of the first byte at fault.
    """
    start = os.pread(fd, SAMPLE, 0)
    if wide := _wide(start):
        return f"; it may be {wide}"
    name = _candidate(os.pread(fd, SAMPLE, offset))
    text = _read(fd, offset, name) if name else ""
    return f"; it would read {show(text)} in {name}" if text else ""


def _wide(start: bytes) -> str:
    """Return the encoding of units of several bytes that a byte order mark, or every other byte being 0, speaks for."""
    for mark, name in BOMS.items():
        if start.startswith(mark):
            return name
    if len(start) > 3 and start[1::2].count(0) * 2 > len(start[1::2]):  # noqa: PLR2004 - two characters
        return "utf-16-le"
    return "utf-16-be" if len(start) > 3 and start[::2].count(0) * 2 > len(start[::2]) else ""  # noqa: PLR2004


def _candidate(sample: bytes) -> str:
    """Return the encoding that the bytes speak for: words of high bytes for other scripts, single ones for Latin."""
    words = WORD.findall(sample)
    if not words:
        return "windows-1252"
    if all(RUSSIAN.fullmatch(word.decode("windows-1251", "replace")) for word in words):
        return "windows-1251"
    east = (("cp949", "HANGUL"), ("gb18030", "CJK"))
    return next((name for name, script in east if all(_is(word, name, script) for word in words)), "")


def _is(word: bytes, encoding: str, script: str) -> bool:
    try:
        return all(unicodedata.name(char, "").startswith(script) for char in word.decode(encoding))
    except UnicodeDecodeError:
        return False


def _read(fd: int, offset: int, encoding: str) -> str:
    """Return what the line would be around a byte, or nothing where the encoding does not allow it."""
    first = max(0, offset - AROUND)
    before, after = os.pread(fd, offset - first, first), os.pread(fd, AROUND, offset)
    before = re.split(rb"[\r\n]|[\x80-\xff]+", before)[-1]
    line = re.split(rb"[\r\n]", before + after)[0]
    if len(after) == AROUND:  # the last character may be cut
        line = re.sub(rb"(?<=.)[\x80-\xff]+$", b"", line)
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text if any(char.isalpha() and not char.isascii() for char in text) else ""
