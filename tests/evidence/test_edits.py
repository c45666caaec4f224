"""Edits of a document: each citation whose passage is touched is found, and none whose passage is not."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from tests.laws import examples

import dpkit
from dpkit.evidence.document import Document
from dpkit.evidence.follow import follow
from dpkit.evidence.locator import locate
from dpkit.model.evidence import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    Packaged = Callable[..., dict[str, str | bytes]]

OWN = "ABCDEFGHIJKLMNOPQRSTUVW"  #: each word begins and ends with a letter of its own, which no edit makes twice
PUT = "xyz0 \n,.(\u0301"  #: what edits put in; none of it is a letter of the words
BETWEEN = (" ", "  ", "\n", ", ", ". ", "; ", " (", "\u201d ", "\u00a0")
CHECKS = {
    Verdict.MOVED: "quote-moved", Verdict.CUT: "quote-cuts", Verdict.NOT_FOUND: "quote-not-found",
    Verdict.BAD_LOCATOR: "locator-invalid",
}  # fmt: skip

Span = tuple[int, int]


@dataclass(frozen=True)
class Edit:
    """A random edit: `removed` characters of a text give way to `put`."""

    at: int
    removed: int
    put: str

    def __call__(self, text: str) -> str:
        """Return the text as it is after the edit."""
        return text[: self.at] + self.put + text[self.at + self.removed :]

    def place(self, text: str, span: Span) -> Span | None:
        """Return where a passage stands after the edit, white space folded, or None if it was touched."""
        start, end = span
        more = len(self.put) - self.removed
        if end <= self.at:
            return span
        if self.at + self.removed <= start:
            return start + more, end + more
        inside = start <= self.at and self.at + self.removed <= end
        return (start, end + more) if inside and alike(self(text)[start : end + more], text[start:end]) else None


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a law, not a secret


def alike(one: str, other: str) -> bool:
    return one.split() == other.split()


def written(random: Random) -> tuple[str, list[Span]]:
    """Return a text, and the spans of some runs of its words."""
    text, words = random.choice(["", "\n", "("]), list[Span]()
    for own in random.sample(OWN, random.randint(3, len(OWN))):
        word = own + "".join(random.choices("éåñü", k=random.randint(0, 5))) + own.lower()
        words.append((len(text), len(text) + len(word)))
        text += word + random.choice(BETWEEN)
    firsts = [random.randrange(len(words)) for _ in range(8)]
    return text, [(words[n][0], words[min(n + random.randrange(5), len(words) - 1)][1]) for n in firsts]


def edited(random: Random, text: str) -> Edit:
    """Return an insertion, a deletion or a replacement."""
    at = random.randint(0, len(text))
    removed, put = random.choice([(0, 1), (1, 0), (1, 1), (3, 0), (0, 4), (2, 2), (9, 3)])
    return Edit(at, min(removed, len(text) - at), "".join(random.choices(PUT, k=put)))


def expected(text: str, cited: Span | None, place: Span | None) -> tuple[Verdict, Span | None]:
    """Return what must be found of a passage.

    Args:
        text: the document.
        cited: what the locator names in it, if that is in it.
        place: where the passage stands, if it does.
    """
    if cited is None:
        return Verdict.BAD_LOCATOR, None
    if place is None:
        return Verdict.NOT_FOUND, None
    start, end = place
    if any(char.isalnum() or char == "\u0301" for char in text[max(0, start - 1) : start] + text[end : end + 1]):
        return Verdict.CUT, place
    return Verdict.VERIFIED if cited[0] <= start and end <= cited[1] else Verdict.MOVED, place


def stored(random: Random, text: str) -> bytes:
    """Return the bytes of a document: the byte order mark counts for nothing, and CRLF for one character."""
    return (random.choice(["", "\ufeff"]) + text.replace("\n", random.choice(["\n", "\r\n"]))).encode()


def lines_of(text: str, span: Span) -> tuple[int, int]:
    """Return between which lines a passage stands."""
    return text.count("\n", 0, span[0]), text.count("\n", 0, span[1]) + 1


def of_lines(text: str, first: int, last: int) -> Span | None:
    """Return where the lines from `first` up to `last` stand, if there are so many."""
    lines = text.splitlines(keepends=True)
    return (len("".join(lines[:first])), len("".join(lines[:last]))) if last <= len(lines) else None


@pytest.mark.parametrize("seed", range(examples(1_000)))
def test_an_edit_breaks_the_citations_it_touches_and_no_other(seed: int) -> None:
    random = seeded(seed)
    text, spans = written(random)
    edit = edited(random, text)
    new = edit(text)
    document = Document(stored(random, new))
    for span in spans:
        quote, place = text[slice(*span)], edit.place(text, span)
        cited = span if span[1] <= len(new) else None
        found = follow(document, locate(*span), quote)
        assert (found.verdict, found.span) == expected(new, cited, place), (edit, span)
        first, last = lines_of(text, span)
        found = follow(document, f"line={first},{last}", quote)
        assert (found.verdict, found.span) == expected(new, of_lines(new, first, last), place), (edit, first, last)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("before", "after"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_another_normal_form_is_another_text(seed: int, before: Any, after: Any) -> None:
    random = seeded(seed)
    text, spans = written(random)
    normal = [tuple(len(unicodedata.normalize(before, text[:edge])) for edge in span) for span in spans]
    text = unicodedata.normalize(before, text)
    new = unicodedata.normalize(after, text)
    document = Document(stored(random, new))
    for start, end in normal:
        quote = text[start:end]
        kept = unicodedata.normalize(after, quote) == quote
        at = len(unicodedata.normalize(after, text[:start]))
        found = follow(document, locate(start, end), quote)
        cited = (start, end) if end <= len(new) else None
        assert (found.verdict, found.span) == expected(new, cited, (at, at + len(quote)) if kept else None)


@pytest.mark.parametrize("seed", range(8))
def test_validate_tells_the_rows_that_an_edit_broke(seed: int, packaged: "Packaged", tmp_path: Path) -> None:
    random = seeded(seed)
    text, spans = written(random)
    edit = edited(random, text)
    new = edit(text)
    citations = [("s0", locate(*span), text[slice(*span)]) for span in spans]
    broken = set()
    for row, span in enumerate(spans):
        verdict, _ = expected(new, span if span[1] <= len(new) else None, edit.place(text, span))
        broken |= {(CHECKS[verdict], row)} if verdict in CHECKS else set()
    assert validated(tmp_path, packaged([stored(random, new)], citations)) == broken


def test_an_edit_of_which_the_package_knows_nothing_is_told_of_the_document(
    packaged: "Packaged", tmp_path: Path
) -> None:
    text, spans = written(seeded(1))
    files = packaged([text.encode()], [("s0", locate(*span), text[slice(*span)]) for span in spans])
    assert validated(tmp_path, files) == set()
    edit = edited(seeded(1), text)
    assert validated(tmp_path, files | {"documents/0.txt": edit(text).encode()}) == {("document-changed", 0)}


def validated(root: Path, files: dict[str, str | bytes]) -> set[tuple[str, int]]:
    """Return the checks on citations that found something, with the rows from 0, as `dpkit validate` tells them."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings = dpkit.open(root).validate().findings
    wanted = {*CHECKS.values(), "document-changed"}
    return {(each.check, (each.row or 1) - 1) for each in findings if each.check in wanted}
