"""Records of releases: written and read, and broken ones told in one sentence."""

import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.files.folder import Folder
from dpkit.load.release import last_record, parse_release
from dpkit.model.errors import DpkitError
from dpkit.model.release import Release, ReleasedCitation, ReleasedFile, ReleasedResource, quote_digest
from dpkit.model.semver import Version
from dpkit.report.release_json import release_json

Write = Callable[..., Path]

TEXT = st.text(st.characters(), max_size=12)
CITATIONS = st.lists(st.builds(ReleasedCitation, *[TEXT] * 7), max_size=4)
RELEASE = Release(
    dpkit="0.1.0",
    name="p",
    version="1.0.0",
    commit="0" * 40,
    date="2001-08-04T00:00:00Z",
    checks=("type-error",),
    counts={"rows": 1},
    resources=(ReleasedResource(name="facts", path="facts.csv", sha256="ab", bytes=7, rows=1),),
    documents={"letter": "cd"},
    difference={"level": "minor"},
    citations=(ReleasedCitation("facts", "f1", "citation", "letter", "char=8,12", quote_digest("1923"), "verified"),),
    files=(ReleasedFile(path="p-1.0.0.zip", sha256="ef", bytes=9),),
)


def changed(**properties: object) -> bytes:
    return json.dumps(json.loads(release_json(RELEASE)) | {"citations": []} | properties).encode()


@given(name=TEXT, citations=CITATIONS)
def test_what_is_written_is_read(name: str, citations: list[ReleasedCitation]) -> None:
    written = release_json(Release(dpkit="1", name=name, version="1.0.0", commit="c", date="d", citations=citations))
    read = parse_release(written, "r.json")
    assert (read.name, list(read.citations)) == (name, citations)
    assert release_json(read) == written
    json.loads(written)


def test_record_keeps_all_its_parts() -> None:
    read = parse_release(release_json(RELEASE), "r.json")
    assert {name: value for name, value in vars(read).items() if name != "citations"} == {
        name: value for name, value in vars(RELEASE).items() if name != "citations"
    }
    assert tuple(read.citations) == RELEASE.citations


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it is empty"),
        (b"[]", "it is not a JSON object"),
        (b"{}", "package: expected an object"),
        (changed(package={"name": "p"}), "package.version: it is missing"),
        (changed(dpkit=1), "dpkit: it is 1, expected a string"),
        (changed(resources=[{"name": "a", "path": "b", "sha256": "c", "bytes": -1}]), "resources[0].bytes: it is -1"),
        (changed(documents={"letter": None}), "documents.letter: it is missing"),
        (changed(counts=[]), "counts: it is [], expected an object"),
        (release_json(RELEASE).replace(b'"rows": 1\n', b'"rows": 1e400\n'), "counts: it holds a number that"),
        (changed(files=[1]), "files[0]: it is 1, expected an object"),
        (changed(citations=[list(*RELEASE.citations)]), "its citations do not stand last, each on a line of its own"),
        (release_json(RELEASE)[:-3], "its citations do not stand last, each on a line of its own"),
        (release_json(RELEASE).replace(b'"verified"]', b"1]"), "a citation is no array of 7 texts"),
        (release_json(RELEASE).replace(b'["facts"', b'"facts"'), "a citation is no array of 7 texts"),
        (release_json(RELEASE).replace(b'["facts"', b"[" * 10_000 + b'"facts"'), "a citation is no array of 7 texts"),
        (release_json(RELEASE).replace(b'"facts", "f1"', b'"facts", "\xff"'), "a citation is no array of 7 texts"),
    ],
)  # fmt: skip
def test_broken_record_is_one_sentence(data: bytes, problem: str) -> None:
    with pytest.raises(DpkitError) as raised:
        list(parse_release(data, "releases/1.0.0.json").citations)
    assert str(raised.value).startswith(f"releases/1.0.0.json is no record of a release: {problem}")


def test_long_citations_are_read_a_few_at_a_time() -> None:
    long = ReleasedCitation("facts", "f1", "citation", "letter", "x" * 500_000, "sha", "verified")
    read = parse_release(release_json(replace(RELEASE, citations=[long] * 60)), "r.json")
    tracemalloc.start()
    try:
        assert sum(each.locator == long.locator for each in read.citations) == 60
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_last_release_is_that_of_the_highest_version(write: Write) -> None:
    versions = ["1.9.0", "1.10.0", "0.20.0", "notes", "1.0"]
    files = {
        f"releases/{each}.json": release_json(RELEASE).replace(b'"1.0.0"', f'"{each}"'.encode()) for each in versions
    }
    assert last_record(Folder(write(files))) == "releases/1.10.0.json"


def test_release_that_came_with_the_package_goes_before_records(write: Write) -> None:
    files = {"release.json": release_json(RELEASE), "releases/2.0.0.json": b"not looked at"}
    assert last_record(Folder(write(files))) == "release.json"


def test_no_release(write: Write) -> None:
    assert last_record(Folder(write({"a.csv": "a\n"}))) is None


@pytest.mark.parametrize("text", ["1.0", "01.0.0", "1.0.0-rc1", "v1.0.0", "1.0.0\n", "1.0.٣", ""])
def test_what_is_no_version(text: str) -> None:
    assert Version.parse(text) is None


def test_versions_are_ordered_by_their_numbers() -> None:
    found = [version for text in ("1.10.0", "1.9.9", "1.9.10") if (version := Version.parse(text))]
    assert sorted(found) == [(1, 9, 9), (1, 9, 10), (1, 10, 0)]
    assert str(Version(1, 10, 0)) == "1.10.0"
