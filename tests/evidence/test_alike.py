"""A quote that is not found says so if the document has it in another writing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dpkit
from dpkit.checks.example import cited
from dpkit.evidence.alike import Alike, difference
from dpkit.evidence.document import Document

Write = Callable[..., Path]
TEXT = (
    "He said: \u201cThe Caf\u00e9 \u2013 not the inn \u2013 in S\u00e3o Paulo\u201d, she\u2019d told him; a New  York."
)


@pytest.mark.parametrize(
    ("quote", "passage", "differing"),
    [
        ('said: "The Caf\u00e9', "said: \u201cThe Caf\u00e9", "quotation marks"),
        ("she'd told him", "she\u2019d told him", "quotation marks"),
        ("Caf\u00e9 - not the inn", "Caf\u00e9 \u2013 not the inn", "dashes"),
        ("The Cafe", "The Caf\u00e9", "diacritics"),
        ("Cafe\u0301", "Caf\u00e9", "how letters and their marks are composed"),
        ("he said", "He said", "case"),
        ("NewYork", "New York", "white space"),
        ("not the\u200b inn", "not the inn", "characters that are not seen"),
        ('HE SAID: "the cafe -', "He said: \u201cThe Caf\u00e9 \u2013", "quotation marks, dashes, diacritics and case"),
    ],
)
def test_what_differs_is_told(quote: str, passage: str, differing: str, write: Write) -> None:
    package = write(dict(cited(TEXT, recorded=TEXT, quote=quote, locator=f"char=0,{len(TEXT)}")))
    (message,) = [each.message for each in dpkit.open(package).validate(select=["quote-not-found"]).findings]
    assert message.endswith(
        f" does not stand in 'letter'; it has \u201c{passage}\u201d, which differs only in {differing}"
    )


@pytest.mark.parametrize("quote", ["e said", "SAO PAUL", "the in", "\u2014", "'"])
def test_a_piece_of_a_word_and_bare_marks_are_like_nothing(quote: str) -> None:
    assert Document(TEXT.encode()).alike(quote) is None


@given(st.text("aB\u00e9\u0301 -\u2013'\u201c\n\u00df\ufb01", max_size=30), st.integers(0, 30), st.integers(1, 10))
def test_places_are_those_of_passages_that_are_alike(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    places = list(Alike(text).places(quote.swapcase()))
    for place in places:
        assert set(difference(quote.swapcase(), text[slice(*place)]))
    if sum(map(str.isalnum, quote)) > 1:
        assert places


def test_the_first_of_many_quotes_are_looked_for_and_no_more(write: Write) -> None:
    text = " ".join(f"Word{number}" for number in range(100_000))
    rows = "".join(f'g{n},letter,"char=0,9",word{n} word{n + 1},,,high\n' for n in range(500))
    files = dict(cited(text, recorded=text, quote="Word1 Word2", locator="char=0,20"))
    files["facts.csv"] = str(files["facts.csv"]) + rows
    report = dpkit.open(write(files)).validate(select=["quote-not-found"])
    assert report.counts == {"quote-not-found": 500}
    told = [each.message.partition("does not stand in 'letter'")[2] for each in report.findings]
    assert len(told) == 20
    assert [each for each in told if not each.endswith("which differs only in case")] == [""]  # the first of the others
