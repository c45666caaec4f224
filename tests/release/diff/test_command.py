"""`dpkit diff`: what it prints in each form, and how it ends."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

import dpkit
from dpkit.model.change import Kind

Run = Callable[..., Result]
Package = Callable[..., dict[str, str]]
GOLDEN = Path(__file__).parent / "golden"
SCHEMA: dict[str, Any] = json.loads((Path(dpkit.__file__).parent / "report" / "diff.schema.json").read_text("utf-8"))
ROLES = {
    "subject": ["visit"],
    "citation": {"source": "source", "locator": "quote", "quote": "quote", "confidence": "confidence"},
}
FIELDS = ["row", "visit", "day", "what", "source", "quote", "confidence"]
OLD = [
    ["va-1", "russia-2001", "2001-08-04", "state", "album", "on August 4", "high"],
    ["va-2", "russia-2001", "2001-08", "official", "album", "in August", "high"],
    ["va-3", "russia-2002", "2002", "working", "times", "in 2002", "low"],
    ["va-4", "russia-2011", "2011-08-20", "working", "times", "August 20", "high"],
]
NEW = [
    ["va-1", "russia-2001", "2001-08-04", "official", "album", "on August 4", "high"],
    ["va-2", "russia-2001", "2001-08", "official", "tass", "this month", "medium"],
    ["va-9", "russia-2011", "2011-08-20", "working", "times", "August 20", "high"],
    ["va-5", "russia-2023", "2023-09", "working", "tass", "in September", "high"],
]


def fields(**kinds: Any) -> list[Any]:
    """Return the fields, some with constraints."""
    return [{"name": name, "type": "string"} | kinds.get(name, {}) for name in FIELDS]


@pytest.fixture
def editions(write: Callable[..., Path], package: Package) -> tuple[Path, Path]:
    """Return two packages that differ in all the ways that are common."""
    schema = {"accounts": {"primaryKey": ["row"], "dpkit": ROLES}}
    old = fields(what={"constraints": {"enum": ["state", "official", "working"]}}, quote={"description": "The words."})
    new = fields(
        what={"constraints": {"enum": ["official", "working", "private"]}}, quote={"description": "The very words."}
    )
    before = package({"accounts": (old, OLD), "gone": (["id"], [["x"]])}, schema | {"gone": {}}, title="Visits")
    after = package(
        {"accounts": (new, NEW), "more": (["id"], [])}, schema | {"more": {}}, version="1.1.0", title="Visits"
    )
    return write(before, "old"), write(after, "new")


@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("json", "json"), ("markdown", "md"), ("html", "html")])
def test_prints_the_difference(
    form: str, ending: str, editions: tuple[Path, Path], run: Run, golden: Callable[[Path, str], None]
) -> None:
    result = run("diff", *editions, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    told = result.stdout.replace(str(editions[0].parent), "")
    golden(GOLDEN / f"difference.{ending}", told.replace(f'"dpkit": "{dpkit.__version__}"', '"dpkit": "VERSION"'))


def test_json_keeps_to_its_contract(editions: tuple[Path, Path], run: Run) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for arguments in (editions, editions[:1] * 2):
        jsonschema.validate(json.loads(run("diff", *arguments, "--format", "json").stdout), SCHEMA)
    assert SCHEMA["$defs"]["kind"]["enum"] == [kind.value for kind in Kind]


def test_no_difference(editions: tuple[Path, Path], run: Run) -> None:
    result = run("diff", editions[0], editions[0], "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "p, 1.0.0 to 1.0.0\nno difference\n")


def test_exits_with_1_on_request(editions: tuple[Path, Path], run: Run) -> None:
    assert run("diff", *editions, "--exit-code").exit_code == 1


def test_a_version_that_is_too_low_is_said(editions: tuple[Path, Path], run: Run) -> None:
    assert "(1.0.0 has to be followed by 2.0.0 at least; it is followed by 1.1.0)" in run("diff", *editions).stdout


def test_what_is_no_package_is_one_sentence(editions: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    result = run("diff", editions[0], tmp_path / "no")
    assert result.exit_code == 2
    assert result.stderr.startswith("dpkit: ")
    assert result.stderr.count("\n") == 1


def test_the_package_here_is_the_new_one(
    editions: tuple[Path, Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(editions[1])
    assert run("diff", editions[0]).stdout == run("diff", *editions).stdout


def test_all_rows_are_shown_on_request(write: Callable[..., Path], package: Package, run: Run) -> None:
    old, new = (write(package({"t": (["id"], [[f"k{n}"] for n in range(rows)])}), str(rows)) for rows in (0, 25))
    first, every = run("diff", old, new).stdout, run("diff", old, new, "--all").stdout
    assert ("k19" in first, "k20" in first, "and 5 others (--all shows them)" in first) == (True, False, True)
    assert ("k24" in every, "others" in every) == (True, False)


HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e](javascript:x) `a` **b** | # & \" '"


KNOWN = {"html", "lang", "head", "meta", "charset", "http-equiv", "content", "name", "title", "style", "body", "h1"}
KNOWN |= {"h2", "ul", "li", "b", "span", "del", "ins"}


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.found |= {tag, *(name for name, _ in attrs)}


def test_no_text_of_a_package_is_more_than_text(write: Callable[..., Path], package: Package, run: Run) -> None:
    names = ["id", HOSTILE]
    old = package({"t": (names, [["a", HOSTILE]]), HOSTILE: (["id"], [])}, title=HOSTILE)
    new = package({"t": (names, [[HOSTILE, "other"]])}, title="T")
    folders = write(old | {"t.csv": old["t.csv"]}, "old"), write(new, "new")
    for form in ("text", "markdown", "html", "json"):
        told = run("diff", *folders, "--format", form).stdout
        assert not {"\x1b", "\u202e"} & set(told)
        if form == "html":
            tags = Tags()
            tags.feed(told)
            assert tags.found <= KNOWN
        if form == "markdown":
            assert "<script>" not in re.sub(r"`[^`]*`", "", told)
            assert "](javascript" not in told.replace("\\]", "")
