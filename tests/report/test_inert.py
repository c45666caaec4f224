"""No report lets a text of the package become an element, a command, a link or a control character."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import jsonschema
import pytest
from click.testing import Result
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from dpkit.model.show import hidden

from .conftest import FORMATS, MARK, RESOURCES

HTML = {
    "html": {"lang"},
    "head": set[str](),
    "meta": {"charset", "http-equiv", "content", "name"},
    "title": set[str](),
    "style": set[str](),
    "body": set[str](),
    "header": set[str](),
    "main": set[str](),
    "footer": set[str](),
    "section": {"id"},
    "h1": set[str](),
    "h2": set[str](),
    "h3": set[str](),
    "p": {"class"},
    "div": {"class"},
    "span": {"class"},
    "a": {"href"},
    "code": set[str](),
    "details": set[str](),
    "summary": set[str](),
    "table": {"class"},
    "thead": set[str](),
    "tbody": set[str](),
    "tr": set[str](),
    "th": {"scope"},
    "td": {"class"},
    "ul": {"class"},
    "li": set[str](),
}
MARKDOWN = {
    name: set[str]() for name in ("html", "head", "body", "h2", "h3", "p", "strong", "code", "table", "thead", "tbody")
}
MARKDOWN |= {"tr": set(), "th": {"style"}, "td": {"style"}, "ul": set(), "li": set()}


def elements(text: str) -> Iterator[Element]:
    """Yield the elements that a browser makes of an HTML text; comments would have another kind of tag."""
    yield from html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False).iter()


def test_no_invisible_character_is_printed(outputs: "dict[str, str]") -> None:
    for form, text in outputs.items():
        assert MARK in text
        assert {hex(ord(char)) for char in set(text) - {"\n"} if hidden(char)} == set(), form


def test_html_has_no_element_attribute_or_link_but_its_own(outputs: "dict[str, str]") -> None:
    found = list(elements(outputs["html"].removeprefix("<!doctype html>")))
    for element in found:
        assert element.tag in HTML
        assert set(element.attrib) <= HTML[str(element.tag)]
        assert re.fullmatch(r"#found-\d+", element.get("href", "#found-0"))
        assert re.fullmatch(r"[a-z ]*", element.get("class", ""))
        assert not any(MARK in value for value in element.attrib.values())
    sheet = next(element for element in found if element.tag == "style")
    assert "url(" not in (sheet.text or "")
    assert "@import" not in (sheet.text or "")
    assert sum(element.tag == "style" for element in found) == 1


def test_html_forbids_scripts_and_requests(outputs: "dict[str, str]") -> None:
    policy = next(each for each in elements(outputs["html"]) if each.get("http-equiv") == "Content-Security-Policy")
    assert (policy.get("content") or "").startswith("default-src 'none'; style-src 'unsafe-inline';")


def test_markdown_shows_foreign_text_as_code_only(outputs: "dict[str, str]") -> None:
    reader = MarkdownIt("gfm-like", {"linkify": False})
    found = list(elements(reader.render(outputs["markdown"])))
    assert sum(element.tag == "strong" for element in found) == 1
    for element in found:
        assert element.tag in MARKDOWN
        assert set(element.attrib) <= MARKDOWN[str(element.tag)]
        assert re.fullmatch("(text-align:right)?", element.get("style", ""))
        told = [element.tail, *([] if element.tag == "code" else [element.text])]
        assert not any(MARK in (text or "") for text in told)
    assert not re.search(r"(?<![\w/])@\w|www\.|://", outputs["markdown"])


def test_github_commands_are_those_of_dpkit(outputs: "dict[str, str]") -> None:
    *commands, last = outputs["github"].splitlines()
    command = re.compile(r"::(error|warning|notice) (file=[^,:]+,)?(line=\d+,)?title=[^,:]+::.+")
    assert [line for line in commands if not command.fullmatch(line)] == []
    assert len(commands) == len(json.loads(outputs["json"])["findings"])
    assert re.fullmatch(r"dpkit: not valid: [\d,]+ errors, \d+ warnings, \d+ notices", last)


def test_junit_is_read_by_a_library(outputs: "dict[str, str]") -> None:
    (suite,) = JUnitXml.fromstring(outputs["junit"].encode())
    cases = list(suite)
    failed = [case for case in cases if any(result.__class__.__name__ == "Failure" for result in case.result)]
    assert (suite.tests, suite.failures) == (len(cases), len(failed))
    assert {case.name for case in failed} >= {"type-error", "foreign-key", "extra-label", "source-unknown"}


def test_sarif_keeps_the_published_schema(outputs: "dict[str, str]") -> None:
    schema = json.loads((RESOURCES / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(outputs["sarif"])
    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    found = json.loads(outputs["json"])["findings"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [each["check"] for each in found]
    fingerprints = [each["partialFingerprints"]["dpkit/v1"] for each in run["results"]]
    assert fingerprints == [each["fingerprint"] for each in found]
    for result in run["results"]:
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?!/)[\w./~%-]+", uri, re.ASCII)
        assert not re.search(
            r"(?<!\\)[\[\]]|(?<!{){(?!{)", result["message"]["text"].replace("{{", "").replace("\\\\", "")
        )


@pytest.mark.parametrize("form", FORMATS)
def test_counts_are_the_same_in_every_format(form: str, outputs: "dict[str, str]") -> None:
    summary = json.loads(outputs["json"])["summary"]
    if form == "sarif":
        assert (
            sum(json.loads(outputs[form])["runs"][0]["properties"]["counts"].values())
            == summary["error"] + summary["warning"] + summary["notice"]
        )
    elif form != "json":
        told = ", ".join(f"{summary[each]:,} {each}s" for each in ("error", "warning", "notice"))
        assert f"not valid: {told}" in outputs[form]


def test_markdown_names_a_file_as_it_is_called(write: Callable[..., Path], run: Callable[..., Result]) -> None:
    schema = {"fields": [{"name": "a_b", "type": "integer"}, {"name": "_c_"}]}
    files = {"t_1.csv": "a_b,_c_\nwww.x.org,__x__\n"}
    descriptor = {"resources": [{"name": "t_1", "path": "t_1.csv", "schema": schema}]}
    folder = write({"datapackage.json": json.dumps(descriptor), **files})
    shown = run("validate", folder, "--format", "markdown").stdout
    assert "| <code>t_1.csv, line 2, row 1, column A</code> |" in shown
    assert "| <code>a_b is 'www&#46;x.org', not an integer</code> |" in shown
