"""Laws of evidence: what was quoted is verified, what was changed is not, and the engine judges as Python does."""

import re
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.evidence import compared, concordance, gather, placed, settled
from dpkit.evidence.document import MORE_SEARCHES, SEARCHES, Document
from dpkit.evidence.follow import follow
from dpkit.evidence.locator import locate
from dpkit.model.evidence import Verdict
from dpkit.tables.duck import DuckEngine
from dpkit.tables.sql import Sql, sql, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.evidence.conftest import Found

SHARED: Final = settings(deadline=None, suppress_health_check=[*HealthCheck])

WORDS: Final = st.one_of(
    st.sampled_from(["she", "he", "was", "in", "Omsk", "July", "the", "Khasa\u0301n", "Хасан", "\U00010400\U00010428"]),
    st.integers(1000, 2999).map(str),
    st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=5),
)
BETWEEN: Final = st.sampled_from(
    [" ", "  ", "\n", "\r\n", "\u00a0", ", ", ". ", "; ", " (", ") ", "\u201d ", " \u2013 "]
)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Draw a text of words, and where they stand once CRLF is one character."""
    words = draw(st.lists(WORDS, min_size=1, max_size=25))
    text, spans = draw(st.sampled_from(["", " ", "\n", '"'])), []
    for word in words:
        spans.append((len(text), len(text) + len(word)))
        text += word + draw(BETWEEN).replace("\r\n", "\n")
    return text, spans


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, int, int]:
    """Draw a text, and the start and end of some of its words."""
    text, spans = draw(written())
    first = draw(st.integers(0, len(spans) - 1))
    last = draw(st.integers(first, min(first + 14, len(spans) - 1)))
    return text, spans[first][0], spans[last][1]


def folded(text: str) -> str:
    return " ".join(text.split())


@SHARED
@given(quoted(), st.booleans(), st.booleans(), st.sampled_from([" ", "\u00a0", "\n", "  "]))
def test_what_is_quoted_is_verified(
    found: tuple[str, int, int],
    crlf: bool,  # noqa: FBT001
    bom: bool,  # noqa: FBT001
    blank: str,
) -> None:
    text, start, end = found
    data = (("\ufeff" if bom else "") + text.replace("\n", "\r\n" if crlf else "\n")).encode()
    quote = re.sub(r"\s+", blank, text[start:end])
    evidence = follow(Document(data), locate(start, end), quote)
    assert (evidence.verdict, evidence.span) == (Verdict.VERIFIED, (start, end))


@SHARED
@given(quoted(), st.data())
def test_what_is_changed_is_not_found(found: tuple[str, int, int], data: Any) -> None:
    text, start, end = found
    places = [place for place in range(start, end) if text[place].isalnum()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from("aeZ07\u00e9\u0436").filter(lambda char: char != text[place]))
    quote = text[start:place] + other + text[place + 1 : end]
    evidence = follow(Document(text.encode()), locate(start, end), quote)
    assert evidence.verdict is not Verdict.VERIFIED
    if folded(quote) not in folded(text):
        assert evidence.verdict is Verdict.NOT_FOUND


@SHARED
@given(quoted(), st.data())
def test_what_is_cut_short_is_not_verified(found: tuple[str, int, int], data: Any) -> None:
    text, start, end = found
    less = data.draw(st.sampled_from([(start + 1, end), (start, end - 1)]))
    assume(text[less[0] : less[1]].strip() == text[less[0] : less[1]] != "")
    assume(text[less[0]].isalnum() and text[less[1] - 1].isalnum())
    quote = text[slice(*less)]
    assume(not re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text))
    assert follow(Document(text.encode()), locate(*less), quote).verdict is Verdict.CUT


@SHARED
@given(quoted(), st.integers(1, 40))
def test_what_moved_is_found_where_it_is(found: tuple[str, int, int], more: int) -> None:
    text, start, end = found
    quote = text[start:end]
    assume(len(re.findall(f"(?={re.escape(folded(quote))})", folded(text))) == 1)
    evidence = follow(Document(("\u00a7" * (more - 1) + "\n" + text).encode()), locate(start, end), quote)
    assert (evidence.verdict, evidence.detail) == (Verdict.MOVED, locate(start + more, end + more))


@SHARED
@given(
    st.text("ab1 0.,'\u2019\n\u00a0e\u0301\u4e2d-", max_size=30), st.text("ab1 0.,\n", max_size=8), st.integers(0, 30)
)
def test_whatever_is_followed_gets_a_verdict(text: str, quote: str, start: int) -> None:
    document = Document(text.encode())
    evidence = follow(document, f"char={start},", quote)
    if evidence.span:
        assert folded(document.text[slice(*evidence.span)]) == folded(quote)
        assert document.cuts(*evidence.span) is (evidence.verdict is Verdict.CUT)
    else:
        assert evidence.verdict in {Verdict.NOT_FOUND, Verdict.BAD_LOCATOR}


@SHARED
@given(
    st.lists(st.sampled_from(["a", "b", "ab", "aa", "1", "e\u0301."]), max_size=40),
    st.sampled_from([" ", "\n", " \u00a0", "\x1f\n"]),
    st.lists(st.sampled_from(["a", "b", "ab", "aa", "1", "c"]), min_size=1, max_size=6),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_a_concordance_finds_what_searching_finds(
    text: list[str], blank: str, quote: list[str], within: tuple[int, int]
) -> None:
    document, words = Document(blank.join(text).encode()), " ".join(quote)
    pattern = re.compile("(?=(" + r"\s+".join(map(re.escape, quote)) + "))")
    every = [match.span(1) for match in pattern.finditer(document.text)]
    for _ in range(SEARCHES + 2):
        assert list(document.find(words)) == every
    assert list(document.find(words, *within)) == [x for x in every if within[0] <= x[0] and x[1] <= within[1]]


@SHARED
@given(
    st.lists(st.sampled_from(["a", "b", "ab", "aa"]), max_size=80),
    st.lists(st.sampled_from(["a", "b", "ab", "aa", "c"]), min_size=3, max_size=14),
    st.booleans(),
    st.sampled_from([1, 3, 1_000]),
)
def test_a_concordance_in_pieces_leaves_no_place_out(
    text: list[str],
    quote: list[str],
    quoted: bool,  # noqa: FBT001
    most: int,
) -> None:
    quote = text[2 : 2 + len(quote)] if quoted and len(text) > len(quote) + 2 else quote
    document = Document(" ".join(text).encode())
    pattern = re.compile("(?=(" + r"\s+".join(map(re.escape, quote)) + "))")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(concordance, "PIECE", 3)
        patch.setattr(concordance, "MOST", most)
        found = concordance.Concordance(document.text).places(quote)
    if found is not None:  # there are not too many
        assert list(found) == [match.span(1) for match in pattern.finditer(document.text)]


def test_of_a_large_document_few_quotes_are_looked_for_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dpkit.evidence.document.LARGEST", 10)
    document, search, searched = Document(b"the quick brown fox jumps over the lazy dog " * 20), Document._searched, []

    def counted(self: Document, words: list[str], start: int, end: int) -> Any:
        searched.append(words)
        return search(self, words, start, end)

    monkeypatch.setattr(Document, "_searched", counted)
    for number in range(10 * MORE_SEARCHES):
        assert follow(document, f"char={number % 20},40", "the fox jumps over").verdict is Verdict.NOT_FOUND
    assert len(searched) == MORE_SEARCHES


# The engine's fast comparison and Python's way give the same verdicts.

CHARS: Final = (
    "ab1 0.,;:!?'\"()[]*+-\u2212\u2013\u2019\u201d\u2018\u201c\n\t\u00a0\u2009\u00ade\u0301\u4e2d\U0001d11e%t_\x1e\x1f"
)
ODD: Final = st.text(st.sampled_from(CHARS), max_size=70)
FORMS: Final = [
    "char={a},", "char=,{b}", "char={c},{b}", "char={b},{a}", "char= {a},{b}", "char={a}, {b}",
    "char={a},{b};length=5",
    "char={a}.0,{b}", "char={a},{b}.0", "char={a}e0,{b}", "char=+{a},{b}", "char={a},{b},9", "char={a},{b} ",
    "char=00{a},0{b}",
    "char={a},{b}\n", "char={a}_0,{b}0", "char=0x0,{b}", "line={a},{b}", "line=0,", "char=,", "char=", "", "page=1",
    "char={a},{b}0000000000",
]  # fmt: skip


@st.composite
def citation(draw: st.DrawFn, text: str) -> tuple[str, str]:
    """Draw a locator and a quote, most of them sound or nearly so."""
    start = draw(st.integers(0, max(0, len(text) - 1)))
    end = draw(st.integers(start + 1, min(len(text), start + 20) + 1))
    quote = text[start:end]
    form = draw(st.sampled_from(["char={a},{b}"] * 8) | st.sampled_from(FORMS))
    locator = form.format(a=start, b=end, c=start + 1)
    changed = [quote + " ", " " + quote, quote[1:], quote[:-1], quote + "x", quote.replace(" ", "\n"), quote.upper()]
    return locator, draw(st.sampled_from([quote] * 8) | st.sampled_from(changed))


def alike(
    followed: "Callable[..., Found]", texts: list[str], citations: "Sequence[tuple[str, ...]]", *, settles: bool = False
) -> "Found":
    """Follow citations both ways, which must agree; in one of them, the engine may settle what it can."""
    documents = [text.encode() for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gather, "MANY", 10**9)
        slowly = followed(documents, citations)
        patch.setattr(gather, "MANY", 0)
        if settles:
            patch.setattr(gather, "is_worth", lambda *_: True)
        assert followed(documents, citations) == slowly
    return slowly


@settings(SHARED, max_examples=examples(15))
@given(st.data())
def test_the_engine_judges_as_python_does(followed: "Callable[..., Found]", data: Any) -> None:
    texts = data.draw(st.lists(ODD, min_size=1, max_size=2))
    citations = []
    for _ in range(data.draw(st.integers(1, 25))):
        number = data.draw(st.integers(0, len(texts) - 1))
        citations.append((f"s{number}", *data.draw(citation(texts[number])), *data.draw(citation(texts[number]))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compared, "PIECE", data.draw(st.sampled_from([7, 16, 1_000])))
        patch.setattr(compared, "OVERLAP", data.draw(st.sampled_from([3, 20])))
        alike(followed, texts, citations)


def test_the_engine_settles_what_python_would_find(followed: "Callable[..., Found]") -> None:
    text = " ab cd\x1cef gh ij\u00a0kl mm  mn\nop qr-st\u3000uv\tw\0 xx gh yz\x1fab\x85cd ef\u200bgh \u00e9e ij ab cdef"
    places = [(start, stop) for start in range(len(text)) for stop in range(start + 4, min(start + 22, len(text)) + 1)]
    # a table holds no NUL; a changed slice stands nowhere, or elsewhere
    quotes = [(f"char={a},{b}", text[a:b].replace("\0", "")) for a, b in places]
    quotes += [("char=0,4", changed) for _, quote in quotes for changed in (quote.replace("b", "c"), f" {quote}")]
    citations = [(source, *quote) for quote in quotes for source in ("s0", "s1")]
    citations += [("s0", form.format(a=4, b=8, c=5), text[4:8]) for form in FORMS for _ in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settled, "TOGETHER", 100)
        found = alike(followed, [text, "ef gh ij ab\n"], citations, settles=True)
    assert min(found.counts[each] for each in ("cut", "moved", "not-found", "bad-locator")) > 100


MARKS: Final = [*CHARS, "", " 1", "1 ", "1 000", "\n\n", "d\u00e9", "\u0434", "\uff21", "n't", "2,5"]


def test_the_engine_places_quotes_with_every_edge_as_python_does(followed: "Callable[..., Found]") -> None:
    text, citations = "", []
    for number, (first, second) in enumerate(product(MARKS, MARKS)):
        mark = "".join(chr(ord("a") + int(digit)) for digit in str(1000 + number))
        start = len(text)
        text += f"{first}{second}by{mark} so {mark} did {mark}in{first}{second}at "
        for a, b in [
            (0, 14),
            (1, 0),
            (2, -1),
            (3, -3),
            (1, -4),
            (len(first + second), -3 - len(first + second)),
            (4, 0),
        ]:
            quote = " ".join(text[start + a : len(text) + b].split())
            if len(quote) > 10 and "\0" not in quote:
                citations.append(("s0", f"char={len(text) - start},{len(text) - start + len(quote)}", quote))
    found = alike(followed, [text], citations, settles=True)
    assert min(found.counts[each] for each in ("cut", "moved")) > 1_000


@settings(SHARED, max_examples=examples(15))
@given(st.data())
def test_the_engine_places_quotes_as_python_does(followed: "Callable[..., Found]", data: Any) -> None:
    words = st.sampled_from(
        ["she", "was", "in", "Omsk", "1 000", "1923", "20", "d\u00e9j\u00e0", "(so)", "at.", "x\u4e2d"]
    )
    between = st.sampled_from([" "] * 8 + ["\n", "  ", "\n\n", "\t", "\u00a0", "-"])
    texts = ["".join(data.draw(st.lists(st.one_of(words, between), min_size=5, max_size=80))) for _ in range(2)]
    citations = []
    for number, body in enumerate(texts * 15):
        start = data.draw(st.integers(0, max(0, len(body) - 5)))
        stop = data.draw(st.integers(start + 4, start + 40))
        a, b = data.draw(st.tuples(st.integers(0, 5), st.integers(8, 30)))
        quote = data.draw(st.sampled_from([body[start:stop], " ".join(body[start:stop].split())]))
        citations.append((f"s{number % 2}", f"char={a},{b}", quote))
    with pytest.MonkeyPatch.context() as patch:
        own, more = data.draw(st.sampled_from([(1, 0), (2, 2), (4, 20)]))
        patch.setattr(placed, "OWN", own)
        patch.setattr(placed, "MORE", more)
        alike(followed, texts, citations, settles=True)


def test_every_space_that_python_knows_is_known_to_the_engine() -> None:
    spaces = {char for code in range(0x110000) if (char := chr(code)).isspace()} - {" ", "\n"}
    chars = "SELECT chr(code) AS char FROM (SELECT range::INT AS code FROM range(1114112)) WHERE code // 2048 <> 27"
    with DuckEngine() as engine:
        query = sql("SELECT char FROM ({}) WHERE regexp_matches(char, {})", Sql(chars), text(placed.OTHER_SPACE))
        found = engine.run(query)
    assert {char for (char,) in found} == spaces


def test_the_engine_judges_every_form_of_locator_as_python_does(followed: "Callable[..., Found]") -> None:
    text = "she was in Omsk, in July"
    citations = [("s0", form.format(a=11, b=15, c=12), "Omsk") for form in ["char={a},{b}", *FORMS]]
    found = alike(followed, [text], [*citations, ("s0", "char=0,3", "she"), ("s0", "char=0,3", " she")])
    assert found.counts["verified"] == 8
    assert found.counts["bad-locator"] == len(FORMS) - 7


def test_the_engine_judges_every_edge_as_python_does(followed: "Callable[..., Found]") -> None:
    text, citations = "", []
    for number, (first, second) in enumerate(product(CHARS, CHARS)):
        mark = "".join(chr(ord("a") + int(digit)) for digit in str(1000 + number))
        start, middle, end = (len(text) + 1 + size for size in (0, 5, 10))
        text += f"\n{mark}{first}{second}{mark} "
        citations += [("s0", f"char={start},{middle}", mark + first), ("s0", f"char={middle},{end}", second + mark)]
    for number, char in enumerate(CHARS):  # between digits, and before what may be a negation
        mark = "".join(chr(ord("a") + int(digit)) for digit in str(9000 + number))
        start = len(text) + 1
        text += f"\n{mark} 7{char}123 {mark}{char}t "
        spans = [(0, 6), (7, 10), (7, 15), (0, 10), (11, 15), (5, 16)]
        citations += [("s0", f"char={start + a},{start + b}", text[start + a : start + b]) for a, b in spans]
    assert {"verified", "cut"} <= set(alike(followed, [text], citations).counts)


def test_the_engine_judges_long_documents_and_quotes_as_python_does(followed: "Callable[..., Found]") -> None:
    text = "".join(f"{n} \U0001d11e\u00e9 in Omsk,\n" for n in range(1000, 1600))
    edges = [0, 980, 990, 995, 999, 1000, 1001, 1499, 1500, 1501, 1999, 2000, len(text) - 8]
    sizes = [1, 4, 5, 15, 499, 500, 501, 1000, 2100]
    spans = [(start, start + size) for start in edges for size in sizes if start + size <= len(text) + 2]
    found = alike(followed, [text], [("s0", f"char={a},{b}", text[a:b]) for a, b in spans])
    assert {"verified", "cut"} <= set(found.counts)


def test_the_engine_reads_no_locator_backwards(followed: "Callable[..., Found]") -> None:
    assert alike(followed, ['000"0'], [("s0", "char=4,3", '"')]).counts == {"bad-locator": 1}


def test_the_engine_leaves_little_to_python_of_what_stands_nowhere(
    followed: "Callable[..., Found]", monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = "In July 1924 she was in Omsk, and said so."
    citations = [("s0", "char=0,42", nowhere), ("s0", "char=0,44", nowhere), ("s0", "char=43,99", nowhere)]
    monkeypatch.setattr(gather, "MANY", 0)
    monkeypatch.setattr(gather, "is_worth", lambda *_: True)
    monkeypatch.setattr(gather, "follow", None)  # calling it would fail
    found = followed([nowhere.replace("4", "3").encode()], citations)
    assert found.counts == {"not-found": 1, "bad-locator": 2}


def test_the_engine_leaves_little_to_python_of_what_stands_elsewhere(
    followed: "Callable[..., Found]", monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "In July 1923 she was in Omsk, and said so. " + "In May she was in Chita.\n\n" * 9 + "He was not."
    moved, cut = [(0, 28), (8, 28), (24, 41)], [(3, 27), (4, 28), (10, 40)]
    citations = [("s0", "char=100,170", text[a:b]) for a, b in moved + cut]
    monkeypatch.setattr(gather, "MANY", 0)
    monkeypatch.setattr(gather, "is_worth", lambda *_: True)
    monkeypatch.setattr(gather, "follow", None)  # calling it would fail
    found = followed([text.encode()], citations)
    assert found.counts == {"moved": len(moved), "cut": len(cut)}
    assert [detail for *_, detail in found.faults[:3]] == [f"char={a},{b}" for a, b in moved]
    assert [detail for *_, detail in found.faults[3:]] == [
        "July 1923 she was in Omsk,", "July 1923 she was in Omsk,", "1923 she was in Omsk, and said so.",
    ]  # fmt: skip


def test_the_engine_leaves_little_to_python(followed: "Callable[..., Found]", monkeypatch: pytest.MonkeyPatch) -> None:
    text = "In July 1923 she was in Omsk, and said so.\n" * 60
    spans = [(24, 28), (110, 114), (946, 1017), (959, 1060), (2571, 2578)]
    citations = [("s0", f"char={a},{b}", text[a:b]) for a, b in spans]
    monkeypatch.setattr(gather, "MANY", 0)
    monkeypatch.setattr(gather, "follow", None)  # calling it would fail
    assert followed([text.encode()], citations).counts == {"verified": 5}
