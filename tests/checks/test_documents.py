"""Documents that are not where the sources say, and what is told of them."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.checks.example import TEXT, cited, digested
from dpkit.model.errors import DpkitError

Write = Callable[..., Path]

LATIN = TEXT.replace("she", "Zo\u00eb").encode("latin-1")
RUSSIAN = TEXT.replace("she", "\u043e\u043d\u0430").encode("cp1251")
BRIDGE = Path(__file__).parents[2] / "examples" / "bridge"


def told(package: Path, *checks: str) -> list[str]:
    return [each.message for each in dpkit.open(package).validate(select=checks).findings]


def test_touched_document_of_the_example(tmp_path: Path) -> None:
    package = shutil.copytree(BRIDGE, tmp_path / "bridge")
    document = package / "documents" / "report.txt"
    document.write_text(document.read_text(encoding="utf-8").replace("seven", "eight"), encoding="utf-8")
    (message,) = told(package, "document-changed")
    assert message.startswith("the document 'report.txt' of 'report' is not the one whose sha256 is recorded")


def test_files_of_no_source_are_named_where_a_document_is_missing(write: Write) -> None:
    names = [f"documents/{name}.txt" for name in "edcba"]
    files = dict(cited(file="")) | {name: f"Of {name}." for name in names}
    given = write({"elsewhere.txt": "Of elsewhere."}, "given")
    report = dpkit.open(write(files), [given]).validate(select=["document-not-held"])
    (found,) = report.findings
    assert found.message == (
        "the document 'letter.txt' of 'letter' is not at hand; citations not checked: 1; "
        "no source records the sha256 of a.txt, b.txt, c.txt and 2 more"
    )


def test_source_whose_document_has_no_name(write: Write) -> None:
    files = dict(cited(file=""))
    files["datapackage.json"] = str(files["datapackage.json"]).replace('"document": "document"', '"origin": "document"')
    assert told(write(files), "document-not-held") == [
        "the document of 'letter' is not at hand; citations not checked: 1"
    ]


@pytest.mark.parametrize(
    ("document", "aside"),
    [
        (TEXT.encode("utf-16"), "; it may be utf-16"),
        (TEXT.encode("utf-16-le"), "; it may be utf-16-le"),
        (TEXT.encode("utf-16-be"), "; it may be utf-16-be"),
        (TEXT.encode("utf-32"), "; it may be utf-32"),
        (TEXT.encode("utf-32-le"), "; it may be utf-32-le"),
        (TEXT.encode("utf-32-be"), "; it may be utf-32-be"),
        (LATIN, f"; it would read '{LATIN.decode('latin-1').strip()}' in windows-1252"),
        (RUSSIAN, f"; it would read '{RUSSIAN.decode('cp1251').strip()}' in windows-1251"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3 1923", "; it is a PDF"),
        (b"PK\3\4\xff\xfe1923", "; it is a ZIP archive, as word processors write it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR 1923", "; it is a picture (PNG)"),
        (b"\x02\xff\xfe IHDR 1923", ""),
    ],
)  # fmt: skip
def test_document_that_is_no_utf_8_says_what_it_is(document: bytes, aside: str, write: Write) -> None:
    package = write(dict(cited(document, recorded=document)))
    report = dpkit.open(package).validate()
    assert [(each.check, each.message) for each in report.findings] == [
        (
            "document-not-readable",
            f"the document 'letter.txt' of 'letter' is not UTF-8 text{aside}; citations not checked: 1",
        )
    ]
    for asked in ("letter", str(package / "documents" / "letter.txt")):
        with pytest.raises(DpkitError, match=f"is not UTF-8 text{re.escape(aside)}"):
            dpkit.open(package).locate(asked, "1923")


def test_document_with_a_stray_null_character_is_text(write: Write) -> None:
    text = TEXT + "\0"
    assert dpkit.open(write(dict(cited(text, recorded=text)))).validate().valid


@pytest.mark.parametrize("digest", ["803aef648a45", "0" * 63, f"{'0' * 64}  letter.txt", "g" * 64])
def test_sha256_that_is_none(digest: str, write: Write) -> None:
    (message,) = told(write(dict(digested(cited(), digest))), "digest-invalid")
    assert message.endswith("', not 64 hexadecimal digits")


@pytest.mark.parametrize(("locator", "number"), [("line=3,4", 1), ("char=,12", 1), ("page=3", 0), ("record=char=1", 0)])
def test_locator_into_a_document_that_is_not_recorded(locator: str, number: int, write: Write) -> None:
    package = write(dict(digested(cited(locator=locator), "")))
    assert told(package, "document-unrecorded") == number * [
        f"locator is '{locator}', but no sha256 is recorded for 'letter', so its quotes cannot be looked up"
    ]


def test_neither_an_unknown_source_nor_a_table_without_digests_is_accused(write: Write) -> None:
    unknown = dict(cited(source_id="leter"))
    without = dict(digested(cited(), ""))
    without["datapackage.json"] = str(without["datapackage.json"]).replace('"sha256": "sha256",', "")
    assert [
        told(write(each, str(number)), "document-unrecorded") for number, each in enumerate((unknown, without))
    ] == [[], []]


def test_sources_that_cannot_be_read_accuse_no_locator(write: Write) -> None:
    files = dict(cited()) | {"sources.csv": b"source_id,published,sha256,document\nletter,1930,,\xff\n"}
    report = dpkit.open(write(files)).validate(select=["document-unrecorded"])
    assert not report.findings


@pytest.mark.parametrize(("locator", "faults"), [("line=0,1", 0), ("char=5,", 0), ("line 8", 1), ("lines=7,8", 1)])
def test_exclusion_that_leaves_out_nothing(locator: str, faults: int, write: Write) -> None:
    assert told(write(dict(cited(excluded=locator))), "locator-invalid") == faults * [
        f"left_out is '{locator}'; it is not of the form char=START,END or line=START,END (RFC 5147)"
    ]
