"""Data Resource v2, URL or Path, and what version 1 has otherwise; compression as the recipe has it."""

import gzip
import io
import zipfile
from hashlib import md5, sha256
from typing import Any

from tests.conformance.case import AB, Case, Sentence, resource, table, whole

ERROR = "descriptor-error"
TEXT = "a,b\n1,2\n"
T = {"t.csv": TEXT}
INTEGERS = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]}


def zipped(**files: str) -> bytes:
    """Return a zip archive of files, whose names have `_` for `.`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_", ".")), content)
    return packed.getvalue()


def two(what: str, finds: str, first: str, second: str, **properties: Any) -> Case:
    """Return a case of a table in two files."""
    return resource(
        what, finds, {"1.csv": first, "2.csv": second}, name="t", path=["1.csv", "2.csv"], schema=INTEGERS, **properties
    )


def alike(what: str, finds: str, one: str, other: str) -> Case:
    """Return a case of two resources with these names."""
    return whole(what, finds, {"name": "p", "resources": [{"name": each, "path": "t.csv"} for each in (one, other)]}, T)


def remote(path: str) -> Case:
    """Return a case of a table on the web."""
    return resource("on the web", "not-reachable", name="t", path=path, schema=AB)


SENTENCES = [
    Sentence(
        "A resource MUST contain a `name` property.",
        [resource("none", ERROR, T, path="t.csv"), resource("a number", ERROR, T, name=1, path="t.csv")],
    ),
    Sentence(
        "It MUST be unique amongst all resources in this data package.",
        [
            whole("twice", ERROR, {"name": "p", "resources": [{"name": "t", "path": "t.csv"}] * 2}, T),
            alike("twice but for case", f"{ERROR} not-recommended", "t", "T"),
            alike("twice but for normal form", f"{ERROR} not-recommended", "\u00e9", "e\u0301"),
        ],
    ),
    Sentence(
        "It SHOULD be human-readable and consist only of lowercase English alphanumeric characters plus `.`, `-` and "
        "`_`.",
        [resource("capitals", "not-recommended", T, name="Table 1", path="t.csv")],
    ),
    Sentence(
        "The location of resource data MUST be specified by the presence of one (and only one) of these two properties.",
        [
            resource("neither", ERROR, name="t"),
            resource("both", ERROR, T, name="t", path="t.csv", data=[["a"], [1]]),
            resource("no path in the array", ERROR, name="t", path=[]),
        ],
    ),
    Sentence(
        'If a resource have only a single file then `path` MUST be a string that a "url-or-path".',
        [
            table("a path", ""),
            resource("in a folder", "", {"data/t.csv": TEXT}, name="t", path="data/t.csv", schema=AB),
            resource("a number", ERROR, name="t", path=1),
            resource("missing", "file-missing", name="t", path="none.csv", schema=AB),
        ],
    ),
    Sentence(
        "URLs MUST be fully qualified. MUST be using either http, https, ftp, or ftps scheme.",
        [remote("https://example.org/t.csv"), resource("file:", "unsafe-path", name="t", path="file:///etc/passwd")],
    ),
    Sentence(
        "Absolute paths `/`, relative parent paths `../`, hidden folders starting from a dot `.hidden` MUST NOT be used.",
        [
            resource("absolute", "unsafe-path", name="t", path="/etc/passwd", format="csv"),
            resource("a parent", "unsafe-path", name="t", path="../t.csv"),
            resource("hidden", "unsafe-path", {".git/t.csv": TEXT}, name="t", path=".git/t.csv"),
        ],
    ),
    Sentence(
        "Strings MUST either all be relative paths or all URLs.",
        [resource("mixed", f"{ERROR} not-reachable", T, name="t", path=["t.csv", "https://example.org/t.csv"], schema=AB)],
    ),
    Sentence(
        "Implementations MUST be able to concatenate the files in the simplest way and treat the result as one large "
        "file.",
        [
            two("a header in each", "", "a,b\n1,2\n", "a,b\n3,4\n"),
            two("a header in the first", "", "a,b\n1,2\n", "3,4\n"),
            two("no line end between them", "", "a,b\n1,2", "a,b\n3,4"),
            two("a cell of the second", "type-error", "a,b\n1,2\n", "a,b\nx,4\n"),
            two("no header at all", "", "1,2\n", "3,4\n", dialect={"header": False}),
            resource("a file is missing", "file-missing", {"1.csv": TEXT}, name="t", path=["1.csv", "2.csv"], schema=AB),
        ],
    ),
    Sentence(
        "All files in the array MUST be the same in terms of structure, format, dialect, etc.",
        [
            two("labels in another order", "incorrect-label", "a,b\n1,2\n", "b,a\n3,4\n"),
            two("a column more", "extra-cell", "a,b\n1,2\n", "3,4,5\n"),
            two("a label more", "extra-label", "a,b\n1,2\n", "a,b,c\n"),
        ],
    ),
    Sentence(
        "The value of the data property MUST be either a JSON array or object, or a JSON string.",
        [
            resource("objects", "", name="t", data=[{"a": 1, "b": 2}], schema=INTEGERS),
            resource("arrays", "", name="t", data=[["a", "b"], [1, 2]], schema=INTEGERS),
            resource("a number", ERROR, name="t", data=1),
            resource("an object that is no table", "", name="t", data={"a": 1}),
            resource("a cell of another type", "type-error", name="t", data=[{"a": "x", "b": 2}], schema=INTEGERS),
            resource("a row too short", "missing-cell", name="t", data=[["a", "b"], [1]], schema=INTEGERS),
        ],
    ),
    Sentence(
        "JSON string: in this case the format or mediatype properties MUST be provided.",
        [
            resource("with format", "", name="t", data=TEXT, format="csv", schema=INTEGERS),
            resource("with media type", "", name="t", data=TEXT, mediatype="text/csv", schema=INTEGERS),
            resource("without", ERROR, name="t", data=TEXT, schema=INTEGERS),
            resource("a cell of another type", "type-error", name="t", data="a,b\n1,x\n", format="csv", schema=INTEGERS),
        ],
    ),
    Sentence(
        "If the `data` property is used for a Tabular Data Resource than it MUST be an array.",
        [
            resource("an object", "source-error", name="t", data={"a": 1}, schema=AB),
            resource("an array of numbers", "source-error", name="t", data=[1, 2], schema=AB),
            resource("one item of another kind", "malformed-row", name="t", data=[{"a": "1", "b": "2"}, [1, 2]], schema=AB),
        ],
    ),
    Sentence(
        "If `path` property is not provided but there is a `url` property, an implementation MUST treat it as the `path` "
        "property equivalent.",
        [resource("version 0", "", T, name="t", url="t.csv", schema=AB)],
    ),
    Sentence(
        "A Data Resource descriptor MAY contain a property `type` that MUST be a string with the following possible "
        "values: `table`.",
        [table("table", "", type="table"), table("another word", ERROR, type="tabular")],
    ),
    Sentence(
        "If a resource has `profile` property that equals to `tabular-data-resource`, an implementation MUST treat it as "
        "`type` property were set to `table`.",
        [
            resource("ragged", f"{ERROR} missing-cell", {"t": "a,b\n1\n"}, name="t", path="t", profile="tabular-data-resource"),
            resource("type table", "missing-cell", {"t": "a,b\n1\n"}, name="t", path="t", type="table"),
        ],
    ),
    Sentence(
        'The value SHOULD be one of the "Preferred MIME Names" for a character encoding registered with IANA.',
        [
            table("UTF-16", "", TEXT.encode("utf-16"), encoding="utf-16"),
            table("ISO-8859-1", "", "a,b\né,2\n".encode("latin-1"), encoding="ISO-8859-1"),
            table("windows-1252", "", "a,b\n€,2\n".encode("cp1252"), encoding="windows-1252"),
            table("not as declared", "encoding-error", "a,b\né,2\n".encode("latin-1"), encoding="utf-8"),
            table("nothing declared, and no UTF-8", "encoding-error", "a,b\né,2\n".encode("latin-1")),
            table("unknown", "encoding-error", encoding="klingon"),
        ],
    ),
    Sentence(
        "Size of the file in bytes.",
        [table("right", "", bytes=8), table("wrong", "byte-count", bytes=9), table("a text", ERROR, bytes="8")],
    ),
    Sentence(
        "The MD5 hash for this resource. Other algorithms can be indicated by prefixing the hash's value with the "
        "algorithm name in lower-case.",
        [
            table("MD5", "", hash=md5(TEXT.encode(), usedforsecurity=False).hexdigest()),
            table("SHA-256", "", hash="sha256:" + sha256(TEXT.encode()).hexdigest()),
            table("SHA-384", "hash-mismatch", hash="sha384:" + "0" * 96),
            table("an algorithm that dpkit does not compute", "not-supported", hash="whirlpool:" + "0" * 128),
            table("wrong", "hash-mismatch", hash="sha256:" + "0" * 64),
            table("another one, of few digits", "not-supported", hash="crc32:0123abcd"),
            table("capital digits", "", hash="sha256:" + sha256(TEXT.encode()).hexdigest().upper()),
            table("no digest", ERROR, hash="sha256:xyz"),
            table("a digest of another length", ERROR, hash="sha256:" + "0" * 32),
            table("a digest of no length", ERROR, hash="0" * 33),
            table("empty, as the profile allows", "not-recommended", hash=""),
        ],
    ),
    Sentence(
        "The `schema` property MUST be a Table Schema descriptor in a form of an object or URL-or-Path.",
        [
            resource("a path", "type-error", {"t.csv": "a,b\nx,2\n", "s.json": '{"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}'}, name="t", path="t.csv", schema="s.json"),
            resource("missing", ERROR, T, name="t", path="t.csv", schema="s.json"),
            resource("a URL", "not-reachable", T, name="t", path="t.csv", schema="https://example.org/s.json"),
            resource("an array", ERROR, T, name="t", path="t.csv", schema=[]),
        ],
    ),
    Sentence(
        "The `dialect` property MUST be a Table Dialect descriptor in a form of an object or URL-or-Path.",
        [
            resource("a path", "", {"t.csv": "a;b\n1;2\n", "d.json": '{"delimiter": ";"}'}, name="t", path="t.csv", schema=AB, dialect="d.json"),
            resource("an array", ERROR, T, name="t", path="t.csv", dialect=[";"]),
        ],
    ),
    Sentence(
        "All compressed resources MUST have a `path` that allows the `compression` property to be inferred.",
        [
            resource("gzip", "", {"t.csv.gz": gzip.compress(TEXT.encode(), mtime=0)}, name="t", path="t.csv.gz", schema=INTEGERS),
            resource("zip", "", {"t.csv.zip": zipped(t_csv=TEXT)}, name="t", path="t.csv.zip", schema=INTEGERS),
            resource("a cell of another type", "type-error", {"t.csv.gz": gzip.compress(b"a,b\n1,x\n", mtime=0)}, name="t", path="t.csv.gz", schema=INTEGERS),
            resource("cut off", "compression-error", {"t.csv.gz": gzip.compress(TEXT.encode(), mtime=0)[:-5]}, name="t", path="t.csv.gz", schema=INTEGERS),
            resource("one of three files", "not-recommended", {"1.csv": TEXT, "2.csv.gz": gzip.compress(TEXT.encode(), mtime=0), "3.csv.zip": zipped(t_csv=TEXT)}, name="t", path=["1.csv", "2.csv.gz", "3.csv.zip"], schema=INTEGERS),
            resource("one of two files, with a cell of another type", "not-recommended type-error", {"1.csv.gz": gzip.compress(TEXT.encode(), mtime=0), "2.csv": "a,b\n1,x\n"}, name="t", path=["1.csv.gz", "2.csv"], schema=INTEGERS),
            resource("one of two files that are no tables", "", {"1.png": "x", "2.zip": zipped(t_csv=TEXT)}, name="t", path=["1.png", "2.zip"]),
            resource("one of two files, told to be packed", "compression-error", {"1.csv.gz": gzip.compress(TEXT.encode(), mtime=0), "2.csv": TEXT}, name="t", path=["1.csv.gz", "2.csv"], compression="gz", schema=INTEGERS),
            resource("two files", "compression-error", {"t.csv.zip": zipped(a_csv=TEXT, b_csv=TEXT)}, name="t", path="t.csv.zip", schema=INTEGERS),
            resource("two files, one named", "", {"t.zip": zipped(a_csv=TEXT, b_csv="x")}, name="t", path="t.zip", format="csv", innerpath="a.csv", schema=INTEGERS),
            resource("200 times its size, and not large", "", {"t.csv.gz": gzip.compress(b"a\n" + b"0000000\n" * 187_500, mtime=0)}, name="t", path="t.csv.gz", schema={"fields": [{"name": "a"}]}),
            resource("200 times its size, and large", "compression-error", {"t.csv.gz": gzip.compress(b"a,b\n", mtime=0) + gzip.compress(b"\n" * 1_000_000, mtime=0) * 101}, name="t", path="t.csv.gz", schema=AB),
        ],
    ),
    Sentence(
        "If the compression can't be inferred from the `path` property then the `compression` property MUST be used.",
        [
            resource("gz", "", {"t.packed": gzip.compress(TEXT.encode(), mtime=0)}, name="t", path="t.packed", format="csv", compression="gz", schema=INTEGERS),
            resource("a packing that is not read", "not-supported", {"t.csv": TEXT.encode()}, name="t", path="t.csv", compression="rar", schema=INTEGERS),
        ],
    ),
]  # fmt: skip
