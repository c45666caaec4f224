"""Locators of RFC 5147, https://www.rfc-editor.org/rfc/rfc5147: positions lie between characters and lines, from 0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.evidence.document import Document
from dpkit.evidence.locator import LocatorError, line_starts, locate, parse, physical_lines, resolve

TEXT = "In July\n1923 she\nwas in Omsk.\n"  # 30 characters, 3 lines
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def passage(locator: str, text: str = TEXT) -> str:
    start, end = resolve(locator, len(text), line_starts(text))
    return text[start:end]


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("char=3,7", "July"), ("char=0,1", "I"), ("char=003,07", "July"), ("char=29,30", "\n"), ("char=0,30", TEXT),
        ("char=8,", "1923 she\nwas in Omsk.\n"), ("char=,7", "In July"), ("char=0,", TEXT), ("char=,30", TEXT),
        ("line=0,1", "In July\n"), ("line=1,3", "1923 she\nwas in Omsk.\n"), ("line=2,", "was in Omsk.\n"),
        ("line=,1", "In July\n"), ("line=0,3", TEXT),
        # what guards against a changed document is read; the sha256 that the package records guards better
        ("char=3,7;length=30", "July"), ("char=3,7;length=30,UTF-8", "July"), (f"line=0,1;md5={MD5}", "In July\n"),
        (f"char=3,7;length=30;md5={MD5.upper()},utf-8", "July"),
    ],
)  # fmt: skip
def test_a_locator_names_a_passage(locator: str, expected: str) -> None:
    assert passage(locator) == expected


@pytest.mark.parametrize(
    "locator",
    [
        "", "char", "char=", "char=,", "char=8", "8,12", "char=8-12", "char=8,12,20", "char=8,12;", "char=8;12",
        "char = 8,12", " char=8,12", "char=8,12 ", "char= 8,12", "char=8, 12", "char=8,12\n", "CHAR=8,12", "Line=0,1",
        "char=-1,5", "char=+8,12", "char=8.0,12", "char=1e1,12", "char=0x8,12", "char=8_0,90", "char=\u0668,12",
        "page=4", "lines=0,1", "#char=8,12", "char=8,12#", "char=8,12&line=0,1", "char=1234567890123456,",
        "char=8,12;length=", "char=8,12;length=x", "char=8,12;md5=abc", "char=8,12;sha256=" + "0" * 64,
        "char=8,12;length=30,", "line=0,1'; DROP TABLE x",
    ],
)  # fmt: skip
def test_other_forms_are_no_locators(locator: str) -> None:
    with pytest.raises(LocatorError, match=r"not of the form char=START,END or line=START,END \(RFC 5147\)"):
        passage(locator)


def test_half_a_locator_is_told_as_such() -> None:
    with pytest.raises(LocatorError, match="if its comma parted it, quotation marks around it are missing"):
        passage("char=8")


@pytest.mark.parametrize("locator", ["char=7,7", "char=7,3", "char=0,0", "char=,0", "line=1,1", "line=2,1", "line=,0"])
def test_a_passage_has_a_beginning_before_its_end(locator: str) -> None:
    with pytest.raises(LocatorError, match="end does not lie after its start"):
        passage(locator)


@pytest.mark.parametrize(
    ("locator", "size"),
    [
        ("char=0,31", "30 characters"), ("char=30,", "30 characters"), ("char=30,31", "30 characters"),
        ("char=800,", "30 characters"), ("char=999999999999999,", "30 characters"), ("line=0,4", "3 lines"),
        ("line=3,", "3 lines"), ("line=3,4", "3 lines"),
    ],
)  # fmt: skip
def test_past_the_end(locator: str, size: str) -> None:
    with pytest.raises(LocatorError, match=f"points past the end: the document has {size}"):
        passage(locator)


@pytest.mark.parametrize("locator", ["char=0,1", "char=0,", "line=0,1", "line=0,"])
def test_nothing_stands_in_an_empty_document(locator: str) -> None:
    with pytest.raises(LocatorError, match="past the end"):
        passage(locator, "")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["a\n", "b"]),
        ("a\nb\n", ["a\n", "b\n"]),
        ("a", ["a"]),
        ("\n\na", ["\n", "\n", "a"]),
        ("a\rb\r", ["a\r", "b\r"]),  # RFC 5147, section 2.1.1: CR, LF and CRLF end a line
        ("a\u2028b\x0cc\x85d", ["a\u2028b\x0cc\x85d"]),  # nothing else does
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert [passage(f"line={number},{number + 1}", text) for number in range(len(lines))] == lines
    with pytest.raises(LocatorError):
        passage(f"line=0,{len(lines) + 1}", text)


def test_a_crlf_is_one_character() -> None:
    document = Document(b"In July\r\n1923\r\n")
    assert document.text[slice(*resolve("char=8,12", len(document.text), document.lines))] == "1923"
    assert document.text[slice(*resolve("line=1,2", len(document.text), document.lines))] == "1923\n"


def test_lines_are_shown_from_1() -> None:
    lines = line_starts(TEXT)
    assert physical_lines(3, 7, lines) == (1, 1)
    assert physical_lines(3, 12, lines) == (1, 2)
    assert physical_lines(0, len(TEXT), lines) == (1, 3)
    assert physical_lines(0, 8, lines) == (1, 1)  # the line end belongs to its line


def test_the_parts_of_a_locator() -> None:
    assert parse("char=8,12") == ("char", 8, 12)
    assert parse("line=,12;length=4") == ("line", 0, 12)
    assert parse("line=3,") == ("line", 3, None)


@given(st.text(max_size=20), st.data())
def test_a_passage_is_located(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    if start < end:
        assert resolve(locate(start, end), len(text), line_starts(text)) == (start, end)


@given(
    st.text(max_size=15) | st.from_regex(r"(char|line)=[0-9]{0,3},[0-9]{0,3}(;length=[0-9]*)?"), st.text(max_size=30)
)
def test_any_text_names_a_passage_or_is_refused(locator: str, text: str) -> None:
    try:
        start, end = resolve(locator, len(text), line_starts(text))
    except LocatorError:
        return
    assert 0 <= start < end <= len(text)
