"""The data dictionary of a small package: what its resolved view shows, and that it stays in one piece."""

import json
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
METHOD = "## How it was made\n\nBy hand.\n"
HOSTILE = "a|b `c` <script>*d* [e](f) \\ $x$ ~~g~~\u202e"
EVIDENCE = ["source_id", "locator", "confidence"]
ACCOUNTS = ["row_id", "visit_id", "start", "end", "during", "place_id", "km", "qualifier", "name"]
ACCOUNTS += [*EVIDENCE, "quote", "mode", "remark"]
MEASURES = ["value", "row_id", "about_table", "about", "what", "unit", "qualifier", *EVIDENCE]
CLAIMS = {
    "start": {"claim": "date"},
    "end": {"claim": "date"},
    "during": {"claim": "date"},
    "place_id": {"claim": "value", "tree": "places"},
    "km": {"claim": "quantity", "qualifier": "qualifier"},
    "name": {"claim": "label"},
}
Row = dict[str, str]
Write = Callable[..., Path]
Page = Callable[..., str]


def reference(field: str, resource: str, to: str = "") -> dict[str, object]:
    return {"fields": [field], "reference": {"resource": resource, "fields": [to or field]}}


def schema(fields: Sequence[str], **more: object) -> dict[str, object]:
    return {"fields": [{"name": name} for name in fields], **more}


def descriptor() -> dict[str, object]:
    register = {"citation": {"source": "source_id", "locator": "locator", "confidence": "confidence"}}
    registered = ("label", *EVIDENCE)
    schemas: dict[str, dict[str, object]] = {
        "sources": schema(
            ["source_id", "title", "reliability", "reliability_reason"],
            dpkit={"source": {"id": "source_id", "reliability": "reliability"}},
        ),
        "visits": schema(
            ["visit_id", *registered], dpkit={"register": {"id": "visit_id", "label": "label"}, **register}
        ),
        "places": schema(
            ["place_id", "part_of", *registered],
            dpkit={"register": {"id": "place_id", "label": "label", "parent": "part_of"}, **register},
        ),
        "visit_accounts": {
            "fields": [{"name": name, **({"dpkit": CLAIMS[name]} if name in CLAIMS else {})} for name in ACCOUNTS],
            "primaryKey": ["row_id"],
            "foreignKeys": [reference("visit_id", "visits"), reference("place_id", "places")],
            "dpkit": {
                "subject": ["visit_id"],
                "citation": {
                    **{part: part for part in ("locator", "quote", "confidence", "mode")},
                    "source": "source_id",
                },
                "claims": {"mode": ["report"]},
                "dates": {"during": [["during", "start", "end"]]},
            },
        },
        "measures": {
            "fields": [
                {"name": "value", "type": "number", "dpkit": {"claim": "quantity", "qualifier": "qualifier"}},
                *({"name": name} for name in MEASURES[1:]),
            ],
            "primaryKey": ["row_id"],
            "dpkit": {"subject": ["about_table", "about", "what"], **register},
        },
        "exclusions": schema(
            ["source_id", "locator", "reason"],
            dpkit={"exclusion": {"source": "source_id", "locator": "locator", "reason": "reason"}},
        ),
        "rulings": schema(
            ["resource", "subject", "field", "fingerprint", "ruling", "reason"],
            dpkit={
                "ruling": {part: part for part in ("resource", "subject", "field", "fingerprint", "ruling", "reason")}
            },
        ),
    }
    resources = [
        {"name": name, "path": f"{name}.csv", "title": f"All {name}", "schema": each} for name, each in schemas.items()
    ]
    roles = {"sources": "sources", "exclusions": "exclusions", "rulings": "rulings"}
    return {"name": "small", "title": HOSTILE, "version": "1.2.3", "dpkit": roles, "resources": resources}


def table(fields: Sequence[str], rows: Sequence[Row]) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if text else ""

    return "\n".join([",".join(fields), *(",".join(cell(row.get(name, "")) for name in fields) for row in rows), ""])


def account(source: str = "album", **cells: str) -> Row:
    return {"visit_id": "v1", "source_id": source, "locator": "p=1", "confidence": "high", "mode": "report"} | cells


@pytest.fixture
def package(write: Write) -> Callable[..., Path]:
    """Return a function that writes the package with some accounts, measures and rulings."""

    def package(accounts: Sequence[Row], measures: Sequence[Row] = (), rulings: str = "") -> Path:
        numbered = [{"row_id": f"va-{number:03}"} | row for number, row in enumerate(accounts, 1)]
        return write(
            {
                "datapackage.json": json.dumps(descriptor()),
                "sources.csv": "source_id,title,reliability,reliability_reason\nalbum,An album,C,One side\n"
                "map,A map,B,\n",
                "visits.csv": "visit_id,label,source_id,locator,confidence\nv1,First visit,album,p=1,high\n"
                "v2,Second visit,album,p=2,high\n",
                "places.csv": "place_id,part_of,label,source_id,locator,confidence\nrussia,,Russia,album,p=1,high\n"
                "omsk,russia,Omsk (city),album,p=1,high\n",
                "visit_accounts.csv": table(ACCOUNTS, numbered),
                "measures.csv": table(
                    MEASURES,
                    [{"row_id": f"me-{number}"} | row for number, row in enumerate(measures, 1)],
                ),
                "exclusions.csv": 'source_id,locator,reason\nalbum,"line=0,1",A teaser\n',
                "rulings.csv": "resource,subject,field,fingerprint,ruling,reason\n" + rulings,
            }
        )

    return package


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """Return a function that makes the page of a package."""
    monkeypatch.syspath_prepend(str(DOCS))
    return lambda path: str(import_module("data_page").data_page(path, METHOD))


def section(page: str, heading: str) -> str:
    return page.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]


def resolved(page: str, name: str = "visits") -> list[dict[str, str]]:
    """Return the rows of a resolved table."""
    lines = [line for line in section(page, f"Resolved: `{name}`").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def anchor(heading: str) -> str:
    bare = re.sub(r"[^\w\- ]", "", re.sub(r"\\(.)", r"\1", heading).lower())
    return bare.replace(" ", "-")


def test_the_tightest_value_of_each_field_is_shown(package: Callable[..., Path], page: Page) -> None:
    rows = [
        account(start="2001-08", place_id="russia", km="20", qualifier="over", name="Ost-West"),
        account("map", start="2001-08-04", place_id="omsk", km="24", name="ost west"),
    ]
    first = resolved(page(package(rows)))[0]
    assert (first["id"], first["label"], first["passages"]) == ("`v1`", "First visit", "2")
    assert (first["start"], first["place"]) == ("2001-08-04", "Omsk (city)")
    assert (first["km"], first["name"]) == ("24", "Ost-West")
    assert "end" not in first


def test_what_does_not_meet_is_contested(package: Callable[..., Path], page: Page) -> None:
    rows = [account(start="2001-08-04", name="East"), account("map", start="2001-07", name="West")]
    first = resolved(page(package(rows)))[0]
    assert first["start"] == "contested: 2001-07 / 2001-08-04"
    assert first["name"] == "*2 forms*"


def test_a_ruling_that_stands_is_shown_with_what_is_contested(package: Callable[..., Path], page: Page) -> None:
    rows = [account(start="2001-08-04"), account("map", start="2001-07")]
    import dpkit.api.ruling as rulings

    (found,) = rulings.contradictions(package(rows))
    path = package(rows, rulings=f"visit_accounts,v1,start,{found.fingerprint},both-stand,Unclear\n")
    assert resolved(page(path))[0]["start"] == "contested: 2001-07 / 2001-08-04 (ruling: both-stand)"


def test_rows_that_are_not_compared_do_not_count(package: Callable[..., Path], page: Page) -> None:
    rows = [account(start="2001-08-04"), account(start="2001-09", mode="forecast")]
    assert resolved(page(package(rows)))[0]["start"] == "2001-08-04"


def test_a_value_of_low_confidence_says_so(package: Callable[..., Path], page: Page) -> None:
    rows = [
        account(start="2001-08", confidence="low"),
        account(end="2001-09"),
        account(end="2001-09", confidence="low"),
    ]
    first = resolved(page(package(rows)))[0]
    assert first["start"] == "2001-08 (low)"
    assert first["end"] == "2001-09"


def test_days_within_a_span_are_shown_until_the_span_is_known(package: Callable[..., Path], page: Page) -> None:
    rows = [
        account(start="2001-07-26", end="2001-08-18"),
        account(during="2001-08"),
        *(account(visit_id="v2", during=each) for each in ("2002-08", "2002-08-23", "2002-08-21", "2002")),
    ]
    first, second = resolved(page(package(rows)))
    assert first["during"] == ""
    assert second["during"] == "2002-08-21, 2002-08-23"


def test_a_subject_of_several_cells_has_a_table_of_its_own(package: Callable[..., Path], page: Page) -> None:
    common = {"about_table": "visits", "what": "distance", "unit": "km", "source_id": "album", "locator": "p=1"}
    measures = [
        {**common, "about": "v2", "value": "5", "confidence": "high"},
        {**common, "about": "v1", "value": "20", "qualifier": "at_least", "confidence": "high"},
        {**common, "about": "v2", "value": "6", "confidence": "high"},
    ]
    rows = resolved(page(package([account()], measures)), "measures")
    assert [(row["about"], row["value"]) for row in rows] == [
        ("Second visit", "contested: 5 (km) / 6 (km)"),
        ("First visit", "at least 20 (km)"),
    ]


def test_sources_and_exclusions_are_told(package: Callable[..., Path], page: Page) -> None:
    found = page(package([account("map"), account("map")]))
    assert "| `map` | A map | B | 2 |" in section(found, "The sources")
    assert "- `album` is **C**: One side" in section(found, "The sources")
    assert "| album | line=0,1 | A teaser |" in section(found, "Passages that were left out")


def test_the_method_is_included_and_leads_the_index(package: Callable[..., Path], page: Page) -> None:
    found = page(package([account()]))
    assert METHOD in found
    assert "[How it was made](#how-it-was-made)" in found


def test_examples_are_the_fullest_rows_of_two_sources(package: Callable[..., Path], page: Page) -> None:
    rows = [
        account(),
        account(start="2001", remark="full"),
        account("map"),
        account("map", quote="fuller"),
        account(end="2001"),
    ]
    found = section(page(package(rows)), "Table `visit_accounts`")
    assert re.findall(r"\| field \| `(.+?)` \|", found) == ["va-002", "va-004"]
    assert "| `end` |" not in found.partition("<details>")[2]


def test_fields_that_many_tables_share_are_told_once(package: Callable[..., Path], page: Page) -> None:
    path = package([account()])
    whole = json.loads((path / "datapackage.json").read_text())
    places = next(each for each in whole["resources"] if each["name"] == "places")
    whole["resources"] += [{**places, "name": name} for name in ("rivers", "hills", "seas")]
    (path / "datapackage.json").write_text(json.dumps(whole))
    found = page(path)
    shared = section(found, "Fields that many tables share")
    assert re.findall(r"^\| `(.+?)` .*\| (.*) \|$", shared, re.MULTILINE) == [
        ("label", "5 registers"),
        *((name, "5 registers and 2 tables of accounts") for name in EVIDENCE),
    ]
    own = section(found, "Table `hills`")
    assert "| `part_of` |" in own
    assert "| `locator` |" not in own.partition("<details>")[0]
    assert ": `label`, `source_id`, `locator`, `confidence`." in own


def test_every_link_leads_to_one_heading(package: Callable[..., Path], page: Page) -> None:
    found = page(package([account()]))
    headings = [anchor(line.lstrip("# ")) for line in found.splitlines() if line.startswith("#")]
    links = re.findall(r"\]\(#([^)]+)\)", found)
    assert len(headings) == len({*headings})
    assert links
    assert {*links} <= {*headings}


def test_foreign_text_cannot_break_the_page(package: Callable[..., Path], page: Page) -> None:
    found = page(package([account(name=HOSTILE, quote=HOSTILE, remark="two\nlines")]))
    shown = "a\\|b \\`c\\` &lt;script&gt;\\*d\\* \\[e\\](f) \\\\ \\$x\\$ \\~\\~g\\~\\~&lt;U+202E&gt;"
    assert f"**{shown}**, version 1.2.3" in found
    assert f"| `quote` | {shown} |" in found
    assert "| `remark` | two&lt;U+000A&gt;lines |" in found
    assert "<script>" not in found
    assert resolved(found)[0]["name"] == shown


def test_each_table_keeps_to_its_columns(package: Callable[..., Path], page: Page) -> None:
    found = page(package([account(name=HOSTILE), account(start="2001")]))
    for block in re.findall(r"(?:^\|.*\n)+", found, re.MULTILINE):
        widths = {len(re.split(r"(?<!\\)\|", line.replace("\\\\", ""))) for line in block.splitlines()}
        assert len(widths) == 1


def test_the_page_is_the_same_each_time_and_wherever_documents_are(
    package: Callable[..., Path], page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = package([account(start="2001-08-04"), account("map", start="2001-07")])
    found = page(path)
    monkeypatch.setenv("DPKIT_DOCUMENTS", str(tmp_path))
    assert page(path) == found
