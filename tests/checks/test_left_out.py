"""What a package says it left out, or took from the context, is checked as what it cites is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.checks.example import CITATION as PARTS
from dpkit.checks.example import TEXT, cited, claimed, package

Run = Callable[..., Result]
Write = Callable[..., Path]

SOURCES = ("source_id\nalbum\n", {"fields": [{"name": "source_id"}], "dpkit": {"source": {"id": "source_id"}}})
LEFT_OUT = {
    "fields": [{"name": "source_id"}, {"name": "locator"}],
    "dpkit": {"exclusion": {"source": "source_id", "locator": "locator"}},
}
NAMED = {"sources": "sources", "exclusions": "left_out"}


def test_a_passage_of_an_unknown_source_cannot_be_left_out(run: Run, write: Write) -> None:
    left_out = ("source_id,locator\nalbums,page=4\n", LEFT_OUT)
    found = run("validate", write(package(NAMED, sources=SOURCES, left_out=left_out)), "--ignore", "source-uncited")
    assert "left_out.csv:2  source_id is 'albums', but sources describes no such source" in found.stdout
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("locator", "problem"), [("line=7,9", "it points past the end"), ("somewhere", "it is not of the form")]
)
@pytest.mark.parametrize("file", ["documents/letter.txt", ""])
def test_what_is_left_out_is_looked_up(locator: str, problem: str, file: str, run: Run, write: Write) -> None:
    found = run("validate", write(cited(TEXT, file=file, excluded=locator)))
    told = f"sources.csv:2  left_out is '{locator}'; {problem}"
    known = bool(file) or locator == "somewhere"  # how long the document is nobody knows without it
    assert (told in found.stdout, found.exit_code) == (known, int(known))


def test_what_the_context_supplies_needs_a_context(run: Run, write: Write) -> None:
    parts = PARTS | {"context_locator": "context_locator", "from_context": "from_context"}
    schema = {"fields": [{"name": name} for name in ("day", *parts.values())], "dpkit": {"citation": parts}}
    visits = (f"day,{','.join(parts.values())}\n2001,album,page=4,a visit,high,,day\n", schema)
    found = run("validate", write(package({"sources": "sources"}, sources=SOURCES, visits=visits)))
    assert "visits.csv:2  context_locator is empty, but from_context is 'day'" in found.stdout
    assert found.exit_code == 1


@pytest.mark.parametrize("cell", ["NaN", "INF", "-INF"])
def test_what_is_no_finite_number_is_no_quantity(cell: str, run: Run, write: Write) -> None:
    schema = {
        "fields": [{"name": "length", "type": "number", "dpkit": {"claim": "quantity"}}],
    }
    found = run("validate", write(package(bridges=(f"length\n{cell}\n", schema))))
    assert f"bridges.csv:2  length is '{cell}', which is no quantity" in found.stdout
    assert found.exit_code == 1


def test_a_document_without_a_name_is_told_by_its_source(run: Run, write: Write) -> None:
    files = {name: str(content).replace(",letter.txt\n", ",\n") for name, content in cited(file="").items()}
    found = run("validate", write(files))
    assert "sources.csv:2  the document of 'letter' is not at hand; citations not checked: 1  [row 1," in found.stdout


def test_a_ruling_of_no_known_kind_shows_its_word(run: Run, write: Write) -> None:
    found = run("validate", write(claimed("v,album,2001-07-26,,,", rulings="visits,v,start,0,maybe,,Told so.\n")))
    assert "its choice is 'maybe', expected prefer, both-stand, none-stands or not-a-contradiction" in found.stdout
    assert found.exit_code == 1
