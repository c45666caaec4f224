"""Table Dialect v2, and CSV Dialect v1."""

from typing import Any

from tests.conformance.case import Case, Sentence, resource, table

ERROR = "descriptor-error"
FRUIT = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}


def fruit(what: str, finds: str, data: str, **dialect: Any) -> Case:
    """Return a case of the table of the standard's examples, written by a dialect."""
    return table(what, finds, data, FRUIT, dialect=dialect)


def structured(what: str, finds: str, data: str, **dialect: Any) -> Case:
    """Return a case of the same table in JSON."""
    return resource(what, finds, {"t.json": data}, name="t", path="t.json", schema=FRUIT, dialect=dialect)


SENTENCES = [
    Sentence(
        "If `true` the first row in the file MUST be interpreted as a header row, not data.",
        [
            fruit("a header", "", "id,name\n1,apple\n", header=True),
            fruit("data in its place", "incorrect-label", "1,apple\n2,orange\n"),
            fruit("no header", "", "1,apple\n2,orange\n", header=False),
            fruit("no header, and one is there", "type-error", "id,name\n1,apple\n", header=False),
            fruit("a text", ERROR, "id,name\n1,apple\n", header="yes"),
        ],
    ),
    Sentence(
        "`headerRows` MUST be an array of positive integers starting from 1 with default value `[1]`.",
        [
            table("two rows", "", "fruit\nid,name\n1,apple\n", {"fields": [{"name": "fruit id", "type": "integer"}, {"name": "fruit name"}]}, dialect={"headerRows": [1, 2]}),
            fruit("the second row", "", "Fruit of all kinds\nid,name\n1,apple\n", headerRows=[2]),
            fruit("a cell after it", "type-error", "Fruit\nid,name\nx,apple\n", headerRows=[2]),
            fruit("row 0", ERROR, "id,name\n1,apple\n", headerRows=[0]),
            fruit("a number", ERROR, "id,name\n1,apple\n", headerRows=1),
        ],
    ),
    Sentence(
        '`headerJoin` MUST be a string with default value `" "`.',
        [
            table("a hyphen", "", "fruit\nid,name\n1,apple\n", {"fields": [{"name": "fruit-id", "type": "integer"}, {"name": "fruit-name"}]}, dialect={"headerRows": [1, 2], "headerJoin": "-"}),
            fruit("a number", ERROR, "id,name\n1,apple\n", headerJoin=1),
        ],
    ),
    Sentence(
        "`commentRows` specifies what rows have to be omitted from the data.",
        [
            fruit("the second", "", "id,name\n#fruits\n1,apple\n", commentRows=[2]),
            fruit("another", "missing-cell type-error", "id,name\n#fruits\n1,apple\n", commentRows=[3]),
            fruit("a text", ERROR, "id,name\n1,apple\n", commentRows="2"),
        ],
    ),
    Sentence(
        "`commentChar` MUST be a string of one or more characters.",
        [
            fruit("one", "", "id,name\n#fruits\n1,apple\n", commentChar="#"),
            fruit("two", "", "id,name\n//fruits\n1,apple\n", commentChar="//"),
            fruit("within a row", "", "id,name\n1,#apple\n", commentChar="#"),
            fruit("before the header", "", "# made by hand\nid,name\n1,apple\n", commentChar="#"),
            fruit("undefined", "missing-cell type-error", "id,name\n#fruits\n"),
            fruit("a number", ERROR, "id,name\n1,apple\n", commentChar=1),
        ],
    ),
    Sentence(
        "`delimiter` MUST be a string; with default value `,` (comma).",
        [
            fruit("a bar", "", "id|name\n1|apple\n", delimiter="|"),
            fruit("a tab", "", "id\tname\n1\tapple\n", delimiter="\t"),
            fruit("a semicolon that nobody declared", "incorrect-label", "id;name\n1;apple\n"),
            fruit("a paragraph sign", "", "id§name\n1§apple\n", delimiter="§"),
            fruit("two characters", "", "id||name\n1||apple\n", delimiter="||"),
            fruit("two characters, a cell of another type", "type-error", 'id||name\n"1||"||apple\n', delimiter="||"),
            fruit("a number", ERROR, "id,name\n1,apple\n", delimiter=1),
            fruit("the quotation mark", ERROR, "id,name\n1,apple\n", delimiter='"'),
        ],
    ),
    Sentence(
        "`lineTerminator` MUST be a string; with default value `\\r\\n`.",
        [
            fruit("CRLF", "", "id,name\r\n1,apple\r\n"),
            fruit("LF", "", "id,name\n1,apple\n", lineTerminator="\n"),
            fruit("a semicolon", "", "id,name;1,apple;2,orange", lineTerminator=";"),
            fruit("a semicolon, and a cell of another type", "type-error", "id,name;1,apple;x,orange;", lineTerminator=";"),
            fruit("a number", ERROR, "id,name\n1,apple\n", lineTerminator=1),
        ],
    ),
    Sentence(
        '`quoteChar` MUST be a string of one character length with default value `"` (double quote).',
        [
            fruit("single", "", "id,name\n1,'apple,fruits'\n", quoteChar="'"),
            fruit("the default", "", 'id,name\n1,"apple,fruits"\n'),
            fruit("another than declared", "extra-cell", "id,name\n1,'apple,fruits'\n"),
            fruit("never closed", "malformed-row", 'id,name\n1,"apple\n'),
            fruit("two characters", ERROR, "id,name\n1,apple\n", quoteChar="''"),
        ],
    ),
    Sentence(
        "`doubleQuote`: If true, two consecutive quotes are interpreted as one.",
        [
            fruit("true", "", 'id,name\n1,"apple""fruits"\n', doubleQuote=True),
            fruit("false", "malformed-row", 'id,name\n1,"apple""fruits"\n', doubleQuote=False),
            fruit("a text", ERROR, "id,name\n1,apple\n", doubleQuote="true"),
        ],
    ),
    Sentence(
        "`escapeChar` MUST be a string of one character length; undefined by default.",
        [
            fruit("a bar", "", "id,name\n1,apple|,fruits\n", escapeChar="|"),
            fruit("a backslash", "", 'id,name\n1,"apple\\"s"\n', escapeChar="\\"),
            fruit("two characters", ERROR, "id,name\n1,apple\n", escapeChar="\\\\"),
            fruit("the delimiter", ERROR, "id,name\n1,apple\n", escapeChar=","),
        ],
    ),
    Sentence(
        "`nullSequence` specifies the null sequence, for example, `\\N`.",
        [
            fruit("NA", "", "id,name\nNA,apple\n", nullSequence="NA"),
            fruit("undefined", "type-error", "id,name\nNA,apple\n"),
            table("in a field that is required", "constraint-error", "id,name\n1,NA\n", {"fields": [{"name": "id"}, {"name": "name", "constraints": {"required": True}}]}, dialect={"nullSequence": "NA"}),
            fruit("a number", ERROR, "id,name\n1,apple\n", nullSequence=0),
        ],
    ),
    Sentence(
        "`skipInitialSpace`: if `false`, whitespace immediately after a delimiter is treated as part of the following "
        "field.",
        [
            fruit("true", "", "id, name\n1, apple\n", skipInitialSpace=True),
            fruit("false", "incorrect-label", "id, name\n1, apple\n"),
        ],
    ),
    Sentence(
        "`property` specifies where a data array is located in the data structure.",
        [
            structured("rows", "", '{"rows": [{"id": 1, "name": "apple"}]}', property="rows"),
            structured("a cell of another type", "type-error", '{"rows": [{"id": "x", "name": "apple"}]}', property="rows"),
            structured("in another one", "", '{"data": {"rows": [{"id": 1, "name": "apple"}]}}', property="data.rows"),
            structured("a name with a point", "", '{"a.b": [{"id": 1, "name": "apple"}], "a": {"b": 1}}', property="a.b"),
            structured("both", "", '{"a.b": 1, "a": {"b": {"c.d": [{"id": 1, "name": "apple"}]}}}', property="a.b.c.d"),
            structured("not there", "source-error", '{"rows": []}', property="data"),
            structured("no array", "source-error", '{"rows": 1}', property="rows"),
        ],
    ),
    Sentence(
        "`itemType` MUST be a string with value `array` or `object`.",
        [
            structured("array", "", '[["id", "name"], [1, "apple"]]', itemType="array"),
            structured("object", "", '[{"id": 1, "name": "apple"}]', itemType="object"),
            structured("undefined", "", '[["id", "name"], [1, "apple"]]'),
            structured("another than declared", "source-error", '[["id", "name"]]', itemType="object"),
            structured("another word", ERROR, '[["id", "name"], [1, "apple"]]', itemType="row"),
        ],
    ),
    Sentence(
        "`itemKeys` specifies the way of extracting rows from data arrays with `itemType` is `object`.",
        [
            structured("two of three", "", '[{"name": "apple", "id": 1, "count": 2}]', itemKeys=["id", "name"]),
            structured("all", "extra-label", '[{"name": "apple", "id": 1, "count": 2}]'),
        ],
    ),
    Sentence(
        "A property MUST be ignored if it is no applicable for an arbitrary data format.",
        [
            structured("a delimiter for JSON", "", '[{"id": 1, "name": "apple"}]', delimiter=";"),
            fruit("a sheet for text", "", "id,name\n1,apple\n", sheetNumber=2, table="x"),
        ],
    ),
    Sentence(
        "An implementation MUST choose the most suitable strategy for communicating to the users if some relevant feature "
        "is not supported.",
        [
            resource("a format that is not read", "not-supported", {"t.ods": "x"}, name="t", path="t.ods", schema=FRUIT),
            resource("a database", "not-supported", {"t.sqlite": "x"}, name="t", path="t.sqlite", schema=FRUIT, dialect={"table": "x"}),
        ],
    ),
    Sentence(
        "Except for `caseSensitiveHeader` and `csvddfVersion` which are removed, all CSV Dialect properties can be used "
        "without changes.",
        [fruit("version 1", "", "id,name\n1,apple\n", csvddfVersion=1.2, caseSensitiveHeader=False, delimiter=",")],
    ),
    Sentence(
        "caseSensitiveHeader, in version 1: indicates that case in the header is meaningful.",
        [
            fruit("false, and capitals", "", "ID,Name\n1,apple\n", caseSensitiveHeader=False),
            fruit("false, and another name", "incorrect-label", "ID,Names\n1,apple\n", caseSensitiveHeader=False),
            fruit("true, and capitals", "incorrect-label", "ID,Name\n1,apple\n", caseSensitiveHeader=True),
        ],
    ),
]  # fmt: skip
