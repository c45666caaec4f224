"""The engine runs nothing but dpkit's own SQL, is deaf once locked, keeps any text, and survives any name."""

import csv
import io
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, is_among, name, sql, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dpkit.checks.check import Example

TEXTS: Final = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.text(st.sampled_from("\x1e\x1f\0'\"\n\r,; -"), max_size=4),
)


@pytest.fixture
def locked() -> "Iterator[Engine]":
    """Return a locked engine."""
    with DuckEngine() as engine:
        engine.lock()
        yield engine


def test_plain_text_is_not_run(engine: Engine) -> None:
    plain: Any = "SELECT 1"
    with pytest.raises(TypeError):
        engine.run(plain)
    with pytest.raises(TypeError):
        sql("SELECT {}", plain)
    assert engine.run(Sql("SELECT 1")) == [(1,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{}')", "SELECT * FROM read_text('{}')", "SELECT * FROM read_blob('{}')",
        "SELECT * FROM '{}'", "SELECT * FROM glob('{}')", "SELECT * FROM sniff_csv('{}')",
        "SELECT * FROM read_csv('/proc/self/fd/0')", "SELECT * FROM read_csv('https://example.org/x.csv')",
        "COPY (SELECT 1) TO '{}'", "COPY x FROM '{}'", "EXPORT DATABASE '{}'", "IMPORT DATABASE '{}'",
        "ATTACH '{}'", "ATTACH ':memory:' AS other (TYPE sqlite)", "INSTALL httpfs", "LOAD httpfs", "LOAD '{}'",
        "SET threads = 2", "SET enable_external_access = true", "SET lock_configuration = false", "RESET threads",
        "SET memory_limit = '10GB'", "SET temp_directory = '{}'", "SELECT * FROM bait",
    ],
)  # fmt: skip
def test_a_locked_engine_is_deaf(query: str, locked: Engine, tmp_path: "Path") -> None:
    bait = tmp_path / "bait.csv"
    bait.write_text("a,b\n1,2\n")
    with pytest.raises(locked.failure):
        locked.run(Sql(query.replace("{}", str(bait))))
    assert bait.read_text() == "a,b\n1,2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["bait.csv"]


def test_a_locked_engine_works(locked: Engine) -> None:
    table = locked.put(("a", "n"), ("VARCHAR", "BIGINT"), [("x", "1"), (None, None)])
    assert locked.run(sql("SELECT * FROM {} ORDER BY a", table)) == [("x", 1), (None, None)]


def test_what_was_staged_is_removed() -> None:
    with DuckEngine() as engine:
        staging = engine.staging
        (staging / "file").write_text("x")
    assert not staging.exists()


@settings(deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 3).flatmap(lambda n: st.lists(st.tuples(*[st.none() | TEXTS] * n), min_size=1, max_size=8)))
@example([("a\x1fb", "c"), ("d", "e")])
@example([("\x1e", None), (None, "")])
@example([(None,), (None,), (None,)])
@example([("",)])
def test_what_is_put_comes_back(engine: Engine, rows: list[tuple[str | None, ...]]) -> None:
    names = [f"f{number}" for number in range(len(rows[0]))]
    table = engine.put(names, ["VARCHAR"] * len(names), rows)
    assert engine.run(sql("SELECT * FROM {} ORDER BY rowid", table)) == rows


def test_more_rows_than_one_batch_are_put(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    monkeypatch.setattr("dpkit.tables.duck.BATCH", 3)
    rows = [(str(number), "x\x1fy" if number % 4 == 0 else None) for number in range(10)]
    table = engine.put(("n", "x"), ("INTEGER", "VARCHAR"), rows)
    assert engine.run(sql("SELECT * FROM {} ORDER BY n", table)) == [(int(n), x) for n, x in rows]


@pytest.mark.parametrize("memory", ["400MB", "400 MiB", "0.4GB", "409600KiB"])
def test_what_would_fill_the_memory_is_placed_on_disk_and_gone_in_the_end(memory: str) -> None:
    with DuckEngine(memory) as engine:
        small, large = engine.place(100), engine.place(300_000_000)
        for table in (small, large, after := engine.place(100)):
            engine.run(sql("CREATE TABLE {} AS SELECT CAST(range AS VARCHAR) AS c0 FROM range(9)", table))
        engine.lock()
        mapping = engine.put(("cell", "n"), ("VARCHAR", "BIGINT"), [("3", "30")])
        for table in (small, large, after):
            engine.fill_in(table, Sql("c0"), mapping, [(Sql("m"), "BIGINT", Sql("n"))])
            assert engine.run(sql("SELECT rowid, m FROM {} WHERE m IS NOT NULL", table)) == [(3, 30)]
        engine.run(sql("DROP TABLE {}", large))
        on_disk = [path for path in engine.staging.iterdir() if path.name.startswith("tables")]
        assert on_disk
    assert not any(path.exists() for path in on_disk)


def test_tables_on_disk_have_the_same_verdict(monkeypatch: pytest.MonkeyPatch, write: "Callable[..., Path]") -> None:
    files = renamed({each: each for each in NAMES})
    in_memory = verdict(files, write, "plain")
    monkeypatch.setattr("dpkit.tables.duck.SHARE", 1_000_000_000)
    assert verdict(files, write, "disk") == in_memory


def test_no_rows_are_put(engine: Engine) -> None:
    assert engine.run(sql("SELECT * FROM {}", engine.put(("a",), ("VARCHAR",), []))) == []


@settings(deadline=None, max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=9), TEXTS)
def test_a_text_is_among_some_exactly_if_it_is_one_of_them(engine: Engine, values: list[str], other: str) -> None:
    for cell in (*values, other, *(each + "\n" for each in values)):
        asked = is_among(sql("CAST({} AS VARCHAR)", text(cell)), [text(each) for each in values])
        assert engine.run(sql("SELECT {}", asked)) == [(cell in values,)]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS.filter(lambda each: "\0" not in each and each))
def test_quoted_text_stays_text(engine: Engine, value: str, called: str) -> None:
    assert engine.run(sql("SELECT {} FROM (SELECT {} AS {})", name(called), text(value), name(called))) == [(value,)]


# Every name and every value of a package an injection attempt: the verdict stays what it was.

DOCUMENT: Final = "In July 1923 she was in Omsk with 20 000 others.\n"
NAMES: Final = [
    "facts", "sources", "fact_id", "source_id", "locator", "quote", "confidence", "day", "grade", "size", "place_id",
    "places", "sha256", "parent", "f1", "f2", "letter", "omsk", "A", "B",
]  # fmt: skip
HOSTILE: Final = [
    '"; DROP TABLE "put 1"; --', "id", "ID", "_row", "_line", "c0", "v0", "lo0", "k0", "rowid", "'", '"', '""',
    "x" * 300, "\U0001f4a3", "{field}", "{0}", "{value1}", "%s", "?", "$1", "\\", "a\nb", " ", "select", "*", "[x](y)",
    "h.id", "put 1", "table 1", "); DELETE FROM x; --", "'||'", "\x1b[31m", "<script>", "=1+1", "\u202e", "a;b",
    "a,b", "-- x", "/* x", "NULL", "\ufeff", "\x1f", "\x1e", "lower", "first", "last", "source", "e\u0301", "\u00e9",
]  # fmt: skip


def renamed(names: dict[str, str]) -> "Example":
    """Return a package with a finding or two of many kinds, its names and values replaced."""
    n = names.get

    def table(*rows: tuple[str, ...]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([[n(cell, cell) for cell in row] for row in rows])
        return out.getvalue()

    def resource(called: str, fields: list[dict[str, Any]], **schema: Any) -> dict[str, Any]:
        listed = [{**field, "name": n(field["name"])} for field in fields]
        return {"name": n(called), "path": f"{called}.csv", "schema": {"fields": listed, **schema}}

    def columns(*called: str) -> list[dict[str, Any]]:
        return [{"name": each} for each in called]

    roles = {"source": n("source_id"), "locator": n("locator"), "quote": n("quote"), "confidence": n("confidence")}
    key = {"fields": [n("place_id")], "reference": {"resource": n("places"), "fields": [n("place_id")]}}
    facts = resource(
        "facts",
        [
            *columns("fact_id", "source_id", "locator", "quote", "confidence"),
            {"name": "day", "dpkit": {"claim": "date"}},
            {"name": "grade", "constraints": {"enum": [n("A")], "pattern": ".*"}},
            {"name": "size", "type": "integer", "constraints": {"maximum": 9}},
            {"name": "place_id"},
        ],
        primaryKey=[n("fact_id")],
        foreignKeys=[key],
        dpkit={"citation": roles, "subject": [n("place_id")], "dates": {"order": [[n("day"), n("day")]]}},
        missingValues=["", n("B")],
    )
    sources = resource(
        "sources",
        columns("source_id", "sha256"),
        primaryKey=[n("source_id")],
        dpkit={"source": {"id": n("source_id"), "sha256": n("sha256")}},
    )
    places = resource("places", columns("place_id", "parent"), primaryKey=[n("place_id")])
    descriptor = {"resources": [facts, sources, places], "dpkit": {"sources": n("sources")}}
    heads = ("fact_id", "source_id", "locator", "quote", "confidence", "day", "grade", "size", "place_id")
    return {
        "datapackage.json": json.dumps(descriptor),
        "documents/letter.txt": DOCUMENT,
        "sources.csv": table(("source_id", "sha256"), ("letter", sha256(DOCUMENT.encode()).hexdigest())),
        "places.csv": table(("place_id", "parent"), ("omsk", "B")),
        "facts.csv": table(
            heads,
            ("f1", "letter", "char=8,12", "1923", "high", "1923", "A", "7", "omsk"),
            ("f1", "letter", "char=0,4", "1923", "high", "x'", "f1", "12", "omsk"),
            ("f2", "sources", "char=8,12", "A", "A", "B", "B", "facts", "fact_id"),
            ("B", "letter", "A", "192", "B", "1923-07/1922", "A", "9", "B"),
        ),
    }


def verdict(files: "Example", write: "Callable[..., Path]", folder: str) -> list[tuple[int, str, int | None, str]]:
    about_letters = [
        "not-recommended",
        "confusable-key",
        "confusable-header",
        "blank-header",
        "formula-like",
    ]  # what names and values are made of
    report = dpkit.open(write(files, folder)).validate(ignore=about_letters)
    order = [each["name"] for each in json.loads(files["datapackage.json"])["resources"]]
    skipped = [(order.index(each.resource or ""), each.check, None, "skipped") for each in report.skipped]
    found = [(order.index(x.resource or ""), x.check, x.row, x.severity.value) for x in report.findings]
    return sorted([*skipped, *found], key=str)


@pytest.mark.parametrize("shift", range(0, len(HOSTILE), 5))
def test_names_and_values_are_never_sql(shift: int, write: "Callable[..., Path]") -> None:
    hostile = (HOSTILE * 2)[shift : shift + len(NAMES)]
    plain = verdict(renamed({each: each for each in NAMES}), write, "plain")
    assert len({check for _, check, *_ in plain}) > 6
    assert verdict(renamed(dict(zip(NAMES, hostile, strict=True))), write, "hostile") == plain


@pytest.mark.parametrize("called", ["", " ", "\0", "\t", "\ud800", "x" * 5000])
def test_a_name_that_is_hardly_one_is_no_traceback(called: str, write: "Callable[..., Path]") -> None:
    names = {each: each for each in NAMES} | {"grade": called, "A": called, "B": called}
    files = renamed({each: value.replace("\ud800", "") for each, value in names.items()})
    escaped = json.dumps(json.loads(renamed(names)["datapackage.json"]))
    report = dpkit.open(write({**files, "datapackage.json": escaped})).validate()
    assert not report.valid


def test_a_closed_engine_may_still_be_watched() -> None:
    engine = DuckEngine()
    progress = engine.watch()
    assert progress() == 0.0
    engine.close()
    assert progress() == 1.0
