"""Our own package: what it must stay silent on, and what it must not let pass."""

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.model.report import Report
from dpkit.model.trace import Relation

ROOT = Path(__file__).parents[2]
PARTS = ("datapackage.json", "data", "schemas", "checks")
ALARMS = ("contradiction", "self-contradiction", "tension")
Change = Callable[[list[dict[str, str]]], list[dict[str, str]]]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the package, without documents."""
    for part in PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, tmp_path / part)
    return tmp_path


def rows(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changed(root: Path, table: str, change: Change, *checks: str) -> Report:
    """Return the report of all checks, or some, on the package with other rows in one table."""
    told = change(rows(root, table))
    with (root / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, told[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(told)
    return dpkit.open(root).validate(select=checks)


def test_package_is_valid_without_documents_and_says_what_was_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DPKIT_DOCUMENTS", raising=False)
    report = dpkit.open(ROOT).validate()
    assert report.valid
    assert not {*report.counts} & {*ALARMS}
    assert report.citations.keys() <= {"not-held", "verified-at-release", "verified"}  # documents/ may hold some
    assert sum(report.citations.values()) > 3_000
    assert report.citations["not-held"] > 500


@pytest.mark.skipif("DPKIT_DOCUMENTS" not in os.environ, reason="the documents are not at hand (DPKIT_DOCUMENTS)")
def test_every_citation_into_the_documents_is_verified() -> None:
    report = dpkit.open(ROOT).validate(ignore=[])
    assert {*report.citations} == {"verified", "not-held"}
    assert report.citations["verified"] > 2_500
    assert "document-not-held" not in report.counts
    assert "passage-uncovered" not in report.counts


def test_a_place_visited_twice_and_two_honours_of_one_title_are_no_contradictions() -> None:
    stays = {row["stay_id"] for row in rows(ROOT, "stays")}
    honours = {row["honour_id"] for row in rows(ROOT, "honours")}
    assert stays >= {"russia-2001-moscow-1", "russia-2001-moscow-2"}
    assert honours >= {"lenin-140th-medal-1", "lenin-140th-medal-2"}
    found = dpkit.open(ROOT).validate(select=[*ALARMS, "package/two-places-at-once"])
    assert not found.counts


def test_first_and_third_visit_count_different_things() -> None:
    told = {(row["about"], row["of_what"], row["scope"]) for row in rows(ROOT, "ordinals")}
    numbers = {row["n"] for row in rows(ROOT, "ordinals")}
    assert len({scope for _, _, scope in told}) > 1
    assert numbers >= {"1", "3"}


@pytest.mark.parametrize(("days", "fits"), [("5", True), ("6", True), ("7", False)])
def test_inclusive_and_exclusive_counting_both_fit(days: str, fits: bool, copied: Path) -> None:  # noqa: FBT001
    def lasted(told: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in told:
            if (row["about"], row["what"], row["qualifier"]) == ("russia-2011", "duration", "exactly"):
                row["value"] = days
        return told

    check = "package/duration-and-dates"
    assert (check not in changed(copied, "measures", lasted, check).counts) is fits


def test_a_longer_list_contradicts_a_total_and_a_shorter_one_does_not(copied: Path) -> None:
    def total(told: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in told:
            if row["what"] == "honours-received":
                row |= {"qualifier": "exactly", "value": "7"}
        return told

    check = "package/total-and-list"
    assert changed(copied, "measures", total, check).counts[check] >= 1


def test_a_deleted_ruling_opens_its_contradiction(copied: Path) -> None:
    def one_less(told: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row for row in told if row["ruling_id"] != told[3]["ruling_id"]]

    assert changed(copied, "rulings", one_less, *ALARMS).counts


def test_a_changed_claim_opens_the_contradiction_again(copied: Path) -> None:
    def later(told: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in told:
            if (row["meeting_id"], row["place_id"]) == ("ulan-ude-2011", "sosnovy-bor"):
                row["place_id"] = "moscow"
        return told

    report = changed(copied, "meeting_accounts", later)
    assert not report.valid
    assert report.counts["ruling-stale"] == 1


def test_a_leg_that_begins_elsewhere_does_not_chain(copied: Path) -> None:
    def elsewhere(told: list[dict[str, str]]) -> list[dict[str, str]]:
        told[2]["from_stay_id"] = "russia-2001-omsk"
        return told

    check = "package/route-legs-chain"
    assert changed(copied, "route_legs", elsewhere, check).counts[check] == 1


@pytest.mark.parametrize(
    ("table", "check"), [("measures", "measure"), ("ordinals", "ordinal"), ("statements", "statement")]
)
def test_what_a_row_is_about_stands_in_the_register_that_it_names(table: str, check: str, copied: Path) -> None:
    def mistyped(told: list[dict[str, str]]) -> list[dict[str, str]]:
        next(row for row in told if row["about_table"] == "visits")["about"] = "rusia-2001"
        return told

    report = changed(copied, table, mistyped, f"package/{check}-about-nothing")
    assert not report.valid
    assert report.counts[f"package/{check}-about-nothing"] == 1


def test_a_stay_in_two_places_is_found_although_the_album_gives_only_the_span_of_the_visit(copied: Path) -> None:
    def later(told: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in told:
            if (row["stay_id"], row["left"]) == ("russia-2001-st-petersburg", "2001-08-07"):
                row["left"] = "2001-08-12"
        return told

    check = "package/two-places-at-once"
    assert changed(copied, "stay_accounts", later, check).counts[check] >= 1


def test_a_dated_report_of_a_stay_refines_the_album() -> None:
    traced = dpkit.open(ROOT).trace("stays", "russia-2001-khabarovsk", "arrived").fields[0]
    dated = next(value for value in traced.values if value.value == "2001-08-17")
    assert dated.relations == ((Relation.REFINES, "2001-07-26/2001-08-18"),)


@pytest.mark.parametrize(("anniversary", "at_odds"), [("80", 1), ("81", 1), ("79", 2)])
def test_a_birth_is_held_against_the_anniversary_of_it(anniversary: str, at_odds: int, copied: Path) -> None:
    def marked(told: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in told:
            if (row["what"], row["scope"], row["value"]) == ("anniversary", "birth", "80"):
                row["value"] = anniversary
        return told

    check = "package/birth-and-anniversary"
    assert changed(copied, "measures", marked, check).counts[check] == at_odds


def test_what_is_plainly_stated_is_not_low_because_others_contradict_it() -> None:
    stated = {row["row_id"]: row["confidence"] for row in rows(ROOT, "visit_accounts")}
    told = {(each.resource, each.field): each.kinds for each in dpkit.open(ROOT).contradictions()}
    assert stated["va-076"] == "high"
    assert told["visit_accounts", "entry_place_id"] == ("contradiction",)
