"""Evidence that travels: without the documents, the record of the last release tells what was verified with them."""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import example, given
from hypothesis import strategies as st

from dpkit.checks.example import TEXT, cited
from dpkit.evidence.cited import _folded
from dpkit.model.release import Release, ReleasedCitation, quote_digest
from dpkit.report.release_json import release_json
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.sql import sql, text

Run = Callable[..., Result]
Write = Callable[..., Path]
Files = Mapping[str, str | bytes]

LETTER = sha256(TEXT.encode()).hexdigest()
FACT = ReleasedCitation("facts", "f1", "citation", "letter", "char=8,12", quote_digest("1923"), "verified")
CONTEXT = FACT._replace(part="context", locator="char=3,7", digest=quote_digest("July"))
WITH_CONTEXT = {"context_locator": "char=3,7", "context_quote": "July"}


def record(*citations: ReleasedCitation, name: str = "example", document: str = LETTER) -> bytes:
    release = Release(
        dpkit="0.1.0",
        name=name,
        version="1.0.0",
        commit="c",
        date="d",
        documents={"letter": document},
        citations=citations,
    )
    return release_json(release)


def summary(run: Run, folder: Path, *options: str) -> dict[str, object]:
    result = run("validate", folder, "--format", "json", *options)
    found: dict[str, object] = json.loads(result.stdout)["summary"]
    return {name: found[name] for name in ("citations", "release", "warning", "notice")}


@pytest.mark.parametrize("path", ["release.json", "releases/1.0.0.json"])
def test_unchanged_citations_are_verified_at_release(path: str, write: Write, run: Run) -> None:
    folder = write({**cited(file="", **WITH_CONTEXT), path: record(FACT, CONTEXT)})
    found = {"citations": {"verified-at-release": 2}, "release": "1.0.0", "warning": 0, "notice": 0}
    assert summary(run, folder) == found
    assert "\n2 citations: 2 verified at release 1.0.0\n" in run("validate", folder).stdout


def test_what_an_earlier_release_verified_is_passed_on(write: Write, run: Run) -> None:
    folder = write({**cited(file=""), "release.json": record(FACT._replace(evidence="verified-at-release"))})
    assert summary(run, folder)["citations"] == {"verified-at-release": 1}


@pytest.mark.parametrize(
    "released",
    [
        record(FACT._replace(resource="other")),
        record(FACT._replace(key="f2")),
        record(FACT._replace(part="context")),
        record(FACT._replace(source="other")),
        record(FACT._replace(locator="char=8,13")),
        record(FACT._replace(digest=quote_digest("1924"))),
        record(FACT._replace(evidence="not-held")),
        record(FACT, document="0" * 64),
        record(FACT, document=""),
        record(),
    ],
    ids=["resource", "key", "part", "source", "locator", "quote", "evidence", "document", "no-document", "no-row"],
)
def test_changed_citation_is_not(released: bytes, write: Write, run: Run) -> None:
    folder = write({**cited(file=""), "releases/1.0.0.json": released})
    found = {"citations": {"not-held": 1}, "release": "1.0.0", "warning": 0, "notice": 2}
    assert summary(run, folder) == found
    assert "notice  citation-since-release in facts: 1\n  facts.csv:2  locator 'char=8,12' of 'letter' is" in (
        run("validate", folder).stdout
    )


def test_the_first_twenty_are_shown_and_all_are_counted(write: Write, run: Run) -> None:
    files = cited(file="")
    header, row = str(files["facts.csv"]).splitlines()
    rows = "".join(f"{row.replace('f1', f'f{number}')}\n" for number in range(2, 32))
    facts = {"facts.csv": f"{header}\n{row}\n{rows}", "releases/1.0.0.json": record(FACT)}
    result = run("validate", write({**files, **facts}))
    assert "citation-since-release in facts: 30\n" in result.stdout
    assert result.stdout.count("is not in the record") == 20
    assert "31 citations: 30 not checked, since the document is not held, 1 verified at release 1.0.0" in result.stdout


def test_held_document_is_followed_and_the_record_is_not_asked(write: Write, run: Run) -> None:
    folder = write({**cited(quote="1924"), "releases/1.0.0.json": record(FACT._replace(digest=quote_digest("1924")))})
    result = run("validate", folder)
    assert result.exit_code == 1
    assert "quote-not-found" in result.stdout
    assert "release" not in result.stdout
    broken = write({**cited(), "releases/1.0.0.json": b"{"}, "broken")
    assert summary(run, broken) == {"citations": {"verified": 1}, "release": None, "warning": 0, "notice": 0}


def test_document_with_other_bytes_stays_an_error(write: Write, run: Run) -> None:
    folder = write({**cited(text=TEXT + "more"), "releases/1.0.0.json": record(FACT)})
    result = run("validate", folder)
    assert "document-changed" in result.stdout
    assert "1 citation: 1 verified at release 1.0.0" in result.stdout


@pytest.mark.parametrize(
    ("released", "sentence"),
    [
        (record(FACT, name="other"), "it records release '1.0.0' of another package, 'other'"),
        (record(FACT)[:-2], "it is no record of a release: its citations do not stand last, each on a line of its own"),
        (record(FACT).replace(b'"f1"', b"1"), "it is no record of a release: a citation is no array of 7 texts"),
    ],
)
def test_record_that_is_none(released: bytes, sentence: str, write: Write, run: Run) -> None:
    folder = write({**cited(file=""), "releases/1.0.0.json": released})
    result = run("validate", folder)
    assert result.exit_code == 0
    assert f"warning  record-invalid: 1\n  releases/1.0.0.json  {sentence}\n" in result.stdout
    assert "1 citation: 1 not checked, since the document is not held" in result.stdout


def test_composite_keys_are_told_apart(write: Write, run: Run) -> None:
    schema = json.loads(str(cited()["datapackage.json"]))
    schema["resources"][1]["schema"]["primaryKey"] = ["fact_id", "confidence"]
    files = {**cited(file=""), "datapackage.json": json.dumps(schema)}
    whole = write({**files, "release.json": record(FACT._replace(key='["f1","high"]'))})
    assert summary(run, whole)["citations"] == {"verified-at-release": 1}
    half = write({**files, "release.json": record(FACT._replace(key="f1"))})
    assert summary(run, half)["citations"] == {"not-held": 1}


def test_trace_tells_what_the_release_verified(write: Write, run: Run) -> None:
    row = {"date": "1923-07", "quote": "1923", "date_as_written": "1923"}
    folder = write({**cited(file="", **row), "release.json": record(FACT)})
    told = run("trace", "facts", "f1", "--package", folder).stdout
    assert "1 document not at hand: quotes are shown as recorded, verified at release 1.0.0.\n" in told
    found = json.loads(run("trace", "facts", "f1", "--package", folder, "--format", "json").stdout)
    assert (found["release"], found["not_held"], found["unchecked"]) == ("1.0.0", ["letter"], [])
    folder = write({**cited(file="", **row), "release.json": record()})
    told = run("trace", "facts", "f1", "--package", folder).stdout
    assert "as recorded, verified at release 1.0.0 (not all of letter).\n" in told


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with DuckEngine(threads=1) as engine:
        yield engine


@given(
    quote=st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.text(" \t\n\v\f\r\x1c\x1f\x85\u2028\u3000a")
)
@example("a\u00a0 \u202f b ")
@example("\u200ba\ufeff")
def test_engine_and_python_fold_quotes_alike(engine: Engine, quote: str) -> None:
    assert engine.run(sql("SELECT sha256({})", _folded(text(quote))))[0][0] == quote_digest(quote)
