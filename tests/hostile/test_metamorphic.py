"""Sound packages, changed: a single corruption is rejected, and a rewriting that means the same is judged the same."""

import csv
import gzip
import io
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

import dpkit

GOOD = Path(__file__).parents[1] / "packages" / "good"
MOST = 6  #: tables that a change is tried on

Rows = list[list[str]]
Files = Mapping[str, bytes | None]  #: path -> content; None for no such file


@dataclass(frozen=True)
class Table:
    """A table of a sound package."""

    package: Path
    resource: Mapping[str, Any]
    schema: Mapping[str, Any]
    dialect: Mapping[str, Any]

    @property
    def path(self) -> str:
        """The path of its file."""
        return str(self.resource["path"])

    @property
    def data(self) -> bytes:
        """The bytes of its file."""
        return (self.package / self.path).read_bytes()

    @property
    def encoding(self) -> str:
        """The encoding of its file, with the byte order mark if it has one."""
        return self.resource.get("encoding") or ("utf-8-sig" if self.data.startswith(b"\xef\xbb\xbf") else "utf-8")

    @property
    def marks(self) -> dict[str, Any]:
        """Its dialect, as Python's reader and writer want it."""
        spaced = self.dialect.get("skipInitialSpace", False)
        marks = {"delimiter": self.dialect.get("delimiter", ","), "quotechar": self.dialect.get("quoteChar", '"')}
        return {**marks, "skipinitialspace": spaced}

    @property
    def text(self) -> str:
        """Its file as text."""
        return self.data.decode(self.encoding)

    @property
    def head(self) -> Rows:
        """Its header as a list of one record, or of none."""
        return self._records[: self._heads]

    @property
    def rows(self) -> Rows:
        """Its records but the header."""
        return self._records[self._heads :]

    @property
    def key(self) -> list[str]:
        """The names of the fields of its primary key."""
        key = self.schema.get("primaryKey", [])
        return [key] if isinstance(key, str) else list(key)

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Its fields, in the order of the columns; none if it has no schema."""
        fields = {field["name"]: field for field in self.schema.get("fields", [])}
        return [fields[name] for name in (self.head[0] if self.head else fields)] if fields else []

    @property
    def _records(self) -> Rows:
        return list(csv.reader(io.StringIO(self.text, newline=""), **self.marks))

    @property
    def _heads(self) -> int:
        return int(self.dialect.get("header", True))

    def having(self, rows: Rows, encoding: str = "", **marks: Any) -> Files:
        """Return its file with other records, or written otherwise."""
        out = io.StringIO()
        csv.writer(out, **{"lineterminator": "\n", **self.marks, **marks}).writerows(rows)
        return {self.path: out.getvalue().encode(encoding or self.encoding)}

    def described(self, **properties: Any) -> Files:
        """Return the descriptor of its package with other properties of the table."""
        descriptor = described(self.package)
        resources = [{**each, **properties} if each["path"] == self.path else each for each in descriptor["resources"]]
        return {"datapackage.json": json.dumps({**descriptor, "resources": resources}).encode()}


def described(package: Path) -> dict[str, Any]:
    """Return the descriptor of a package."""
    found: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8-sig"))
    return found


def resolved(package: Path, value: Any) -> Any:
    """Return a schema or dialect, which may stand in a file."""
    return json.loads((package / value).read_text(encoding="utf-8")) if isinstance(value, str) else value or {}


TABLES = [
    Table(package, each, resolved(package, each.get("schema")), resolved(package, each.get("dialect")))
    for package in sorted(GOOD.iterdir())
    for each in described(package)["resources"]
    if not each["path"].endswith(".md")
]
Change = Callable[[Table, Random], Files | None]


# corruptions: what the table says is lost or other than it was


def cells(change: Callable[[list[str], int], list[str]]) -> Change:
    """Return the change of one row at one of its cells."""

    def changed(table: Table, random: Random) -> Files | None:
        if not table.rows:
            return None
        number, column = random.randrange(len(table.rows)), random.randrange(len(table.rows[0]))
        rows = [change(row, column) if n == number else row for n, row in enumerate(table.rows)]
        return table.having(table.head + rows)

    return changed


def labels(change: Callable[[list[str], int], list[str]]) -> Change:
    """Return the change of the header, in tables whose columns a schema names."""

    def changed(table: Table, random: Random) -> Files | None:
        if not table.head or not table.schema:
            return None
        column = random.randrange(len(table.head[0]))
        return table.having([change(table.head[0], column), *table.rows])

    return changed


def spoilt(change: Callable[[str, int], str]) -> Change:
    """Return the change of a text within a cell, one of several letters, not quoted, and not the last of its row."""

    def changed(table: Table, random: Random) -> Files | None:
        plain = [x for row in table.rows for x in row[:-1] if len(x) > 1 and x.isalnum() and table.text.count(x) == 1]
        if not plain:
            return None
        at = table.text.index(random.choice(plain))
        return {table.path: change(table.text, at).replace('"', table.marks["quotechar"]).encode(table.encoding)}

    return changed


def mistyped(table: Table, random: Random) -> Files | None:
    """Swap a cell with one that is not of its type."""
    typed = [n for n, field in enumerate(table.fields) if field.get("type") in {"year", "integer"}]
    if not typed or not table.rows:
        return None
    rows, column = [list(row) for row in table.rows], random.choice(typed)
    row = next(row for row in rows if row[column])
    other = 0 if column else 1
    row[column], row[other] = row[other], row[column]
    return table.having(table.head + rows)


def row_twice(table: Table, random: Random) -> Files | None:
    row = random.choice(table.rows) if table.rows and table.key else None
    return table.having([*table.head, *table.rows, row]) if row else None


def key_emptied(table: Table, random: Random) -> Files | None:
    if not table.rows or not table.key:
        return None
    column = [field["name"] for field in table.fields].index(random.choice(table.key))
    first = [*table.rows[0]]
    first[column] = ""
    return table.having([*table.head, first, *table.rows[1:]])


def header_lost(table: Table, _: Random) -> Files | None:
    return table.having(table.rows) if table.head and table.schema else None


def blank_row(table: Table, _: Random) -> Files | None:
    return table.having([*table.head, [""] * len(table.rows[0]), *table.rows]) if table.rows else None


def no_text(table: Table, _: Random) -> Files | None:
    if table.encoding.startswith("iso"):
        return None
    return {table.path: table.data + (b"\x00" if table.encoding == "utf-16" else b"\xff")}


def other_delimiter(table: Table, _: Random) -> Files | None:
    return table.having(table.head + table.rows, delimiter="|") if table.schema else None


def labels_swapped(table: Table, random: Random) -> Files | None:
    """Swap two labels of a table whose columns are those of its schema, in its order."""
    if not table.head or not table.schema or "fieldsMatch" in table.schema or len(table.head[0]) == 1:
        return None
    names = list(table.head[0])
    one, other = random.sample(range(len(names)), 2)
    names[one], names[other] = names[other], names[one]
    return table.having([names, *table.rows])


def header_twice(table: Table, _: Random) -> Files | None:
    typed = any(field.get("type") in {"year", "integer", "number", "date"} for field in table.fields)
    return table.having([*table.head, *table.head, *table.rows]) if table.head and typed else None


def rows_together(table: Table, _: Random) -> Files | None:
    if len(table.rows) == 1 or not table.rows:
        return None
    return table.having([*table.head, table.rows[0] + table.rows[1], *table.rows[2:]])


def end_of_nuls(table: Table, _: Random) -> Files | None:
    return {table.path: (table.text[:-6] + "\0" * 6).encode(table.encoding)} if table.rows else None


def as_it_is_not_read(how: Callable[[Table], bytes]) -> Change:
    """Return the change of a file into what is not UTF-8, which the descriptor says that it is."""
    return lambda table, _: {table.path: how(table)} if table.encoding == "utf-8" and table.text else None


CORRUPTIONS: dict[str, Change] = {
    "a cell dropped": cells(lambda row, n: row[:n] + row[n + 1 :]),
    "a cell twice": cells(lambda row, n: row[: n + 1] + row[n:]),
    "a cell too many": cells(lambda row, _: [*row, ""]),
    "a cell of another column": mistyped,
    "a row twice": row_twice,
    "a key emptied": key_emptied,
    "a row that is blank": blank_row,
    "a label renamed": labels(lambda row, n: [*row[:n], row[n] + "x", *row[n + 1 :]]),
    "a label dropped": labels(lambda row, n: row[:n] + row[n + 1 :]),
    "a label twice": labels(lambda row, n: row[: n + 1] + row[n:]),
    "a NUL in a label": labels(lambda row, n: [*row[:n], row[n] + "\0", *row[n + 1 :]]),
    "a label blank": labels(lambda row, n: [*row[:n], "", *row[n + 1 :]]),
    "the header lost": header_lost,
    "the file lost": lambda table, _: {table.path: None},
    "the file emptied": lambda table, _: {table.path: b""} if table.head else None,
    "a byte that is no text": no_text,
    "another delimiter": other_delimiter,
    "a quotation mark in a cell": spoilt(lambda text, at: text[: at + 1] + '"' + text[at + 1 :]),
    "a quotation mark before a cell": spoilt(lambda text, at: text[:at] + '"' + text[at:]),
    "a line end in a cell": spoilt(lambda text, at: text[: at + 1] + "\n" + text[at + 1 :]),
    "cut off in a cell": spoilt(lambda text, at: text[: at + 1]),
    "a NUL in a cell": cells(lambda row, n: [*row[:n], row[n] + "\0", *row[n + 1 :]]),
    "an end of NULs": end_of_nuls,
    "two rows in one": rows_together,
    "two labels swapped": labels_swapped,
    "the header twice": header_twice,
    "a blank line at the end": lambda table, _: table.having([*table.head, *table.rows, []]) if table.rows else None,
    "UTF-16 without a word": as_it_is_not_read(lambda table: table.text.encode("utf-16")),
    "packed without a word": as_it_is_not_read(lambda table: gzip.compress(table.data, mtime=0)),
    "the descriptor cut off": lambda table, _: {
        "datapackage.json": (table.package / "datapackage.json").read_bytes().rstrip()[:-1]
    },
}


# rewritings: the same table, written down otherwise


def columns_turned(table: Table, _: Random) -> Files | None:
    if not table.head or "fields" not in table.schema:
        return None
    turned = table.having([row[::-1] for row in table.head + table.rows])
    return {**turned, **table.described(schema={**table.schema, "fieldsMatch": "equal"})}


def rows_shuffled(table: Table, random: Random) -> Files:
    return table.having(table.head + random.sample(table.rows, len(table.rows)))


def resources_turned(table: Table, _: Random) -> Files:
    descriptor = described(table.package)
    return {"datapackage.json": json.dumps({**descriptor, "resources": descriptor["resources"][::-1]}).encode()}


def dialect_otherwise(table: Table, _: Random) -> Files:
    dialect = {**table.dialect, "delimiter": "|", "quoteChar": "~", "skipInitialSpace": False}
    marks: dict[str, Any] = {"delimiter": "|", "quotechar": "~", "skipinitialspace": False}
    return {**table.having(table.head + table.rows, **marks), **table.described(dialect=dialect)}


def byte_order_mark(table: Table, _: Random) -> Files | None:
    return {table.path: b"\xef\xbb\xbf" + table.data} if table.encoding == "utf-8" else None


def descriptor_otherwise(table: Table, _: Random) -> Files:
    text = json.dumps(described(table.package), indent="\t", sort_keys=True).replace("\n", "\r\n")
    return {"datapackage.json": b"\xef\xbb\xbf" + text.encode()}


REWRITINGS: dict[str, Change] = {
    "CRLF": lambda table, _: table.having(table.head + table.rows, lineterminator="\r\n"),
    "LF": lambda table, _: table.having(table.head + table.rows, lineterminator="\n"),
    "every cell in quotation marks": lambda table, _: table.having(table.head + table.rows, quoting=csv.QUOTE_ALL),
    "a byte order mark": byte_order_mark,
    "no line end at the end": lambda table, _: {table.path: table.text.rstrip("\r\n").encode(table.encoding)},
    "rows in another order": rows_shuffled,
    "columns in another order": columns_turned,
    "resources in another order": resources_turned,
    "other marks": dialect_otherwise,
    "UTF-16": lambda table, _: {
        **table.having(table.head + table.rows, "utf-16"),
        **table.described(encoding="utf-16"),
    },
    "the descriptor written otherwise": descriptor_otherwise,
}


def judged(root: Path, table: Table, files: Files) -> tuple[bool, dict[str, int]]:
    """Return whether the package of a table is valid once some files are others, and how often checks found what."""
    copy = shutil.copytree(table.package, root / "package")
    for name, content in files.items():
        (copy / name).write_bytes(content) if content is not None else (copy / name).unlink()
    report = dpkit.open(copy).validate()
    shutil.rmtree(copy)
    return report.valid, report.counts


def changed(changes: Mapping[str, Change], name: str) -> list[tuple[Table, Files]]:
    """Return what a change makes of some of the tables that it can be made to."""
    random = Random(name)  # noqa: S311 - a law, not a secret
    made = [(table, files) for table in TABLES if (files := changes[name](table, random)) is not None]
    assert made
    return random.sample(made, min(MOST, len(made)))


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corruption_is_rejected(name: str, tmp_path: Path) -> None:
    for table, files in changed(CORRUPTIONS, name):
        valid, found = judged(tmp_path, table, files)
        assert not valid, (table.package.name, files)
        assert found


@pytest.mark.parametrize("name", REWRITINGS)
def test_a_rewriting_changes_no_verdict(name: str, tmp_path: Path) -> None:
    for table, files in changed(REWRITINGS, name):
        assert judged(tmp_path, table, files) == judged(tmp_path, table, {}), (table.package.name, files)
