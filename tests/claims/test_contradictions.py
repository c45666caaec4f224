"""Contradictions: what is found, what stays silent, how rulings stand and fall."""

import csv
import io
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.claims.groups import Held, agreeing_groups
from dpkit.claims.relations import relate
from dpkit.claims.sets import ValueSet, folded, preorder, value_set
from dpkit.model.roles import Claim, ClaimKind
from dpkit.model.trace import Relation

Write = Callable[..., Path]
Run = Callable[..., Result]

KINDS: dict[str, dict[str, Any]] = {
    "start": {"claim": "date"},
    "days": {"claim": "quantity", "qualifier": "qualifier", "unit": "day"},
    "place_id": {"claim": "value", "tree": "places"},
    "host": {"claim": "value"},
    "title": {"claim": "label"},
    "topic": {"claim": "member"},
}
COLUMNS = ("row_id", "visit_id", *KINDS, "qualifier", "source_id", "locator", "confidence", "mode", "according_to")
PLACES = "place_id,part_of\nrussia,\nmoscow,russia\nkremlin,moscow\nomsk,russia\n"
CITATION = {name: name for name in ("locator", "confidence", "mode", "according_to")} | {"source": "source_id"}
RULING = ("resource", "subject", "field", "fingerprint", "ruling", "preferred_source", "preferred_value", "reason")


def package(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return a package whose table `visits` has these rows; what a row does not say has a sound default."""
    given_rows = [
        {"row_id": str(n), "visit_id": "v", "locator": "page=1", "confidence": "high"} | row
        for n, row in enumerate(rows)
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(given_rows)
    sources = sorted(
        {row["source_id"] for row in given_rows} | {row.get("according_to", "") for row in given_rows} - {""}
    )
    fields = [{"name": name} | ({"dpkit": KINDS[name]} if name in KINDS else {}) for name in COLUMNS]
    for field in fields:
        if field["name"] == "days":
            field["type"] = "number"
    dpkit_of_visits = {"subject": ["visit_id"], "citation": CITATION, "claims": {"mode": ["report"]}}
    tables: dict[str, tuple[str, dict[str, Any]]] = {
        "sources": ("source_id\n" + "".join(f"{each}\n" for each in sources), {"source": {"id": "source_id"}}),
        "places": (PLACES, {"register": {"id": "place_id", "parent": "part_of"}}),
        "rulings": (",".join(RULING) + "\n", {"ruling": {name: name for name in RULING}}),
    }
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": [{"name": label} for label in text.split("\n", 1)[0].split(",")], "dpkit": role},
        }
        for name, (text, role) in tables.items()
    ]
    schema = {"fields": fields, "primaryKey": ["row_id"], "dpkit": dpkit_of_visits}
    resources.append({"name": "visits", "path": "visits.csv", "schema": schema})
    descriptor = {"name": "t", "dpkit": {"sources": "sources", "rulings": "rulings"}, "resources": resources}
    files = {f"{name}.csv": text for name, (text, _) in tables.items()}
    return files | {"visits.csv": out.getvalue(), "datapackage.json": json.dumps(descriptor)}


def found(write: Write, *rows: dict[str, str]) -> dict[str, int]:
    """Return how often each check found something, uncited sources (passed-on words) left out."""
    counts = dict(dpkit.open(write(package(list(rows)))).validate().counts)
    counts.pop("source-uncited", None)
    return counts


def claim(source: str, **cells: str) -> dict[str, str]:
    return {"source_id": source} | cells


SILENT = {
    "a lower bound and an exact value above it": [
        claim("a", days="20", qualifier="over"), claim("b", days="24", qualifier="exactly"),
    ],
    "a round number and over it": [claim("a", days="20000"), claim("b", days="20000", qualifier="over")],
    "a day within a range": [claim("a", start="2001-08-04"), claim("b", start="2001-08-04/2001-08-05")],
    "a month and a day in it": [claim("a", start="2001-08"), claim("b", start="2001-08-04")],
    "a decade and a year in it": [claim("a", start="200X"), claim("b", start="2001")],
    "about a number and a number near it": [claim("a", days="20", qualifier="about"), claim("b", days="21")],
    "a hall in a city": [claim("a", place_id="moscow"), claim("b", place_id="kremlin")],
    "two presidents in two years": [
        claim("a", host="putin", visit_id="v2001"), claim("a", host="medvedev", visit_id="v2011"),
    ],
    "many topics": [claim("a", topic="trade"), claim("b", topic="railways")],
    "a forecast that did not come true": [
        claim("a", start="2001-07-20", mode="forecast"), claim("b", start="2001-07-26", mode="report"),
    ],
    "a name within a name": [claim("a", title="Declaration"), claim("a", title="declaration")],
    "one source passing on the other's word": [
        claim("a", start="2001-08-04"), claim("b", start="2001-08", according_to="a"),
    ],
}  # fmt: skip

LOUD = {
    "two days": ("contradiction", [claim("a", start="2001-08-04"), claim("b", start="2001-08-05")]),
    "two days in one source": ("self-contradiction", [claim("a", start="2001-08-04"), claim("a", start="2001-08-05")]),
    "the word of the other, passed on": (
        "self-contradiction", [claim("a", start="2001-08-04"), claim("b", start="2001-08-05", according_to="a")],
    ),
    "a number below a lower bound": (
        "contradiction", [claim("a", days="20", qualifier="over"), claim("b", days="19")],
    ),
    "two cities": ("contradiction", [claim("a", place_id="moscow"), claim("b", place_id="omsk")]),
    "two hosts": ("contradiction", [claim("a", host="putin"), claim("b", host="medvedev")]),
    "an uncertain day and another": ("tension", [claim("a", start="2001-08-04?"), claim("b", start="2001-08-06")]),
    "a doubtful row": ("tension", [claim("a", host="putin"), claim("b", host="medvedev", confidence="low")]),
    "about 20 and 30": ("tension", [claim("a", days="20", qualifier="about"), claim("b", days="30")]),
    "two titles": ("name-variant", [claim("a", title="Moscow Declaration"), claim("b", title="Declaration of Moscow")]),
}  # fmt: skip


@pytest.mark.parametrize("rows", SILENT.values(), ids=SILENT)
def test_claims_that_can_be_true_together_stay_silent(rows: list[dict[str, str]], write: Write) -> None:
    assert found(write, *rows) == {}


@pytest.mark.parametrize(("check", "rows"), LOUD.values(), ids=LOUD)
def test_claims_that_cannot_be_true_together_are_found(check: str, rows: list[dict[str, str]], write: Write) -> None:
    assert found(write, *rows) == {check: 1}


def test_a_group_may_contradict_others_and_itself(write: Write) -> None:
    rows = [claim("a", start="2001"), claim("a", start="2003"), claim("b", start="2005")]
    assert found(write, *rows) == {"contradiction": 1, "self-contradiction": 1}


def test_a_firm_contradiction_is_none_the_softer_for_a_doubtful_third(write: Write) -> None:
    rows = [claim("a", start="2001"), claim("b", start="2003"), claim("c", start="2005", confidence="low")]
    assert found(write, *rows) == {"contradiction": 1}


def test_a_contradiction_is_told_as_groups_that_agree(write: Write) -> None:
    rows = [claim("a", start="2001-07-26"), claim("b", start="2001-07"), claim("c", start="2001-08-04")]
    finding = dpkit.open(write(package(rows))).validate(select=["contradiction"]).findings[0]
    assert "'2001-07' and '2001-07-26' (b and a) against '2001-08-04' (c), 9 days apart" in finding.message


def test_quantities_tell_how_many_times_apart_they_are(write: Write) -> None:
    finding = dpkit.open(write(package([claim("a", days="10"), claim("b", days="21")]))).validate().findings[0]
    assert finding.message.endswith("'10 day' (a) against '21 day' (b), 2.1 times")


def test_quantities_with_a_field_for_their_unit_are_told_with_it(write: Write) -> None:
    files = package([claim("a", days="10", mode="report"), claim("b", days="21", mode="report")])
    descriptor = json.loads(files["datapackage.json"])
    (visits,) = (each for each in descriptor["resources"] if each["name"] == "visits")
    fields = {each["name"]: each for each in visits["schema"]["fields"]}
    del fields["days"]["dpkit"]["unit"]
    fields["according_to"]["name"] = "unit"  # a column that stands in the file already
    del visits["schema"]["dpkit"]["citation"]["according_to"]
    visits["schema"]["dpkit"]["subject"] = ["visit_id", "unit"]
    rows = files["visits.csv"].replace("according_to", "unit").replace("report,\n", "report,night\n")
    folder = write(files | {"visits.csv": rows, "datapackage.json": json.dumps(descriptor)})
    (finding,) = dpkit.open(folder).validate(select=["contradiction"]).findings
    assert finding.message.endswith("on days of v, night: '10 night' (a) against '21 night' (b), 2.1 times")


def test_a_qualifier_stands_before_a_quantity_and_its_unit(write: Write) -> None:
    folder = write(package([claim("a", days="20", qualifier="over"), claim("b", days="19")]))
    (finding,) = dpkit.open(folder).validate(select=["contradiction"]).findings
    assert "'over 20 day' (a)" in finding.message


def test_many_times_are_told_in_whole_numbers(write: Write) -> None:
    finding = dpkit.open(write(package([claim("a", days="1.2"), claim("b", days="2000")]))).validate().findings[0]
    assert finding.message.endswith("against '2000 day' (b), 1,667 times")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("1898", "1899", ", at least 1 day apart"),
        ("1898-12-31", "1899", ", at least 1 day apart"),
        ("1898-12-30", "1899-01-01", ", 2 days apart"),
    ],
)
def test_dates_that_are_no_days_are_some_days_apart_at_least(one: str, other: str, told: str, write: Write) -> None:
    folder = write(package([claim("a", start=one), claim("b", start=other)]))
    (finding,) = dpkit.open(folder).validate(select=["contradiction"]).findings
    assert finding.message.endswith(told)


# Rulings


def contradicting(write: Write) -> Path:
    return write(package([claim("a", start="2001-08-04"), claim("b", start="2001-08-05"), claim("b", days="3")]))


def test_a_ruling_closes_a_contradiction_and_keeps_it_visible(write: Write, run: Run) -> None:
    root = contradicting(write)
    assert run("validate", root).exit_code == 1
    ruled = run("rule", "visits", "v", "start", "--prefer", "a", "--reason", "It was there.", "--package", root)
    assert ruled.exit_code == 0
    report = dpkit.open(root).validate()
    assert report.valid
    assert report.counts == {"contradiction-ruled": 1}
    assert "ruling: prefer a: It was there." in run("trace", "visits", "v", "start", "--package", root).stdout
    assert "1 contradiction, 0 to be ruled on" in run("contradictions", root).stdout


@pytest.mark.parametrize("changed", [("2001-08-05", "2001-08-06"), ("\n2,v,", "\n2,v,2001-08-09")])
def test_a_ruling_falls_when_a_claim_is_changed_or_added(write: Write, run: Run, changed: tuple[str, str]) -> None:
    root = contradicting(write)
    run("rule", "visits", "v", "start", "--both-stand", "--reason", "No telling.", "--package", root)
    path = root / "visits.csv"
    path.write_text(path.read_text().replace(*changed))
    assert dpkit.open(root).validate().counts.keys() >= {"contradiction", "ruling-stale"}
    assert "fallen" in run("contradictions", root).stdout


def test_a_ruling_on_what_could_not_be_read_is_not_judged(write: Write, run: Run) -> None:
    root = contradicting(write)
    run("rule", "visits", "v", "start", "--both-stand", "--reason", "No telling.", "--package", root)
    path = root / "visits.csv"
    path.write_bytes(path.read_bytes().rstrip() + b"\xff\n")
    assert dpkit.open(root).validate().counts == {"encoding-error": 1}


def test_citing_a_claim_anew_does_not_fell_a_ruling(write: Write, run: Run) -> None:
    root = contradicting(write)
    run("rule", "visits", "v", "start", "--both-stand", "--reason", "No telling.", "--package", root)
    path = root / "visits.csv"
    path.write_text(path.read_text().replace("page=1", "page=2"))
    assert dpkit.open(root).validate().counts == {"contradiction-ruled": 1}


def test_ruling_again_replaces_the_row_and_keeps_the_others(write: Write, run: Run) -> None:
    root = contradicting(write)
    for reason in ("First.", "Second, with a comma."):
        run("rule", "visits", "v", "start", "--value", "2001-08-04", "--reason", reason, "--package", root)
    rows = list(csv.DictReader(io.StringIO((root / "rulings.csv").read_text())))
    assert [(row["ruling"], row["preferred_value"], row["reason"]) for row in rows] == [
        ("prefer", "2001-08-04", "Second, with a comma.")
    ]


def test_a_reason_with_a_bare_carriage_return_stays_one_cell(write: Write, run: Run) -> None:
    root = contradicting(write)
    run("rule", "visits", "v", "start", "--both-stand", "--reason", "No\rtelling.", "--package", root)
    assert dpkit.open(root).validate().counts == {"contradiction-ruled": 1}


REFUSED = {
    "no reason": (["visits", "v", "start", "--prefer", "a", "--reason", " "], "needs a reason"),
    "no contradiction": (["visits", "v", "days", "--prefer", "a", "--reason", "x"], "do not contradict each other"),
    "no such source": (["visits", "v", "start", "--prefer", "z", "--reason", "x"], "'z' makes no claim there"),
    "no such value": (["visits", "v", "start", "--value", "1999", "--reason", "x"], "nobody claims '1999' there"),
    "no such subject": (["visits", "v\rw", "start", "--both-stand", "--reason", "x"], "do not contradict each other"),
    "two choices": (["visits", "v", "start", "--prefer", "a", "--both-stand", "--reason", "x"], "expected one of"),
}


@pytest.mark.parametrize(("arguments", "words"), REFUSED.values(), ids=REFUSED)
def test_a_ruling_that_makes_no_sense_is_refused(arguments: list[str], words: str, write: Write, run: Run) -> None:
    root = contradicting(write)
    before = (root / "rulings.csv").read_bytes()
    result = run("rule", *arguments, "--package", root)
    assert result.exit_code == 2
    assert words in result.stderr
    assert (root / "rulings.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("prefer,a,", "prefer,z,", "it prefers 'z', which makes no claim there"),
        ("prefer,a,,", "prefer,,1999,", "it prefers '1999', which nobody claims there"),
        ("there.\n", "there.\n{row}\n", "row 1 rules on it already"),
    ],
)
def test_a_ruling_by_hand_holds_no_more_than_one_of_the_command_line(
    old: str, new: str, problem: str, write: Write, run: Run
) -> None:
    root = contradicting(write)
    run("rule", "visits", "v", "start", "--prefer", "a", "--reason", "It was there.", "--package", root)
    path = root / "rulings.csv"
    written = path.read_text()
    path.write_text(written.replace(old, new.format(row=written.splitlines()[1])))
    report = dpkit.open(root).validate()
    told = [each.message for each in report.findings if each.check == "ruling-invalid"]
    assert told == [f"the ruling on 'start' of 'v' does not hold: {problem}"]


def test_rulings_that_rule_on_nothing_or_not_at_all_are_told(write: Write) -> None:
    files = package([claim("a", start="2001")])
    files["rulings.csv"] += (
        "visits,v,start,0,both-stand,,,Why not.\nvisits,v,start,0,perhaps,,,Why not.\nvisits,v,start,0,prefer,a,,\n"
    )
    assert dpkit.open(write(files)).validate().counts == {"ruling-unused": 1, "ruling-invalid": 2}


# Laws

DATES = st.sampled_from(
    ["2001", "2001-08", "2001-08-04", "2001-08-05", "2001-07/2001-08-04", "200X", "2002?", "../2001-07", ""]
)
NUMBERS = st.sampled_from(["", "10", "20", "20.5", "30"])
WORDS = st.sampled_from(["", "exactly", "over", "under", "about"])
TREE = preorder({"russia": "", "moscow": "russia", "kremlin": "moscow", "omsk": "russia"})
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "visit_id": st.sampled_from(["v", "w"]),
            "source_id": st.sampled_from(["a", "b", "c"]),
            "start": DATES,
            "days": NUMBERS,
            "qualifier": WORDS,
            "place_id": st.sampled_from(["", "russia", "moscow", "kremlin", "omsk"]),
            "title": st.sampled_from(["", "Summit", "summit", "The summit"]),
            "confidence": st.sampled_from(["high", "low"]),
        }
    ),
    min_size=1,
    max_size=7,
)


def naive(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    """Return (check, subject, field) as a comparison of all pairs of rows gives it."""
    hits = set()
    for field in ("start", "days", "place_id", "title"):
        kind = KINDS[field]
        asked = Claim(kind=ClaimKind(kind["claim"]), tree=kind.get("tree"), qualifier=kind.get("qualifier"))
        for subject in ("v", "w"):
            told = [
                (row, value_set(asked, row[field], row["qualifier"], TREE))
                for row in rows
                if row[field] and row["visit_id"] == subject
            ]
            hits |= {(check, subject, field) for check in _checks(asked, told)}
    return hits


def _checks(asked: Claim, told: list[tuple[dict[str, str], ValueSet | None]]) -> set[str]:
    kinds = set()
    for (one, left), (other, right) in combinations(told, 2):
        if left is None or right is None:
            continue
        doubt = "low" in {one["confidence"], other["confidence"]}
        word = relate(asked.kind, left, right, doubtful=doubt)
        if word is Relation.VARIES:
            kinds.add("name-variant")
        elif word is Relation.TENSION:
            kinds.add("tension")
        elif word is Relation.CONTRADICTS:
            kinds.add("self-contradiction" if one["source_id"] == other["source_id"] else "contradiction")
    return kinds - {"tension"} if kinds & {"contradiction", "self-contradiction"} else kinds


@settings(max_examples=examples(40), deadline=None)
@given(rows=ROWS)
def test_one_grouped_scan_finds_what_all_pairs_find(rows: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        for name, text in package(rows).items():
            (Path(folder) / name).write_text(text)
        report = dpkit.open(folder).validate(first=None)
    checks = {"contradiction", "self-contradiction", "tension", "name-variant"}
    by_row = {str(number): row["visit_id"] for number, row in enumerate(rows)}
    told = {
        (each.check, by_row[(each.key or {})["row_id"]], each.field) for each in report.findings if each.check in checks
    }
    assert told == naive(rows)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=8))
def test_agreeing_groups_are_maximal_and_cover_all(spans: list[tuple[int, int]]) -> None:
    claims = {Held(f"s{number}", "", low, low + width) for number, (low, width) in enumerate(spans)}
    groups = agreeing_groups(claims)
    assert {each for group in groups for each in group} == claims
    for group in groups:
        low, high = max(each.lower for each in group), min(each.upper for each in group)
        assert low <= high
        assert not any(each.lower <= high and each.upper >= low for each in claims - set(group))


@given(st.text(), st.text())
def test_folding_is_idempotent_and_blind_to_case_of_ascii(one: str, other: str) -> None:
    assert folded(folded(one)) == folded(one)
    assert folded(f"{one} - {other}") == folded(f"{one}  {other}")


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefx"), max_size=6))
def test_preorder_gives_descendants_as_intervals(parents: dict[str, str]) -> None:
    numbers = preorder(parents)
    for name, (own, last) in numbers.items():
        line, seen = parents[name], {name}
        assert own <= last
        while line in numbers and line not in seen:
            seen.add(line)
            assert numbers[line][0] < own <= last <= numbers[line][1]
            line = parents[line]


def test_rows_without_their_source_contradict_each_other_without_it(write: Write, run: Run) -> None:
    fields: list[dict[str, Any]] = [{"name": name} for name in ("visit_id", *CITATION.values())]
    fields.append({"name": "host", "dpkit": {"claim": "value"}})
    schema = {"fields": fields, "dpkit": {"subject": ["visit_id"], "citation": CITATION}, "fieldsMatch": "superset"}
    descriptor = {"version": "1.0.0", "resources": [{"name": "visits", "path": "visits.csv", "schema": schema}]}
    rows = "visit_id,locator,confidence,mode,according_to,source_id,host\nv,,,,,,Omsk\nv,,,,,,Tomsk\n"
    told = run("validate", write({"visits.csv": rows, "datapackage.json": json.dumps(descriptor)})).stdout
    assert told.startswith("package without a name 1.0.0: 1 resource, 2 rows\n")
    assert "host of v: 'Omsk' against 'Tomsk'  [" in told


@pytest.mark.parametrize("damage", ["no file", "Latin 1"])
def test_places_are_not_compared_without_the_register_of_their_parents(damage: str, write: Write, run: Run) -> None:
    rows = [{"place_id": "moscow", "source_id": "album"}, {"place_id": "kremlin", "source_id": "times"}]
    files: dict[str, str | bytes] = {**package(rows)}
    if damage == "no file":
        del files["places.csv"]
    else:
        files["places.csv"] = f"{PLACES}chit\u00e9,russia\n".encode("latin-1")
    why = "not read (file-missing)" if damage == "no file" else "read in part only (encoding-error)"
    told = run("validate", write(files)).stdout
    assert "contradict" not in told.split("skipped", 1)[0]
    assert "contradiction" in told.split("skipped", 1)[1]
    assert f"places was {why}" in told
