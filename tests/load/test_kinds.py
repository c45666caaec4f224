"""Descriptors as they are found in the world: each kind loads, and its data are judged."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dpkit

TEXT = "a,b\n1,2\n"
AB = {"fields": [{"name": "a"}, {"name": "b"}]}
Write = Callable[..., Path]

# what: properties of the resource, files, findings
KINDS: dict[str, tuple[dict[str, Any], dict[str, str | bytes], list[str]]] = {
    "frictionless 5": ({"path": "t.csv", "schema": AB, "dialect": {"csv": {"delimiter": ";"}}, "scheme": "file", "encoding": "utf-8", "mediatype": "text/csv"}, {"t.csv": "a;b\n1;2\n"}, []),
    "frictionless 4": ({"path": "t.csv", "schema": AB, "compression": "no", "hashing": "md5", "stats": {"bytes": 8}, "hash": ""}, {"t.csv": TEXT}, []),
    "a map with a schema of its features": ({"path": "t.geojson", "format": "geojson", "schema": AB}, {"t.geojson": "{}"}, []),
    "version 0": ({"url": "https://example.org/t.csv", "path": "t.csv", "schema": AB, "format": "CSV"}, {"t.csv": TEXT}, []),
    "nulls": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": None, "format": None}, {"name": "b", "constraints": None}], "primaryKey": None, "foreignKeys": None}, "dialect": {"quoteChar": None, "commentChar": None}}, {"t.csv": TEXT}, []),
    "an empty pattern": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "constraints": {"pattern": ""}}, {"name": "b"}]}}, {"t.csv": TEXT}, []),
    "format of the archive": ({"path": "t.csv.gz", "format": "csv.gz", "schema": AB}, {"t.csv.gz": gzip.compress(b"a,b\n1\n", mtime=0)}, ["missing-cell"]),
    "an archive that is no table": ({"path": "t.tar.gz", "format": "tar", "compression": "gz", "type": "file"}, {"t.tar.gz": b"\x1f\x8b"}, []),
    "media type only": ({"path": "t", "mediatype": "text/csv; charset=utf-8"}, {"t": "a,b\n1\n"}, ["missing-cell"]),
    "tabs": ({"path": "t.tsv", "schema": AB}, {"t.tsv": "a\tb\n1\t2\n"}, []),
    "a spreadsheet of long ago": ({"path": "t.xls", "schema": AB}, {"t.xls": b"\xd0\xcf"}, ["not-supported"]),
    "a key to another package": ({"path": "t.csv", "schema": AB | {"foreignKeys": [{"fields": "a", "reference": {"datapackage": "https://example.org", "resource": "x", "fields": "a"}}]}}, {"t.csv": TEXT}, ["not-supported"]),
    "types of version 0 that are gone": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "currency"}, {"name": "b"}]}}, {"t.csv": TEXT}, ["descriptor-error"]),
    "missing values beside the schema": ({"path": "t.csv", "schema": AB, "missingValues": ["-"]}, {"t.csv": TEXT}, ["not-recommended"]),
    "required beside the constraints": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "required": True}, {"name": "b"}]}}, {"t.csv": TEXT}, ["not-recommended"]),
    "one JSON object a line": ({"path": "t.jsonl", "schema": AB}, {"t.jsonl": '{"a": "1", "b": "2"}\n'}, []),
    "an image": ({"path": "t.png", "mediatype": "image/png"}, {"t.png": b"\x89PNG"}, []),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: str, write: Write) -> None:
    properties, files, findings = KINDS[kind]
    descriptor = {"name": "example", "resources": [{"name": "t", **properties}]}
    report = dpkit.open(write({"datapackage.json": json.dumps(descriptor), **files})).validate()
    assert [finding.check for finding in report.findings] == findings, report.findings


def test_parts_of_a_schema_at_the_package_have_no_effect(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TEXT)
    package = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": AB}], "missingValues": ["-"]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = dpkit.open(tmp_path).validate()
    assert report.valid
    assert report.counts == {"not-recommended": 1}
