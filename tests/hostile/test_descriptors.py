"""Descriptors that are broken or hostile: each fault is named by its place, and what can be checked is checked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.hostile.case import Case, table

SOUND = {"t.csv": "a,b\n1,2\n"}
ATTACKS = {
    "SQL": '"; DROP TABLE t; --',
    "SQL quote": "t'); ATTACH '/tmp/x' AS y; --",
    "SQL comment": "/*",
    "bracket": "t]; DROP TABLE t; --",
    "shell": "$(touch /tmp/owned)`id`;|&",
    "HTML": "<script>alert(1)</script>",
    "format": "%s %n {0} {field} {__class__}",
    "path": "../../etc/passwd",
    "option": "--output",
    "escape": "\x1b[2J\x1b]0;x\x07",
    "right to left": "\u202etxt\u202c",
    "empty quotes": '""',
    "long": "x" * 10_000,
    "emoji": "\U0001f4a9\u200d\U0001f4a9",
    "backslash": "\\\\server\\share\\",
    "engine's own": "_row",
    "engine's own column": "c0",
    "information_schema": "information_schema.tables",
}  # fmt: skip


def raw(text: str | bytes, **more: Any) -> Any:
    """Return a package with this text as its descriptor."""
    return {"datapackage.json": text, **SOUND, **more}


def described(*resources: Any, **package: Any) -> Any:
    """Return a package with these resources and properties."""
    return raw(json.dumps({"name": "p", "resources": list(resources)} | package))


def with_schema(**schema: Any) -> Any:
    """Return a package of one table with this schema."""
    return described({"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}, {"name": "b"}]} | schema})


def with_field(**field: Any) -> Any:
    """Return a package of one table whose first field is this."""
    return with_schema(fields=[{"name": "a"} | field, {"name": "b"}])


def named(text: str) -> Any:
    """Return a package in which `text` is the name of everything that has one."""
    cell = '"' + text.replace('"', '""') + '"'
    key = {"fields": [text], "reference": {"resource": text, "fields": [text]}}
    schema = {
        "fields": [{"name": text, "title": text, "description": text}],
        "primaryKey": [text],
        "foreignKeys": [key],
    }
    resource = {"name": text, "title": text, "path": "t.csv", "schema": schema, text: text}
    return raw(
        json.dumps({"name": text, "version": text, "title": text, text: text, "resources": [resource]}),
        **{"t.csv": f"{cell}\n{cell}\nx\n"},
    )


def unreferenced(text: str) -> Any:
    """Return a package that is at fault wherever it names `text`."""
    fields = [{"name": "a", "type": text}, {"name": "b"}]
    key = {"fields": [text], "reference": {"resource": text, "fields": [text]}}
    schema = {"fields": fields, "primaryKey": [text], "uniqueKeys": [[text]], "foreignKeys": [key], "fieldsMatch": text}
    return described({"name": "t", "path": "t.csv", "schema": schema, "hash": text})


ERROR = "descriptor-error"
INTEGER = {"fields": [{"name": "a", "type": "integer"}]}
TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "it is empty"),
    "blank": (" \n\t ", "it is empty"),
    "only a BOM": (b"\xef\xbb\xbf", "it is empty"),
    "a NUL": (b"\0", "it is not JSON"),
    "no JSON": ("name: p\nresources: []\n", "line 1"),
    "HTML": ("<!DOCTYPE html><html></html>", "line 1 column 1"),
    "cut in the middle": ('{"name": "p", "resources": [{"name": "t",', "it is not JSON"),
    "a comma too many": ('{"name": "p",}', "line 1"),
    "comments": ('{"name": "p" /* x */}', "line 1"),
    "single quotes": ("{'name': 'p'}", "line 1"),
    "an array": ("[]", "it is not a JSON object"),
    "a text": ('"p"', "it is not a JSON object"),
    "a number": ("1", "it is not a JSON object"),
    "null": ("null", "it is not a JSON object"),
    "two objects": ("{}{}", "extra data"),
    "NaN": ('{"resources": NaN}', "NaN is no JSON number"),
    "Infinity": ('{"resources": -Infinity}', "-Infinity is no JSON number"),
    "a key twice": ('{"resources": [], "resources": [{}]}', "'resources' twice"),
    "a key twice, written otherwise": ('{"n": 1, "\\u006e": 2}', "'n' twice"),
    "a control character": ('{"name": "a\nb"}', "control character"),
    "Latin-1": ('{"name": "Å"}'.encode("latin-1"), "byte 11 is not UTF-8"),
    "UTF-16": ('{"name": "p"}'.encode("utf-16"), "byte 1 is not UTF-8"),
    "200 deep": ('{"a":' * 200 + "1" + "}" * 200, "nested more than 100 deep"),
    "100,000 deep": ("[" * 100_000, "nested more than 100 deep"),
    "deep after a text of brackets": ('{"b": "]]]", "a":' + "[" * 150 + "]" * 150 + "}", "nested more than 100 deep"),
    "a number of 5,000 digits": ('{"a": ' + "9" * 5000 + "}", "5,000 digits"),
    "an escape sequence": ('{"\x1b[2J": 1}', "it is not JSON"),
}  # fmt: skip

CASES = {
    **{name: Case(files=raw(text), finds=ERROR, says=["the descriptor: ", says]) for name, (text, says) in TEXTS.items()},
    # package and resources of the wrong kind
    "empty object": Case(files=raw("{}"), finds=ERROR, says=["resources: "]),
    "resources: null": Case(files=raw('{"resources": null}'), finds=ERROR, says=["resources: "]),
    "resources: []": Case(files=raw('{"resources": []}'), finds=ERROR),
    "resources: object": Case(files=raw('{"resources": {"t": {}}}'), finds=ERROR, says=["resources: it is"]),
    "resources: text": Case(files=raw('{"resources": "t.csv"}'), finds=ERROR),
    "resource: null": Case(files=described(None), finds=ERROR, says=["resources[0]"]),
    "resource: text": Case(files=described("t.csv"), finds=ERROR, says=['resources[0]: it is "t.csv"']),
    "resource: array": Case(files=described([]), finds=ERROR),
    "resource: empty": Case(files=described({}), finds=ERROR, says=["resources[0].name", "resources[0].path"]),
    "name: number": Case(files=described({"name": 1, "path": "t.csv"}), finds=ERROR, says=["resources[0].name: it is 1"]),
    "name: object": Case(files=described({"name": {}, "path": "t.csv"}), finds=ERROR),
    "names twice": Case(files=described({"name": "t", "path": "t.csv"}, {"name": "t", "path": "t.csv"}), finds=ERROR, says=["resources[1].name", "resources[0]"]),
    "names that differ in case": Case(files=described({"name": "t", "path": "t.csv"}, {"name": "T", "path": "t.csv"}), finds=ERROR, says=["resources[1].name: 'T' clashes with 't', the name of resources[0]"]),
    "names that differ in normal form": Case(files=described({"name": "caf\u00e9s", "path": "t.csv"}, {"name": "cafe\u0301s", "path": "t.csv"}), finds=ERROR, says=["(U+0065 U+0301)", "(U+00E9), the name of resources[0]"]),
    "names that differ in case, and wrong data": Case(files={**described({"name": "t", "path": "t.csv", "schema": INTEGER}, {"name": "T", "path": "t.csv", "schema": INTEGER}), "t.csv": "a\nx\n"}, finds=f"{ERROR} type-error", says=["type-error in t: 1", "type-error in T: 1"]),
    "paths that differ in case": Case(files={**described({"name": "t", "path": "t.csv"}, {"name": "u", "path": "T.csv"}), "T.csv": "a,b\n"}, finds=ERROR, says=["resources[1].path: 'T.csv' clashes with 't.csv', a path of resources[0]"]),
    "paths that differ in normal form": Case(files={**described({"name": "t", "path": ["\u00e9.csv", "e\u0301.csv"]}), "\u00e9.csv": "a,b\n", "e\u0301.csv": "a,b\n"}, finds=ERROR, says=["resources[0].path: ", "(U+0065 U+0301)", "(U+00E9), a path of resources[0]"]),
    "folders that differ in case": Case(files={**described({"name": "t", "path": "a/t.csv"}, {"name": "u", "path": "A/u.csv"}), "a/t.csv": "a,b\n", "A/u.csv": "a,b\n"}, exit=0),
    "one path twice": Case(files=described({"name": "t", "path": "t.csv"}, {"name": "u", "path": "t.csv"}), exit=0),
    "path: number": Case(files=described({"name": "t", "path": 1}), finds=ERROR, says=["resources[0].path: it is 1"]),
    "path: object": Case(files=described({"name": "t", "path": {"a": 1}}), finds=ERROR),
    "path: array of numbers": Case(files=described({"name": "t", "path": [1, 2]}), finds=ERROR),
    "schema: number": Case(files=described({"name": "t", "path": "t.csv", "schema": 1}), finds=ERROR, says=["resources[0].schema"]),
    "schema: array": Case(files=described({"name": "t", "path": "t.csv", "schema": []}), finds=ERROR),
    "schema: missing file": Case(files=described({"name": "t", "path": "t.csv", "schema": "none.json"}), finds=ERROR, says=["'none.json'"]),
    "schema: no JSON": Case(files=described({"name": "t", "path": "t.csv", "schema": "t.csv"}), finds=ERROR, says=["'t.csv'", "not JSON"]),
    "schema: itself": Case(files=described({"name": "t", "path": "t.csv", "schema": "datapackage.json"}), finds=ERROR, says=["fields"]),
    "schema: a folder": Case(files=described({"name": "t", "path": "t.csv", "schema": "."}), finds="unsafe-path"),
    "schemas that name each other": Case(files={**described({"name": "t", "path": "t.csv", "schema": "x.json"}), "x.json": '"y.json"', "y.json": '"x.json"'}, finds=ERROR, says=["x.json"]),
    "schema: 200 deep": Case(files={**described({"name": "t", "path": "t.csv", "schema": "x.json"}), "x.json": '{"a":' * 200 + "1" + "}" * 200}, finds=ERROR, says=["nested more than 100 deep"]),
    "dialect: number": Case(files=described({"name": "t", "path": "t.csv", "dialect": 1}), finds=ERROR, says=["resources[0].dialect"]),
    "dialect: missing file": Case(files=described({"name": "t", "path": "t.csv", "dialect": "none.json"}), finds=ERROR),
    "fields: missing": Case(files=described({"name": "t", "path": "t.csv", "schema": {}}), finds=ERROR, says=["resources[0].schema.fields"]),
    "fields: none": Case(files=with_schema(fields=[]), finds="extra-label", says=["in t: 1", "'a,b'"]),
    "fields: object": Case(files=with_schema(fields={"name": "a"}), finds=ERROR),
    "fields: texts": Case(files=with_schema(fields=["a", "b"]), finds=ERROR, says=["fields[0]", "fields[1]"]),
    "field without a name": Case(files=with_schema(fields=[{"type": "string"}, {"name": "b"}]), finds=f"{ERROR} extra-label", says=["fields[0].name"]),
    "field: name null": Case(files=with_schema(fields=[{"name": None}, {"name": "b"}]), finds=f"{ERROR} extra-label"),
    "type: unknown": Case(files=with_field(type="text"), finds=ERROR, says=["fields[0].type: it is 'text'"]),
    "type: array": Case(files=with_field(type=["string"]), finds=ERROR),
    "type: null": Case(files=with_field(type=None), finds=ERROR, says=["type: it is null, expected a string"]),
    "format: number": Case(files=with_field(format=1), finds=ERROR, says=["fields[0].format"]),
    "constraints: array": Case(files=with_field(constraints=[]), finds=ERROR, says=["fields[0].constraints"]),
    "required: text": Case(files=with_field(constraints={"required": "true"}), finds=ERROR, says=['constraints.required: it is "true"']),
    "required: 1": Case(files=with_field(constraints={"required": 1}), finds=ERROR),
    "minLength: text": Case(files=with_field(constraints={"minLength": "3"}), finds=ERROR, says=["constraints.minLength"]),
    "minLength: negative": Case(files=with_field(constraints={"minLength": -1}), finds=ERROR),
    "minLength: fraction": Case(files=with_field(constraints={"minLength": 1.5}), finds=ERROR),
    "minLength: beyond 64 bits": Case(files=with_field(constraints={"minLength": 10**30}), finds="constraint-error"),
    "maxLength: beyond 64 bits": Case(files=with_field(constraints={"maxLength": 10**30}), exit=0),
    "enum: none of the categories": Case(
        files=with_field(categories=["red", "blue"], constraints={"enum": ["red", "pink"]}),
        finds="constraint-error descriptor-error",
        says=["constraints.enum: 'pink' is none of the field's categories"],
    ),
    "categories: of two kinds": Case(
        files=with_field(categories=["1", {"value": "2", "label": "two"}]),
        finds=ERROR,
        says=["categories: it mixes values and objects, expected one kind"],
    ),
    "categories: no number": Case(
        files=with_field(type="integer", categories=["1", "x"]),
        finds=ERROR,
        says=["resources[0].schema.fields[0].categories: it holds 'x', which is not of type integer"],
    ),
    "missingValues: texts and objects": Case(
        files=with_field(missingValues=["", {"value": "-"}]), finds=ERROR, says=["missingValues: it mixes"]
    ),
    "minimum: no number": Case(files=with_field(type="integer", constraints={"minimum": "x"}), finds=ERROR, says=["datapackage.json  resources[0].schema.fields[0].constraints.minimum: it is 'x', which is not of type integer"]),
    "minimum: object": Case(files=with_field(type="integer", constraints={"minimum": {}}), finds=ERROR),
    "minimum: 1e400": Case(files=raw(json.dumps({"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "number", "constraints": {"minimum": 17.5}}, {"name": "b"}]}}]}).replace("17.5", "1e400")), finds="constraint-error", says=["less than the minimum 1e400"]),
    "enum: text": Case(files=with_field(constraints={"enum": "1"}), finds=ERROR),
    "enum: empty": Case(files=with_field(constraints={"enum": []}), finds=ERROR),
    "constraints: null": Case(files=with_field(constraints=None), finds=ERROR, says=["constraints: it is null, expected an object"]),
    "minimum: null": Case(files=with_field(type="integer", constraints={"minimum": None}), finds=ERROR, says=["minimum: it is null"]),
    "missingValues: null": Case(files=with_schema(missingValues=None), finds=ERROR, says=["missingValues: it is null, expected an array"]),
    "enum: objects": Case(files=with_field(constraints={"enum": [{}, [], None, True]}), finds="constraint-error"),
    "enum: 20,000 values": Case(files=with_field(constraints={"enum": [str(n) for n in range(20_000)]}), exit=0),
    "pattern: number": Case(files=with_field(constraints={"pattern": 1}), finds=ERROR),
    "pattern: 5,000 brackets": Case(files=with_field(constraints={"pattern": "(" * 5000 + ")" * 5000}), finds=ERROR, says=["its brackets are nested too deep"]),
    "jsonSchema: a type that is none": Case(
        files=with_field(type="object", constraints={"jsonSchema": {"type": "banana"}}),
        finds=f"{ERROR} type-error",
        says=['it is no JSON Schema: type is "banana", expected the name of a type (array, boolean, integer'],
    ),
    "jsonSchema: a type within": Case(
        files=with_field(type="object", constraints={"jsonSchema": {"properties": {"x": {"minLength": "3"}}}}),
        finds=f"{ERROR} type-error",
        says=['it is no JSON Schema: properties.x.minLength is "3", expected a whole number'],
    ),
    "jsonSchema: a length below 0": Case(
        files=with_field(type="object", constraints={"jsonSchema": {"minLength": -1}}),
        finds=f"{ERROR} type-error",
        says=["minLength is -1, expected a number from 0"],
    ),
    "jsonSchema: items that are none": Case(
        files=with_field(type="object", constraints={"jsonSchema": {"items": 5}}),
        finds=f"{ERROR} type-error",
        says=["items is 5, expected an array of schemas, or a schema"],
    ),
    "a field without a name": Case(
        files=table("x,b\n1,2\n", {"name": "", "type": "integer"}, "b"), finds="extra-label missing-label", says=["the file has no column '';", "t has no column ''"]
    ),
    "half of a character in a row, which is no question mark": Case(
        files=described({"name": "t", "data": [{"a": "?"}, {"a": "\ud800"}, {"a": "\ud801"}], "schema": {"fields": [{"name": "a", "constraints": {"enum": ["?"]}}], "primaryKey": ["a"]}}),
        finds="constraint-error",
        says=["constraint-error in t: 2", "a is '\\ud800', expected one of ?", "a is '\\ud801'"],
    ),
    "half of a character in JSON in a text": Case(
        files=described({"name": "t", "data": '[{"a": "?"}, {"a": "\ud800"}]', "format": "json", "schema": {"fields": [{"name": "a"}], "primaryKey": ["a"]}}), exit=0
    ),
    "half of a character in CSV in a text": Case(
        files=described({"name": "t", "data": "a\n?\n\ud800\n", "format": "csv", "schema": {"fields": [{"name": "a"}], "primaryKey": ["a"]}}), exit=0
    ),
    "rows that are none": Case(
        files=described({"name": "t", "data": [{"a": 1}, ["x", None]], "schema": {"fields": [{"name": "a"}]}}), finds="malformed-row", says=['it is ["x", null], expected an object']
    ),
    "pattern: unclosed": Case(files=with_field(constraints={"pattern": "(1"}), finds=ERROR, says=["pattern"]),
    "unknown constraint": Case(files=with_field(constraints={"minimun": 3}), finds=ERROR, says=["constraints.minimun"]),
    "primaryKey: number": Case(files=with_schema(primaryKey=1), finds=ERROR, says=["schema.primaryKey"]),
    "primaryKey: unknown field": Case(files=with_schema(primaryKey=["c"]), finds=ERROR, says=["'c'"]),
    "primaryKey: a field twice": Case(files=with_schema(primaryKey=["a", "a"]), finds=ERROR, says=["schema.primaryKey: it names 'a' twice"]),
    "primaryKey: a field twice, data too": Case(
        files={**with_schema(primaryKey=["a", "a"]), "t.csv": "a,b\n1,2\n1,3\n"}, finds=f"{ERROR} primary-key"
    ),
    "primaryKey: empty": Case(files=with_schema(primaryKey=[]), exit=0, says=["schema.primaryKey: it names no field"]),
    "uniqueKeys: a field twice": Case(files=with_schema(uniqueKeys=[["a", "a"]]), finds=ERROR, says=["uniqueKeys[0]: it names 'a' twice"]),
    "format: empty": Case(files=with_field(format=""), finds=ERROR, says=["format: it is '', expected one of default, email"]),
    "format: empty, of a date": Case(files=with_field(type="date", format="", constraints={}), finds=f"{ERROR} type-error", says=["format: it is '', expected default, any"]),
    "encoding: empty": Case(
        files=described({"name": "t", "path": "t.csv", "encoding": ""}), finds=ERROR, says=["resources[0].encoding: it is empty"]
    ),
    "uniqueKeys: text": Case(files=with_schema(uniqueKeys="a"), finds=ERROR),
    "uniqueKeys: fields instead of keys": Case(
        files=with_schema(uniqueKeys=["a"]), finds=ERROR, says=['uniqueKeys[0]: it is "a", expected an array of names']
    ),
    "uniqueKeys: unknown field": Case(files=with_schema(uniqueKeys=[["a", "c"]]), finds=ERROR),
    "foreignKeys: object": Case(files=with_schema(foreignKeys={}), finds=ERROR),
    "foreignKeys: no reference": Case(files=with_schema(foreignKeys=[{"fields": ["a"]}]), finds=ERROR, says=["foreignKeys[0].reference"]),
    "foreignKeys: unknown resource": Case(files=with_schema(foreignKeys=[{"fields": ["a"], "reference": {"resource": "x", "fields": ["a"]}}]), finds=ERROR, says=["'x'"]),
    "foreignKeys: unknown field": Case(files=with_schema(foreignKeys=[{"fields": ["a"], "reference": {"resource": "", "fields": ["x"]}}]), finds=ERROR),
    "foreignKeys: two on one": Case(files=with_schema(foreignKeys=[{"fields": ["a", "b"], "reference": {"resource": "", "fields": ["a"]}}]), finds=ERROR),
    "foreignKeys: to each other": Case(files=with_schema(foreignKeys=[{"fields": ["a"], "reference": {"resource": "", "fields": ["b"]}}, {"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}]), finds="foreign-key"),
    "missingValues: text": Case(files=with_schema(missingValues="-"), finds=ERROR, says=["missingValues: it is"]),
    "missingValues: numbers": Case(files=with_schema(missingValues=[1, 2]), finds=ERROR, says=["missingValues"]),
    "missingValues: 10,000": Case(files=with_schema(missingValues=[f"x{n}" for n in range(10_000)]), exit=0),
    "bytes: text": Case(files=described({"name": "t", "path": "t.csv", "bytes": "8"}), finds=ERROR, says=["resources[0].bytes"]),
    "bytes: wrong": Case(files=described({"name": "t", "path": "t.csv", "bytes": 9}), finds="byte-count", says=["8", "9"]),
    "bytes: beyond 64 bits": Case(files=described({"name": "t", "path": "t.csv", "bytes": 10**40}), finds="byte-count"),
    "hash: no hash": Case(files=described({"name": "t", "path": "t.csv", "hash": "x"}), finds=ERROR, says=["resources[0].hash"]),
    "hash: unknown algorithm": Case(files=described({"name": "t", "path": "t.csv", "hash": "crc32:" + "0" * 32}), finds="not-supported"),
    "hash: wrong": Case(files=described({"name": "t", "path": "t.csv", "hash": "sha256:" + "0" * 64}), finds="hash-mismatch"),
    "hash: wrong length": Case(files=described({"name": "t", "path": "t.csv", "hash": "sha256:" + "0" * 32}), finds=ERROR, says=["0000', with 32 hexadecimal digits, expected the 64 of sha256"]),
    "encoding: number": Case(files=described({"name": "t", "path": "t.csv", "encoding": 8}), finds=ERROR),
    "encoding: a codec that is none": Case(files=described({"name": "t", "path": "t.csv", "encoding": "zip"}), finds="encoding-error"),
    "encoding: idna": Case(files=described({"name": "t", "path": "t.csv", "encoding": "idna"}), finds="encoding-error"),
    "encoding: punycode": Case(files=described({"name": "t", "path": "t.csv", "encoding": "punycode"}), finds="encoding-error"),
    "encoding: unicode_escape": Case(files={**described({"name": "t", "path": "t.csv", "encoding": "unicode_escape"}), "t.csv": b"a,b\n\\ud800,\\x41\n"}, finds="encoding-error"),
    "encoding: undefined": Case(files=described({"name": "t", "path": "t.csv", "encoding": "undefined"}), finds="encoding-error"),
    "delimiter: two characters": Case(files=described({"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}, {"name": "b"}]}, "dialect": {"delimiter": "||"}}), finds="incorrect-label", says=["'a,b'"]),
    "delimiter: number": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"delimiter": 1}}), finds=ERROR),
    "delimiter: a line end": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"delimiter": "\n"}}), finds=ERROR, says=["dialect.delimiter"]),
    "delimiter: a NUL": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"delimiter": "\0"}}), finds=ERROR),
    **{
        f"{name}: half of a character, {len(text)}": Case(
            files=described({"name": "t", "path": "t.csv", "dialect": {name: text}}),
            finds=ERROR,
            says=[f"dialect.{name}: it is '<U+D800>", "expected a single character"],
        )
        for name, text in [("delimiter", "\ud800"), ("delimiter", "\ud800;"), ("quoteChar", "\ud800"), ("escapeChar", "\ud800")]
    },
    "delimiter is the quote": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"delimiter": '"'}}), finds=ERROR),
    "delimiter is the escape": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"delimiter": "\\", "escapeChar": "\\"}}), finds=ERROR),
    "quote: a line end": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"quoteChar": "\r"}}), finds=ERROR),
    "quote: a NUL": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"quoteChar": "\0"}}), finds=ERROR),
    "escape: a line end": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"escapeChar": "\n"}}), finds=ERROR),
    "quote: a blank": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"quoteChar": " "}}), exit=0),
    "quote: a letter": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"quoteChar": "x"}}), exit=0),
    "escape is the quote": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"escapeChar": '"'}}), exit=0),
    "comment is the delimiter": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"commentChar": ","}}), exit=0),
    "header: text": Case(files=described({"name": "t", "path": "t.csv", "dialect": {"header": "yes"}}), finds=ERROR),
    "null where text stands, everywhere": Case(files=described({"name": "t", "path": "t.csv", "title": None, "schema": None, "dialect": None, "encoding": None, "bytes": None, "hash": None}), finds=ERROR, says=["bytes: it is null"]),
    "surrogates": Case(files=raw('{"name": "\\ud800", "resources": [{"name": "\\udfff", "path": "t.csv"}]}'), exit=0),
    "dpkit: text": Case(files=described({"name": "t", "path": "t.csv"}, dpkit="x"), finds=ERROR),
    "dpkit: unknown name": Case(files=described({"name": "t", "path": "t.csv"}, dpkit={"x": 1}), finds=ERROR, says=["dpkit.x"]),
    "dpkit: sources that are none": Case(files=described({"name": "t", "path": "t.csv"}, dpkit={"sources": "nothing"}), finds=ERROR),
    "dpkit: documents everywhere": Case(files=described({"name": "t", "path": "t.csv"}, dpkit={"documents": ["/", "..", "~", "../..", "."]}), finds="unsafe-path"),
    "dpkit: register that is its own parent": Case(files=with_schema(dpkit={"register": {"id": "a", "parent": "a"}}), finds="parent-circle"),
    **{f"every name is {name}": Case(files=named(text), exit=0, says=["1 resource, 2 rows"]) for name, text in ATTACKS.items()},
    **{f"every unknown name is {name}": Case(files=unreferenced(text), finds=ERROR, says=["schema.primaryKey"]) for name, text in ATTACKS.items()},
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_descriptor(name: str, judge: Callable[[Case], None]) -> None:
    judge(CASES[name])
