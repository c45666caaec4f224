"""Quotation marks where none may stand: no sum can see them, so the bytes are searched, a piece at a time."""

import re

from dpkit.files.scan import pieces
from dpkit.model.descriptor import Dialect


def quotes_astray(fd: int, dialect: Dialect, *, in_cells: bool) -> bool:
    """Tell whether quotation marks stand where none may.

    Args:
        fd: of the file.
        dialect: how it is written.
        in_cells: whether any cell holds a quotation mark, so that one may stand in a cell that is not quoted.
    """
    if not in_cells and not _closed_twice(fd, dialect.quote.encode()):
        return False
    delimiter, quote = (re.escape(mark.encode()) for mark in (dialect.delimiter, dialect.quote))
    rest = b"[^" + quote + b"]*+"
    begun = quote + rest + b"(?:" + quote + quote + rest + b")*+"
    bare = b"[^" + quote + delimiter + rb"\r\n]*+"
    cell = b"(?:" + begun + quote + b"|" + bare + b")"
    cells = re.compile(b"(?:" + cell + b"(?:" + delimiter + rb"|\r\n|\n))*+")
    unended = re.compile(b"(?:" + begun + quote + b"?+|" + bare + rb")\r?+")
    left = b""
    for piece in pieces(fd):
        data = left + piece
        sound = cells.match(data)
        left = data[sound.end() :] if sound else data
        if not unended.fullmatch(left):
            return True
    return re.fullmatch(cell, left) is None


def _closed_twice(fd: int, quote: bytes) -> bool:
    """Tell whether a mark closes a cell twice: after blanks, the engine takes another one for the same cell."""
    pattern, before = re.compile(re.escape(quote) + b"  *" + re.escape(quote)), b""
    for piece in pieces(fd):
        data = before + piece
        if pattern.search(data):
            return True
        bare = data.rstrip(b" ")
        before = quote + b" " * (len(bare) < len(data)) if bare.endswith(quote) else b""
    return False
