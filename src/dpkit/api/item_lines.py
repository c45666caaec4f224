"""Lines of items of JSON, which are sought for the findings that are shown alone: to count them all would be slow."""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from dpkit.files.reach import Reach, is_url
from dpkit.load.data_file import open_one
from dpkit.load.json_places import lines_of_rows
from dpkit.load.paths import LARGEST_JSON
from dpkit.model.descriptor import Package, Resource
from dpkit.model.finding import FaultLog, Finding
from dpkit.model.report import Tally


def with_item_lines(reach: Reach, staging: Path, package: Package, tallies: Sequence[Tally]) -> list[Tally]:
    """Return what was found, with the lines of the items of JSON that findings name.

    Args:
        reach: where the files are.
        staging: folder for what is fetched.
        package: its tables.
        tallies: what was found.
    """
    files = {each.name: each for each in package.resources if _is_one_file(each)}
    wanted: dict[str, set[int]] = {}
    for tally in tallies:
        rows = {row for each in tally.findings if (row := _row(each)) is not None and tally.resource in files}
        if rows:
            wanted.setdefault(str(tally.resource), set()).update(rows)
    lines = {name: _lines(reach, staging, files[name], rows) for name, rows in wanted.items()}
    return [_lined(each, lines.get(each.resource or "", {})) for each in tallies]


def _is_one_file(resource: Resource) -> bool:
    one = len(resource.paths) == 1 and not resource.inline and not resource.compression
    return one and resource.format == "json" and not is_url(resource.paths[0])


def _row(finding: Finding) -> int | None:
    return finding.row if finding.line is None else None


def _lines(reach: Reach, staging: Path, resource: Resource, rows: set[int]) -> dict[int, int]:
    with suppress(OSError), ExitStack() as stack:
        fd = open_one(reach, resource, resource.paths[0], staging, FaultLog(0), stack)
        if fd is not None and os.fstat(fd).st_size <= LARGEST_JSON:
            with os.fdopen(os.dup(fd), "rb") as file:
                file.seek(0)
                return lines_of_rows(file.read(), resource.dialect, rows)
    return {}


def _lined(tally: Tally, lines: Mapping[int, int]) -> Tally:
    if not lines:
        return tally
    findings = (replace(each, line=lines.get(_row(each) or 0, each.line)) for each in tally.findings)
    return replace(tally, findings=tuple(findings))
