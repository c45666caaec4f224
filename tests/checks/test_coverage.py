"""Which lines of a document are neither cited nor excluded; and derived relations are made only for who asks."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

import dpkit
from dpkit.claims.later import Later
from dpkit.evidence import coverage
from dpkit.tables.sql import Sql

Write = Callable[..., Path]
Tell = Callable[..., list[str]]

NAMES = ("source_id", "locator", "quote", "context_locator", "context_quote", "confidence")
CITATION = {name: name for name in NAMES[1:]} | {"source": "source_id"}
SOURCE = {"id": "source_id", "sha256": "sha256", "document": "document"}
EXCLUSION = {"source": "source_id", "locator": "locator"}
TEXT = "Title\n\nOne fact.\nAnother fact,\nwith its rest.\n   \nA note.\n"


def table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue()


def at(passage: str) -> tuple[str, str]:
    """Return locator and quote of a passage of the text."""
    start = TEXT.index(passage)
    return f"char={start},{start + len(passage)}", passage


@pytest.fixture
def tell(write: Write) -> Tell:
    """Return a function that tells what is uncovered, given passages, contexts and excluded locators."""

    def tell(
        *cited: str,
        contexts: tuple[str, ...] = (),
        excluded: tuple[str, ...] = (),
        text: str = TEXT,
        named: bool = True,
    ) -> list[str]:
        rows = [("s", *at(passage), "", "", "high") for passage in cited]
        rows += [("s", *at("Title"), *at(passage), "high") for passage in contexts]
        schemas = {
            "sources": {"fields": [{"name": name} for name in SOURCE.values()], "dpkit": {"source": SOURCE}},
            "facts": {"fields": [{"name": name} for name in NAMES], "dpkit": {"citation": CITATION}},
            "left-out": {"fields": [{"name": name} for name in EXCLUSION.values()], "dpkit": {"exclusion": EXCLUSION}},
        }
        resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()]
        roles = {"sources": "sources"} | ({"exclusions": "left-out"} if named else {})
        digest = sha256(text.encode()).hexdigest()
        files = {
            "datapackage.json": json.dumps({"resources": resources, "dpkit": roles}),
            "sources.csv": table(("source_id", "sha256", "document"), [("s", digest, "a.txt")]),
            "facts.csv": table(NAMES, rows),
            "left-out.csv": table(("source_id", "locator"), [("s", locator) for locator in excluded]),
            "documents/a.txt": text,
        }
        report = dpkit.open(write(files)).validate(select=["passage-uncovered"])
        assert report.skipped == ()
        return [each.message for tally in report.tallies for each in tally.findings]

    return tell


def test_each_line_that_a_citation_touches_is_covered(tell: Tell) -> None:
    found = tell("Title", "fact,\nwith its")
    assert found == [
        "of 'a.txt', the document of 's', 3 of 5 lines (60.0%) are cited or excluded, but not lines 3, 7",
    ]


def test_contexts_and_exclusions_cover_too(tell: Tell) -> None:
    assert tell("fact,\nwith its", contexts=("One",), excluded=("line=6,7",)) == []


def test_blank_lines_need_no_cover(tell: Tell) -> None:
    assert tell("Title", "One fact.", "Another", "rest.", "note") == []


def test_a_bad_exclusion_covers_nothing(tell: Tell) -> None:
    (message,) = tell("Title", "One fact.", "Another", "rest.", excluded=("line=6,9", "page=1", "char=9,9"))
    assert message.endswith("but not line 7")


def test_nothing_cited_is_nothing_covered(tell: Tell) -> None:
    assert tell() == [
        "of 'a.txt', the document of 's', 0 of 5 lines (0.0%) are cited or excluded, but not lines 1, 3-5, 7"
    ]


def test_all_but_a_line_is_not_all(tell: Tell) -> None:
    (message,) = tell("Title", excluded=("line=1,2999",), text="Title\n" + "More.\n" * 2999)
    assert "2,999 of 3,000 lines (99.9%)" in message


def test_ten_ranges_are_told(tell: Tell) -> None:
    (message,) = tell("Title", excluded=tuple(f"line={n},{n + 1}" for n in range(0, 30, 2)), text="Title\n" * 30)
    assert message.endswith("but not lines 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 5 more")


def test_who_names_no_exclusions_does_not_claim_to_be_complete(tell: Tell) -> None:
    assert tell("Title", named=False) == []


def test_the_engine_merges_many_passages_as_python_does(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "contexts": ("One", "One fact"),
        "excluded": ("line=6,7", "char=0,9999", "char=30,20", "char=,4", "page=1", "char=19,20", "char=20,21"),
    }
    few = tell("Title", "fact,\nwith", "Another", **given)
    monkeypatch.setattr(coverage, "MANY", 0)
    assert tell("Title", "fact,\nwith", "Another", **given) == few == []
    assert tell("Another", excluded=("char=0,9999",)) == [
        "of 'a.txt', the document of 's', 1 of 5 lines (20.0%) are cited or excluded, but not lines 1, 3, 5, 7",
    ]


def test_a_relation_is_made_when_it_is_asked_for_and_once() -> None:
    asked: list[str] = []

    def make() -> Mapping[str, Sql]:
        asked.append("odd")
        return {"a": Sql("odd of a")}

    first, second = (Later(table, {"known": Sql("known")}, {"odd": make}) for table in "ab")
    assert first["known"] == "known"
    assert asked == []
    assert first.get("odd") == "odd of a"
    assert second.get("odd") is None
    assert "odd" not in second
    assert list(first) == ["known", "odd"]
    assert len(second) == 1


def test_checks_that_are_left_out_make_no_relation(tell: Tell, write: Write) -> None:
    tell()
    path = write({})
    asked = dpkit.open(path).validate(select=["passage-uncovered"]).queries
    spared = dpkit.open(path).validate(ignore=["passage-uncovered"], select=["source-unknown"]).queries
    unnested = [query for query in asked if "unnest([" in query]
    assert unnested
    assert not [query for query in spared if query in unnested]
