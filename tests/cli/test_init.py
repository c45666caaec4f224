"""`dpkit init`: a package to begin with, that is valid as it is made, and ready for rows."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.api.beginning import begin
from dpkit.model.errors import DpkitError

Run = Callable[..., Result]

DOCUMENTS = Path(__file__).parents[2] / "examples" / "bridge" / "documents"
FIELDS = ("opened:date", "length:quantity", "builder:value", "name:label", "use:member", "note:text")


@pytest.fixture
def made(tmp_path: Path, run: Run) -> Path:
    """Return a package made of the documents of the example."""
    folder = tmp_path / "bridges"
    shutil.copytree(DOCUMENTS, folder / "documents")
    result = run("init", folder, "bridge", *FIELDS)
    assert result.exit_code == 0
    assert "3 tables, 2 documents: guide (guide.txt), report (report.txt)" in result.stdout
    return folder


def test_what_is_made_is_valid(made: Path) -> None:
    report = dpkit.open(made).validate()
    assert report.valid
    assert {each.check for each in report.findings} == {"source-uncited"}


def test_each_document_is_a_source(made: Path) -> None:
    with (made / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(each["source_id"], each["title"], each["document"]) for each in rows] == [
        ("guide", "A WALKER'S GUIDE TO THE VALLEY", "guide.txt"),
        ("report", "REPORT OF THE ROADS BOARD", "report.txt"),
    ]


def test_rows_are_followed_once_they_have_locators(made: Path, run: Run) -> None:
    with (made / "bridge_accounts.csv").open("a", encoding="utf-8") as file:
        file.write("1,lenne,1931-05-12,,,,,,,report,,opened to traffic on 12 May 1931,high,\n")
        file.write("2,lenne,,240,about,,,,,guide,,it measures some 240 metres,high,\n")
    told = run("validate", made).stdout
    assert "error  citation-missing in bridge_accounts: 2" in told
    assert "source-uncited" not in told
    assert run("relocate", "--package", made).exit_code == 0
    result = run("validate", made)
    assert (result.exit_code, "2 citations: 2 verified" in result.stdout) == (0, True)


def test_corrected_row_is_told_as_changed(made: Path, tmp_path: Path, run: Run) -> None:
    row = '{},lenne,{},,,,,,,report,"char=61,93",opened to traffic on 12 May 1931,high,\n'
    shutil.copytree(made, tmp_path / "corrected")
    for folder, day in ((made, "1931-05-21"), (tmp_path / "corrected", "1931-05-12")):
        with (folder / "bridge_accounts.csv").open("a", encoding="utf-8") as file:
            file.write(row.format("1", day))
    told = run("diff", made, tmp_path / "corrected").stdout
    assert "  1 row corrected\n    1 (lenne): opened 1931-05-21 → 1931-05-12\n" in told


def test_key_of_the_accounts_is_told(tmp_path: Path, run: Run) -> None:
    told = run("init", tmp_path / "new").stdout
    assert "row_id is the primary key, such as 1, 2, 3: by it dpkit diff knows a row that was corrected\n" in told


def test_claims_are_compared(made: Path, run: Run) -> None:
    with (made / "bridge_accounts.csv").open("a", encoding="utf-8") as file:
        file.write('1,lenne,1931-05-12,,,,,,,report,"char=61,93",opened to traffic on 12 May 1931,high,\n')
        file.write('2,lenne,1932,,,,,,,guide,"line=2,3",the fine bridge of 1931,high,\n')
    assert "sources contradict each other on opened of lenne" in run("validate", made).stdout


def test_each_wrong_word_is_told_once(made: Path) -> None:
    with (made / "bridge_accounts.csv").open("a", encoding="utf-8") as file:
        file.write('1,lenne,,240,roughly,,,,,guide,"char=155,173",some 240 metres. X,High,\n')
    with (made / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("third,,,,,Z,,\n")
    found = [each.check for each in dpkit.open(made).validate().findings]
    words = ("confidence-unknown", "quantity-invalid", "term-unknown", "constraint-error")
    assert [found.count(each) for each in words] == [1, 1, 1, 0]


@pytest.mark.parametrize("name", ["datapackage.json", "sources.csv", "event_accounts.csv"])
def test_nothing_is_overwritten(tmp_path: Path, run: Run, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    result = run("init", tmp_path)
    assert (result.exit_code, f"has {name}; nothing was written" in result.stderr) == (2, True)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("Bridge",), "'Bridge' is no name"),
        (("bridge", "the date:date"), "'the date' is no name"),
        (("bridge", "opened"), "'opened' has no kind that there is: date, quantity, value, label, member or text"),
        (("bridge", "opened:day"), "'opened:day' has no kind"),
        (("bridge", "quote:text"), "'quote' is the name of a field that the table has anyway"),
        (("bridge", "row_id:text"), "'row_id' is the name of a field that the table has anyway"),
        (("row",), "'row_id' would be the name of two fields"),
        (("bridge", "length:quantity", "length_is:text"), "'length_is' is the name of a field"),
        (("bridge", "opened:date", "opened:text"), "the field opened is named twice"),
        (("bridge", "--documents", "nowhere"), "the folder for documents nowhere does not exist"),
    ],
)
def test_what_cannot_be_made_is_told(tmp_path: Path, run: Run, arguments: tuple[str, ...], why: str) -> None:
    result = run("init", tmp_path / "new", *arguments)
    assert (result.exit_code, why in result.stderr) == (2, True)
    assert not (tmp_path / "new").exists()


def test_documents_may_lie_elsewhere_and_share_names(tmp_path: Path) -> None:
    for number, folder in enumerate(("a", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Rapport d'été.txt").write_text(f"\n  Le   pont {number}\n", encoding="utf-8")
    (tmp_path / "b" / "scan.bin").write_bytes(b"\xff\xfe\x00")
    made = begin(tmp_path / "new", "bridge", {"opened": "date"}, [tmp_path / "a", tmp_path / "b"])
    assert [source for source, _ in made.documents] == ["rapport-d-ete", "rapport-d-ete-2", "scan"]
    with (tmp_path / "new" / "sources.csv").open(encoding="utf-8", newline="") as file:
        assert [each["title"] for each in csv.DictReader(file)] == ["Le pont 0", "Le pont 1", ""]


def test_what_is_to_be_done_next_names_the_folders(tmp_path: Path, run: Run) -> None:
    shutil.copytree(DOCUMENTS, tmp_path / "our documents")
    told = run("init", tmp_path / "new", "--documents", tmp_path / "our documents").stdout.splitlines()[-1]
    at = f"{tmp_path / 'new'} --documents '{tmp_path / 'our documents'}'"
    assert told == f"Then: dpkit relocate --package {at}; dpkit validate {at}"


def test_documents_that_are_no_text_are_told(tmp_path: Path, run: Run) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "scan.pdf").write_bytes(b"%PDF-1.7\xff")
    (tmp_path / "documents" / "note.txt").write_text("A note", encoding="utf-8")
    told = run("init", tmp_path).stdout
    assert "2 documents: note (note.txt), scan (scan.pdf)" in told
    assert "No UTF-8 text, so that no quote can be followed there: scan\n" in told


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
KINDS = st.sampled_from(["date", "quantity", "value", "label", "member", "text"])


@settings(max_examples=examples(40), deadline=None)
@given(thing=NAMES, fields=st.dictionaries(NAMES, KINDS, max_size=6))
def test_whatever_is_asked_for_is_valid_or_refused(
    tmp_path_factory: pytest.TempPathFactory, thing: str, fields: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("made") / "new"
    try:
        begin(folder, thing, fields, ())
    except DpkitError:
        assert not folder.exists()
    else:
        assert dpkit.open(folder).validate().valid
        assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["name"] == "new"
