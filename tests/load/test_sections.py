"""Sections: how they are declared, and which rows lie outside of theirs."""

import csv
import io
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import dpkit

Write = Callable[..., Path]
Run = Callable[..., Result]
Rows = list[tuple[str, ...]]

TEXT = "The visit of 2001\nIt began in July.\nThe visit of 2002\nIt began in August.\nThe year before, it was July.\n"
NAMES = ("source_id", "locator", "subject_field", "subject")
PART = dict(zip(("source", "locator", "subject_field", "subject"), NAMES, strict=True))
STOPS = ("visit_id", "source_id", "locator", "quote", "confidence")
CITATION = {"source": "source_id", "locator": "locator", "quote": "quote", "confidence": "confidence"}
SOURCES = {"id": "source_id", "sha256": "sha256"}


def table(names: tuple[str, ...], rows: Rows) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue()


def files(
    sections: Rows, stops: Rows, *, held: bool = True, part: dict[str, Any] | None = None, resource: str = "sections"
) -> dict[str, str]:
    """Return a package of one document, its sections, and stops of visits that cite it."""
    schemas = {
        "sources": {"fields": [{"name": name} for name in SOURCES.values()], "dpkit": {"source": SOURCES}},
        "sections": {"fields": [{"name": name} for name in NAMES], "dpkit": {"section": part or PART}},
        "stops": {"fields": [{"name": name} for name in STOPS], "dpkit": {"citation": CITATION}},
    }
    resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()]
    descriptor = {"resources": resources, "dpkit": {"sources": "sources", "sections": resource}}
    cited: Rows = [(visit, "album", locator, "It", "high") for visit, locator in stops]
    digest = sha256(TEXT.encode()).hexdigest() if held else ""
    return {
        "datapackage.json": json.dumps(descriptor),
        "sources.csv": table(("source_id", "sha256"), [("album", digest)]),
        "sections.csv": table(NAMES, [("album", *section) for section in sections]),
        "stops.csv": table(STOPS, cited),
        **({"documents/album.txt": TEXT} if held else {}),
    }


@pytest.fixture
def find(write: Write) -> Callable[..., list[tuple[str, str]]]:
    """Return a function that tells the rows at fault: resource and message."""

    def find(sections: Rows, stops: Rows, **options: Any) -> list[tuple[str, str]]:
        report = dpkit.open(write(files(sections, stops, **options))).validate(select=["span-outside-section"])
        assert report.skipped == ()
        return [(each.resource or "", each.message) for tally in report.tallies for each in tally.findings]

    return find


Find = Callable[..., list[tuple[str, str]]]
OF_2001, OF_2002 = ("line=0,2", "visit_id", "v2001"), ("line=2,5", "visit_id", "v2002")
WRONG = "visit_id is 'v2001', but the row is cited from a section on 'v2002'"


def test_a_row_that_names_another_subject_than_its_section(find: Find) -> None:
    assert find([OF_2001, OF_2002], [("v2001", "line=3,4")]) == [("stops", WRONG)]


@pytest.mark.parametrize(
    "stop",
    [("v2002", "line=3,4"), ("", "line=3,4"), ("v2001", "line=1,2"), ("v2001", "line=1,4"), ("v2001", "page=4")],
    ids=["the same subject", "no subject", "the other section", "over the edge", "a free locator"],
)
def test_rows_that_are_not_at_fault(find: Find, stop: tuple[str, str]) -> None:
    assert find([OF_2001, OF_2002], [stop]) == []


def test_characters_and_lines_are_compared_where_the_document_is_held(find: Find) -> None:
    start = TEXT.index("It began in August")
    locator = f"char={start},{start + 2}"
    assert find([OF_2002], [("v2001", locator)]) == [("stops", WRONG)]
    in_characters = (f"char={TEXT.index('The visit of 2002')},{len(TEXT)}", "visit_id", "v2002")
    assert find([in_characters], [("v2001", "line=3,4"), ("v2001", "line=1,2")]) == [("stops", WRONG)]
    assert find([in_characters], [("v2001", "line=2,5")]) == [("stops", WRONG)]


def test_without_the_document_only_locators_of_one_kind_are_compared(find: Find) -> None:
    assert find([OF_2002], [("v2001", "line=3,4"), ("v2001", "char=60,62")], held=False) == [("stops", WRONG)]
    assert find([("char=40,90", "visit_id", "v2002")], [("v2001", "char=60,62")], held=False) == [("stops", WRONG)]


def test_the_innermost_section_counts(find: Find) -> None:
    back = ("line=4,5", "visit_id", "v2001")
    assert find([OF_2002, back], [("v2001", "line=4,5")]) == []
    found = find([OF_2002, back], [("v2002", "line=4,5")])
    assert found == [("stops", "visit_id is 'v2002', but the row is cited from a section on 'v2001'")]


def test_two_sections_of_one_span_allow_for_both_subjects(find: Find) -> None:
    both = [("line=0,5", "visit_id", "v2001"), ("line=0,5", "visit_id", "v2002")]
    assert find(both, [("v2001", "line=3,4"), ("v2002", "line=3,4")]) == []
    found = find(both, [("v2011", "line=3,4")])
    assert found == [("stops", "visit_id is 'v2011', but the row is cited from a section on 'v2001' or 'v2002'")]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        (("page=4", "visit_id", "v"), "locator is 'page=4', so the section covers nothing: it is not of the form"),
        (("line=4,9", "visit_id", "v"), "locator is 'line=4,9', so the section covers nothing: it points past the end"),
        (("line=4,4", "visit_id", "v"), "locator is 'line=4,4', so the section covers nothing: its end does not lie"),
        (("line=0,1", "visit", "v"), "subject_field is 'visit', so the section covers nothing: no table that cites"),
    ],
)
def test_a_section_that_covers_nothing(find: Find, section: tuple[str, ...], message: str) -> None:
    ((resource, found),) = find([section], [("v2001", "line=3,4")])
    assert resource == "sections"
    assert found.startswith(message)


def test_a_part_is_named_as_a_whole(write: Write, run: Run) -> None:
    for part, problem in (
        (PART | {"until": "x"}, "schema.dpkit.section.until: dpkit knows no such name here"),
        (PART | {"subject": "about"}, "schema.dpkit.section.subject: it names 'about', which is no field"),
        ({"source": "source_id"}, "schema.dpkit.section.locator: it is required, with the name of a field"),
    ):
        result = run("validate", write(files([], [], part=part)), "--select", "descriptor-error")
        assert problem in result.stdout
        assert result.exit_code == 1


def test_the_resource_of_sections_must_exist(write: Write, run: Run) -> None:
    result = run("validate", write(files([], [], resource="chapters")), "--select", "descriptor-error")
    assert "dpkit.sections: the package has no resource 'chapters'" in result.stdout


def test_sections_that_could_not_be_read_are_skipped_aloud(write: Write, run: Run) -> None:
    package = write(files([OF_2002], [("v2001", "line=3,4")]) | {"sections.csv": ""})
    found = json.loads(run("validate", package, "--format", "json").stdout)
    assert found["counts"] == {"blank-header": 1}
