"""`dpkit relocate`: locators looked up and written, and nothing else in the files touched."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

import dpkit
from dpkit.load.rewriting import Replacement, with_replaced
from dpkit.model.descriptor import Dialect
from dpkit.model.errors import DpkitError

Run = Callable[..., Result]

BRIDGE = Path(__file__).parents[2] / "examples" / "bridge"


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    """Return a copy of the example."""
    return shutil.copytree(BRIDGE, tmp_path / "bridge")


def changed(folder: Path, *pairs: tuple[str, str]) -> str:
    """Replace texts in the accounts, and return what they were."""
    table = folder / "bridge_accounts.csv"
    text = sound = table.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    table.write_text(text, encoding="utf-8", newline="")
    return sound


def accounts(folder: Path) -> str:
    return (folder / "bridge_accounts.csv").read_bytes().decode()


def test_missing_and_wrong_locators_are_written(bridge: Path, run: Run) -> None:
    sound = changed(bridge, ('report,"line=2,3"', 'report,"line=0,1"'), ('guide,"line=3,4"', "guide,"))
    result = run("relocate", "--package", bridge)
    assert result.exit_code == 0
    assert result.stdout == (
        "bridge_accounts: 2 locators written\n"
        "  row 1, report: 'opened to traffic on 12 May 1931' is at line=2,3, not line=0,1\n"
        "  row 4, guide: 'Its six piers stand on rock; it measures some 240 metres' is at char=118,174\n"
    )
    assert accounts(bridge) == sound.replace('guide,"line=3,4"', 'guide,"char=118,174"')
    assert "4 citations: 4 verified" in run("validate", bridge).stdout


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("61-93", "char=61,93"),
        ('"char 61,93"', "char=61,93"),
        ('"char=93,61"', "char=61,93"),
        ('"char=900,932"', "char=61,93"),
        ("page 1", "char=61,93"),
        ("char=61", "char=61,93"),
        ("line 3", "line=2,3"),
        ("Lines 3-4", "line=2,3"),
    ],
)
def test_locators_that_lead_nowhere_are_written(bridge: Path, run: Run, wrong: str, right: str) -> None:
    sound = changed(bridge, ('report,"line=2,3"', f"report,{wrong}"))
    assert run("validate", bridge, "--select", "locator-invalid").exit_code == 1
    result = run("relocate", "--package", bridge)
    told = wrong.strip('"')
    assert (result.exit_code, f"is at {right}, not {told}\n" in result.stdout) == (0, True)
    assert accounts(bridge) == sound.replace('report,"line=2,3"', f'report,"{right}"')


def test_locator_that_leads_nowhere_is_left_where_the_words_do_not_tell_more(bridge: Path, run: Run) -> None:
    changed(bridge, ('report,"line=2,3",opened to traffic on 12 May 1931', "report,2-3,on"))
    result = run("relocate", "--package", bridge)
    assert (result.exit_code, "stands at 2 places" in result.stdout) == (1, True)


def test_locator_that_its_comma_parted_is_left(bridge: Path, run: Run) -> None:
    changed(bridge, ('report,"line=3,4",It is', "report,char=129,240,It is"))
    text = accounts(bridge)
    result = run("relocate", "--package", bridge)
    assert result.stdout == "every quote that can be followed has its locator\n"
    assert accounts(bridge) == text


def test_what_is_sound_stays_as_it_is(bridge: Path, run: Run) -> None:
    table = bridge / "bridge_accounts.csv"
    before = table.stat().st_mtime_ns
    result = run("relocate", "--package", bridge)
    assert (result.exit_code, result.stdout) == (0, "every quote that can be followed has its locator\n")
    assert table.stat().st_mtime_ns == before


def test_a_dry_run_writes_nothing(bridge: Path, run: Run) -> None:
    changed(bridge, ('report,"line=2,3"', "report,"))
    text = accounts(bridge)
    result = run("relocate", "--package", bridge, "--dry-run")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "bridge_accounts: 1 locator to be written")
    assert accounts(bridge) == text


def test_words_at_several_places_or_none_are_left(bridge: Path, run: Run) -> None:
    changed(
        bridge,
        ('report,"line=2,3",opened to traffic on 12 May 1931', "report,,on"),
        ('guide,"line=2,3",the fine bridge of 1931', "guide,,the finest bridge"),
        ('guide,"line=3,4",Its six', "guide,,Its six"),
    )
    result = run("relocate", "--package", bridge)
    assert result.exit_code == 1
    assert result.stdout == (
        "bridge_accounts: 1 locator written, 2 left to you\n"
        "  row 4, guide: 'Its six piers stand on rock; it measures some 240 metres' is at char=118,174\n"
        "  row 1, report: 'on' stands at 2 places: char=79,81, char=127,129\n"
        "  row 3, guide: 'the finest bridge' stands nowhere in the document\n"
    )
    found = json.loads(run("relocate", "--package", bridge, "--format", "json").stdout)
    assert [(each["row"], each["new"]) for each in found] == [(1, ""), (3, "")]
    assert {"resource", "file", "row", "part", "source", "quote", "old", "new", "places", "holding"} == {*found[0]}


LEFT = {
    "no such source is described": ("bridge_accounts.csv", 'report,"line=2,3"', "reports,"),
    "the document is not at hand": ("sources.csv", "guide.txt,48", "guide.md,00"),
    "the document is not the one whose sha256 is recorded": ("sources.csv", "guide.txt,48", "guide.txt,00"),
    "no sha256 of a document is recorded": (
        "sources.csv", "48dfe9c9ecf7f702db87749b8836885e4f9d62248e06350d49cee473fb531d53", ""
    ),
}  # fmt: skip


@pytest.mark.parametrize(("why", "change"), LEFT.items())
def test_a_quote_that_could_not_be_looked_up_is_left(
    bridge: Path, run: Run, why: str, change: tuple[str, str, str]
) -> None:
    changed(bridge, ('guide,"line=2,3"', "guide,"))
    name, old, new = change
    text = (bridge / name).read_text(encoding="utf-8")
    assert old in text
    (bridge / name).write_text(text.replace(old, new), encoding="utf-8")
    result = run("relocate", "--package", bridge)
    assert result.exit_code == 1
    assert f" was not looked up: {why}\n" in result.stdout


def test_python_tells_what_was_written(bridge: Path) -> None:
    changed(bridge, ('report,"line=2,3"', "report,"))
    (told,) = dpkit.open(bridge).relocate(["bridge_accounts"])
    assert (told.row, told.old, told.new, told.places) == (1, "", "char=61,93", ("char=61,93",))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"encoding": "cp1252"}, "it is written in cp1252, not in UTF-8"),
        ({"path": "bridge_accounts.csv.gz"}, "its file is no plain CSV"),
        ({"dialect": {"delimiter": "||"}}, "marks of several characters"),
    ],
)
def test_what_cannot_be_written_is_told(bridge: Path, run: Run, change: dict[str, object], why: str) -> None:
    changed(bridge, ('report,"line=2,3"', "report,"))
    text = accounts(bridge)
    (bridge / "bridge_accounts.csv.gz").write_bytes(gzip.compress(text.encode()))
    if "dialect" in change:
        (bridge / "bridge_accounts.csv").write_text(text := text.replace(",", "||"), encoding="utf-8")
    descriptor = json.loads((bridge / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in descriptor["resources"] if each["name"] == "bridge_accounts")
    resource |= change
    (bridge / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    result = run("relocate", "--package", bridge)
    assert result.exit_code == 2
    assert "no locators can be written into bridge_accounts" in result.stderr
    assert why in result.stderr
    assert accounts(bridge) == text


def test_a_table_that_cites_nothing_is_told(bridge: Path, run: Run) -> None:
    result = run("relocate", "--package", bridge, "bridges")
    assert result.exit_code == 2
    assert "the package has no table 'bridges' whose rows cite sources" in result.stderr


def test_a_table_that_was_not_read_is_told(bridge: Path, run: Run) -> None:
    (bridge / "bridge_accounts.csv").unlink()
    result = run("relocate", "--package", bridge)
    assert (result.exit_code, "bridge_accounts was not read (file-missing)" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("descriptor", "why"),
    [
        ("[]", "describes no package; `dpkit validate` tells more"),
        (
            '{"resources": [{"name": "sources", "path": "sources.csv", "type": "table", "schema": "schema.json"}]}',
            "the package has no table whose rows cite sources",
        ),
    ],
)
def test_a_package_that_cites_nothing_is_told(bridge: Path, run: Run, descriptor: str, why: str) -> None:
    (bridge / "schema.json").write_text(
        '{"fields": [{"name": "source_id"}], "fieldsMatch": "subset"}', encoding="utf-8"
    )
    (bridge / "datapackage.json").write_text(descriptor, encoding="utf-8")
    result = run("relocate", "--package", bridge)
    assert (result.exit_code, why in result.stderr) == (2, True)


CELLS = st.text(st.sampled_from("ab\",;\n\r'# é\U0001f600"), max_size=6)


def _written(cell: str, delimiter: str, *, always: bool) -> str:
    quoted = always or any(mark in cell for mark in f'"\r\n{delimiter}')
    return '"' + cell.replace('"', '""') + '"' if quoted else cell


@given(st.data())
def test_all_but_the_cell_stays_to_the_character(data: st.DataObject) -> None:
    delimiter, end = data.draw(st.sampled_from(",;\t")), data.draw(st.sampled_from(["\n", "\r\n"]))
    width = data.draw(st.integers(2, 4))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5))
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, width - 1))
    quoted = [[data.draw(st.booleans()) or not any(cells) for _ in cells] for cells in rows]

    def text(of: list[list[str]]) -> str:
        lines = [
            delimiter.join(_written(c, delimiter, always=q) for c, q in zip(cells, quotes, strict=True))
            for cells, quotes in zip(of, quoted, strict=True)
        ]
        return "\ufeff" + end.join([delimiter.join("h" * width), *lines, ""])

    before, old = text(rows), rows[row][column]
    quoted[row][column] |= any(mark in old for mark in f'"\r\n{delimiter}')  # a cell in quotation marks keeps them
    new = "char=1,2"
    rows[row][column] = new
    found = with_replaced(before, Dialect(delimiter=delimiter), {(row, column): Replacement(old, new)})
    assert found == text(rows)


@pytest.mark.parametrize(
    ("cell", "old", "why"),
    [((0, 1), "x", "line 2 is not what it was"), ((0, 7), "b", "line 2 is not"), ((5, 0), "a", "fewer rows")],
)
def test_a_file_that_has_changed_meanwhile_is_left(cell: tuple[int, int], old: str, why: str) -> None:
    with pytest.raises(DpkitError, match=why):
        with_replaced("h,i\na,b\n", Dialect(), {cell: Replacement(old, "char=1,2")})


def test_without_quotation_marks_a_comma_cannot_be_written() -> None:
    with pytest.raises(DpkitError, match="no quotation marks"):
        with_replaced("h,i\na,b\n", Dialect(quote=""), {(0, 1): Replacement("b", "char=1,2")})
    assert with_replaced("h;i\na;b\n", Dialect(quote="", delimiter=";"), {(0, 1): Replacement("b", "char=1,2")}) == (
        "h;i\na;char=1,2\n"
    )
