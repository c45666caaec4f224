"""A table in several files: made one text, the header of the first for all (Data Resource v2, "Multiple Files")."""

import io
import os
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from itertools import islice, zip_longest
from pathlib import Path

from dpkit.files.scan import CHUNK
from dpkit.load.origin import Origin, Part
from dpkit.load.records import Record, read_records
from dpkit.model.damage import has_marks
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show

BOM = b"\xef\xbb\xbf"


def join(
    files: list[tuple[str, int]],
    resource: Resource,
    staging: Path,
    log: FaultLog,
    stack: ExitStack,
    *,
    lines: bool = True,
) -> tuple[int, Origin]:
    """Write the files one after the other into a new one, the header of the later ones left out.

    A later file begins with a header if one of its first cells is a label of the first file; then all must be. If none
    is, it has none: "concatenate the files in the simplest way".

    Args:
        files: path and file descriptor of each, in UTF-8.
        resource: the table.
        staging: folder for the new file.
        log: takes labels that are not those of the first file.
        stack: closes the new file.
        lines: whether the files have lines; those that have none were written by dpkit, and all have headers.

    Returns:
        The new file, open for reading, and where its lines come from.
    """
    fd, _ = tempfile.mkstemp(dir=staging)
    stack.callback(os.close, fd)
    parts: list[Part] = []
    begin, first = 1, header_of(files[0][1], resource.dialect)
    with os.fdopen(os.dup(fd), "wb") as out:
        for number, (path, source) in enumerate(files):
            skip = repeated_header(source, first, path, resource, log, surely=not lines) if number else []
            skipped = _text_through(source, skip[-1]) if skip else ""
            parts.append(Part(begin, path, 1 + _line_ends(skipped)))
            begin += _copy(source, len(skipped.encode()), out)
    return fd, Origin(tuple(parts), lines=lines)


def header_of(fd: int, dialect: Dialect) -> list[Record]:
    """Return the records of a file up to the end of its header; none if the dialect has no header."""
    if not dialect.header:
        return []
    with closing(_text(fd)) as text:
        return list(islice(read_records(text, dialect), dialect.header_rows[-1]))


def repeated_header(
    fd: int, first: Sequence[Record], path: str, resource: Resource, log: FaultLog, *, surely: bool = False
) -> list[Record]:
    """Return the records of a later file up to the end of its header; none if it has none.

    Args:
        fd: the file.
        first: the header of the first file.
        path: of the file.
        resource: the table.
        log: takes labels that are not those of the first file.
        surely: whether the file is known to have one.
    """
    header = header_of(fd, resource.dialect)
    if not header or not first:
        return []
    if not surely and not {cell for cell in header[-1].cells if cell} & set(first[-1].cells):
        return []
    _compare(header[-1], first[-1], resource, path, log)
    return header


def _text(fd: int) -> io.TextIOWrapper:
    os.lseek(fd, 0, os.SEEK_SET)
    return io.TextIOWrapper(os.fdopen(os.dup(fd), "rb"), encoding="utf-8-sig", newline="")


def _text_through(fd: int, last: Record) -> str:
    """Return the text of a file through the end of the record `last`, with the comments before it."""
    with closing(_text(fd)) as text:
        return "".join(islice(text, last.line - 1)) + last.text


def _compare(found: Record, first: Record, resource: Resource, path: str, log: FaultLog) -> None:
    for index, (value, label) in enumerate(zip_longest(found.cells, first.cells)):
        if value != label and not has_marks(value or ""):
            details = {"column": str(index + 1), "called": f"column {index + 1} is called"}
            if label is None:
                details |= {"why": f"no column of {plain(resource.paths[0])} is"}
            else:
                details |= {"expected": f"{show(label)} as in {plain(resource.paths[0])}"}
            log.add(
                Fault(
                    check="incorrect-label" if label is not None else "extra-label",
                    resource=resource.name,
                    file=path,
                    line=found.line,
                    field=label,
                    value=value or "",
                    details=details,
                )
            )


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _copy(fd: int, offset: int, out: io.BufferedWriter) -> int:
    """Copy a file from `offset` on (the BOM not counted), its last line ended; return how many line ends that were."""
    offset += len(BOM) if os.pread(fd, len(BOM), 0) == BOM else 0
    ends, last = 0, b""
    while chunk := os.pread(fd, CHUNK, offset):
        offset += len(chunk)
        split = last == b"\r" and chunk.startswith(b"\n")
        ends += chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n") - split
        last = chunk[-1:]
        out.write(chunk)
    if last not in {b"\n", b"\r", b""}:
        out.write(b"\n")
        ends += 1
    return ends
