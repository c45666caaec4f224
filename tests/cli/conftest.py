"""What tests of commands share: a package of claims by several sources, and its resolution read."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Cells = dict[str, str]

CLAIMS: dict[str, dict[str, Any]] = {
    "start": {"dpkit": {"claim": "date"}},
    "during": {"dpkit": {"claim": "date"}},
    "days": {"type": "number", "dpkit": {"claim": "quantity", "qualifier": "qualifier"}},
    "place_id": {"dpkit": {"claim": "value", "tree": "places"}, "constraints": {"required": False}},
    "title": {"dpkit": {"claim": "label"}},
    "topic": {"dpkit": {"claim": "member"}},
}
CITED = ("source_id", "locator", "confidence", "mode", "according_to")
COLUMNS = ("row_id", "visit_id", *CLAIMS, "qualifier", "unit", *CITED)
SOURCES = (
    "source_id,controlled_by,reliability,origin\n"
    "album,dprk,C,\ntimes,dprk,C,\ntass,russia,C,\nwire,,C,\necho,,C,wire\nphoto,,C,agency-x\nfilm,,C,agency-x\nbook,,A,\n"
)
PLACES = "place_id,part_of\nrussia,\nmoscow,russia\nomsk,russia\n"
RULINGS = "resource,subject,field,fingerprint,ruling,preferred_source,preferred_value,reason\n"
RULING = {each: each for each in RULINGS.strip().split(",")}
CITATION = {each: each for each in ("locator", "confidence", "mode", "according_to")} | {"source": "source_id"}


def table(name: str, columns: Iterable[str], roles: dict[str, Any]) -> dict[str, Any]:
    schema = {"fields": [{"name": each} | CLAIMS.get(each, {}) for each in columns], "dpkit": roles}
    return {"name": name, "path": f"{name}.csv", "type": "table", "schema": schema}


@pytest.fixture
def claims_package() -> "Callable[..., dict[str, str]]":
    """Return a function that returns a package with some rows; what a row does not say has a sound default."""
    return package


def package(*rows: Cells, rulings: str = "") -> "dict[str, str]":
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, row in enumerate(rows):
        default = {"row_id": str(number), "visit_id": "v", "locator": "page=1", "confidence": "high", "mode": "report"}
        writer.writerow(default | row)
    roles = {
        "subject": ["visit_id"],
        "citation": CITATION,
        "claims": {"mode": ["report"]},
        "dates": {"during": [["during", "start", "start"]]},
    }
    source = {"id": "source_id", "control_group": "controlled_by", "reliability": "reliability", "origin": "origin"}
    register = {"id": "place_id", "parent": "part_of"}
    resources = [
        table("visits", COLUMNS, roles),
        table("sources", source.values(), {"source": source}),
        table("places", register.values(), {"register": register}),
        table("rulings", RULING, {"ruling": RULING}),
    ]
    tables = {"sources": "sources", "rulings": "rulings"}
    descriptor = {"name": "p", "version": "1.2.0", "title": "P", "resources": resources, "dpkit": tables}
    files = {"visits.csv": out.getvalue(), "sources.csv": SOURCES, "places.csv": PLACES}
    return {"datapackage.json": json.dumps(descriptor), "rulings.csv": RULINGS + rulings, **files}


@pytest.fixture
def resolved() -> "Callable[[Path], dict[str, Cells]]":
    """Return a function that reads the resolved visits in a folder, by their identifiers."""

    def resolved(folder: Path) -> "dict[str, Cells]":
        with (folder / "visits.csv").open(encoding="utf-8", newline="") as file:
            return {row["visit_id"]: row for row in csv.DictReader(file)}

    return resolved
