"""What is huge: each in a process of its own, which must end in time and in little memory, with a verdict."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import dpkit

SECONDS = 20  #: of the processor, twice of what is promised: a busy machine takes longer
MEMORY = 600  #: MB
MEGABYTE = 1_000_000

#: A program that runs another and prints its exit, MB and seconds. It is small, since a process inherits the peak of
#: the one that starts it, which is what the tests before this one have left it at.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdout=(said := open(sys.argv[1], "wb")), stderr=said)
_, status, usage = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)
"""


class Heavy(NamedTuple):
    """A package that is made chunk by chunk, and what is said of it."""

    descriptor: Callable[[], Iterable[bytes]]
    table: Callable[[], Iterable[bytes]] = lambda: [b"a,b\n1,2\n"]
    exit: int = 0
    says: str = "valid: 0 errors"
    files: Mapping[str, Callable[[], Iterable[bytes]]] = {}  #: beside the two


def one(**field: Any) -> Callable[[], Iterable[bytes]]:
    """Return a descriptor of one table."""
    schema = {"fields": [{"name": "a"} | field, {"name": "b"}]}
    return lambda: [json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]}).encode()]


def many(**resource: Any) -> Callable[[], Iterable[bytes]]:
    """Return a descriptor of 100,000 resources, whose names are numbers unless one is given."""
    return lambda: [
        json.dumps({"name": "p", "resources": [{"name": f"t{n}"} | resource for n in range(100_000)]}).encode()
    ]


def cell(piece: bytes, before: bytes = b"", after: bytes = b"", size: int = 50) -> Callable[[], Iterable[bytes]]:
    """Return a table of one huge cell, made of a repeated piece."""
    return lambda: [b"a,b\n" + before, *[piece * (MEGABYTE // len(piece))] * size, after + b",2\n"]


def fields(number: int, **field: Any) -> Callable[[], Iterable[bytes]]:
    """Return a descriptor of one table with so many fields, of whole numbers else; without a schema, if none."""
    listed = [{"name": f"c{n}", "type": "integer"} | field for n in range(number)]
    schema = {"schema": {"fields": listed}} if listed else {}
    return lambda: [json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv"} | schema]}).encode()]


def wide(rows: int, last: bytes = b"1", width: int = 20_000) -> Callable[[], Iterable[bytes]]:
    """Return a table of thousands of columns; `last` is the cell of column 15,001 in its last row."""
    cells = [b"1"] * width
    changed = [*cells[:15_000], last, *cells[15_001:]]
    lines = [[b"c%d" % n for n in range(width)], *[cells] * (rows - 1), *[changed] * (rows > 0)]
    return lambda: [b",".join(each) + b"\n" for each in lines]


SURVEY = [b",".join(b"c%d" % n for n in range(300)) + b"\n", *[b",".join([b"1"] * 300) + b"\n"] * 20]
WORDS = ["1", *(f"no {n}" for n in range(19))]
AB = {"fields": [{"name": "a"}, {"name": "b"}]}
EXPLODING = {"fields": [{"name": f"c{n}", "constraints": {"pattern": f"(?=a)(a+)+$|{n}"}} for n in range(40)]}
NOWHERE = {"fields": ["a"], "reference": {"resource": "", "fields": ["b"]}}
ABSENT = {"fieldsMatch": "subset", "fields": [{"name": f"c{n}"} for n in range(5_000)]}
UNALIKE = {"name": "t", "data": [{f"k{n}": n} for n in range(40_000)], "schema": AB}
COMMENTED = {"name": "t", "path": "t.csv", "dialect": {"commentRows": [*range(2, 100_002)]}, "schema": AB}


def chain(number: int) -> Callable[[], Iterable[bytes]]:
    """Return a descriptor of so many sources, each taken from the one before it, and of claims on one item."""
    sources = [{"id": f"s{n}", "origin": f"s{n - 1}" if n else ""} for n in range(number)]
    source = {"fields": [{"name": "id"}, {"name": "origin"}], "dpkit": {"source": {"id": "id", "origin": "origin"}}}
    claim = {"name": "v", "dpkit": {"claim": "value"}}
    part = {each: each for each in ("source", "locator", "confidence")}
    account = {
        "fields": [{"name": "item"}, *({"name": each} for each in part), claim],
        "dpkit": {"subject": ["item"], "citation": part},
    }
    resources = [
        {"name": "sources", "data": sources, "schema": source},
        {"name": "t", "path": "t.csv", "schema": account},
    ]
    return lambda: [json.dumps({"name": "p", "resources": resources, "dpkit": {"sources": "sources"}}).encode()]


QUOTED = b" ".join(b"w%d" % (n * n % 30_011) for n in range(1_500_000))


def quoting() -> Iterable[bytes]:
    """Return the descriptor of a table that quotes the document `QUOTED`."""
    source = {"fields": [{"name": "id"}, {"name": "sha256"}], "dpkit": {"source": {"id": "id", "sha256": "sha256"}}}
    part = {each: each for each in ("source", "locator", "quote", "confidence")}
    cited = {"fields": [{"name": each} for each in part], "dpkit": {"citation": part}}
    sources = [{"id": "s", "sha256": sha256(QUOTED).hexdigest()}]
    resources = [
        {"name": "sources", "data": sources, "schema": source},
        {"name": "t", "path": "t.csv", "schema": cited},
    ]
    return [json.dumps({"name": "p", "resources": resources, "dpkit": {"sources": "sources"}}).encode()]


def quotes(words: int) -> Iterable[bytes]:
    """Return 10,000 quotes of so many words that stand in the document, but not behind one another."""
    yield b"source,locator,quote,confidence\n"
    for n in range(10_000):
        quote = " ".join(f"w{(n * 7 + k * k * 13) ** 2 % 30_011}" for k in range(words))
        yield f's,"char={n},{n + 40}",{quote},high\n'.encode()


CASES = {
    "10,000 quotes that stand nowhere in 9 MB": Heavy(
        quoting, lambda: quotes(6), 1, "10,000 not found", {"documents/d.txt": lambda: [QUOTED]}
    ),
    "a chain of 10,000 sources": Heavy(
        chain(10_000),
        lambda: [b"item,source,locator,confidence,v\n", *[b"i,s%d,paragraph=1,high,%d\n" % (n, n % 2) for n in range(10_000)]],
        exit=1,
        says="contradiction in t: 1",
    ),
    "a cell of 50 MB": Heavy(one(), cell(b"x")),
    "a quoted cell of 50 MB over many lines": Heavy(one(), cell(b"x\n", b'"', b'"')),
    "a cell of 50 MB that is no number": Heavy(one(type="integer"), cell(b"9"), 1, "not an integer"),
    "an array of 50 MB": Heavy(one(type="array"), cell(b"0,", b'"[', b'0]"'), 1, "not an array"),
    "a line of 100,000 points": Heavy(
        one(type="geojson"),
        cell(b"[1,2.25],", b'"{""type"":""LineString"",""coordinates"":[', b'[1,2]]}"', size=1),
    ),
    "a collection of 34,000 points": Heavy(
        one(type="geojson"),
        cell(
            b'{""type"":""Feature"",""properties"":null,""geometry"":{""type"":""Point"",""coordinates"":[1,2]}},',
            b'"{""type"":""FeatureCollection"",""features"":[',
            b'{""type"":""Feature"",""properties"":null,""geometry"":null}]}"',
            size=3,
        ),
    ),
    "a topology of 100,000 positions": Heavy(
        one(type="geojson", format="topojson"),
        cell(b"[1,2.25],", b'"{""type"":""Topology"",""objects"":{},""arcs"":[[', b'[1,2]]]}"', size=1),
    ),
    "700,000 objects, one a line": Heavy(
        lambda: [b'{"name":"p","resources":[{"name":"t","path":"t.ndjson","format":"ndjson","schema":{"fields":[', b'{"name":"a"},{"name":"b"}]}}]}'],
        says="700,000 rows",
        files={"t.ndjson": lambda: [b'{"a":"xxxxxxxxxx","b":"yyyyyyyyyyyy"}\n' * 1000] * 700},
    ),
    "400,000 lines, half of which are no JSON": Heavy(
        lambda: [b'{"name":"p","resources":[{"name":"t","path":"t.ndjson","schema":{"fields":[{"name":"a"}]}}]}'],
        exit=1,
        says="malformed-row in t: 200,000\n",
        files={"t.ndjson": lambda: [b'{"a":"x"}\n{"a":"x\n' * 1000] * 200},
    ),
    "100,000 rows of comments by number": Heavy(
        lambda: [json.dumps({"name": "p", "resources": [COMMENTED]}).encode()],
        lambda: [b"a,b\n", *[b"1,2\n" * 1000] * 400],
        says="300,000 rows",
    ),
    "40,000 objects without a common key": Heavy(
        lambda: [json.dumps({"name": "p", "resources": [UNALIKE]}).encode()],
        exit=1,
        says="40,000 objects have 40,000 different keys",
    ),
    "a cell of 300 MB": Heavy(one(), cell(b"x", size=300), 1, "its line has 300,000,002 characters, and a row may have at most 16,777,216 to be looked at  ["),
    "a cell of 50 MB and a row after it": Heavy(one(), cell(b"x", after=b",2\n3"), 0, "2 rows"),
    "a cell of 70 MB and a row after it": Heavy(
        one(), cell(b"x", after=b",2\n3", size=70), 1, "t.csv:2  the row cannot be read: its line has 70,000,002 characters"
    ),
    "a quote that is never closed, over 50 MB": Heavy(one(), cell(b"x" * 999 + b"\n", b'1,"'), 1, "never closed"),
    "a quote that is never closed, over lines of one character": Heavy(
        one(), lambda: [b'a,b\n1,"', *[b"a\n" * 500_000] * 8], 1, "malformed-row in t: 1\n"
    ),
    "40,000 values of an enum": Heavy(one(type="number", constraints={"enum": [n / 8 for n in range(40_000)]})),
    "40 patterns that explode": Heavy(
        lambda: [json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": EXPLODING}]}).encode()],
        lambda: [b",".join(each) + b"\n" for each in ([b"c%d" % n for n in range(40)], [b"a" * 40 + b"b"] * 40)],
        exit=1,
        says="pattern-unjudged in t: 40",
    ),
    "300 fields of twenty missing values": Heavy(fields(300, missingValues=WORDS), lambda: SURVEY),
    "300 fields of twenty values": Heavy(fields(300, type="string", constraints={"enum": WORDS}), lambda: SURVEY),
    "5,000 foreign keys that all fail": Heavy(
        lambda: [
            json.dumps(
                {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": AB | {"foreignKeys": [NOWHERE] * 5_000}}]}
            ).encode()
        ],
        exit=1,
        says="foreign-key in t: 5,000",
    ),
    "5,000 fields, of which one has a column": Heavy(
        lambda: [json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": ABSENT}]}).encode()],
        lambda: [b"c0," + b",".join(b"x%d" % n for n in range(5_000)) + b"\n"],
        exit=1,
        says="missing-label in t: 4,999",
    ),
    "100,000 categories": Heavy(one(type="integer", categories=[*range(100_000)])),
    "100,000 missing values": Heavy(one(type="integer", missingValues=[f"x{n}" for n in range(100_000)])),
    "a million rows at fault": Heavy(one(type="integer"), lambda: [b"a,b\n", *[b"x,1\n" * 1000] * 1000], 1, "1,000,000"),
    "a million rows with a cell too many": Heavy(one(), lambda: [b"a,b\n", *[b"1,2,3\n" * 1000] * 1000], 1, "1,000,000"),
    "40,000,000 blank lines": Heavy(one(), lambda: [b"a,b\n1,2\n", *[b"\n" * MEGABYTE] * 40], 1, "in t: 40,000,000\n"),
    "5,000,000 delimiters in the header": Heavy(one(), lambda: [b"a,b" + b",c" * 5_000_000], 1, "columns"),
    "20,000 columns that have no field": Heavy(one(), wide(0), 1, "20,000 columns cannot be 2 fields"),
    "20,000 columns of a header alone": Heavy(fields(20_000), wide(0)),
    "20,000 columns without a schema": Heavy(fields(0), wide(20)),
    "20,000 columns, a wrong cell": Heavy(
        fields(20_000), wide(20, b"x"), 1, "t.csv:21  c15000 is 'x', not an integer  [row 20, column VDY]"
    ),
    "60,000 columns": Heavy(fields(60_000), wide(1, width=60_000), 1, "it has 60,000 columns; at most 50,000 are read"),
    "a descriptor of 64 MB": Heavy(lambda: [b'{"a":[', *[b'{"a":1},' * 100_000] * 79, b"1]}"], exit=1, says="2,000,000"),
    "a descriptor of 70 MB": Heavy(lambda: [b'{"a":"', *[b"x" * MEGABYTE] * 70, b'"}'], exit=2, says="at most"),
    "100,000 files of one name": Heavy(many(name="t", path="datapackage.json"), exit=1, says="99,999"),
    "100,000 tables": Heavy(many(path="t.csv"), exit=1, says="100,000 tables, of which the first 1,000 were read"),
    "100,000 tables whose files are missing": Heavy(many(path="x.csv"), exit=1, says="100,000 tables"),
    "4,000 files that are missing beside 4,000 others": Heavy(
        lambda: [json.dumps({"resources": [{"name": f"r{n}", "path": f"x{n}.png"} for n in range(4_000)]}).encode()],
        files={f"y{n}.png": lambda: [b""] for n in range(4_000)},
        exit=1,
        says="4,000 errors",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_heavy(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    for file, chunks in {"datapackage.json": case.descriptor, "t.csv": case.table, **case.files}.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        with (tmp_path / file).open("wb") as out:
            out.writelines(chunks())
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
    command = [sys.executable, "-m", "dpkit", "validate", str(tmp_path)]
    measure = [sys.executable, "-S", "-c", MEASURE, str(tmp_path / "said")]
    ran = subprocess.run([*measure, *command], capture_output=True, text=True, env=environment, check=True)
    code, memory, seconds = map(float, ran.stdout.split())
    text = (tmp_path / "said").read_text(encoding="utf-8")
    assert code == case.exit, text[-1000:]
    assert case.says in text, text[-1000:]
    assert len(text) < 2 * MEGABYTE
    assert memory < MEMORY
    assert seconds < SECONDS
