"""What a release says of itself: the README with the data dictionary, and how it is cited."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

Files = dict[str, str | bytes]
Built = Callable[..., Path]
HERE = Path(__file__).parent
NASTY = 'a" \\ b: #\n- |<script>alert(1)</script> [x](javascript:y) `c`\x1b[31m \u202e\ufeff'
TEXT = {"type": "string", "minLength": 1}
CFF = {  # of the Citation File Format 1.2.0, what a release writes
    "type": "object",
    "required": ["authors", "cff-version", "message", "title"],
    "additionalProperties": False,
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": TEXT,
        "type": {"enum": ["dataset"]},
        "title": TEXT,
        "version": TEXT,
        "abstract": TEXT,
        "date-released": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$"},
        "url": {"type": "string", "pattern": "^https?://"},
        "license": {"enum": ["CC-BY-4.0", "PDDL-1.0"]},
        "license-url": {"type": "string", "pattern": "^https?://"},
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT},
        "authors": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "anyOf": [
                    {"required": ["name"], "additionalProperties": False, "properties": {"name": TEXT}},
                    {"additionalProperties": False, "properties": {"given-names": TEXT, "family-names": TEXT}},
                ]
            },
        },
    },
}


@pytest.fixture
def text(built: Built, files: Files) -> Callable[..., str]:
    """Return a function that builds the package with other properties and returns a text of its archive."""

    def text(name: str, **properties: object) -> str:
        descriptor = json.loads(files["datapackage.json"])
        changed = {**files, "datapackage.json": json.dumps({**descriptor, **properties})}
        with zipfile.ZipFile(built(changed) / "visits-1.0.0.zip") as zip_file:
            return zip_file.read(name).decode()

    return text


@pytest.mark.parametrize("name", ["README.md", "CITATION.cff"])
def test_texts(text: Callable[..., str], golden: Callable[[Path, str], None], name: str) -> None:
    golden(HERE / "golden" / name, text(name))


def test_foreign_text_in_the_readme_is_inert(text: Callable[..., str]) -> None:
    fields = [{"name": NASTY, "title": NASTY, "description": NASTY, "constraints": {"enum": [NASTY], "pattern": NASTY}}]
    table = {
        "name": "[x](y) `z`",
        "path": "data/sources.csv",
        "title": NASTY,
        "description": NASTY,
        "schema": {"fields": fields},
    }
    found = text("README.md", title=NASTY, description=NASTY, resources=[table], sources=[{"title": NASTY}])
    outside = re.sub(r"`[^`\n]*`", "", found)
    assert "<" not in outside
    assert "javascript:y)" not in outside.replace(r"\[x\](javascript:y)", "")
    assert not {"\x1b", "\u202e", "\ufeff"} & set(found)
    assert not re.search(r"(?m)^- \|", found)


CITED: dict[str, dict[str, Any]] = {
    "nobody": {"contributors": []},
    "nasty": {"title": NASTY, "description": NASTY, "keywords": [NASTY, NASTY], "contributors": [{"title": NASTY}]},
    "person": {"contributors": [{"givenName": "No", "familyName": "Body", "roles": ["author"]}, {"title": "A press"}]},
    "other-kinds": {"contributors": [1, {"roles": 3}], "keywords": 5, "licenses": "x", "homepage": ["x"]},
    "open-licence": {"licenses": [{"name": "ODC-PDDL-1.0"}], "homepage": "https://example.org/"},
    "own-licence": {"licenses": [{"name": "mine", "path": "https://example.org/mine"}]},
    "two-licences": {"licenses": [{"name": "MIT"}, {"name": "CC-BY-4.0"}]},
}


@pytest.mark.parametrize("case", CITED)
def test_citation_file_keeps_to_its_format(text: Callable[..., str], case: str) -> None:
    found = yaml.safe_load(text("CITATION.cff", **CITED[case]))
    jsonschema.validate(found, CFF)
    assert (found["version"], found["date-released"]) == ("1.0.0", "2025-07-31")


@pytest.mark.parametrize(
    ("case", "authors"),
    [
        ("nobody", [{"name": "The contributors of Visits & <places>"}]),
        ("person", [{"given-names": "No", "family-names": "Body"}]),
        ("own-licence", [{"name": "The editors"}]),
    ],
)
def test_authors_are_those_of_the_descriptor(text: Callable[..., str], case: str, authors: object) -> None:
    assert yaml.safe_load(text("CITATION.cff", **CITED[case]))["authors"] == authors
