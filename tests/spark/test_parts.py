"""Tables in several files, read on the executors: the report is that of DuckDB, to the byte."""

import csv
import gzip
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpkit.api import engines
from dpkit.api.validation import validate
from dpkit.model.cluster import Cluster
from dpkit.report.json_report import report_data
from dpkit.tables.engine import Engine
from dpkit.tables.read import Pending

Files = Mapping[str, str | bytes]
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name"}, {"name": "day", "type": "date"}]
SCHEMA = {"primaryKey": "id", "fields": FIELDS}


def package(root: Path, tables: Mapping[str, Files], **properties: Mapping[str, Any]) -> Path:
    """Write a package of tables, each with its files, and return its folder.

    Args:
        root: the folder.
        tables: the files of each, by name.
        properties: of some tables.
    """
    resources = []
    for table, files in tables.items():
        paths = [f"{table}/{name}" for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        resource = {"name": table, "path": paths, "schema": SCHEMA} | dict(properties.get(table, {}))
        resources.append({key: value for key, value in resource.items() if value is not None})
    (root / "datapackage.json").write_text(json.dumps({"name": "example", "resources": resources}))
    return root


def report(root: Path, cluster: Cluster | None = None, **options: Any) -> dict[str, Any]:
    """Return the report on a package as JSON has it."""
    return report_data(validate(root, cluster=cluster, **options))


@pytest.fixture
def equal(cluster: Cluster, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Return a function that validates a package on both engines and returns the report, which must be one."""

    def equal(tables: Mapping[str, Files], **properties: Mapping[str, Any]) -> dict[str, Any]:
        root = package(tmp_path / "package", tables, **properties)
        here = report(root)
        assert report(root, cluster) == here
        return here

    return equal


@pytest.fixture
def divided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no table be read as one by Spark."""

    def read_table(engine: Engine, *rest: Any, **options: Any) -> Pending | None:
        with monkeypatch.context() as patch:
            if engine.reader is not engine:
                patch.setattr(engines, "open_table", lambda *_, **__: pytest.fail("a table was read as one"))
            return engines.read_table(engine, *rest, **options)

    monkeypatch.setattr("dpkit.api.session.read_table", read_table)


HEAD = "id,name,day\n"
#: how the rows of a table may be spread over files
SPREAD: dict[str, Files] = {
    "plain": {"a.csv": f"{HEAD}1,x,2001-07-26\n2,y,2001\n", "b.csv": f"{HEAD}1,z,2001-08-18\n"},
    "ragged": {"a.csv": f"{HEAD}1,x\n2\n", "b.csv": f"{HEAD}3,x,,\n4,y,\n,,\n", "c.csv": "5,,\n\n6,,\n"},
    "marks": {"a.csv": f"\ufeff{HEAD}1,x,\n", "b.csv": f"\ufeff{HEAD}2,y,\nz,,\n", "c.csv": "\ufeffz,z,z\n"},
    "borders": {"a.csv": f'{HEAD}1,"x\n\n",\n2,"y\n",', "b.csv": f'{HEAD}z,"\n",\n3,"\n\n",z\nz,,', "c.csv": "z,,\n"},
    "empty": {"a.csv": HEAD, "b.csv": "", "c.csv": HEAD, "d.csv": "1,,\n", "e.csv": "\ufeff"},
    "labels": {"a.csv": f"{HEAD}1,x,\n", "b.csv": "id,nom,day\n2,x,z\n", "c.csv": "id,name\n3,x\n"},
    "quotes": {"a.csv": f'{HEAD}1,x"y,\n2,"x"y,\n3,,\n', "b.csv": f'{HEAD}4,"x""y",z\n5,,\n'},
    "windows": {"a.csv": "id,name,day\r\n1,x,\r\n", "b.csv": f'{HEAD}2,"x\r\n",\nz,,\n'},
}  # fmt: skip
UTF16 = [f"{HEAD}{cell},x,\n".encode("utf-16") for cell in "1z"]
DIGEST = sha256(HEAD.encode() + b"z,,").hexdigest()
#: how they may be written down
KINDS: dict[str, tuple[Files, Mapping[str, Any]]] = {
    "semicolons": ({"a.csv": "id;name;day\n1;x;z\n", "b.csv": "1;;\n"}, {"dialect": {"delimiter": ";"}}),
    "comments": (
        {"a.csv": f"# a\n{HEAD}1,,\n# b\nz,,\n", "b.csv": f"#\n{HEAD}#\nz,,\n"}, {"dialect": {"commentChar": "#"}},
    ),
    "headless": ({"a.csv": "1,x,\n", "b.csv": "z,x,\n"}, {"dialect": {"header": False}}),
    "utf16": ({"a.csv": UTF16[0], "b.csv": UTF16[1]}, {"encoding": "utf-16"}),
    "packed": ({f"{n}.csv.gz": gzip.compress(f"{HEAD}{n},x,z\n".encode()) for n in range(3)}, {"compression": "gz"}),
    "hashed": ({"a.csv": HEAD, "b.csv": "z,,\n"}, {"hash": f"sha256:{DIGEST}", "bytes": 9}),
    "open": ({"a.csv": "x,y\n1,2\n", "b.csv": "x,y\n3\n"}, {"schema": None}),
}  # fmt: skip


@pytest.mark.usefixtures("divided")
def test_files_are_read_on_the_executors(equal: Callable[..., dict[str, Any]]) -> None:
    kinds = {name: files for name, (files, _) in KINDS.items()}
    found = equal(SPREAD | kinds, **{name: properties for name, (_, properties) in KINDS.items()})
    assert {each["resource"] for each in found["findings"]} == {*SPREAD, *KINDS} - {"empty"}
    assert {"b.csv", "c.csv"} < {Path(each["file"]).name for each in found["findings"] if each["file"]}


@pytest.mark.usefixtures("divided")
def test_executors_find_the_package_from_where_they_stand(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = package(tmp_path / "package", {"plain": SPREAD["plain"]})
    here = report(root)
    monkeypatch.chdir(root)
    assert report(Path(), cluster)["findings"] == here["findings"]


TOGETHER: dict[str, Files] = {
    "cell": {"a.csv": f'{HEAD}1,"x', "b.csv": 'y",\nz,,\n'},
    "end": {"a.csv": "id,name,day\r1,x,\r", "b.csv": "\n2,y,\n"},
    "end behind a header": {"a.csv": HEAD, "b.csv": "\r", "c.csv": f"{HEAD}\n2,y,z"},
    "header": {"a.csv": '"id,name,day\n', "b.csv": "1,,\n"},
    "blank": {"a.csv": "", "b.csv": f"{HEAD}1,,\n"},
}


def test_files_that_belong_together_are_read_as_one(equal: Callable[..., dict[str, Any]]) -> None:
    found = equal(TOGETHER)
    assert {each["resource"] for each in found["findings"]} == {"cell", "end behind a header", "header"}


UNREADABLE: dict[str, tuple[Files, Mapping[str, Any]]] = {
    "latin1": ({"a.csv": f"{HEAD}1,x,z\n", "b.csv": b"2,\xe9,\n", "c.csv": b"3,\xe9,\n"}, {}),
    "packed": ({"a.csv.gz": gzip.compress(HEAD.encode()), "b.csv.gz": b"x", "c.csv.gz": b"y"}, {"compression": "gz"}),
    "damaged": ({"a.parquet": b"PAR1", "b.parquet": b"PAR1"}, {}),
}  # fmt: skip


def test_files_that_cannot_be_read_are_told_alike(equal: Callable[..., dict[str, Any]]) -> None:
    kinds = {name: files for name, (files, _) in UNREADABLE.items()}
    missing = {"path": ["plain/a.csv", "plain/no.csv", "plain/none.csv"]}
    properties = {name: properties for name, (_, properties) in UNREADABLE.items()}
    found = equal({"plain": SPREAD["plain"], "missing": {}, **kinds}, missing=missing, **properties)
    assert found["counts"] == {
        "compression-error": 2, "encoding-error": 2, "file-missing": 2, "primary-key": 1, "source-error": 2,
        "type-error": 3,
    }  # fmt: skip


GAPS: dict[str, Files] = {
    "lines": {"a.ndjson": '{"id": "1"}\n\n{"id": x}\n{"id": "z"}\n[1]\n{"id": "1"}\n'},
    "several": {"a.ndjson": '{"id": "1"}\n{\n', "b.ndjson": '1\n{"id": "z"}\n'},
    "items": {"a.json": '[{"id": "1"},\n1,\n{"id": "z"},\n{"id": "1"}]'},
}


def test_rows_of_json_with_gaps_between_them_are_told_alike(equal: Callable[..., dict[str, Any]]) -> None:
    found = equal(GAPS)
    assert {each["check"] for each in found["findings"]} >= {"malformed-row", "type-error", "primary-key"}
    assert ("items", 3) in {(each["resource"], each["row"]) for each in found["findings"]}


def parquet(folder: Path, select: str) -> bytes:
    """Return a Parquet file of what a query selects."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{folder / 'made.parquet'}' (FORMAT parquet)").fetchall()
    return (folder / "made.parquet").read_bytes()


@pytest.mark.usefixtures("divided")
def test_parquet_is_read_on_the_executors(equal: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    files = {
        "a.parquet": parquet(tmp_path, "SELECT 1 AS id, 'x' AS name, DATE '2001-07-26' AS day"),
        "b.parquet": parquet(tmp_path, "SELECT 1.5 AS id, 'x' AS name, NULL AS day"),
    }
    assert equal({"t": files})["counts"] == {"type-error": 1}


def test_data_on_a_storage(cluster: Cluster, tmp_path: Path) -> None:
    tables = {**SPREAD, "one": {"a[1] b.csv": f"{HEAD}z,x,\n"}, "json": {"a.json": '[{"id": "z"}]'}}
    hashed = {"hash": f"sha256:{sha256(HEAD.encode()).hexdigest()}"}
    root = package(tmp_path / "package", tables, labels=hashed, missing={"path": ["no.csv", "plain/a.csv"]})
    here, storage = report(root), tmp_path / "storage"
    storage.mkdir()
    for each in filter(Path.is_dir, list(root.iterdir())):
        each.rename(storage / each.name)
    assert report(root, Cluster(cluster.master, storage=storage.as_uri())) == here


DOCUMENTS = {name: f"{name}: the visit began on 26 July 2001, with 20 000 guests.\n" * 3 for name in "ab"}
QUOTES = [
    ("a", "char=7,12", "visit"), ("b", "char=7,12", "visit"), ("a", "char=1,3", "visit"), ("b", "line=0,1", "20 0"),
    ("a", "char=9,9999", "visit"), ("b", "char=3,10", "the journey"), ("none", "char=7,12", "visit"),
]  # fmt: skip
ROLES = (
    {"source": {"id": "id", "sha256": "sha256"}},
    {"citation": {"source": "source", "locator": "at", "quote": "quote", "confidence": "sure"}},
)


def citing(root: Path) -> Path:
    """Write a package that cites two documents, rightly and wrongly, and return its folder."""
    digests = [(name, sha256(text.encode()).hexdigest()) for name, text in DOCUMENTS.items()]
    rows = [(str(number), *cited, "high") for number, cited in enumerate(QUOTES * 3)]
    tables: dict[str, list[tuple[str, ...]]] = {
        "sources": [("id", "sha256"), *digests],
        "rows": [("id", "source", "at", "quote", "sure"), *rows],
    }
    resources = []
    root.mkdir()
    for (name, table), roles in zip(tables.items(), ROLES, strict=True):
        with (root / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(table)
        schema = {"primaryKey": "id", "fields": [{"name": label} for label in table[0]], "dpkit": roles}
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    descriptor = {"name": "example", "dpkit": {"sources": "sources"}, "resources": resources}
    (root / "datapackage.json").write_text(json.dumps(descriptor))
    return root


@pytest.mark.parametrize("near", [True, False])
def test_citations_are_followed_on_the_executors(
    near: bool,  # noqa: FBT001 - a parameter
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dpkit.tables.spark.engine.FEW", 0)
    monkeypatch.setattr("dpkit.evidence.gather.MANY", 0)  # small tables are followed together, here
    monkeypatch.setattr(Cluster, "near", near)
    monkeypatch.chdir(tmp_path)  # executors stand elsewhere
    root, documents = citing(Path("package")), Path("documents")
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text)
    here = report(root, documents=[documents])
    assert here["summary"]["citations"] == {"bad-locator": 3, "cut": 3, "moved": 3, "not-found": 3, "verified": 6}
    assert report(root, cluster, documents=[documents]) == here


LINES = st.lists(
    st.sampled_from(["1,x,\n", "2,y,z", '"', '"x"', "\n", "\r\n", ",", "\r", '3,"a\n"",\n', HEAD]), max_size=6
)


@settings(max_examples=2, deadline=None, suppress_health_check=[*HealthCheck])
@given(tables=st.lists(st.lists(LINES.map("".join), min_size=2, max_size=4), min_size=10, max_size=10))
def test_any_files_are_read_alike(
    tables: list[list[str]], cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = {
        f"t{n}": {f"{m}.csv": HEAD * (not m) + text for m, text in enumerate(some)} for n, some in enumerate(tables)
    }
    root = package(tmp_path_factory.mktemp("any"), named)
    assert report(root, cluster, first=None) == report(root, first=None)
