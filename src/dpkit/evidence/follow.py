"""Following one citation into its document."""

from dpkit.evidence.document import Document
from dpkit.evidence.locator import LocatorError, locate
from dpkit.model.evidence import Evidence, Verdict


def follow(document: Document, locator: str, quote: str) -> Evidence:
    """Look the quote up where the locator says, then in the whole document.

    Returns:
        verified, with the span; moved, with the right locator; cut; not found; or a bad locator, with the reason.
    """
    try:
        start, end = document.span(locator)
    except LocatorError as error:
        return Evidence(Verdict.BAD_LOCATOR, str(error))
    here = [(start, end)] if document.is_at(quote, start, end) else list(document.find(quote, start, end))
    for span in here:
        if not document.cuts(*span):
            return Evidence(Verdict.VERIFIED, span=span)
    elsewhere = [span for span in document.find(quote) if span not in here]
    if sound := [span for span in elsewhere if not document.cuts(*span)]:
        nearest = min(sound, key=lambda span: abs(span[0] - start))
        return Evidence(Verdict.MOVED, locate(*nearest), nearest)
    if cut := here or elsewhere:
        return Evidence(Verdict.CUT, _whole(document, *cut[0]), cut[0])
    return Evidence(Verdict.NOT_FOUND)


def _whole(document: Document, start: int, end: int) -> str:
    """Return the passage widened until it cuts nothing."""
    text = document.text
    while start > 0 and (not text[start - 1].isspace() or document.inside(start)):
        start -= 1
    while end < len(text) and (not text[end].isspace() or document.inside(end)):
        end += 1
    return " ".join(text[start:end].split())
