"""`dpkit impact`: what falls if a source is withdrawn."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import dpkit
from dpkit.model.consensus import Status
from dpkit.model.errors import DpkitError
from dpkit.model.impact import Effect

Write = Callable[..., Path]
Run = Callable[..., Result]
Package = Callable[..., dict[str, str]]
Cells = dict[str, str]

GOLDEN = Path(__file__).parent / "golden"
PLACES = (
    "place_id,part_of,source_id,locator,confidence\n"
    "russia,,tass,page=1,high\nomsk,russia,album,page=1,high\ntomsk,russia,album,page=1,high\n"
)
CITATION = {"source": "source_id", "locator": "locator", "confidence": "confidence"}


def says(source: str, visit: str, **cells: str) -> Cells:
    return {"source_id": source, "visit_id": visit} | cells


ROWS = (
    says("album", "ruled", start="2001-08-04"),
    says("times", "ruled", start="2001-08-04"),
    says("tass", "ruled", start="2001-08-05"),
    says("album", "disputed", start="2002"),
    says("times", "disputed", start="2002"),
    says("tass", "disputed", start="2003"),
    says("tass", "settled", start="2004"),
    says("album", "settled", start="2004-05"),
    says("album", "shared", days="20", qualifier="over"),
    says("tass", "shared", days="20", qualifier="over", place_id="omsk"),
    says("wire", "shared", topic="trade"),
    says("album", "only", title="Journey", topic="trade"),
    says("book", "passed-on", start="2005", according_to="album"),
    says("wire", "passed-on", start="2006", title="Trip"),
)


@pytest.fixture
def build(write: Write, claims_package: Package) -> Callable[..., Path]:
    """Return a function that writes a package with some rows, and a register whose rows cite."""

    def build(*rows: Cells, folder: str = "package") -> Path:
        return write(with_register(claims_package(*rows)), folder)

    return build


@pytest.fixture
def root(build: Callable[..., Path], run: Run) -> Path:
    """Return a package with a ruling."""
    root = build(*ROWS)
    ruling = ("visits", "ruled", "start", "--prefer", "album", "--reason", "It was there.")
    assert run("rule", *ruling, "--package", root).exit_code == 0
    return root


def with_register(files: dict[str, str]) -> dict[str, str]:
    descriptor = json.loads(files["datapackage.json"])
    visits, sources, places, _ = descriptor["resources"]
    visits["schema"]["foreignKeys"] = [key("place_id", "places", "place_id")]
    places["schema"]["foreignKeys"] = [key("part_of", "", "place_id")]
    places["schema"]["fields"] += [{"name": each} for each in CITATION.values()]
    places["schema"]["dpkit"]["citation"] = CITATION
    sources["schema"]["fields"].append({"name": "title"})
    told = (
        "source_id,controlled_by,reliability,origin,title\nalbum,dprk,C,,The Album\ntimes,dprk,C,,\ntass,russia,C,,\n"
    )
    files["sources.csv"] = told + "wire,,C,,\nbook,,A,album,\nunused,,,,\n"
    return files | {"places.csv": PLACES, "datapackage.json": json.dumps(descriptor)}


def key(field: str, resource: str, reference: str) -> dict[str, Any]:
    return {"fields": [field], "reference": {"resource": resource, "fields": [reference]}}


@pytest.mark.parametrize(("form", "file"), [("text", "impact.txt"), ("json", "impact.json")])
def test_what_falls_is_told(form: str, file: str, root: Path, run: Run, golden: Callable[[Path, str], None]) -> None:
    result = run("impact", "album", "--package", root, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(GOLDEN / file, result.stdout)


def test_all_that_is_computed_from_rows_is_computed_without_them(root: Path) -> None:
    found = dpkit.open(root).impact("album")
    assert found.rows == {"visits": 5, "places": 2}
    assert {each.key: each.referring for each in found.identities} == {"omsk": 1, "tomsk": 0}
    assert [each.subject for each in found.silenced] == [("only",)]
    altered = {each.before.subject: each.after for each in found.contradictions}
    assert altered["passed-on"] is None  # the word of the album, which the book passes on, falls with it
    assert altered["ruled"] is not None
    (ruling,) = found.rulings
    assert (ruling.subject, ruling.preferred, ruling.unused) == ("ruled", True, False)
    effects = {(*each.subject, each.field): each.effect for each in found.values}
    assert effects["only", "title"] is Effect.LOST
    assert effects["settled", "start"] is Effect.CHANGED
    assert effects["shared", "days"] is Effect.ALONE
    assert {(each.place, each.rows) for each in found.references} == {
        ("visits.according_to", 1), ("sources.origin", 1), ("rulings.preferred_source", 1),
    }  # fmt: skip


def test_what_is_left_is_what_a_package_without_the_rows_has(root: Path, build: Callable[..., Path]) -> None:
    rows = [each for each in ROWS if "album" not in {each["source_id"], each.get("according_to")}]
    without = dpkit.open(build(*rows, folder="without"))
    found = dpkit.open(root).impact("album")
    (visits,) = without.resolve().tables
    for each in found.values:
        cell = visits.rows.get(each.subject, {}).get(each.field)
        assert (each.after and each.after.value) == (cell and cell.value)
    left = {(each.subject, each.fingerprint) for each in without.contradictions()}
    assert {(each.after.subject, each.after.fingerprint) for each in found.contradictions if each.after} == left


def test_nothing_falls_with_a_source_that_is_not_used(root: Path, run: Run) -> None:
    assert "nothing falls with it" in run("impact", "unused", "--package", root).stdout


def test_the_package_itself_is_left_as_it_was(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.iterdir()}
    package = dpkit.open(root)
    package.impact("album")
    assert {path: path.read_bytes() for path in root.iterdir()} == before
    assert len(package.contradictions()) == 3


@pytest.mark.parametrize("source", ["albun", "no-such-thing", "", "x' OR true --"])
def test_an_unknown_source_is_one_sentence(source: str, root: Path, run: Run) -> None:
    result = run("impact", source, "--package", root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("dpkit: sources has no ")
    assert result.stderr.count("\n") == 1


def test_near_sources_are_named(root: Path, run: Run) -> None:
    assert "near it: 'album'" in run("impact", "albun", "--package", root).stderr


def test_a_package_without_sources_is_one_sentence(write: Write) -> None:
    root = write({"datapackage.json": '{"resources": [{"name": "t", "path": "t.csv"}]}', "t.csv": "a\n1\n"})
    with pytest.raises(DpkitError, match="describes no sources"):
        dpkit.open(root).impact("album")


def test_python_resolves_too(root: Path) -> None:
    (visits,) = dpkit.open(root).resolve().tables
    assert visits.rows["settled",]["start"].value == "2004-05"
    assert visits.rows["ruled",]["start"].status is Status.RULED
    assert visits.rows["shared",]["days"].voters == ("dprk", "russia")
