"""A small package that has everything a release holds, and its archive."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dpkit.api.building import build
from dpkit.api.session import Session, look_at
from dpkit.evidence.cited import cited
from dpkit.evidence.gather import parts
from dpkit.model.release import Release, ReleasedCitation, ReleasedFile, ReleasedResource
from dpkit.report.release_json import release_json

Files = dict[str, str | bytes]
EPOCH = 1_753_920_000  #: 31 July 2025
CITATION = {each: each for each in ("locator", "quote", "confidence")} | {"source": "source_id"}
CITED: list[dict[str, Any]] = [{"name": each} for each in ("source_id", "locator", "quote", "confidence")]
TO_SOURCES = {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "sources": {
        "fields": [{"name": "source_id"}, {"name": "title"}, {"name": "sha256"}],
        "primaryKey": ["source_id"],
        "dpkit": {"source": {"id": "source_id", "sha256": "sha256"}},
    },
    "places": {
        "fields": [
            {"name": "place_id", "constraints": {"required": True}},
            {"name": "label", "title": "Name", "description": "The name | in *English*."},
            {"name": "part_of"},
            *CITED,
        ],
        "primaryKey": ["place_id"],
        "foreignKeys": [{"fields": ["part_of"], "reference": {"fields": ["place_id"]}}, TO_SOURCES],
        "dpkit": {"register": {"id": "place_id", "label": "label", "parent": "part_of"}, "citation": CITATION},
    },
    "visit_accounts": {
        "fields": [
            {"name": "row_id"},
            {"name": "place_id"},
            {"name": "start", "dpkit": {"claim": "date"}, "description": "First day (EDTF)."},
            {
                "name": "days",
                "type": "number",
                "constraints": {"minimum": 0},
                "dpkit": {"claim": "quantity", "unit": "d"},
            },
            *CITED,
        ],
        "primaryKey": ["row_id"],
        "foreignKeys": [
            {"fields": ["place_id"], "reference": {"resource": "places", "fields": ["place_id"]}},
            TO_SOURCES,
        ],
        "dpkit": {"subject": ["place_id"], "citation": CITATION},
    },
}
CHECK = """-- severity: warning
-- resource: visit_accounts
-- message: {place_id} has a stay of no days
SELECT _row, place_id FROM visit_accounts WHERE days = 0
"""
DATA = {
    "sources": "source_id,title,sha256\nletter,A letter,\n",
    "places": "place_id,label,part_of,source_id,locator,quote,confidence\n"
    "omsk,Omsk,russia,letter,page=1,Omsk,high\nrussia,Russia,,letter,page=1,Russia,high\n",
    "visit_accounts": "row_id,place_id,start,days,source_id,locator,quote,confidence\n"
    'v1,omsk,2001-08,2.50,letter,page=2,"in August, Omsk",high\nv2,omsk,2001-08-04,,letter,page=3,Aug. 4,high\n',
}


def package() -> Files:
    resources = [
        {
            "name": name,
            "path": f"data/{name}.csv",
            "type": "table",
            "title": f"The {name}",
            "schema": f"schemas/{name}.json",
        }
        for name in SCHEMAS
    ]
    descriptor = {
        "name": "visits",
        "title": "Visits & <places>",
        "version": "1.0.0",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": "The editors", "roles": ["creator"]}],
        "resources": resources,
        "dpkit": {"sources": "sources", "documents": ["documents"]},
    }
    return {
        "datapackage.json": json.dumps(descriptor),
        **{f"schemas/{name}.json": json.dumps(schema) for name, schema in SCHEMAS.items()},
        **{f"data/{name}.csv": data for name, data in DATA.items()},
        "checks/short-stay.sql": CHECK,
        "CHANGELOG.md": "# Changelog\n\n## 1.0.0\n",
        "LICENSE": "the code's",
        "LICENSE-DATA": "the data's",
        "documents/letter.txt": "In August, Omsk.",
        "notes.txt": "not part of it",
        ".env": "nor this",
        "data/draft.csv": "nor this",
    }


@pytest.fixture
def files() -> Files:
    """Return the files of the package."""
    return package()


def release_of(session: Session, root: Path) -> Release:
    """Return what a release of the package would say of itself."""
    sources = session.engine.put(("id",), ("VARCHAR",), [(each,) for each in session.library.holdings])
    found = [session.engine.run(cited(t, part, sources)) for t in session.tables.values() for part in parts(t)]
    resources = []
    for each in (each for each in session.package.resources if (root / str(each.file)).is_file()):
        data, table = (root / str(each.file)).read_bytes(), session.tables.get(each.name)
        digest = hashlib.sha256(data).hexdigest()
        rows = None if table is None else table.rows
        resources.append(
            ReleasedResource(name=each.name, path=str(each.file), sha256=digest, bytes=len(data), rows=rows)
        )
    return Release(
        dpkit="0",
        name=str(session.package.name),
        version=str(session.package.version),
        commit="0" * 40,
        date="2025-07-31T00:00:00Z",
        resources=tuple(resources),
        citations=[ReleasedCitation._make((*row[1:], "not-held")) for rows in found for row in rows],
    )


def make(root: Path, into: Path, epoch: int = EPOCH) -> tuple[ReleasedFile, ...]:
    """Build the release of a package and write its record beside it."""
    into.mkdir(parents=True, exist_ok=True)
    with look_at(root) as session:
        release = release_of(session, root)
        files = build(session, root, release_json(release), epoch, into)
    into.with_suffix(".json").write_bytes(release_json(replace(release, files=files)))
    return files


@pytest.fixture
def built(write: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Return a function that builds the release of some files and returns the folder it is in."""

    def built(files: Mapping[str, str | bytes], into: str = "dist", **parts: Any) -> Path:
        make(write(files, f"{into}-package"), tmp_path / into, **parts)
        return tmp_path / into

    return built
