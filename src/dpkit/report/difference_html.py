"""A difference as one HTML file for people: no script, nothing fetched, all foreign text escaped.

The page is built as a tree of elements, so a text can never become an element or an attribute.
"""

from collections.abc import Iterable
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from dpkit.model.change import Difference
from dpkit.model.show import count
from dpkit.report.difference_outline import Group, Item, Mark, sections, summary, title
from dpkit.report.html_report import POLICY

TAGS = {Mark.PLAIN: "span", Mark.NAME: "b", Mark.OLD: "del", Mark.NEW: "ins"}


def difference_html(difference: Difference) -> str:
    """Return the difference as an HTML document that needs nothing else."""
    page = Element("html", lang="en")
    heading = title(difference)
    _head(SubElement(page, "head"), heading)
    body = SubElement(page, "body")
    _add(body, "h1", heading)
    _list(body, summary(difference))
    for section in sections(difference):
        _add(body, "h2", section.heading)
        groups = SubElement(body, "ul")
        for group in section.groups:
            _group(_add(groups, "li", group.heading), group)
    return "<!doctype html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _head(head: Element, heading: str) -> None:
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", name="referrer", content="no-referrer")
    _add(head, "title", heading)
    _add(head, "style", files("dpkit.report").joinpath("report.css").read_text(encoding="utf-8"))


def _add(parent: Element, tag: str, text: str = "") -> Element:
    element = SubElement(parent, tag)
    element.text = text
    return element


def _list(parent: Element, lines: Iterable[str]) -> None:
    entries = SubElement(parent, "ul")
    for line in lines:
        _add(entries, "li", line)


def _group(parent: Element, group: Group) -> None:
    shown = [item for item in group.items if item]
    if not shown and not group.more:
        return
    entries = SubElement(parent, "ul")
    for item in shown:
        _item(SubElement(entries, "li"), item)
    if group.more:
        _add(entries, "li", f"and {count(group.more, 'other')}")


def _item(entry: Element, item: Item) -> None:
    for piece in item:
        _add(entry, TAGS[piece.mark], piece.text)
