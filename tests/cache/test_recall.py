"""A table that has not changed is judged by what is remembered of it; what is told is the same."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.checks.registry import all_checks
from dpkit.model.report import Report
from dpkit.tables import answers, duck, pool, table
from dpkit.tables.read import Pending, Reading, load

PACKAGES = Path(__file__).parents[1] / "packages"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the cache on, and let no table be too small to be asked by itself."""
    monkeypatch.setenv("DPKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DPKIT_DOCUMENTS", raising=False)
    monkeypatch.setattr(table, "LARGE", 1)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the tables that are loaded, as it happens."""
    names: list[str] = []

    def noted(reading: Reading) -> Pending | None:
        names.append(reading.resource.name)
        return load(reading)

    monkeypatch.setattr("dpkit.api.engines.load", noted)
    return names


def judged(root: Path) -> Report:
    """Return a report with the help of the cache, which is held to one without."""
    found, fresh = dpkit.open(root).validate(cache=True), dpkit.open(root).validate()
    assert replace(found, queries=()) == replace(fresh, queries=())
    return found


def described(name: str, fields: list[str], **more: object) -> dict[str, object]:
    made = [{"name": each, **({"dpkit": CLAIMS[each]} if each in CLAIMS else {})} for each in fields]
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": made, **more}}


CLAIMS: dict[str, object] = {
    "start": {"claim": "date"},
    "title": {"claim": "label"},
    "at": {"claim": "value", "tree": "places"},
}
CITATION = {each: each for each in ("locator", "quote", "confidence")} | {"source": "source_id"}
CITED = {"subject": ["id"], "citation": CITATION}
TO_PLACES = [{"fields": ["at"], "reference": {"resource": "places", "fields": ["place_id"]}}]
RULING = ("resource", "subject", "field", "fingerprint", "ruling", "preferred_source", "preferred_value", "reason")
ACCOUNT = ["id", "start", "at", "title", "source_id", "locator", "quote", "confidence"]
RESOURCES = [
    described(
        "sources",
        ["source_id", "published", "sha256"],
        primaryKey=["source_id"],
        dpkit={"source": {"id": "source_id", "published": "published", "sha256": "sha256"}},
    ),
    described(
        "places",
        ["place_id", "label", "part_of"],
        primaryKey=["place_id"],
        dpkit={"register": {"id": "place_id", "label": "label", "parent": "part_of"}},
    ),
    described("visits", ACCOUNT, foreignKeys=TO_PLACES, dpkit=CITED),
    described("meetings", ACCOUNT, foreignKeys=TO_PLACES, dpkit=CITED),
    described("rulings", [*RULING], dpkit={"ruling": {each: each for each in RULING}}),
    described("numbers", ["number", "word"], primaryKey=["number"]),
]
ROWS = {
    "sources": ["letter,1923,", "paper,1930,", "book,,"],
    "places": ["omsk,Omsk,russia", "russia,Russia,", "kyzyl,Kyzyl,russia"],
    "visits": [
        "v1,1923-07-24,omsk,The first,letter,line=1,Omsk,high",
        "v1,1923-07,russia,The first,paper,line=2,Omsk,high",
        "v1,1923-08,kyzyl,The First!,book,line=2,Kyzyl,high",
    ],
    "meetings": ["m1,1923-07-24,omsk,A meeting,letter,line=1,Omsk,high", "m1,192X,omsk,Meeting,book,line=3,Omsk,low"],
    "rulings": ["visits,v1,start,0,both-stand,,,Both are right."],
    "numbers": ["1,one", "2,two", "2,three"],
}
OWN = "-- severity: warning\n-- resource: numbers\nSELECT _row FROM numbers WHERE word = 'three'\n"
CELLS = ["", "omsk", "Omsk", "letter", "nobody", "1923", "1923-09-01", "198X", "line=1", "1", "Ornsk", "v1", "x" * 70]
TABLES = {str(each["name"]): [field["name"] for field in each["schema"]["fields"]] for each in RESOURCES}  # type: ignore[index]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a package of tables that refer to each other, but for `numbers`, of which a check of its own asks."""
    root = tmp_path / "package"
    (root / "checks").mkdir(parents=True)
    (root / "checks" / "three.sql").write_text(OWN)
    roles = {"sources": "sources", "rulings": "rulings"}
    (root / "datapackage.json").write_text(json.dumps({"name": "told", "dpkit": roles, "resources": RESOURCES}))
    for name, rows in ROWS.items():
        (root / f"{name}.csv").write_text("\n".join([",".join(TABLES[name]), *rows, ""]))
    return root


def edit(root: Path, name: str, row: int, column: int, cell: str) -> None:
    """Put a cell in the place of another; without a row to hold it, a row of it alone is appended."""
    path = root / f"{name}.csv"
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    if row < len(rows):
        rows[row][column % len(rows[row])] = cell
    else:
        rows.append([cell])
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


EDITS = st.tuples(
    st.sampled_from(sorted(TABLES)), st.integers(0, 4), st.integers(0, 7), st.sampled_from(CELLS)
)  #: table, row (0 is the header), column, cell


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDITS, min_size=1, max_size=3))
def test_no_edit_makes_a_difference(edits: list[tuple[str, int, int, str]], root: Path, tmp_path: Path) -> None:
    edited = shutil.copytree(root, tmp_path / "edited")
    try:
        dpkit.open(edited).validate(cache=True)
        for each in edits:
            edit(edited, *each)
        judged(edited)
    finally:
        shutil.rmtree(edited)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_changed_by_itself(name: str, root: Path) -> None:
    before = dpkit.open(root).validate(cache=True)
    edit(root, name, 1, 0, "other")
    assert judged(root) != before


CHECKS = {name: check for name, check in all_checks().items() if check.queries}


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_sees_what_has_changed(name: str, write: Callable[..., Path]) -> None:
    root = write(CHECKS[name].passes)
    dpkit.open(root).validate(cache=True)
    shutil.rmtree(root)
    write(CHECKS[name].fails)
    assert name in judged(root).counts


def changes(name: str) -> Callable[[Path], None]:
    return lambda root: edit(root, name, 1, 1, "changed")


def with_a_source_more(root: Path) -> None:
    edit(root, "sources", 9, 0, "another")


def with_another_check(root: Path) -> None:
    (root / "checks" / "four.sql").write_text(OWN.replace("three", "four"))


def described_otherwise(root: Path) -> None:
    path = root / "datapackage.json"
    path.write_text(json.dumps({"title": "As told"} | json.loads(path.read_text())))


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        (changes("numbers"), {*TABLES} - {"numbers"}),
        (changes("meetings"), {"numbers", "rulings"}),
        (changes("places"), {"numbers", "rulings"}),
        (with_a_source_more, {"numbers", "rulings"}),
        (with_another_check, set()),
        (described_otherwise, {*TABLES}),
    ],
    ids=["numbers", "meetings", "places", "sources", "own check", "descriptor"],
)
def test_what_is_left_out(
    change: Callable[[Path], None], left_out: set[str], root: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SMALL", 0)
    dpkit.open(root).validate(cache=True)
    assert set(loaded) == {*TABLES}
    change(root)
    loaded.clear()
    judged(root)
    again = Counter(loaded)  # once for the report without the cache
    assert {name for name in TABLES if again[name] == 1} == left_out


def test_a_table_is_the_same_on_disk_as_in_memory(
    root: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SMALL", 0)
    with monkeypatch.context() as patch:
        patch.setattr(duck, "SHARE", 1 << 40)
        dpkit.open(root).validate(cache=True)
        edit(root, "visits", 1, 1, "192X-07")  # not in plain sight of the engine: the table is written to again
        judged(root)
    loaded.clear()
    edit(root, "places", 1, 1, "changed")
    judged(root)
    assert Counter(loaded) == dict.fromkeys(TABLES, 2) | {"numbers": 1, "rulings": 1}


def test_a_document_is_followed_again(tmp_path: Path, loaded: list[str]) -> None:
    root = shutil.copytree(PACKAGES / "good" / "every-citation-verified", tmp_path / "package")
    assert judged(root).citations == {"verified": 2}
    document = next((root / "documents").iterdir())
    moved = document.rename(tmp_path / document.name)
    assert judged(root).citations == {"not-held": 2}
    moved.rename(document)
    edit(root, "facts", 3, 0, "f3")
    loaded.clear()
    assert judged(root).citations["verified"] == 2


def test_answers_that_are_many_are_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS", 1)
    monkeypatch.setattr(answers, "MOST_TEXTS", 500)
    judged(root)
    edit(root, "numbers", 1, 1, "changed")
    judged(root)


def test_what_a_text_does_not_tell_is_remembered_too(tmp_path: Path) -> None:
    root = tmp_path / "json"
    root.mkdir()
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]
    schema = {"fields": fields, "missingValues": []}
    resources = [{"name": "json", "path": "json.json", "schema": schema}, {"name": "csv", "path": "csv.csv"}]
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}))
    (root / "json.json").write_text('[{"a": "x", "b": 1}, {"a": 5, "b": null}]')
    (root / "csv.csv").write_text("c\n1\n")
    assert judged(root).counts == {"type-error": 1}
    (root / "csv.csv").write_text("c\n1,2\n")
    assert judged(root).counts == {"type-error": 1, "extra-cell": 1}
