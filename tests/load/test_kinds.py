"""Descriptors as they are found in the world: each kind loads, and its data are judged."""

import gzip
import json
import zipfile
from collections.abc import Callable
from hashlib import sha1, sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import dpkit
from dpkit.load.line_ends import meant_ends

TEXT = "a,b\n1,2\n"
AB = {"fields": [{"name": "a"}, {"name": "b"}]}
TEXTS = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]}
Write = Callable[..., Path]
LFS = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d7a2146' * 8}\nsize 12345\n"


def archive(*names: str) -> bytes:
    """Return a zip archive of files of these names."""
    with BytesIO() as packed:
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, TEXT)
        return packed.getvalue()


# what: properties of the resource, files, findings
KINDS: dict[str, tuple[dict[str, Any], dict[str, str | bytes], list[str]]] = {
    "frictionless 5": ({"path": "t.csv", "schema": AB, "dialect": {"csv": {"delimiter": ";"}}, "scheme": "file", "encoding": "utf-8", "mediatype": "text/csv"}, {"t.csv": "a;b\n1;2\n"}, []),
    "frictionless 4": ({"path": "t.csv", "schema": AB, "compression": "no", "hashing": "md5", "stats": {"bytes": 8}, "hash": ""}, {"t.csv": TEXT}, ["not-recommended"]),
    "a map with a schema of its features": ({"path": "t.geojson", "format": "geojson", "schema": AB}, {"t.geojson": "{}"}, []),
    "version 0": ({"url": "https://example.org/t.csv", "path": "t.csv", "schema": AB, "format": "CSV"}, {"t.csv": TEXT}, []),
    "nulls": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": None, "format": None}, {"name": "b", "constraints": None}], "primaryKey": None, "foreignKeys": None}, "dialect": {"quoteChar": None, "commentChar": None}}, {"t.csv": TEXT}, ["descriptor-error"] * 7),
    "an empty pattern": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "constraints": {"pattern": ""}}, {"name": "b"}]}}, {"t.csv": TEXT}, []),
    "format of the archive": ({"path": "t.csv.gz", "format": "csv.gz", "schema": AB}, {"t.csv.gz": gzip.compress(b"a,b\n1\n", mtime=0)}, ["missing-cell"]),
    "an archive that is no table": ({"path": "t.tar.gz", "format": "tar", "compression": "gz", "type": "file"}, {"t.tar.gz": b"\x1f\x8b"}, []),
    "media type only": ({"path": "t", "mediatype": "text/csv; charset=utf-8"}, {"t": "a,b\n1\n"}, ["missing-cell"]),
    "tabs": ({"path": "t.tsv", "schema": AB}, {"t.tsv": "a\tb\n1\t2\n"}, []),
    "a spreadsheet of long ago": ({"path": "t.xls", "schema": AB}, {"t.xls": b"\xd0\xcf"}, ["not-supported"]),
    "a key to another package": ({"path": "t.csv", "schema": AB | {"foreignKeys": [{"fields": "a", "reference": {"datapackage": "https://example.org", "resource": "x", "fields": "a"}}]}}, {"t.csv": TEXT}, ["not-supported"]),
    "types of version 0 that are gone": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "currency"}, {"name": "b"}]}}, {"t.csv": TEXT}, ["descriptor-error"]),
    "missing values beside the schema": ({"path": "t.csv", "schema": AB, "missingValues": ["-"]}, {"t.csv": TEXT}, ["not-recommended"]),
    "required beside the constraints": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "required": True}, {"name": "b"}]}}, {"t.csv": TEXT}, ["not-recommended"]),
    "one JSON object a line": ({"path": "t.jsonl", "schema": AB}, {"t.jsonl": '{"a": "1", "b": "2"}\n'}, []),
    "two JSON files": ({"path": ["1.json", "2.json"], "schema": TEXTS}, {"1.json": '[{"a": "x", "b": "y"}]', "2.json": '[{"b": "x", "a": null}]'}, []),
    "null, and nothing said of it": ({"data": [{"a": None, "b": "x"}], "schema": {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "missingValues": []}}, {}, []),
    "no value, though it is required": ({"data": [{"a": None, "b": "x"}], "schema": {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}], "missingValues": []}}, {}, ["constraint-error"]),
    "numbers in a field without a type": ({"data": [{"a": 1, "b": True}], "schema": AB}, {}, []),
    "two bars": ({"path": "t.csv", "schema": AB, "dialect": {"delimiter": "||"}}, {"t.csv": 'a||b\n"1||\n||"||2\n'}, []),
    "two bars, in the descriptor": ({"data": "a||b\n1||2\n", "format": "csv", "schema": AB, "dialect": {"delimiter": "||"}}, {}, []),
    "comma and space, in two files": ({"path": ["1.csv", "2.csv"], "schema": AB, "dialect": {"delimiter": ", ", "escapeChar": "\\"}}, {"1.csv": 'a, b\n"\\", ", 2\n', "2.csv": "a, b\n1,2, 3"}, []),
    "an encoding by IANA's name": ({"path": "t.csv", "schema": AB, "encoding": "Windows-31J"}, {"t.csv": "a,b\nア,2\n".encode("cp932")}, []),
    "tabs, by the media type": ({"path": "t.txt", "schema": AB, "mediatype": "text/tab-separated-values"}, {"t.txt": "a\tb\n1\t2\n"}, []),
    "rows and fields counted": ({"path": "t.csv", "schema": AB, "rows": 1, "fields": 2}, {"t.csv": TEXT}, []),
    "a size written with a point": ({"path": "t.csv", "schema": AB, "bytes": 8.0}, {"t.csv": TEXT}, []),
    "a format in words": ({"path": "t.csv", "schema": AB, "format": "Comma Separated Values (CSV)"}, {"t.csv": "a,b\n1\n"}, ["missing-cell", "not-recommended"]),
    "a picture that Git LFS keeps": ({"path": "t.png"}, {"t.png": LFS}, []),
    "a text about Git LFS": ({"path": "t.csv"}, {"t.csv": "version https://git-lfs.github.com/spec/v1\n1\n"}, []),
    "an image": ({"path": "t.png", "mediatype": "image/png"}, {"t.png": b"\x89PNG"}, []),
}  # fmt: skip


# what: properties of the resource, files, check and what the message says
TOLD: dict[str, tuple[dict[str, Any], dict[str, str | bytes], str, str]] = {
    "a tab escaped twice": ({"path": "t.csv", "schema": AB, "dialect": {"delimiter": "\\t"}}, {"t.csv": "a\tb\n1\t2\n"}, "descriptor-error", "resources[0].dialect.delimiter: it is '\\t', two characters, for one that JSON writes as \\t"),
    "a line end escaped twice": ({"path": "t.csv", "schema": AB, "dialect": {"lineTerminator": "\\r\\n"}}, {"t.csv": TEXT}, "not-recommended", "a backslash and a letter"),
    "a value for both true and false": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "boolean", "trueValues": ["1", "x"], "falseValues": ["x", "2"]}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "fields[0].trueValues: 'x' is also one of falseValues, so that it is both true and false (field 'a')"),
    "a value for true that stands for false by default": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "boolean", "trueValues": ["1", "0"]}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "fields[0].trueValues: '0' is also one of falseValues (which the field does not set)"),
    "a value for false that stands for true by default": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "boolean", "falseValues": ["1"]}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "fields[0].falseValues: '1' is also one of trueValues (which the field does not set)"),
    "one mark for groups and decimals": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "number", "groupChar": ",", "decimalChar": ","}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "fields[0].groupChar: groupChar and decimalChar are both ',', so that groups of digits cannot be told from decimals"),
    "words for true that are no texts": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "boolean", "trueValues": [1]}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].trueValues: it is [1], expected an array of strings"),
    "items of no type": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "list", "itemType": "thing"}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].itemType: it is 'thing', expected one of string"),
    "a delimiter of items that is none": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "list", "delimiter": 5}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].delimiter: it is 5, expected a string"),
    "a minimum above the maximum": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": 9, "maximum": 3}}, {"name": "b"}]}}, {"t.csv": "a,b\n,2\n"}, "not-recommended", "constraints.minimum: it is 9, more than the maximum 3, so that no value is right"),
    "a first day after the last": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date", "constraints": {"minimum": "2001-02-01", "maximum": "2001-01-31"}}, {"name": "b"}]}}, {"t.csv": "a,b\n,2\n"}, "not-recommended", "it is '2001-02-01', more than the maximum '2001-01-31'"),
    "a length above the greatest": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "constraints": {"minLength": 3, "maxLength": 2}}, {"name": "b"}]}}, {"t.csv": "a,b\n,2\n"}, "not-recommended", "constraints.minLength: it is 3, more than the maxLength 2"),
    "a minimum of another type": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": "low"}}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "constraints.minimum: it is 'low', which is not of type integer"),
    "items of JSON of another kind": ({"path": "t.json", "schema": AB, "dialect": {"itemType": "thing"}}, {"t.json": '[{"a": "1", "b": "2"}]'}, "descriptor-error", "dialect.itemType: it is 'thing', expected one of array, object"),
    "keys of items that are no array": ({"path": "t.csv", "schema": AB, "dialect": {"itemKeys": "a"}}, {"t.csv": TEXT}, "descriptor-error", 'dialect.itemKeys: it is "a", expected an array'),
    "a table of a database by number": ({"path": "t.csv", "schema": AB, "dialect": {"table": 5}}, {"t.csv": TEXT}, "descriptor-error", "dialect.table: it is 5, expected a string"),
    "the profile of a dialect by number": ({"path": "t.csv", "schema": AB, "dialect": {"$schema": 5}}, {"t.csv": TEXT}, "descriptor-error", "dialect.$schema: it is 5, expected a string"),
    "the profile of a schema by number": ({"path": "t.csv", "schema": AB | {"$schema": 5}}, {"t.csv": TEXT}, "descriptor-error", "schema.$schema: it is 5, expected a string"),
    "a media type that is none": ({"path": "t.csv", "schema": AB, "mediatype": "csv"}, {"t.csv": TEXT}, "not-recommended", "mediatype: it is 'csv', expected a media type, such as text/csv"),
    "a schema by number": ({"path": "t.csv", "schema": 5}, {"t.csv": TEXT}, "descriptor-error", "resources[0].schema: it is 5, expected an object, or the path of a file"),
    "a quotation mark of Windows": ({"path": "t.csv", "schema": AB}, {"t.csv": "a,b\nit\u2019s,2\n".encode("cp1252")}, "encoding-error", "byte 7 is not UTF-8; it would read 'it\u2019s,2' in windows-1252"),
    "the label of a category": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "categories": [{"value": "1", "label": "low"}, {"value": "2"}]}, {"name": "b"}]}}, {"t.csv": "a,b\nlow,2\n"}, "constraint-error", "a is 'low', expected one of the categories 1, 2; it is the label of 1"),
    "a label that is no text": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "categories": [{"value": "1", "label": ["low"]}]}, {"name": "b"}]}}, {"t.csv": "a,b\n1,2\n"}, "descriptor-error", "categories: the label"),
    "a category in capitals": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "categories": ["Omsk"]}, {"name": "b"}]}}, {"t.csv": "a,b\nOMSK,2\n"}, "constraint-error", "a is 'OMSK', expected one of the categories Omsk; 'Omsk' differs in case only"),
    "a value that looks like one of the list": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "constraints": {"enum": ["aa"]}}, {"name": "b"}]}}, {"t.csv": "a,b\n\u0430a,2\n"}, "constraint-error", "expected one of aa (enum); it only looks like 'aa': \u0430 U+0430 for a U+0061"),
    "a field of a key in capitals": ({"path": "t.csv", "schema": AB | {"primaryKey": "A"}}, {"t.csv": TEXT}, "descriptor-error", "primaryKey: it names 'A', which is no field of this schema; 'a' differs in case only"),
    "a resource of a key in capitals": ({"path": "t.csv", "schema": AB | {"foreignKeys": [{"fields": "a", "reference": {"resource": "T", "fields": "b"}}]}}, {"t.csv": TEXT}, "descriptor-error", "reference.resource: the package has no resource 'T'; 't' differs in case only"),
    "a field of a reference in capitals": ({"path": "t.csv", "schema": AB | {"foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "B"}}]}}, {"t.csv": TEXT}, "descriptor-error", "reference.fields: 'B' is no field of t; 'b' differs in case only"),
    "a column in capitals": ({"path": "t.csv", "schema": AB | {"fieldsMatch": "subset"}}, {"t.csv": "a,B\n1,2\n"}, "missing-label", "the file has no column b; its columns are 'a' and 'B'; 'B' differs in case only"),
    "a compression by number": ({"path": "t.csv", "schema": AB, "compression": 5}, {"t.csv": TEXT}, "descriptor-error", "resources[0].compression: it is 5, expected a string"),
    "a workbook of old": ({"path": "t.xls", "schema": AB}, {"t.xls": "x"}, "not-supported", "t was not checked: its format is xls, which dpkit does not read"),
    "objects where arrays are declared": ({"path": "t.json", "schema": AB, "dialect": {"itemType": "array"}}, {"t.json": '[{"a": "1", "b": "2"}]'}, "source-error", "its rows are objects, and the itemType of the dialect is array"),
    "arrays where objects are declared": ({"path": "t.json", "schema": AB, "dialect": {"itemType": "object"}}, {"t.json": '[["a", "b"], ["1", "2"]]'}, "source-error", "its rows are arrays, and the itemType of the dialect is object"),
    "no rows in a property": ({"path": "t.json", "schema": AB, "dialect": {"property": "rows"}}, {"t.json": '{"rows": 5}'}, "source-error", "it holds no array of rows in its property 'rows'"),
    "a label more in the second file": ({"path": ["1.csv", "2.csv"], "schema": AB}, {"1.csv": TEXT, "2.csv": "a,b,c\n"}, "extra-label", "column 3 is called 'c', which no column of 1.csv is"),
    "a label of a category by number": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "categories": [{"value": "1", "label": 5}]}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].categories: the label 5 is no text"),
    "a text in JSON that is never closed": ({"path": "t.json", "schema": AB}, {"t.json": '[\n{"a": "1", "b'}, "source-error", "it is not JSON: unterminated string, line 2 column 12"),
    "an empty hash": ({"path": "t.csv", "schema": AB, "hash": ""}, {"t.csv": TEXT}, "not-recommended", "resources[0].hash: it is empty, so that no change of the file is noticed"),
    "a hash that was cut": ({"path": "t.csv", "schema": AB, "hash": "sha256:abc1"}, {"t.csv": TEXT}, "descriptor-error", "it is 'sha256:abc1', with 4 hexadecimal digits, expected the 64 of sha256"),
    "a hash in capitals": ({"path": "t.csv", "schema": AB, "hash": "SHA-256:" + sha256(TEXT.encode()).hexdigest()}, {"t.csv": TEXT}, "not-recommended", "the algorithm is written 'SHA-256', expected sha256"),
    "git's hash": ({"path": "t.csv", "schema": AB, "hash": "sha1:" + sha1(b"blob 8\0" + TEXT.encode(), usedforsecurity=False).hexdigest()}, {"t.csv": TEXT}, "hash-mismatch", "which is git's name for the file (of a blob)"),
    "line ends that git changed": ({"path": "t.csv", "schema": AB, "hash": sha256(TEXT.encode()).hexdigest()}, {"t.csv": TEXT.replace("\n", "\r\n")}, "hash-mismatch", "; with LF as line ends, it would match"),
    "line ends that git changed back": ({"path": "t.csv", "schema": AB, "hash": sha256(b"a,b\r\n1,2\r\n").hexdigest()}, {"t.csv": TEXT}, "hash-mismatch", "; with CRLF as line ends, it would match"),
    "line ends that git changed, counted": ({"path": "t.csv", "schema": AB, "bytes": 8}, {"t.csv": TEXT.replace("\n", "\r\n")}, "byte-count", "has 10 bytes, the descriptor says 8; with LF as line ends, it would match"),
    "line ends of two files": ({"path": ["1.txt", "2.txt"], "type": "file", "hash": sha256(b"a\nb\n").hexdigest()}, {"1.txt": "a\r\n", "2.txt": "b\r\n"}, "hash-mismatch", "; with LF as line ends, it would match"),
    "a wrong size beside the right hash": ({"path": "t.csv", "schema": AB, "bytes": 10, "hash": sha256(TEXT.encode()).hexdigest()}, {"t.csv": TEXT}, "byte-count", "has 8 bytes, the descriptor says 10"),
    "a format that no text has": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "format": "markdown"}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].format: it is 'markdown', expected one of default, email, uri, binary, uuid"),
    "a format that no number has": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "number", "format": "latitude", "constraints": {"minimum": "-90"}}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "fields[0].format: it is 'latitude', which has no effect: a field of type number has only default (field 'a')"),
    "numbers as the values of a text": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "string", "constraints": {"enum": [1]}}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "constraints.enum: it holds 1, a number, which no text is"),
    "a type that is none": ({"path": "t.csv", "schema": AB, "type": "tabular"}, {"t.csv": TEXT}, "descriptor-error", "resources[0].type: it is 'tabular', expected table, or no type"),
    "a profile of its own": ({"path": "t.csv", "schema": AB, "profile": "https://example.org/p.json"}, {"t.csv": TEXT}, "profile-unchecked", "the resource was not checked against 'https://example.org/p.json'"),
    "a schema in YAML": ({"path": "t.csv", "schema": "s.yaml"}, {"t.csv": TEXT, "s.yaml": "fields: []"}, "descriptor-error", "the standard has no descriptors in YAML"),
    "constraints called otherwise": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "constraint": {"required": True}}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "fields[0].constraint: it has no effect; the standard's property is constraints"),
    "a type called otherwise": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "datatype": "integer"}, {"name": "b"}]}}, {"t.csv": TEXT}, "not-recommended", "the standard's property is type"),
    "a key called otherwise": ({"path": "t.csv", "schema": AB | {"primary_key": ["a"]}}, {"t.csv": TEXT}, "not-recommended", "the standard's property is primaryKey"),
    "a dialect called otherwise": ({"path": "t.csv", "schema": AB, "dialect": {"quotechar": "'"}}, {"t.csv": TEXT}, "not-recommended", "the standard's property is quoteChar"),
    "an encoding by no name": ({"path": "t.csv", "schema": AB, "encoding": "ANSI"}, {"t.csv": TEXT}, "encoding-error", "the encoding 'ANSI' is not known"),
    "a path where data should be": ({"data": "t.csv"}, {"t.csv": TEXT}, "descriptor-error", "resources[0].data: 't.csv' is a string, which needs a format or a mediatype; a file is named by path, not by data"),
    "rows in a property that nobody named": ({"path": "t.json", "schema": AB}, {"t.json": '{"n": 1, "items": [{"a": 1, "b": 2}]}'}, "source-error", "it holds no array of rows; there is one in 'items', which dialect.property = 'items' would choose"),
    "a table called by a format that it has not": ({"path": "t.csv", "schema": AB, "format": "xlsx"}, {"t.csv": TEXT}, "source-error", "it is no workbook, or it is damaged; it was read as xlsx, which the descriptor calls its format"),
    "a name in other letters": ({"path": "T.csv", "schema": AB}, {"t.csv": TEXT}, "file-missing", "the file 'T.csv' does not exist; there is 't.csv'"),
    "a name with other marks between its words": ({"path": "My data/letters1901.csv", "schema": AB}, {"my_data/letters-1901.csv": TEXT}, "file-missing", "does not exist; there is 'my_data/letters-1901.csv'"),
    "folders in other letters": ({"path": "Data/Old/T.csv", "schema": AB}, {"data/old/t.csv": TEXT, "t.csv": TEXT}, "file-missing", "the file 'Data/Old/T.csv' does not exist; there is 'data/old/t.csv', which differs in case only"),
    "a folder in other letters beside one of its name": ({"path": "Data/t.csv", "schema": AB}, {"Data/u.csv": TEXT, "data/t.csv": TEXT}, "file-missing", "there is 'data/t.csv', which differs in case only"),
    "a name whose accents are encoded otherwise": ({"path": "J\u00f6rg.csv", "schema": AB}, {"Jo\u0308rg.csv": TEXT}, "file-missing", "which differs in how accents are encoded"),
    "a schema in other letters": ({"path": "t.csv", "schema": "Schemas/T.json"}, {"t.csv": TEXT, "schemas/t.json": json.dumps(AB)}, "descriptor-error", "'Schemas/T.json' could not be read: no such file or directory; there is 'schemas/t.json', which differs in case only"),
    "a dialect in the folder above": ({"path": "t.csv", "schema": AB, "dialect": "d/d.json"}, {"t.csv": TEXT, "d.json": "{}"}, "descriptor-error", "no such file or directory; there is 'd.json'"),
    "a blank after the path": ({"path": "t.csv ", "schema": AB}, {"t.csv": TEXT}, "file-missing", "the file 't.csv ' does not exist; there is 't.csv'"),
    "a path as of a URL": ({"path": "data/my%20t.csv", "schema": AB}, {"data/my t.csv": TEXT}, "file-missing", "there is 'data/my t.csv'"),
    "a file in the folder for data": ({"path": "t.csv", "schema": AB}, {"data/t.csv": TEXT}, "file-missing", "the file 't.csv' does not exist; there is 'data/t.csv'"),
    "a path from the folder above": ({"path": "data/t.csv", "schema": AB}, {"t.csv": TEXT}, "file-missing", "the file 'data/t.csv' does not exist; there is 't.csv'"),
    "a path from two folders above": ({"path": "p/data/t.csv", "schema": AB}, {"data/t.csv": TEXT}, "file-missing", "the file 'p/data/t.csv' does not exist; there is 'data/t.csv'"),
    "an archive of two files": ({"path": "t.zip", "compression": "zip", "format": "csv", "schema": AB}, {"t.zip": archive("a.csv", "b.csv")}, "compression-error", "it holds 2 files ('a.csv' and 'b.csv'), expected one (or its name as `innerpath`)"),
    "an archive without the file": ({"path": "t.zip", "compression": "zip", "innerpath": "t.csv", "format": "csv", "schema": AB}, {"t.zip": archive(*"abcde")}, "compression-error", "it holds no file 't.csv', but 'a', 'b', 'c' and 2 more"),
    "a delimiter that begins comments": ({"path": "t.csv", "schema": AB, "dialect": {"commentChar": ","}}, {"t.csv": TEXT}, "not-recommended", "it is ',', as the delimiter is: rows that begin with an empty cell are left out"),
    "a quotation mark that begins comments": ({"path": "t.csv", "schema": AB, "dialect": {"commentChar": '"'}}, {"t.csv": TEXT}, "not-recommended", "as the quoteChar is: rows that begin with a quoted cell are left out"),
    "a web page": ({"path": "t.csv", "schema": AB}, {"t.csv": "<!DOCTYPE html>\n<html>\n<title>404 Not Found</title>\n</html>\n"}, "file-missing", "the file 't.csv' is not there, but a web page (HTML) in its place"),
    "a web page for a table without a schema": ({"path": "t.csv"}, {"t.csv": "\ufeff\r\n<html lang='en'><body>Log in</body></html>"}, "file-missing", "but a web page (HTML) in its place"),
    "a web page for JSON": ({"path": "t.json", "schema": AB}, {"t.json": "<html><body>Log in</body></html>"}, "file-missing", "but a web page (HTML) in its place"),
    "a refusal in XML": ({"path": "t.csv", "schema": AB}, {"t.csv": "<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code></Error>"}, "file-missing", "but a document of XML in its place"),
    "a pointer of Git LFS": ({"path": "t.csv", "schema": AB}, {"t.csv": LFS}, "file-missing", "the file 't.csv' is not there, but a pointer of Git LFS in its place, to 12,345 bytes"),
    "a pointer of Git LFS with other line ends": ({"path": "t.csv"}, {"t.csv": LFS.replace("\n", "\r\n")}, "file-missing", "a pointer of Git LFS"),
    "a pointer of Git LFS for JSON": ({"path": "t.json", "schema": AB}, {"t.json": LFS}, "file-missing", "a pointer of Git LFS"),
    "a pointer of Git LFS for a packed file": ({"path": "t.csv.gz", "schema": AB}, {"t.csv.gz": LFS}, "file-missing", "a pointer of Git LFS"),
    "a pointer of Git LFS in second place": ({"path": ["1.csv", "2.csv"], "schema": AB}, {"1.csv": TEXT, "2.csv": LFS}, "file-missing", "the file '2.csv' is not there, but a pointer of Git LFS"),
    "a pointer of git-annex": ({"path": "t.csv", "schema": AB}, {"t.csv": "/annex/objects/SHA256E-s678--01ba4719.csv\n"}, "file-missing", "is not there, but a pointer of git-annex in its place, to 678 bytes"),
    "a missing value that is no list": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}], "missingValues": "NA"}}, {"t.csv": "a,b\nNA,2\n"}, "descriptor-error", 'resources[0].schema.missingValues: it is "NA", expected an array'),
    "a missing value of a field that is no list": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer", "missingValues": "NA"}, {"name": "b"}]}}, {"t.csv": "a,b\nNA,2\n"}, "descriptor-error", 'fields[0].missingValues: it is "NA", expected an array'),
    "a word for true that is no list": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "boolean", "trueValues": "yes"}, {"name": "b"}]}}, {"t.csv": "a,b\nyes,2\nfalse,3\n"}, "descriptor-error", 'fields[0].trueValues: it is "yes", expected an array'),
    "a pattern of a date in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date", "format": "DD/MM/YYYY"}, {"name": "b"}]}}, {"t.csv": "a,b\n31/12/2001,2\n"}, "descriptor-error", "fields[0].format: it is 'DD/MM/YYYY', for which the standard writes '%d/%m/%Y'"),
    "the standard's date in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date", "format": "fmt:yyyy-mm-dd"}, {"name": "b"}]}}, {"t.csv": "a,b\n2001-12-31,2\n"}, "descriptor-error", "fields[0].format: it is 'yyyy-mm-dd', for which the standard writes 'default'"),
    "the standard's moment in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "datetime", "format": "YYYY-MM-DDThh:mm:ssZ"}, {"name": "b"}]}}, {"t.csv": "a,b\n2001-12-31T23:59:58Z,2\n"}, "descriptor-error", "for which the standard writes 'default'"),
    "a moment in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "datetime", "format": "dd.mm.yy HH:MM"}, {"name": "b"}]}}, {"t.csv": "a,b\n31.12.01 23:59,2\n"}, "descriptor-error", "for which the standard writes '%d.%m.%y %H:%M'"),
    "a time in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "time", "format": "HH:mm"}, {"name": "b"}]}}, {"t.csv": "a,b\n23:59,2\n"}, "descriptor-error", "for which the standard writes '%H:%M'"),
    "a month by its name in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date", "format": "d-MMM-yyyy"}, {"name": "b"}]}}, {"t.csv": "a,b\n31-Dec-2001,2\n"}, "descriptor-error", "for which the standard writes '%d-%b-%Y'"),
    "minutes and seconds in letters": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "time", "format": "mm:ss"}, {"name": "b"}]}}, {"t.csv": "a,b\n59:58,2\n"}, "descriptor-error", "for which the standard writes '%M:%S'"),
    "letters that are no pattern": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date", "format": "ISO8601"}, {"name": "b"}]}}, {"t.csv": "a,b\n2001-12-31,2\n"}, "descriptor-error", "fields[0].format: it is 'ISO8601', expected default, any, or a pattern such as %d/%m/%Y"),
    "letters of which one stands twice": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date", "format": "dd/dd/yyyy"}, {"name": "b"}]}}, {"t.csv": "a,b\n2001-12-31,2\n"}, "descriptor-error", "expected default, any, or a pattern such as %d/%m/%Y"),
    "a label in UTF-8, read as another encoding": ({"path": "t.csv", "schema": {"fields": [{"name": "\u00e9"}, {"name": "b"}]}, "encoding": "ISO-8859-1"}, {"t.csv": "\u00e9,b\n1,2\n"}, "incorrect-label", "expected '\u00e9'; the file seems to be in UTF-8, which its encoding does not say"),
    "a mark of UTF-8, read as another encoding": ({"path": "t.csv", "schema": AB, "encoding": "windows-1252"}, {"t.csv": "\ufeff" + TEXT}, "incorrect-label", "expected 'a'; the file seems to be in UTF-8, which its encoding does not say"),
    "no compression, said as null": ({"path": "t.csv", "schema": AB, "compression": None}, {"t.csv": TEXT}, "descriptor-error", "resources[0].compression: it is null, expected a string"),
    "a missing file of a format that is not read": ({"path": "t.arrow", "schema": AB, "format": "arrow"}, {}, "file-missing not-supported", "the file 't.arrow' does not exist"),
    "a changed file of a format that is not read": ({"path": "t.arrow", "schema": AB, "format": "arrow", "bytes": 8}, {"t.arrow": "ARROW1"}, "byte-count not-supported", "the file has 6 bytes, the descriptor says 8"),
    "semicolons, and other names": ({"path": "t.csv", "schema": {"fields": [{"name": name} for name in "abc"]}}, {"t.csv": "1;2;3\n4;5;6\n"}, "incorrect-label", "the header is '1;2;3', expected 'a', 'b' and 'c'; the columns seem to be separated by ';', but the dialect's delimiter is ',': no row was read"),
    "a folder of files": ({"path": "records/"}, {"records/a.json": "{}"}, "unsafe-path", "path is 'records/': it is a folder; each file is named by itself"),
    "an id, as version 0 had it": ({"path": "t.csv", "schema": {"fields": [{"id": "a"}]}}, {"t.csv": "a\n1\n"}, "descriptor-error", "fields[0].name: a field needs a name; it has the id 'a'"),
    "a licence with a URL, as version 0 had it": ({"path": "t.csv", "schema": AB, "licenses": [{"id": "odc-by", "url": "https://example.org"}]}, {"t.csv": TEXT}, "descriptor-error", "licenses[0]: a license needs a name or a path; it has id and url, as version 0 of the standard had it"),
    "a type by the name that programs give it": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "int"}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].type: it is 'int', which the standard calls integer (field 'a')"),
    "a type in capitals": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "Integer"}, {"name": "b"}]}}, {"t.csv": TEXT}, "descriptor-error", "fields[0].type: it is 'Integer', which the standard calls integer (field 'a')"),
    "an empty cell that is no missing value": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "date"}, {"name": "b"}], "missingValues": ["NA"]}}, {"t.csv": "a,b\n,2\n"}, "type-error", "a is '', not a date (YYYY-MM-DD); missingValues does not list it"),
    "an empty number that is no missing value": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "number"}, {"name": "b"}], "missingValues": ["NA"]}}, {"t.csv": "a,b\n,2\n"}, "type-error", "a is '', not a number; missingValues does not list it"),
    "a JSON Schema for a table's": ({"path": "t.csv", "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {}}}, {"t.csv": TEXT}, "descriptor-error", "resources[0].schema.fields: expected an array of fields; it seems to be a JSON Schema, not a Table Schema"),
    "a schema that refers to another": ({"path": "t.csv", "schema": {"$ref": "#/definitions/ab"}}, {"t.csv": TEXT}, "descriptor-error", "resources[0].schema.fields: expected an array of fields; the standard has no $ref, a path to a file stands for a schema"),
    "keys beside the schema, called otherwise": ({"path": "t.csv", "schema": AB, "primaryKeys": ["a"]}, {"t.csv": TEXT}, "not-recommended", "resources[0].primaryKeys: it has no effect here; the standard's property is primaryKey, a part of the schema"),
    "a key beside the schema, as Python has names": ({"path": "t.csv", "schema": AB, "foreign_keys": []}, {"t.csv": TEXT}, "not-recommended", "the standard's property is foreignKeys, a part of the schema"),
    "what fields match, beside the schema": ({"path": "t.csv", "schema": AB, "fieldsMatch": "subset"}, {"t.csv": TEXT}, "not-recommended", "resources[0].fieldsMatch: it has no effect here; it is a part of the schema"),
    "fields beside the schema": ({"path": "t.csv", "schema": AB, "fields": []}, {"t.csv": TEXT}, "not-recommended", "resources[0].fields: it has no effect here; it is a part of the schema"),
    "a sheet of no name": ({"path": "t.csv", "schema": AB, "dialect": {"sheet": "Data"}}, {"t.csv": TEXT}, "not-recommended", "dialect.sheet: it has no effect; the standard's property is sheetName"),
    "a blank between day and time": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "datetime"}, {"name": "b"}]}}, {"t.csv": "a,b\n2009-01-01 00:30:00+00:00,2\n"}, "type-error", "not a datetime (YYYY-MM-DDThh:mm:ss): a T stands between day and time"),
    "a whole number with a point": ({"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}}, {"t.csv": "a,b\n21278.0,2\n"}, "type-error", "a is '21278.0', not an integer: it has a decimal point"),
    "the second file in Latin 1": ({"path": ["1.csv", "2.csv"], "schema": AB}, {"1.csv": TEXT, "2.csv": "a,b\né,2\n".encode("latin-1")}, "encoding-error", "byte 5 is not UTF-8; it would read 'é,2' in windows-1252"),
    "a number where a text should be": ({"path": "t.json", "schema": TEXTS}, {"t.json": '[{"a": "x", "b": "y"}, {"a": 5, "b": "y"}]'}, "type-error", "a is '5', not a string: JSON has it as another type"),
    "a number where true or false should be": ({"data": [{"a": "x", "b": "y"}, {"a": 1, "b": "y"}], "schema": {"fields": [{"name": "a", "type": "boolean", "trueValues": ["x", "1"]}, {"name": "b"}]}}, {}, "type-error", "a is '1', not a boolean: JSON has it as another type"),
    "no such text in the second file": ({"path": ["1.json", "2.json"], "schema": TEXTS}, {"1.json": '[{"a": "x", "b": "y"}]', "2.json": '[{"a": "x", "b": 2.5}]'}, "type-error", "b is '2.5', not a string: JSON has it as another type"),
    "no JSON in the second file": ({"path": ["1.json", "2.json"], "schema": TEXTS}, {"1.json": '[{"a": "x", "b": "y"}]', "2.json": "["}, "source-error", "2.json: it is not JSON"),
    "rows of another kind in the second file": ({"path": ["1.json", "2.json"], "schema": TEXTS}, {"1.json": '[{"a": "x", "b": "y"}]', "2.json": '[{"a": "x", "b": "y"}, 7]'}, "malformed-row", ""),
    "other keys in the second file": ({"path": ["1.json", "2.json"], "schema": TEXTS}, {"1.json": '[{"a": "x", "b": "y"}]', "2.json": '[{"a": "x", "c": "y"}]'}, "incorrect-label", ""),
    "a cell too many between two bars": ({"path": "t.csv", "schema": AB, "dialect": {"delimiter": "||"}}, {"t.csv": 'a||b\n"1||x"||2|\n1||2||3\n'}, "extra-cell", "the row has 3 cells for 2 columns; the first one too many is '3'"),
    "comments between two bars": ({"path": "t.csv", "schema": AB, "dialect": {"delimiter": "||", "commentChar": "#"}}, {"t.csv": "a||b\n"}, "not-supported", "dpkit reads no comments where the delimiter is '||'"),
    "a key twice in a schema": ({"path": "t.csv", "schema": "s.json"}, {"t.csv": TEXT, "s.json": '{"title": "", "title": "", "fields": [{"name": "a"}, {"name": "b"}]}'}, "descriptor-error", "resources[0].schema: an object has the key 'title' twice; the last one counts"),
    "a key to another package, told as such": ({"path": "t.csv", "schema": AB | {"foreignKeys": [{"fields": "a", "reference": {"package": "https://example.org", "resource": "x", "fields": "a"}}]}}, {"t.csv": TEXT}, "not-supported", "a key of t was not checked: it leads to the package https://example.org (resources[0].schema.foreignKeys[0])"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: str, write: Write) -> None:
    properties, files, findings = KINDS[kind]
    descriptor = {"name": "example", "resources": [{"name": "t", **properties}]}
    report = dpkit.open(write({"datapackage.json": json.dumps(descriptor), **files})).validate()
    assert [finding.check for finding in report.findings] == findings, report.findings


@pytest.mark.parametrize("kind", TOLD)
def test_kind_is_told(kind: str, write: Write) -> None:
    properties, files, check, words = TOLD[kind]
    descriptor = {"name": "example", "resources": [{"name": "t", **properties}]}
    report = dpkit.open(write({"datapackage.json": json.dumps(descriptor), **files})).validate()
    assert [finding.check for finding in report.findings] == check.split(), report.findings
    assert words in report.findings[0].message


@pytest.mark.parametrize(
    ("kind", "bound", "sound", "over"),
    [
        ("number", 2, "1.5", "3"),
        ("integer", 2, "1", "3"),
        ("year", "2001", "2000", "2002"),
        ("yearmonth", "2001-02", "2001-01", "2001-03"),
        ("duration", "P2D", "P1D", "P3D"),
    ],
)
def test_a_format_that_a_type_has_not_lets_the_values_be_judged(
    kind: str, bound: Any, sound: str, over: str, write: Write
) -> None:
    field = {"name": "a", "type": kind, "format": "currency", "constraints": {"maximum": bound, "unique": True}}
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
    files = {"datapackage.json": json.dumps({"resources": [resource]}), "t.csv": f"a\n{sound}\n{over}\n_\n"}
    found = dpkit.open(write(files)).validate().findings
    assert [(each.check, each.row) for each in found] == [
        ("constraint-error", 2), ("type-error", 3), ("not-recommended", None),
    ]  # fmt: skip


def test_a_key_twice_is_told_and_the_data_are_judged(write: Write) -> None:
    text = '{"name": "p", "title": "a", "title": "", "resources": [{"name": "t", "path": "t.csv"}]}'
    report = dpkit.open(write({"datapackage.json": text, "t.csv": "a,b\n1\n"})).validate()
    assert [(each.check, each.file) for each in report.findings] == [
        ("descriptor-error", "datapackage.json"), ("missing-cell", "t.csv"),
    ]  # fmt: skip
    assert report.findings[0].line == 1
    assert report.findings[0].message == "the descriptor: an object has the key 'title' twice; the last one counts"


def test_the_file_of_a_row_is_told(write: Write) -> None:
    files = {"1.json": '[{"a": "x", "b": "y"}]', "2.json": '[{"a": "x", "b": "y"}, {"a": "x", "b": 2.5}]'}
    resource = {"name": "t", "path": ["1.json", "2.json"], "schema": TEXTS}
    report = dpkit.open(write({"datapackage.json": json.dumps({"resources": [resource]}), **files})).validate()
    assert [(each.file, each.row, each.line) for each in report.findings] == [("2.json", 3, None)]


def test_the_column_of_a_ragged_row_is_told(write: Write) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": AB}
    package = {"datapackage.json": json.dumps({"resources": [resource]}), "t.csv": "a,b\n1\n1,2,3\n"}
    found = dpkit.open(write(package)).validate().findings
    assert [(each.check, each.line, each.column, each.field) for each in found] == [
        ("extra-cell", 3, "C", None), ("missing-cell", 2, "B", "b"),
    ]  # fmt: skip
    assert found[1].message == "the row has 1 cell for 2 columns; the first that is not there is b"


def test_a_descriptor_in_yaml_is_told(run: Callable[..., Any], write: Write) -> None:
    folder = write({"datapackage.yaml": "resources: []"})
    assert "but datapackage.yaml: the standard's descriptors are JSON" in run("validate", folder).stderr
    assert "the standard has no descriptors in YAML" in run("validate", folder / "datapackage.yaml").stdout


def test_two_resources_of_one_name_are_both_judged(write: Write) -> None:
    resources = [{"name": "t", "path": "1.csv"}, {"name": "t", "path": "2.csv"}]
    files = {"datapackage.json": json.dumps({"resources": resources}), "1.csv": "a,b\n1\n", "2.csv": "a,b\n1,2,3\n"}
    report = dpkit.open(write(files)).validate()
    assert [(each.check, each.resource, each.file) for each in report.findings] == [
        ("descriptor-error", None, "datapackage.json"),
        ("missing-cell", "t", "1.csv"),
        ("extra-cell", "resources[1]", "2.csv"),
    ]


@pytest.mark.parametrize("text", ['{"a": [1, 2, ]}', '{"a": 1,\n}'])
def test_a_comma_too_many_is_told_on_every_python(text: str, write: Write) -> None:
    (finding,) = dpkit.open(write({"datapackage.json": text})).validate().findings
    assert "a comma stands before the closing bracket" in finding.message


def test_parts_of_a_schema_at_the_package_have_no_effect(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TEXT)
    package = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": AB}], "missingValues": ["-"]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = dpkit.open(tmp_path).validate()
    assert report.valid
    assert report.counts == {"not-recommended": 1}


def test_line_ends_are_told_wherever_a_piece_ends() -> None:
    text = b"a\r\n\r\r\nb\n\r"
    digest = sha256(text.replace(b"\r\n", b"\n")).hexdigest()
    for size in range(1, len(text) + 1):
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        assert meant_ends(pieces, "sha256", digest, None) == ("LF", 7)
        assert meant_ends(pieces, "sha256", "0" * 64, 7) == ("", 0)
