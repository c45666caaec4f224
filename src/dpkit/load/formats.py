"""Of which format a resource is: what its `format`, `mediatype`, `compression` and path say."""

import re
from dataclasses import dataclass

from dpkit.load.node import Node
from dpkit.model.descriptor import Resource
from dpkit.model.show import plain, show

TABLES = {"csv", "tsv"}  #: what is a table without being called one
MAPS = {"geojson", "topojson"}
MEDIATYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/tsv": "tsv",
    "application/json": "json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
}
SAME = {"tab": "tsv", "gzip": "gz", "jsonl": "ndjson"}
PACKED = ("gz", "zip")
NOT_PACKED = {"", "no", "none"}  #: what some write for a file that is not packed
ENDING = re.compile("[a-z0-9_-]{1,12}")
VAGUE = {"txt", "dat", "data", "asc"}  #: endings that say less than a media type does


@dataclass(frozen=True, slots=True)
class Format:
    """A format in lower case, what it is packed in, and which file of an archive is meant."""

    kind: str
    compression: str = ""
    member: str | None = None
    mixed: bool = False  #: whether each of several files is packed as its own ending says

    @property
    def map(self) -> bool:
        """Whether files of this format are maps: a schema may describe their features, but they are no tables."""
        return self.kind in MAPS

    @property
    def tabular(self) -> bool:
        """Whether files of this format are tables, whatever the descriptor says."""
        return self.kind in TABLES


def read_format(node: Node, paths: tuple[str, ...]) -> Format:
    """Return the format of the resource at `node`; unknown is the empty text."""
    name, outer = _endings(paths[0]) if paths else ("", "")
    said = node.text("compression") or ""
    packed = SAME.get(found := (said or outer).lower(), found)
    declared = (node.text("format") or "").lower().lstrip(".")
    *inner, last = declared.split(".")
    if SAME.get(last, last) in PACKED:  # the format of the archive, not of what is in it
        declared = ".".join(inner)
    mediatype = (node.text("mediatype") or "").split(";")[0].strip().lower()
    told = MEDIATYPES.get(mediatype, "")
    kind = MEDIATYPES.get(declared, declared)
    if kind and not ENDING.fullmatch(kind) and name:
        node.advise(
            "format", f"it is {show(kind, 40)}, which is no ending of a file; the file is taken for {plain(name)}"
        )
        kind = ""
    kind = kind or (told or name if name in VAGUE else name or told)
    if not kind and node.value.get("data") and not isinstance(node.value["data"], str):
        kind = "json"
    if packed not in PACKED and packed not in NOT_PACKED:
        node.not_supported("compression", f"dpkit unpacks {' and '.join(PACKED)}, and it is {show(packed, 40)}")
    member = node.text("innerpath") or node.text("innerPath")
    mixed = not said and len({packed_as(path) for path in paths}) > 1
    return Format(SAME.get(kind, kind), packed if packed in PACKED else "", member, mixed)


def against_name(resource: Resource) -> str:
    """Return as what a file was read, where its descriptor calls another format than its name."""
    name = _endings(resource.paths[0])[0] if resource.paths else ""
    if name and "format" in resource.raw and SAME.get(name, name) != resource.format:
        return f"; it was read as {plain(resource.format)}, which the descriptor calls its format"
    return ""


def packed_as(path: str) -> str:
    """Return what a file is packed in, by its ending; nothing if it is not."""
    found = _endings(path)[1]
    return SAME.get(found, found)


def _endings(path: str) -> tuple[str, str]:
    """Return the ending of a file's name, and that of what it is packed in: `csv` and `gz` of `a.csv.gz`."""
    name = path.partition("?")[0].partition("#")[0].rpartition("/")[2].strip()
    stem, dot, last = name.rpartition(".")
    if not dot:
        return "", ""
    last = last.lower()
    if SAME.get(last, last) not in PACKED:
        return last, ""
    inner = stem.rpartition(".")
    return inner[2].lower() if inner[1] else "", last
