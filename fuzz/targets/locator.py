"""Locators and quotes: whatever is cited of whatever text gets a verdict, and a verified quote does stand there."""

from dpkit.evidence.document import Document
from dpkit.evidence.follow import follow
from dpkit.evidence.locator import LocatorError, line_starts, parse, resolve
from dpkit.model.evidence import Verdict


def check(data: bytes) -> None:
    """Follow a citation: the first line of `data` is the locator, the second the quote, the rest the document."""
    locator, quote, text = ([part.decode("utf-8", "replace") for part in data.split(b"\n", 2)] + ["", ""])[:3]
    document = Document(text.encode())
    evidence = follow(document, locator, quote)
    try:
        scheme, start, end = parse(locator)
        first, last = resolve(locator, len(document.text), line_starts(document.text))
    except LocatorError:
        assert evidence.verdict is Verdict.BAD_LOCATOR
        return
    assert 0 <= first < last <= len(document.text)
    assert scheme == "line" or end is None or (first, last) == (start, end)
    if evidence.verdict in {Verdict.VERIFIED, Verdict.MOVED}:
        assert evidence.span is not None
        found = document.text[slice(*evidence.span)]
        assert found.split() == quote.split()
        assert not document.cuts(*evidence.span)
    if evidence.verdict is Verdict.NOT_FOUND:
        assert not quote.split() or " ".join(quote.split()) not in " ".join(document.text.split())
