"""Files that are broken, odd or hostile: each is read as it stands, or the place at fault is named."""

from collections.abc import Callable

import pytest
from tests.hostile.case import Case, table

BOM = b"\xef\xbb\xbf"
SOUND = "a,b\n1,2\n3,4\n"

CASES = {
    # nothing there, or hardly anything
    "empty": Case(files=table(""), finds="blank-header", says=["t.csv:1", "the file is empty"]),
    "only a line end": Case(files=table("\n"), finds="blank-header", says=["t.csv:1"]),
    "only line ends": Case(files=table("\n\n\r\n"), finds="blank-header"),
    "only blanks": Case(files=table("   \n"), finds="blank-header"),
    "only a BOM": Case(files=table(BOM), finds="blank-header"),
    "only two BOMs": Case(files=table(BOM * 2), finds="incorrect-label"),
    "only a NUL": Case(files=table(b"\0"), finds="incorrect-label"),
    "header only": Case(files=table("a,b\n"), exit=0, says=["0 rows"]),
    "header without line end": Case(files=table("a,b"), exit=0, says=["0 rows"]),
    "header only, required fields": Case(
        files=table("a,b\n", {"name": "a", "constraints": {"required": True}}, "b"), exit=0
    ),
    "no header and nothing": Case(files=table("", dialect={"header": False}), exit=0, says=["0 rows"]),
    "no header, no schema, a blank line": Case(
        files=table("\n1,2\n", schema=None, dialect={"header": False}), finds="blank-row"
    ),
    # byte order marks and encodings
    "BOM": Case(files=table(BOM + SOUND.encode()), exit=0, says=["2 rows"]),
    "BOM before a quote": Case(files=table(BOM + b'"a","b"\n1,2\n'), exit=0),
    "BOM twice": Case(files=table(BOM * 2 + SOUND.encode()), finds="incorrect-label", says=["<U+FEFF>a"]),
    "BOM in a cell": Case(files=table(b"a,b\n" + BOM + b"1,2\n", {"name": "a", "type": "integer"}, "b"), finds="type-error", says=["<U+FEFF>1"]),
    "UTF-16 LE undeclared": Case(files=table(SOUND.encode("utf-16")), finds="encoding-error", says=["byte 1 is not UTF-8"]),
    "UTF-16 BE undeclared": Case(files=table(b"\xfe\xff" + SOUND.encode("utf-16-be")), finds="encoding-error"),
    "UTF-16 without BOM undeclared": Case(files=table(SOUND.encode("utf-16-le")), finds="encoding-error", says=["t.csv:1", "its characters have several bytes each; it may be utf-16-le"]),
    "UTF-16 BE without BOM undeclared": Case(files=table(SOUND.encode("utf-16-be")), finds="encoding-error", says=["it may be utf-16-be"]),
    "UTF-8 that is declared as ASCII": Case(files=table("a,b\nÅbo,2\n", encoding="ascii"), finds="encoding-error", says=["t.csv:2", "byte 5 is not ascii; it is UTF-8"]),
    "UTF-16 declared": Case(files=table(SOUND.encode("utf-16"), encoding="utf-16"), exit=0, says=["2 rows"]),
    "UTF-16 declared, half a character at the end": Case(files=table(SOUND.encode("utf-16") + b"x", encoding="utf-16"), finds="encoding-error"),
    "UTF-32 declared": Case(files=table(SOUND.encode("utf-32"), encoding="utf-32"), exit=0),
    "Latin-1 undeclared": Case(files=table("a,b\nÅbo,2\n".encode("latin-1")), finds="encoding-error", says=["t.csv:2", "byte 5 is not UTF-8"]),
    "bad byte in the header": Case(files=table(b"a,\xff\n1,2\n"), finds="encoding-error", says=["t.csv:1", "byte 3"]),
    "bad byte at the end": Case(files=table(b"a,b\n1,\xe2\x82"), finds="encoding-error", says=["t.csv:2", "byte 7 is not UTF-8; the file ends in the middle of a character"]),
    "overlong UTF-8": Case(files=table(b"a,b\n\xc0\xaf,2\n"), finds="encoding-error", says=["byte 5"]),
    "surrogates in UTF-8": Case(files=table(b"a,b\n\xed\xa0\x80,2\n"), finds="encoding-error", says=["byte 5"]),
    "beyond Unicode": Case(files=table(b"a,b\n\xf4\x90\x80\x80,2\n"), finds="encoding-error", says=["byte 5"]),
    "noncharacters": Case(files=table("a,b\n\uffff\ufdd0,2\n"), exit=0),
    "binary": Case(files=table(bytes(range(256)) * 8), finds="encoding-error"),
    "CSV that calls itself gzip": Case(files={**table("", path="t.csv.gz"), "t.csv.gz": "a,b\n1,2\n"}, finds="compression-error", says=["it is no gzip file"]),
    "CSV that calls itself zip": Case(files={**table("", path="t.csv.zip"), "t.csv.zip": "a,b\n1,2\n"}, finds="compression-error", says=["it is no zip archive"]),
    "a zip archive cut off": Case(files={**table("", path="t.csv.zip"), "t.csv.zip": b"PK\x03\x04" + bytes(9)}, finds="compression-error", says=["it is damaged or cut off"]),
    "gzip that calls itself CSV": Case(files=table(b"\x1f\x8b\x08" + bytes(40)), finds="encoding-error", says=["byte 2"]),
    "zip that calls itself CSV": Case(files=table(b"PK\x03\x04" + b"\xff" * 40), finds="encoding-error"),
    # one JSON value a line
    "a value at fault, on its line": Case(
        files={**table("", {"name": "a", "type": "integer"}, path="t.jsonl"), "t.jsonl": '{"a": 1}\n{"a": "x"}\n'},
        finds="type-error",
        says=["t.jsonl:2  a is 'x', not an integer  [row 2, column A]"],
    ),
    "a line that is no JSON": Case(
        files={**table("", "a", path="t.jsonl"), "t.jsonl": '{"a": "1"}\n\n{"a": \n'},
        finds="malformed-row",
        says=["t.jsonl:3  the row cannot be read: it is not JSON: expecting value, line 3 column 7  [row 2]"],
    ),
    "a line with a key twice": Case(
        files={**table("", "a", path="t.jsonl"), "t.jsonl": '{"a": "1"}\n{"a": "1", "a": "2"}\n'},
        finds="malformed-row",
        says=["t.jsonl:2  the row cannot be read: an object has the key 'a' twice, line 2  [row 2]"],
    ),
    "JSON that breaks off": Case(files={**table("", "a", path="t.json"), "t.json": '[\n{"a": "1"},\n'}, finds="source-error", says=["t.json:3  t could"]),
    # quotation marks
    "a quote in the middle, told": Case(files=table('a,b\n1,x"y\n'), finds="malformed-row", says=["t.csv:2", """not quoted, in b: 'x"y'  [row 1, column B]"""]),
    "text behind a closing quote, told": Case(files=table('a,b\n"1"x,2\n'), finds="malformed-row", says=["t.csv:2", """a closing quotation mark, in a: '"1"x'  [row 1, column A]"""]),
    "a quote that is never closed, told": Case(files=table('a,b\n1,2\n3,"x\n4,5\n'), finds="malformed-row", says=["t.csv:3", """is never closed, in b: '"x'  [row 2, column B]"""]),
    # control characters
    "header rows past the end": Case(files=table("a,b\n1,2\n", dialect={"headerRows": [9]}), finds="blank-header", says=["headerRows names row 9, which the file has not"]),
    "a file named like a folder": Case(files=table("a,b\n1,2\n", path="t.csv/"), finds="unsafe-path", says=["it is not a plain file"]),
    "NUL in a cell": Case(files=table(b"a,b\n1\0,2\n", {"name": "a", "type": "integer"}, "b"), finds="null-character type-error", says=["1<U+0000>"]),
    "NUL in a text cell": Case(files=table(b"a,b\nx\0y,2\n"), finds="null-character", says=["t.csv:2  a is 'x<U+0000>y', and holds a NUL (U+0000)  [row 1, column A]"]),
    "no width in the header": Case(
        files=table("a\u200b,b\n1,2\n", "a\u200b", "b"),
        exit=0,
        says=["t.csv:1  column 1 is called 'a<U+200B>', which holds U+200B ZERO WIDTH SPACE"],
    ),
    "Cyrillic in a field's name": Case(
        files=table("1,2\n", "n\u0430me", "b", dialect={"header": False}),
        exit=0,
        says=["a field is called 'n\u0430me', a word of several scripts", "U+0430 CYRILLIC SMALL LETTER A"],
    ),
    "a label of two lines": Case(files=table('"a\nb",b\n1,2\n', "a\nb", "b"), exit=0, says=["0 warnings"]),
    "a label of another script": Case(files=table("имя,b\n1,2\n", "имя", "b"), exit=0, says=["0 warnings"]),
    "a blank label without a schema": Case(
        files=table("a,\n1,2\n", schema=None), finds="blank-header", says=["column 2 has no name"]
    ),
    "a blank label for a field without a name": Case(
        files=table(",b\n1,2\n", "", "b"), finds="blank-header", says=["column 1 has no name"]
    ),
    "NUL in the header": Case(files=table(b"a\0,b\n1,2\n"), finds="incorrect-label", says=["a<U+0000>"]),
    "a row of NULs": Case(files=table(b"a,b\n" + b"\0" * 50 + b"\n"), finds="missing-cell null-character"),
    "control characters as delimiters of the engine": Case(files=table("a,b\n1\x1f2,\x1e\n\x1e,\x1f\n"), exit=0, says=["2 rows"]),
    "vertical tab and form feed end no line": Case(files=table("a,b\n1\x0b2,\x0c3\n"), exit=0, says=["1 row"]),
    "line separators end no line": Case(files=table("a,b\n1\u2028,\u20292\x85\n"), exit=0, says=["1 row"]),
    "DOS end of file": Case(files=table(SOUND + "\x1a"), finds="missing-cell", says=["t.csv:4"]),
    # line ends
    "bare CR": Case(files=table("a,b\r1,2\r3,4\r"), exit=0, says=["2 rows"]),
    "CRLF": Case(files=table("a,b\r\n1,2\r\n3,4\r\n"), exit=0, says=["2 rows"]),
    "mixed line ends": Case(files=table("a,b\n1,2\r\n3,4\r5,6\n"), exit=0, says=["3 rows"]),
    "LF then CR": Case(files=table("a,b\n\r1,2\n\r3,4\n"), finds="blank-row", says=["2 rows"]),
    "CR CR LF": Case(files=table("a,b\r\r\n1,2\r\r\n"), finds="blank-row", says=["1 row"]),
    "header ends by CR, rows by LF": Case(files=table("a,b\r1,2\n3,4\n"), exit=0, says=["2 rows"]),
    "CR inside a cell": Case(files=table('a,b\n"1\r2",3\n'), exit=0, says=["1 row"]),
    "no line end at the end, CRLF": Case(files=table("a,b\r\n1,2"), exit=0, says=["1 row"]),
    "blank lines at the end": Case(files=table("a,b\n1,2\n\n\n\n"), finds="blank-row", says=["blank-row in t: 3"]),
    # quotation marks
    "unclosed quote": Case(files=table('a,b\n1,"2\n3,4\n'), finds="malformed-row", says=["t.csv:2", "never closed", "row 1"]),
    "unclosed quote in the header": Case(files=table('"a,b\n1,2\n'), finds="blank-header"),
    "quote in the middle": Case(files=table('a,b\n1,x"y\n'), finds="malformed-row", says=["t.csv:2", "row 1"]),
    "text after a closing quote": Case(files=table('a,b\n"1"2,3\n'), finds="malformed-row", says=["t.csv:2"]),
    "blank after a closing quote": Case(files=table('a,b\n"1" ,3\n'), finds="malformed-row", says=["t.csv:2"]),
    "blank before an opening quote": Case(files=table('a,b\n "1",3\n'), finds="malformed-row", says=["t.csv:2"]),
    "backslash is no escape": Case(files=table('a,b\n"1\\",3\n'), exit=0),
    "backslash before a quote": Case(files=table('a,b\n"1\\"x",3\n'), finds="malformed-row", says=["t.csv:2"]),
    "typographic quotes are text": Case(files=table("a,b\n“1,2”\n"), exit=0),
    "single quotes are text": Case(files=table("a,b\n'1,2'\n"), exit=0),
    "single quotes around a delimiter": Case(files=table("a,b\n'1,1',2\n"), finds="extra-cell", says=["row 1"]),
    "nothing but quotes": Case(files=table('a,b\n""""""""\n'), finds="missing-cell", says=["row 1"]),
    "quotes in a cell, doubled": Case(files=table('a,b\n"x""y","""z"""\n'), exit=0),
    "a hundred thousand quotes": Case(files=table('a,b\n1,"' + '""' * 50_000 + '"\n'), exit=0),
    "an odd number of quotes": Case(files=table('a,b\n1,"' + '""' * 5_000 + "\n"), finds="malformed-row"),
    "delimiter in quotes": Case(files=table('a,b\n"1,1",2\n'), exit=0, says=["1 row"]),
    # ragged rows
    "extra cell": Case(files=table("a,b\n1,2\n3,4,5\n"), finds="extra-cell", says=["t.csv:3", "row 2", "'5'"]),
    "missing cell": Case(files=table("a,b\n1\n"), finds="missing-cell", says=["t.csv:2", "row 1"]),
    "trailing delimiter in the header": Case(files=table("a,b,\n1,2,\n"), finds="blank-header", says=["t.csv:1"]),
    "trailing delimiter in one row": Case(files=table("a,b\n1,2,\n"), finds="extra-cell", says=["row 1"]),
    "trailing delimiters in all rows": Case(files=table("a,b\n1,2,\n3,4,\n"), finds="extra-cell", says=["in t: 2"]),
    "leading delimiter": Case(files=table("a,b\n,1,2\n"), finds="extra-cell"),
    "shorter and shorter": Case(files=table("a,b\n1,2\n3\n\n"), finds="blank-row missing-cell"),
    "rows of delimiters": Case(files=table("a,b\n,,,,\n"), finds="blank-row"),
    "a row of a thousand cells": Case(files=table("a,b\n" + "1," * 1000 + "\n"), finds="extra-cell", says=["1,001 cells"]),
    "semicolons where commas are declared": Case(files=table("a;b\n1;2,5\n"), finds="incorrect-label", says=["'a;b'", "separated by ';'"]),
    "tabs where commas are declared": Case(files=table("a\tb\n1\t2\n"), finds="incorrect-label", says=["separated by a tab, but the dialect's delimiter is ','"]),
    "Excel's sep line": Case(files=table("sep=,\na,b\n1,2\n"), finds="incorrect-label", says=["t.csv:1", "'sep=,'", "row 2"]),
    "a remark before the header": Case(files=table("# made by hand\na,b\n1,2\n"), finds="incorrect-label", says=["row 2 of the file seems to be the header"]),
    "a total at the end": Case(files=table("a,b\n1,2\ntotal\n", {"name": "a", "type": "integer"}, "b"), finds="missing-cell type-error", says=["t.csv:3", "'total'"]),
    "two tables in one file": Case(files=table("a,b\n1,2\n\nc,d\n3,4\n", {"name": "a", "type": "integer"}, "b"), finds="blank-row type-error", says=["t.csv:4"]),
    "the header again": Case(files=table("a,b\n1,2\na,b\n", {"name": "a", "type": "integer"}, "b"), finds="type-error", says=["t.csv:3", "'a'"]),
    # headers
    "header twice the same": Case(files=table("a,a\n1,2\n"), finds="duplicate-label missing-label", says=["'a'"]),
    "blank header": Case(files=table("a,\n1,2\n"), finds="blank-header", says=["t.csv:1", "column 2"]),
    "header of a blank": Case(files=table("a, \n1,2\n"), finds="blank-header"),
    "header of a no-break space": Case(files=table("a,\u00a0\n1,2\n"), finds="blank-header"),
    "header with a blank before": Case(files=table("a, b\n1,2\n"), finds="incorrect-label", says=["' b'"]),
    "header in capitals": Case(files=table("A,B\n1,2\n"), finds="incorrect-label", says=["'A,B'"]),
    "header with a zero-width space": Case(files=table("a,b\u200b\n1,2\n"), finds="incorrect-label", says=["b<U+200B>"]),
    "header with a Cyrillic a": Case(files=table("\u0430,b\n1,2\n"), finds="incorrect-label", says=["t.csv:1"]),
    "header in another normal form": Case(files=table("e\u0301,b\n1,2\n", "\u00e9", "b"), finds="incorrect-label"),
    "header with a line end": Case(files=table('"a\nx",b\n1,2\n'), finds="incorrect-label", says=["a<U+000A>x"]),
    "header from right to left": Case(files=table("\u202ea,b\n1,2\n"), finds="incorrect-label", says=["<U+202E>a"]),
    "header of a thousand letters": Case(files=table("a" * 1000 + ",b\n1,2\n"), finds="incorrect-label"),
    "numbers as a header": Case(files=table("1,2\n3,4\n", {"name": "a", "type": "integer"}, "b"), finds="incorrect-label", says=["no header"]),
    "header of another table": Case(files=table("x,y,z\n1,2,3\n"), finds="incorrect-label", says=["'x,y,z'", "3 columns cannot be 2 fields"]),
    "semicolons and quotes": Case(files=table('"a";"b"\n"1,5";"2"\n'), finds="incorrect-label", says=["separated by ';'"]),
    "a thousand columns too many": Case(files=table("a,b" + ",c" * 1000 + "\n1,2\n"), finds="duplicate-label extra-label missing-cell"),
    # what stands in cells
    "a cell of 100,000 characters": Case(files=table(f"a,b\n{'x' * 100_000},2\n"), exit=0, says=["1 row"]),
    "a line longer than the engine's limit": Case(files=table(f"a,b\n{'x' * 5_000_000},2\n"), exit=0, says=["1 row"]),
    "a line longer than the engine's limit, at fault": Case(files=table(f"a,b\n{'x' * 5_000_000}\n"), finds="missing-cell"),
    "a quoted cell over 10,000 lines": Case(files=table('a,b\n"' + "x\n" * 10_000 + '",2\n3\n'), finds="missing-cell", says=["t.csv:10003", "row 2"]),
    "zero-width characters in a key": Case(files=table("a,b\nx,1\nx\u200b,2\n", schema={"primaryKey": ["a"]}), exit=0),
    "10,000 rows at fault are one line": Case(files=table("a,b\n" + "x,1\n" * 10_000, {"name": "a", "type": "integer"}, "b"), finds="type-error", says=["type-error in t: 10,000", "and 9,980 more"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_file(name: str, judge: Callable[[Case], None]) -> None:
    judge(CASES[name])
