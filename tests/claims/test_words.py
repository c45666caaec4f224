"""The words of languages as one pattern."""

import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.claims.plainly import READABLE, READABLE_ASCII
from dpkit.claims.words import MONTHS, WEEKDAYS, any_of

WORDS = st.lists(st.text("ab.é", max_size=4), max_size=6)


@given(words=WORDS, text=st.text("ab.é", max_size=6))
def test_any_of_some_words_is_the_longest_that_stands_there(words: list[str], text: str) -> None:
    found = re.match(any_of(words) if words else "(?!)", text)
    standing = [word for word in words if text.startswith(word)]
    assert (found and found[0]) == max(standing, key=len, default=None)


def test_words_share_their_beginnings() -> None:
    assert any_of(["june", "jun", "juin", "mai"]) == "(?:ju(?:in|n(?:e)?)|mai)"


@pytest.mark.parametrize(
    "text", ["", "1\n2", "de", "DE", "x de", "xde", "ten.", "often", "monday", "Juche 1", "a", "MAY1"]
)
def test_text_of_ascii_is_readable_as_any_text(text: str) -> None:
    question = "SELECT regexp_matches($1, $2), regexp_matches($1, $3)"
    with duckdb.connect() as connection:
        found = connection.execute(question, [text, READABLE, READABLE_ASCII]).fetchall()
    assert found in ([(True, True)], [(False, False)])


@given(word=st.sampled_from(sorted({*MONTHS, *WEEKDAYS})), around=st.text("a 1.", max_size=3))
def test_every_word_is_found(word: str, around: str) -> None:
    assert re.search(any_of({*MONTHS, *WEEKDAYS}), around + word + around)
