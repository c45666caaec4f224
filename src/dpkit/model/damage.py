"""Bytes that are no text: marks stand for them, so that all else of a text can be judged."""

import re

MARK = 0xF700  #: added to a byte: a character for private use, as good as never met
MARKS = "[\uf780-\uf7ff]"  #: as a regular expression
FOUND = re.compile(MARKS)
TOLD = re.compile("<U\\+F7([89A-F][0-9A-F])>")
#: how the surrogates that Python decodes such bytes to would be written in UTF-8, and how the marks are
HIGH = ((b"\xed\xb2", b"\xef\x9e"), (b"\xed\xb3", b"\xef\x9f"))


def marked(text: str) -> bytes:
    """Return a text that was decoded with `surrogateescape` as UTF-8, with marks."""
    data = text.encode("utf-8", "surrogatepass")
    for surrogate, mark in HIGH:
        data = data.replace(surrogate, mark)
    return data


def has_marks(text: str) -> bool:
    """Tell whether any byte of a text is none."""
    return FOUND.search(text) is not None


def as_bytes(text: str) -> str:
    r"""Return a text for people: `\xe1` for the mark of the byte, also where it was made safe to print before."""
    return TOLD.sub(r"\\x\1", FOUND.sub(lambda mark: f"\\x{ord(mark[0]) - MARK:02X}", text))
