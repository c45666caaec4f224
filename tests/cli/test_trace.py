"""`dpkit trace`: from a fact to the words it rests on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import dpkit
from dpkit.checks.example import cited, claimed, package
from dpkit.model.errors import DpkitError

Write = Callable[..., Path]
Run = Callable[..., Result]

VISITS = claimed("v,album,2001-07-26,20000,omsk,Journey", "v,times,2001-08-04,,omsk,", "w,times,2002-08,,,Trip")

PLACES = {
    "fields": [
        {"name": "place_id"},
        {"name": "label"},
        {"name": "source_id"},
        {"name": "locator"},
        {"name": "confidence"},
    ],
    "primaryKey": ["place_id"],
    "dpkit": {
        "register": {"id": "place_id", "label": "label"},
        "citation": {"source": "source_id", "locator": "locator", "confidence": "confidence"},
    },
}
KEY = {"reference": {"resource": "places", "fields": ["place_id"]}}
STAYS = {
    "fields": [
        {"name": name} | ({"dpkit": {"claim": "date"}} if name == "arrived" else {})
        for name in ("row_id", "place_id", "from_place_id", "arrived", "source_id", "locator", "confidence")
    ],
    "primaryKey": ["row_id"],
    "foreignKeys": [KEY | {"fields": ["place_id"]}, KEY | {"fields": ["from_place_id"]}],
    "dpkit": {
        "subject": ["place_id"],
        "citation": {"source": "source_id", "locator": "locator", "confidence": "confidence"},
    },
}
REGISTER = package(
    {"sources": "sources"},
    sources=(
        "source_id,title\nalbum,The Album\n",
        {"fields": [{"name": "source_id"}, {"name": "title"}], "dpkit": {"source": {"id": "source_id"}}},
    ),
    places=(
        "place_id,label,source_id,locator,confidence\nomsk,Omsk,album,page=1,high\nmoscow,Moscow,album,page=2,high\n",
        PLACES,
    ),
    stays=(
        (
            "row_id,place_id,from_place_id,arrived,source_id,locator,confidence\n"
            "1,omsk,,2001-07-31,album,page=3,high\n2,moscow,omsk,2001-08-03,album,page=4,low\n"
        ),
        STAYS,
    ),
)


def test_a_subject_is_told_field_by_field_with_who_disagrees(write: Write, run: Run) -> None:
    told = run("trace", "visits", "v", "--package", write(VISITS)).stdout
    assert "  start\n    2001-07-26   [contradicts 2001-08-04]\n      album, page=1: (no quote)  (high)\n" in told
    assert "    omsk   [2 sources agree]\n" in told
    assert "2002" not in told


def test_one_field_only(write: Write, run: Run) -> None:
    told = run("trace", "visits", "v", "km", "--package", write(VISITS)).stdout
    assert "20000" in told
    assert "start" not in told


def test_a_primary_key_leads_to_its_row(write: Write, run: Run) -> None:
    told = run("trace", "visits", "2", "--package", write(VISITS)).stdout
    assert "2001-08-04" in told
    assert "2001-07-26" not in told


def test_a_register_gathers_what_other_tables_say_and_where_else_it_is_named(write: Write, run: Run) -> None:
    told = run("trace", "places", "omsk", "--package", write(REGISTER)).stdout
    assert told.startswith("places omsk: Omsk\nfirst named in album, page=1: (no quote)\n")
    assert "\nstays\n  arrived\n    2001-07-31\n" in told
    assert "also named in\n  stays.from_place_id: moscow\n" in told
    assert "sources\n  album: The Album\n" in told


def test_the_words_are_shown_in_their_document(write: Write, run: Run) -> None:
    told = run(
        "trace", "facts", "f1", "--package", write(cited(date="1923", quote="July 1923", locator="char=3,12"))
    ).stdout
    assert "letter, line 1: In «July 1923» she was in Omsk with 20 000 others.  (high)" in told


def test_without_the_document_citation_and_quote_are_shown_and_what_is_missing(write: Write, run: Run) -> None:
    told = run("trace", "facts", "f1", "--package", write(cited(date="1923", quote="July 1923", file=""))).stdout
    assert "letter, char=8,12: «July 1923»  (high)" in told
    assert "1 document not at hand" in told
    assert "--documents" in told


def test_a_quote_that_does_not_stand_says_so(write: Write, run: Run) -> None:
    told = run("trace", "facts", "f1", "--package", write(cited(date="1924", quote="July 1924"))).stdout
    assert "«July 1924»  [the quote does not stand there]" in told


def test_a_row_that_cites_nothing_is_shown_and_says_so(write: Write, run: Run) -> None:
    folder = write(cited(date="1923-07"))
    assert run("trace", "sources", "letter", "published", "--package", folder).stdout == (
        "sources letter\n\nsources\n  published\n    1930\n      the row cites no source\n"
    )
    assert (
        json.loads(run("trace", "sources", "letter", "--package", folder, "--format", "json").stdout)["sources"] == {}
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["visits", "vv"], "visits has no 'vv'; near it: 'v'"),
        (["visit", "v"], "no table 'visit'; did you mean visits?"),
        (["visits", "v", "color"], "no passage states color of v; there are passages on start, km, place and name"),
        (["visits", ""], "visits has no ''"),
        (["visits", "v\rw"], "visits has no 'v<U+000D>w'"),
        (["visits"], "expected RESOURCE and KEY"),
        (["--on", "yesterday"], "'yesterday' is not a date (EDTF, such as 2001-08-04)"),
        (["--on", "2001-08/2001-07"], "'2001-08/2001-07' is not a date: its end lies before its beginning"),
        (["visits", "v", "--on", "2001"], "--on stands alone"),
    ],
)
def test_what_is_not_there_is_one_sentence_and_exit_2(arguments: list[str], words: str, write: Write, run: Run) -> None:
    result = run("trace", *arguments, "--package", write(VISITS))
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("date", "inside", "outside"),
    [("2001-08-04", ["2001-08-04"], ["2001-07-26", "2002-08"]), ("2001", ["2001-07-26", "2001-08-04"], ["2002-08"])],
)
def test_a_day_or_a_year_gathers_what_is_dated_to_it(
    date: str, inside: list[str], outside: list[str], write: Write, run: Run
) -> None:
    told = run("trace", "--on", date, "--package", write(VISITS)).stdout
    assert all(f"    {each}" in told for each in inside)
    assert not any(each in told for each in outside)


def test_json_tells_the_same(write: Write, run: Run) -> None:
    told = json.loads(run("trace", "visits", "v", "start", "--format", "json", "--package", write(VISITS)).stdout)
    (field,) = told["fields"]
    assert [value["value"] for value in field["values"]] == ["2001-07-26", "2001-08-04"]
    assert field["values"][0]["relations"] == [["contradicts", "2001-08-04"]]
    assert field["values"][0]["testimonies"][0]["key"] == {"row_id": "1"}


def test_how_claims_of_two_sources_relate_is_told_in_text_and_json(
    claims_package: Callable[..., dict[str, str]], write: Write, run: Run
) -> None:
    rows = [
        {"source_id": "album", "start": "2001-08", "days": "20", "qualifier": "over", "place_id": "russia"},
        {"source_id": "times", "start": "2001-08-04", "days": "24", "qualifier": "exactly", "place_id": "moscow"},
        {"source_id": "book", "start": "2001-08-20/2001-09-02", "days": "20", "qualifier": "exactly"},
        {"source_id": "tass", "days": "23", "qualifier": "about"},
    ]
    at = write(claims_package(*rows))
    told = run("trace", "visits", "v", "--package", at).stdout
    assert "2001-08   [is refined by 2001-08-04; is compatible with 2001-08-20/2001-09-02]" in told
    assert "moscow   [refines russia]" in told
    assert "    24   [contradicts 20; refines over 20 and about 23]" in told
    fields = json.loads(run("trace", "visits", "v", "--package", at, "--format", "json").stdout)["fields"]
    values = next(field["values"] for field in fields if field["field"] == "days")
    related = {value["value"]: {other: relation for relation, other in value["relations"]} for value in values}
    assert all(set(others) == set(related) - {value} for value, others in related.items())
    assert related["24"] == {"over 20": "refines", "20": "contradicts", "about 23": "refines"}


def test_python_traces_too(write: Write) -> None:
    opened = dpkit.open(write(VISITS))
    assert [value.value for value in opened.trace("visits", "v", "start").fields[0].values] == [
        "2001-07-26",
        "2001-08-04",
    ]
    assert {field.field for field in opened.on("2001-08-04").fields} == {"start"}
    with pytest.raises(DpkitError, match="has no 'x'"):
        opened.trace("visits", "x")


def test_control_characters_are_shown_not_obeyed(write: Write, run: Run) -> None:
    files = claimed("v,album,2001,,,\x1b[31mred")
    told = run("trace", "visits", "v", "--package", write(files)).stdout
    assert "\x1b" not in told
    assert "<U+001B>[31mred" in told
