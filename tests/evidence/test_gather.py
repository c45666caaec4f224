"""The citations of a package: counted by verdict, each passage once, and none passed over in silence."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dpkit
from dpkit.evidence import gather
from dpkit.evidence.placed import UNSOUGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.conftest import Found

    from dpkit.model.report import Report

    Packaged = Callable[..., dict[str, str | bytes]]

LETTER = b"In July 1923 she was in Omsk with 20 000 others.\n"
SOUND = ("s0", "char=8,12", "1923")


def test_each_verdict_is_counted(followed: "Callable[..., Found]") -> None:
    citations = [
        SOUND, SOUND, ("s0", "line=0,1", "she was"), ("s0", "char=0,4", "1923"), ("s0", "char=14,20", "he was"),
        ("s0", "char=8,12", "1924"), ("s0", "char=80,84", "1923"), ("s0", "page=4", "1923"),
    ]  # fmt: skip
    found = followed([LETTER], citations)
    assert found.counts == {"verified": 3, "moved": 1, "cut": 1, "not-found": 1, "bad-locator": 2}
    assert [(row, part, verdict) for row, part, verdict, _ in found.faults] == [
        (3, "citation", "moved"),
        (4, "citation", "cut"),
        (5, "citation", "not-found"),
        (6, "citation", "bad-locator"),
        (7, "citation", "bad-locator"),
    ]
    assert found.faults[0][3] == "char=8,12"
    assert found.faults[1][3] == "she was"
    assert found.faults[2][3] == "1923"


def test_context_is_followed_like_the_citation(followed: "Callable[..., Found]") -> None:
    found = followed([LETTER], [(*SOUND, "char=3,7", "July"), (*SOUND, "char=3,7", "June"), SOUND])
    assert found.counts == {"verified": 4, "not-found": 1}
    assert [(row, part) for row, part, *_ in found.faults] == [(1, "context")]


def test_without_documents_every_citation_is_counted_as_not_held(followed: "Callable[..., Found]") -> None:
    citations = [SOUND, ("s0", "char=8,12", "1924"), ("s1", "line=3,4", "x"), (*SOUND, "char=3,7", "July")]
    found = followed([LETTER, b"x\n"], citations, held=False)
    assert (found.counts, found.faults) == ({"not-held": 5}, [])


def test_without_documents_malformed_locators_are_found(followed: "Callable[..., Found]") -> None:
    locators = ["char=8", "8,12", "char=12,8", "char=5,5", "line=3,3", "", "char=8,12 ", "char=999999999999999,1"]
    sound = ["char=8,12", "char=800,", "line=,9", "char=8,12;length=49", "page=4", "char=0,999999999999"]
    found = followed([LETTER], [("s0", locator, "x") for locator in locators + sound], held=False)
    assert [row for row, *_ in found.faults] == [0, 1, 2, 3, 4, 6, 7]  # the empty one is no locator at all
    assert {verdict for _, _, verdict, _ in found.faults} == {"bad-locator"}
    assert "end does not lie after its start" in found.faults[2][3]
    assert found.counts["not-held"] == len(locators + sound) - 1


def test_a_source_without_a_document_is_cited_by_a_free_locator(followed: "Callable[..., Found]") -> None:
    found = followed([None], [("s0", "paragraph=4", ""), ("s0", "record=Q42", "a quote")])
    assert (found.counts, found.faults) == ({"not-held": 2}, [])


def test_a_document_that_is_no_text_is_not_readable(followed: "Callable[..., Found]") -> None:
    found = followed(
        [b"caf\xe9", LETTER], [("s0", "char=0,3", "caf"), ("s1", "char=8,12", "1923"), ("s0", "page=1", "x")]
    )
    assert (found.counts, found.faults) == ({"not-readable": 2, "verified": 1}, [])


def test_unknown_sources_and_missing_quotes_get_no_verdict(followed: "Callable[..., Found]") -> None:
    found = followed([LETTER], [("s7", "char=8,12", "1923"), ("", "char=8,12", "1923"), ("s0", "char=8,12", ""), SOUND])
    assert (found.counts, found.faults) == ({"verified": 1}, [])


@pytest.mark.parametrize("document", [b"", b"\xef\xbb\xbf", b"\n"])
def test_an_empty_document_verifies_nothing(document: bytes, followed: "Callable[..., Found]") -> None:
    assert set(followed([document], [SOUND]).counts) == {"bad-locator"}


@pytest.mark.parametrize("data", [LETTER.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + LETTER, b"\r\n" * 3 + LETTER])
@pytest.mark.parametrize("many", [0, 10**9])
def test_crlf_and_byte_order_mark(
    data: bytes, many: int, followed: "Callable[..., Found]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MANY", many)
    start = data.decode("utf-8-sig").replace("\r\n", "\n").index("1923")
    assert followed([data], [("s0", f"char={start},{start + 4}", "1923")]).counts == {"verified": 1}


@pytest.mark.parametrize("many", [0, 10**9])
def test_separators_in_a_document_are_text(
    many: int, followed: "Callable[..., Found]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MANY", many)
    found = followed([b"a \x1e\x1f b\x1cc, d"], [("s0", "char=2,6", "\x1e\x1f b"), ("s0", "char=5,8", "b\x1cc")])
    assert found.counts == {"verified": 2}


def test_the_nearest_passage_is_looked_for_a_few_times_only(
    followed: "Callable[..., Found]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "NEAREST", 2)
    found = followed([LETTER], [("s0", "char=8,12", f"she was {place}") for place in ("a", "b", "c", "a")])
    assert [detail for *_, detail in found.faults] == ["she was in", "she was in", UNSOUGHT, UNSOUGHT]


@pytest.fixture
def report(tmp_path: Path) -> "Callable[..., Report]":
    """Return a function that validates a package of sources that cite, and are cited."""

    def report(files: dict[str, str | bytes], documents: Sequence[Path] = ()) -> "Report":
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return dpkit.open(tmp_path, documents).validate()

    return report


def test_a_document_is_found_by_its_bytes_under_any_name(
    packaged: "Packaged", report: "Callable[..., Report]", tmp_path: Path
) -> None:
    files = packaged([LETTER], [SOUND])
    del files["documents/0.txt"]
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "elsewhere" / "deep" / "other name").write_bytes(LETTER)
    assert report(files).citations == {"not-held": 1}
    assert report(files, [tmp_path / "elsewhere"]).citations == {"verified": 1}


def test_a_document_with_other_bytes_is_not_followed(packaged: "Packaged", report: "Callable[..., Report]") -> None:
    files = {**packaged([LETTER], [SOUND, ("s0", "8,12", "1923")]), "documents/0.txt": LETTER + b" "}
    found = report(files)
    assert found.citations == {"not-held": 2}
    assert found.counts == {"document-changed": 1, "locator-invalid": 1}


def test_a_citing_table_that_cannot_be_read_is_told(packaged: "Packaged", report: "Callable[..., Report]") -> None:
    found = report({**packaged([LETTER], [SOUND]), "facts.csv": b"\xff"})
    assert (found.citations, found.valid) == ({}, False)
    assert "quote-not-found" in {each.check for each in found.skipped} | set(found.counts)


def test_two_sources_may_share_a_document(followed: "Callable[..., Found]") -> None:
    assert followed([LETTER, LETTER], [SOUND, ("s1", "char=8,12", "1923")]).counts == {"verified": 2}


def test_names_of_roles_may_be_left_out(packaged: "Packaged", report: "Callable[..., Report]") -> None:
    files = packaged([LETTER], [SOUND])
    descriptor = json.loads(files["datapackage.json"])
    roles = descriptor["resources"][1]["schema"]["dpkit"]["citation"]
    for part in ("context_locator", "context_quote"):
        del roles[part]
    assert report({**files, "datapackage.json": json.dumps(descriptor)}).citations == {"verified": 1}
