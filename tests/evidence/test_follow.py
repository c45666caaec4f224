"""Following one citation: what is verified, moved, cut, or not found."""

import pytest

from dpkit.evidence.document import Document
from dpkit.evidence.follow import follow
from dpkit.model.evidence import Verdict

LETTER = "On 24 July 1923 she was in Omsk with 20 000 others.\nShe said: \u201cwe can\u2019t stay\u201d.\n"


def verdict(text: str, quote: str, locator: str = "line=0,") -> tuple[Verdict, str]:
    evidence = follow(Document(text.encode()), locator, quote)
    return evidence.verdict, evidence.detail


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (LETTER, "24 July 1923"), (LETTER, "On 24 July"), (LETTER, "she was"), (LETTER, "20 000"),
        (LETTER, "20 000 others"), (LETTER, "others."),
        (LETTER, "others"), (LETTER, "\u201cwe can\u2019t stay\u201d."), (LETTER, "can\u2019t"),
        (LETTER, LETTER), (LETTER, "others.\nShe said"), (LETTER, "others. She  said"),
        # beside a word or a number, not inside of it
        ("the DPRK-Russia talks", "Russia"), ("the DPRK-Russia talks", "DPRK"), ("Kim's train", "Kim"),
        ("(1923)", "1923"), ("1923.", "1923"), ("1923, 24 men", "1923"), ("1923, 24 men", "24"), ("in 1914-18", "1914"),
        ("in 1914-18", "18"), ("1914\u201318", "18"), ("page_1 x", "x"), ("2001 150 odd", "2001"),
        ("2001 150 odd", "150 odd"),
        ("2001 150 odd", "2001 150"), ("July 26 2001 150", "26"), ("1 of 20", "20"), ("5%", "5"), ("No.5", "5"),
        ("a+5", "5"), ("x -5 y", "-5"), ("3.5 km", "3.5"), ("1,000.50 x", "1,000.50"), ("20\n000", "20"),
        # the same place, found a second time
        ("x1 1 1", "1 1"), ("he he he, she he he", "he he"), ("aa a a", "a a"),
        # combining accents, joiners, and scripts that do not part words
        ("Khasa\u0301n.", "Khasa\u0301n"), ("\u7edf\u4e00\u671d\u9bae", "\u4e00\u671d"), ("20\u4eba", "20"),
        ("\u0e44\u0e1b\u0e01\u0e34\u0e19\u0e02\u0e49\u0e32\u0e27", "\u0e01\u0e34\u0e19"),
        ("\U0001d11e\U0001d11e", "\U0001d11e"),
        # white space is folded, all of it
        ("20\u00a0000 men", "20 000"), ("20 000 men", "20\u00a0000"), ("20\n000 men", "20 000"),
        ("in  \t July\r\n1923", "in July 1923"), ("in\u2009July\u202f1923", "in July 1923"), ("she was", " she was "),
    ],
)  # fmt: skip
def test_verified(text: str, quote: str) -> None:
    assert verdict(text, quote) == (Verdict.VERIFIED, "")


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        (LETTER, "24 July 192", "24 July 1923"), (LETTER, "4 July 1923", "24 July 1923"), (LETTER, "he was", "she was"),
        (LETTER, "she wa", "she was"), (LETTER, "000", "20 000"), (LETTER, "20", "20 000"), (LETTER, "0 000", "20 000"),
        (LETTER, "20 00", "20 000"), (LETTER, "000 others", "20 000 others."), (LETTER, "ms", "Omsk"),
        # decimals, thousands, signs
        ("3.5 km", "3", "3.5"), ("3.5 km", "5 km", "3.5 km"), ("1,000 men", "1", "1,000"),
        ("1,000 men", "000 men", "1,000 men"),
        ("1.000,50 x", "1.000", "1.000,50"), ("20\u00a0000", "20", "20 000"), ("20\u2009000", "000", "20 000"),
        ("20\u202f000", "20", "20 000"), ("1'000", "1", "1'000"), ("1\u2019000", "000", "1\u2019000"),
        ("1 234 567 x", "234", "1 234 567"), ("1 234 567 x", "1 234", "1 234 567"), ("at -5 now", "5", "-5"),
        ("at \u22125 now", "5", "\u22125"), ("at +5 now", "5", "+5"), ("0." + "1" * 60, "0", "0." + "1" * 60),
        ("1923,24 men", "1923", "1923,24"),
        # letters of any script, accents, marks that cannot be seen
        ("Khasa\u0301n", "Khasa", "Khasa\u0301n"), ("Khasa\u0301n", "\u0301n", "Khasa\u0301n"),
        ("\u0425\u0430\u0441", "\u0425\u0430", "\u0425\u0430\u0441"),
        ("\ud3c9\uc591\uc5d0\uc11c", "\ud3c9\uc591", "\ud3c9\uc591\uc5d0\uc11c"),
        ("\u0915\u093f\u092e", "\u0915", "\u0915\u093f\u092e"), ("ex\u00adam", "ex", "ex\u00adam"),
        ("2\u00bd", "2", "2\u00bd"),
        ("H\u2082O", "H", "H\u2082O"), ("a_b", "a", "a_b"), ("\u4e8c\u5341", "\u4e8c", "\u4e8c\u5341"),
        ("\u0e52\u0e50", "\u0e52", "\u0e52\u0e50"),
        # a negation is no part that may be left out
        ("we can\u2019t go", "we can", "we can\u2019t"), ("we can't go", "can", "can't"),
        ("we didn't go", "did", "didn't"),
    ],
)  # fmt: skip
def test_cut(text: str, quote: str, whole: str) -> None:
    assert verdict(text, quote) == (Verdict.CUT, whole)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (LETTER, "24 July 1924"), (LETTER, "She was"), (LETTER, "she was in omsk"), (LETTER, "20,000"),
        (LETTER, "20000"),
        (LETTER, "24  July1923"), (LETTER, "we can't stay"), (LETTER, "she was at Omsk"), (LETTER, "Ohmsk"),
        (LETTER, "....."), (LETTER, " "), (LETTER, "\u00a0"),
        ("Khas\u00e1n", "Khasa\u0301n"), ("Khasa\u0301n", "Khas\u00e1n"),  # the same to a reader, not to the bytes
        ("DPRK-Russia", "DPRK\u2011Russia"), ("\u201cwe\u201d", '"we"'), ("stra\u00dfe", "strasse"), ("\u0661", "1"),
        ("a.b", "a\\.b"), ("aab", "a+b"), ("", "x"), ("co\u00adoperate", "cooperate"),
    ],
)  # fmt: skip
def test_not_found(text: str, quote: str) -> None:
    found, _ = verdict(text or "\n", quote)
    assert found is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("quote", "locator", "right"),
    [
        ("24 July 1923", "char=20,32", "char=3,15"),
        ("1923", "line=1,2", "char=11,15"),
        ("1923", "char=11,14", "char=11,15"),  # the locator ends within the quote
        ("1923", "char=12,16", "char=11,15"),
        ("20 000", "char=0,1", "char=37,43"),
        ("she", "line=1,2", "char=16,19"),
        ("others.\nShe said", "line=0,1", "char=44,60"),
    ],
)
def test_moved(quote: str, locator: str, right: str) -> None:
    assert verdict(LETTER, quote, locator) == (Verdict.MOVED, right)
    assert verdict(LETTER, quote, right) == (Verdict.VERIFIED, "")


def test_of_several_places_the_nearest_is_told() -> None:
    text = "Omsk, Omsk and x x x x x x x x x x Omsk"
    assert verdict(text, "Omsk", "char=20,24") == (Verdict.MOVED, "char=6,10")
    assert verdict(text, "Omsk", "char=30,33") == (Verdict.MOVED, "char=35,39")


def test_a_sound_place_elsewhere_outweighs_a_cut_one_here() -> None:
    assert verdict("she was. Then he was", "he was", "char=0,8") == (Verdict.MOVED, "char=14,20")


def test_the_span_is_that_of_the_quote() -> None:
    found = follow(Document(LETTER.encode()), "line=0,1", "she was")
    assert found.span is not None
    assert LETTER[slice(*found.span)] == "she was"


@pytest.mark.parametrize("locator", ["char=90,95", "page=4", "", "char=5,2"])
def test_a_bad_locator_is_told_before_the_quote_is_looked_for(locator: str) -> None:
    found, detail = verdict(LETTER, "not there", locator)
    assert found is Verdict.BAD_LOCATOR
    assert detail


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfIn July\n", "In July\n"),
        (b"\xef\xbb\xbf\xef\xbb\xbfIn", "\ufeffIn"),
        (b"In\r\nJuly\r\n", "In\nJuly\n"),
        (b"In\rJuly\n\r", "In\rJuly\n\r"),
        (b"", ""),
        ("\U0001d11e\u0301".encode(), "\U0001d11e\u0301"),
        (b"a\0b\x1eb\x1fc", "a\0b\x1eb\x1fc"),
    ],
)
def test_the_text_of_a_document(data: bytes, text: str) -> None:
    assert Document(data).text == text


@pytest.mark.parametrize("data", [b"caf\xe9", "In July".encode("utf-16"), b"\xed\xa0\x80", b"%PDF-1.7\n\xe2\xe3\xcf"])
def test_what_is_not_utf_8_is_no_text(data: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        Document(data)


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ("24 July 1924", "24 July 1923"),
        ("she was in Tomsk with 30 000", "she was in Omsk with 20 000"),
        ("SHE WAS, in omsk", "she was in Omsk"),
        ("said: 'we can", "said: \u201cwe can\u2019t"),
        ("on others", "On 24"),
        ("1924", "1923"),
        ("Omks", "Omsk"),
        ("29 Jully", "24 July"),
        ("nothing of this", ""),
        ("", ""),
    ],
)
def test_the_nearest_passage_shares_most_words(quote: str, nearest: str) -> None:
    assert Document(LETTER.encode()).nearest(quote) == nearest


def test_a_quote_longer_than_its_document_has_a_nearest_passage() -> None:
    assert Document(b"In July 1923").nearest("Late In July 1923 she was in Omsk") == "In July 1923"
