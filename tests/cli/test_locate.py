"""`dpkit locate`: the place of words in a document, so that nobody counts characters."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import dpkit
from dpkit.model.errors import DpkitError
from dpkit.model.evidence import Verdict

Run = Callable[..., Result]

BRIDGE = Path(__file__).parents[2] / "examples" / "bridge"


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    """Return a copy of the example."""
    return shutil.copytree(BRIDGE, tmp_path / "bridge")


def test_words_of_a_source(bridge: Path, run: Run) -> None:
    digest = hashlib.sha256((bridge / "documents" / "guide.txt").read_bytes()).hexdigest()
    result = run("locate", "--package", bridge, "guide", "six piers")
    assert result.exit_code == 0
    assert result.stdout == (
        f"guide, sha256 {digest}\n\n"
        "char=122,131\n  line 4: earlier. Its «six piers» stand on rock; it measures some 240 metres.\n"
    )


def test_locator_verifies_the_quote(bridge: Path, run: Run) -> None:
    passage, *more = dpkit.open(bridge).locate("guide", "six piers").passages
    assert not more
    table = bridge / "bridge_accounts.csv"
    rows = table.read_text(encoding="utf-8").rstrip().rsplit("\n", 1)
    rows[1] = f'lenne,,,,6,guide,"{passage.locator}",{passage.quote},high\n'
    table.write_text("\n".join(rows), encoding="utf-8")
    assert "4 citations: 4 verified" in run("validate", bridge).stdout


def test_words_over_the_end_of_a_line_and_with_other_white_space(bridge: Path, run: Run) -> None:
    found = json.loads(run("locate", "--package", bridge, "guide", "three  years\nearlier", "--format", "json").stdout)
    (passage,) = found["passages"]
    assert (passage["quote"], passage["lines"]) == ("three years earlier", [3, 4])


def test_each_passage_is_told(bridge: Path) -> None:
    (bridge / "two.txt").write_text("The ice took her. So the ice\ntook her crew.", encoding="utf-8")
    found = dpkit.open(bridge).locate(str(bridge / "two.txt"), "ice took")
    assert [each.locator for each in found.passages] == ["char=4,12", "char=25,33"]


def test_file_needs_neither_source_nor_package(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = b"The ice took her.\r\nShe sank.\r\n"
    Path("new.txt").write_bytes(document)
    result = run("locate", "new.txt", "She sank")
    assert result.exit_code == 0
    assert result.stdout == (
        f"new.txt, sha256 {hashlib.sha256(document).hexdigest()}\n\nchar=18,26\n  line 2: «She sank».\n"
    )


def test_words_cut_from_others_are_told_as_such(bridge: Path, run: Run) -> None:
    result = run("locate", "--package", bridge, "guide", "six pier")
    assert result.exit_code == 1
    assert "char=122,130  a piece of “six piers”\n" in result.stdout
    assert dpkit.open(bridge).locate("guide", "six pier").passages[0].evidence.verdict is Verdict.CUT


def test_nearest_passage_is_told_with_its_locator(bridge: Path, run: Run) -> None:
    result = run("locate", "--package", bridge, "guide", "seven piers stand on rock")
    assert result.exit_code == 1
    assert "\nit has no 'seven piers stand on rock'; the nearest passage is\n\nchar=122,146\n" in result.stdout
    assert "  line 4: earlier. Its «six piers stand on rock;» it measures some 240 metres.\n" in result.stdout


def test_nothing_like_it(bridge: Path, run: Run) -> None:
    result = run("locate", "--package", bridge, "guide", "xyzzy")
    assert result.exit_code == 1
    assert result.stdout.endswith("\nit has no 'xyzzy', nor anything like it\n")


@pytest.mark.parametrize(
    ("source", "words", "sentence"),
    [
        ("gide", "six", "sources has no 'gide', and there is no file of that name; near it: 'guide'"),
        ("guide", " \n", "there are no words to look for"),
        ("lost", "six", "the document of 'lost' is not at hand: no file in the folders for documents has its sha256"),
        ("web", "six", "the source 'web' records no sha256, so that its document is not known"),
        ("latin", "six", "the document of 'latin' is not UTF-8 text; it would read 'Troms\u00f8' in windows-1252"),
    ],
)
def test_what_cannot_be_looked_at(bridge: Path, run: Run, source: str, words: str, sentence: str) -> None:
    (bridge / "documents" / "latin.txt").write_bytes(b"Troms\xf8")
    digest = hashlib.sha256(b"Troms\xf8").hexdigest()
    with (bridge / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(f"lost,,,B,,{'0' * 64}\nweb,,,B,,\nlatin,,,B,,{digest}\n")
    result = run("locate", "--package", bridge, source, words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"dpkit: {sentence}\n")
    with pytest.raises(DpkitError):
        dpkit.open(bridge).locate(source, words)


def test_neither_a_file_nor_a_package(tmp_path: Path, run: Run) -> None:
    result = run("locate", "report.txt", "six", "--package", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "dpkit: there is no file 'report.txt', and no package of which it could be a source: there is no "
    )


def test_file_that_is_no_text(tmp_path: Path, run: Run) -> None:
    (tmp_path / "latin.txt").write_bytes(b"Troms\xf8")
    result = run("locate", tmp_path / "latin.txt", "Troms")
    assert result.exit_code == 2
    assert result.stderr.endswith(
        "latin.txt is not UTF-8 text; it would read 'Troms\u00f8' in windows-1252; save it as UTF-8\n"
    )
