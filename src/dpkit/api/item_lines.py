"""Lines of items of JSON, which are sought for the findings that are shown alone: to count them all would be slow."""

from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from dpkit.files.folder import Folder
from dpkit.files.reach import is_url
from dpkit.load.json_places import lines_of_rows
from dpkit.load.paths import LARGEST_JSON
from dpkit.model.descriptor import Package, Resource
from dpkit.model.errors import UnsafePathError
from dpkit.model.finding import Finding
from dpkit.model.report import Tally


def with_item_lines(root: Path, package: Package, tallies: Sequence[Tally]) -> list[Tally]:
    """Return what was found, with the lines of the items of JSON that findings name.

    Args:
        root: the package's folder.
        package: its tables.
        tallies: what was found.
    """
    files = {each.name: each for each in package.resources if _is_one_file(each)}
    wanted: dict[str, set[int]] = {}
    for tally in tallies:
        rows = {row for each in tally.findings if (row := _row(each)) is not None and tally.resource in files}
        if rows:
            wanted.setdefault(str(tally.resource), set()).update(rows)
    lines = {name: _lines(root, files[name], rows) for name, rows in wanted.items()}
    return [_lined(each, lines.get(each.resource or "", {})) for each in tallies]


def _is_one_file(resource: Resource) -> bool:
    one = len(resource.paths) == 1 and not resource.inline and not resource.compression
    return one and resource.format == "json" and not is_url(resource.paths[0])


def _row(finding: Finding) -> int | None:
    return finding.row if finding.line is None else None


def _lines(root: Path, resource: Resource, rows: set[int]) -> dict[int, int]:
    with suppress(OSError, UnsafePathError), closing(Folder(root)) as folder:
        return lines_of_rows(folder.read(resource.paths[0], LARGEST_JSON), resource.dialect, rows)
    return {}


def _lined(tally: Tally, lines: Mapping[int, int]) -> Tally:
    if not lines:
        return tally
    findings = (replace(each, line=lines.get(_row(each) or 0, each.line)) for each in tally.findings)
    return replace(tally, findings=tuple(findings))
