"""A citation with the words around it, for a reader."""

from dpkit.evidence.document import Document
from dpkit.evidence.follow import follow
from dpkit.evidence.library import Holding, Library
from dpkit.evidence.locator import LocatorError, physical_lines
from dpkit.model.evidence import Evidence, Verdict
from dpkit.model.trace import Passage

AROUND = 60  #: characters shown before and after a quote, at most; whole words only


def passage(library: Library, source: str, locator: str, quote: str) -> Passage:
    """Follow one citation, and take the words before and after it where the document is held."""
    document = library.document(source)
    if document is None:
        holding = library.holdings.get(source)
        verdict = Verdict.NOT_READABLE if holding is Holding.NOT_READABLE else Verdict.NOT_HELD
        evidence = Evidence(verdict if holding else Verdict.NOT_CITED)
        return Passage(source=source, locator=locator, quote=quote, evidence=evidence)
    return followed(document, source, locator, quote)


def followed(document: Document, source: str, locator: str, quote: str) -> Passage:
    """Follow one citation into the document of its source, and take the words before and after it."""
    evidence = follow(document, locator, quote) if quote else Evidence(Verdict.NOT_FOUND)
    span = evidence.span or _span(document, locator)
    if span is None:
        return Passage(source=source, locator=locator, quote=quote, evidence=evidence)
    return Passage(
        source=source,
        locator=locator,
        quote=quote,
        evidence=evidence,
        lines=physical_lines(*span, document.lines),
        before=_before(document.text, span[0]) if evidence.span else "",
        after=_after(document.text, span[1]) if evidence.span else "",
    )


def _span(document: Document, locator: str) -> tuple[int, int] | None:
    try:
        return document.span(locator)
    except LocatorError:
        return None


def _before(text: str, start: int) -> str:
    line = text[max(text.rfind("\n", 0, start) + 1, start - AROUND) : start]
    whole = len(line) < AROUND
    return line if whole else "…" + line[line.find(" ") :]


def _after(text: str, end: int) -> str:
    stop = text.find("\n", end)
    line = text[end : min(end + AROUND, stop if stop >= 0 else len(text))]
    return line if len(line) < AROUND else line[: line.rfind(" ") + 1] + "…"
