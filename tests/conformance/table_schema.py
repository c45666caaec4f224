"""Table Schema v2, and what version 1 has otherwise: schema, keys, header, missing values."""

from typing import Any

from tests.conformance.case import AB, Case, Sentence, cells, resource, table, whole

ERROR = "descriptor-error"
KEYS = {"name": "keys", "path": "keys.csv", "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "day"}]}}


def pair(
    what: str,
    finds: str,
    data: str,
    key: object,
    file: str = "id,day\n1,x\n2,y\n",
    types: tuple[str, str] = ("integer", "integer"),
) -> Case:
    """Return a case of two tables, the second with a foreign key; `types` are those of its field, and of the other."""
    schema = {"fields": [{"name": "a", "type": types[0]}, {"name": "b"}], "foreignKeys": [key]}
    there = {"fields": [{"name": "id", "type": types[1]}, {"name": "day"}]}
    resources = [{**KEYS, "schema": there}, {"name": "t", "path": "t.csv", "schema": schema}]
    return whole(what, finds, {"name": "p", "resources": resources}, {"keys.csv": file, "t.csv": data})


def to(what: str, finds: str, described: dict[str, Any], file: str = "id\n1\n") -> Case:
    """Return a case of a table with a foreign key to the field `id` of another resource."""
    resources = [
        {"name": "keys", **described},
        {"name": "t", "path": "t.csv", "schema": AB | {"foreignKeys": [TO_KEYS]}},
    ]
    return whole(what, finds, {"name": "p", "resources": resources}, {"keys.csv": file, "t.csv": "a,b\n1,2\n"})


def matched(what: str, finds: str, data: str, how: object) -> Case:
    """Return a case of a header and `fieldsMatch`."""
    return table(what, finds, data, AB | {"fieldsMatch": how})


TO_KEYS = {"fields": ["a"], "reference": {"resource": "keys", "fields": ["id"]}}


def null(what: str, finds: str, **schema: Any) -> Case:
    """Return a case of a null in JSON."""
    fields = {"fields": [{"name": "n"}, {"name": "c", "type": "integer"}]}
    return resource(what, finds, name="t", data=[{"n": 1, "c": None}], schema=fields | schema)


SENTENCES = [
    Sentence(
        "A Table Schema descriptor MUST contain a property `fields`.",
        [table("none", ERROR, schema={}), table("null", ERROR, schema={"fields": None})],
    ),
    Sentence(
        "`fields` MUST be an array where each entry in the array is a field descriptor.",
        [
            table("an object", ERROR, schema={"fields": {"a": {}}}),
            table("a text in it", f"{ERROR} extra-label", schema={"fields": ["a", {"name": "b"}]}),
        ],
    ),
    Sentence(
        "exact (default): The data source MUST have exactly the same fields as defined in the `fields` array. Fields MUST "
        "be mapped by their order.",
        [
            table("the same", ""),
            matched("said", "", "a,b\n1,2\n", "exact"),
            matched("said as an array, as the profile has it", "", "a,b\n1,2\n", ["exact"]),
            table("one more", "extra-label", "a,b,c\n1,2,3\n"),
            table("one less", "missing-label", "a\n1\n"),
            table("another order", "incorrect-label", "b,a\n1,2\n"),
            table("another name", "incorrect-label", "a,c\n1,2\n"),
            table("no name", "blank-header", "a,\n1,2\n"),
        ],
    ),
    Sentence(
        "equal: The data source MUST have exactly the same fields as defined in the `fields` array. Fields MUST be mapped "
        "by their names.",
        [
            matched("another order", "", "b,a\n1,2\n", "equal"),
            matched("one more", "extra-label", "b,a,c\n1,2,3\n", "equal"),
            matched("one less", "missing-label", "b\n1\n", "equal"),
        ],
    ),
    Sentence(
        "subset: The data source MUST have all the fields defined in the `fields` array, but MAY have more.",
        [matched("one more", "", "c,b,a\n1,2,3\n", "subset"), matched("one less", "missing-label", "b,c\n1,2\n", "subset")],
    ),
    Sentence(
        "superset: The data source MUST only have fields defined in the `fields` array, but MAY have fewer.",
        [matched("one less", "", "b\n1\n", "superset"), matched("one more", "extra-label", "b,c\n1,2\n", "superset")],
    ),
    Sentence(
        "superset, partial: a field that is required, or of the primary key, cannot be `null`, and so not absent.",
        [
            table("required", "missing-label", "b\n1\n", {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}], "fieldsMatch": "superset"}),
            table("of the primary key", "missing-label", "b,c\n1,2\n", AB | {"primaryKey": "a", "fieldsMatch": "partial"}),
            table("of neither", "", "a\n1\n", AB | {"primaryKey": "a", "fieldsMatch": "superset"}),
        ],
    ),
    Sentence(
        "partial: The data source MUST have at least one field defined in the `fields` array.",
        [matched("one", "", "b,c\n1,2\n", "partial"), matched("none", "missing-label", "c,d\n1,2\n", "partial")],
    ),
    Sentence(
        "`fieldsMatch` MUST be a string with the following possible values.",
        [matched("another word", ERROR, "a,b\n1,2\n", "all"), matched("a number", ERROR, "a,b\n1,2\n", 1)],
    ),
    Sentence(
        "`missingValues` MUST be an array where each entry is a unique string, or an array where each entry is an object.",
        [
            cells("texts", "", {"type": "integer"}, "-", "7", missingValues=["", "-"]),
            cells("not among them", "type-error", {"type": "integer"}, "n/a", missingValues=["", "-"]),
            table("a text", ERROR, schema=AB | {"missingValues": "-"}),
            table("a number", ERROR, schema=AB | {"missingValues": [-99]}),
            table("one twice", ERROR, schema=AB | {"missingValues": ["-", "-"]}),
        ],
    ),
    Sentence(
        "Each object MUST have a unique `value` and optional unique `label` property.",
        [
            cells("value and label", "", {"type": "integer"}, "-99", "", missingValues=[{"value": "", "label": "OMITTED"}, {"value": "-99"}]),
            table("a value twice", ERROR, schema=AB | {"missingValues": [{"value": "-"}, {"value": "-"}]}),
            table("a label twice", ERROR, schema=AB | {"missingValues": [{"value": "-", "label": "x"}, {"value": "", "label": "x"}]}),
            table("no value", ERROR, schema=AB | {"missingValues": [{"label": "x"}]}),
            table("a value that is a number", ERROR, schema=AB | {"missingValues": [{"value": -99}]}),
            table("a label that is a number", ERROR, schema=AB | {"missingValues": [{"value": "-", "label": 1}]}),
        ],
    ),
    Sentence(
        "Providing the empty list `[]` means that no conversion to null will be done, on any value.",
        [
            cells("an empty cell", "type-error", {"type": "integer"}, "", missingValues=[]),
            null("null in JSON, which is no value by itself", "", missingValues=[]),
        ],
    ),
    Sentence(
        "If this property is defined [on a field], it takes precedence over the schema-level property and completely "
        "replaces it.",
        [
            cells("the field's", "", {"type": "integer", "missingValues": ["-"]}, "-", missingValues=["", "NA"]),
            cells("the schema's", "type-error", {"type": "integer", "missingValues": ["-"]}, "NA", missingValues=["", "NA"]),
        ],
    ),
    Sentence(
        "The `primaryKey`, if present, MUST be an array of strings with each string corresponding to one of the field "
        "`name` values.",
        [
            table("one field", "", schema=AB | {"primaryKey": ["a"]}),
            table("no such field", ERROR, schema=AB | {"primaryKey": ["c"]}),
            table("a number", ERROR, schema=AB | {"primaryKey": [1]}),
        ],
    ),
    Sentence(
        "A primary key is a field or set of fields that uniquely identifies each row in the table.",
        [
            table("twice", "primary-key", "a,b\n1,2\n1,3\n", AB | {"primaryKey": ["a"]}),
            table("two fields", "", "a,b\n1,2\n1,3\n", AB | {"primaryKey": ["a", "b"]}),
            table("two fields, twice", "primary-key", "a,b\n1,2\n1,2\n", AB | {"primaryKey": ["a", "b"]}),
            cells("the same value", "primary-key", {"type": "integer"}, "1", "01", primaryKey=["c"]),
        ],
    ),
    Sentence(
        "Per SQL standards, the fields cannot be `null`.",
        [
            table("empty", "primary-key", "a,b\n,2\n", AB | {"primaryKey": ["a"]}),
            table("one of two empty", "primary-key", "a,b\n1,\n", AB | {"primaryKey": ["a", "b"]}),
        ],
    ),
    Sentence(
        "Data consumer MUST support the `primaryKey` property in a form of a single string.",
        [table("sound", "", schema=AB | {"primaryKey": "a"}), table("twice", "primary-key", "a,b\n1,2\n1,3\n", AB | {"primaryKey": "a"})],
    ),
    Sentence(
        "The `uniqueKeys` property, if present, MUST be a non-empty array.",
        [table("empty", ERROR, schema=AB | {"uniqueKeys": []}), table("an empty key", ERROR, schema=AB | {"uniqueKeys": [[]]}), table("a text", ERROR, schema=AB | {"uniqueKeys": "a"})],
    ),
    Sentence(
        "A `uniqueKey` MUST be an array of strings with each string corresponding to one of the field `name` values.",
        [
            table("sound", "", schema=AB | {"uniqueKeys": [["a"], ["a", "b"]]}),
            table("no such field", ERROR, schema=AB | {"uniqueKeys": [["c"]]}),
        ],
    ),
    Sentence(
        "A unique key is a field or a set of fields that are required to have unique logical values in each row.",
        [
            table("twice", "unique-key", "a,b\n1,2\n1,2\n", AB | {"uniqueKeys": [["a", "b"]]}),
            cells("the same value", "unique-key", {"type": "number"}, "1", "1.0", uniqueKeys=[["c"]]),
        ],
    ),
    Sentence(
        "All the field values that are considered to be `null` values MUST be excluded from the uniqueness check.",
        [table("empty twice", "", "a,b\n1,\n1,\n", AB | {"uniqueKeys": [["a", "b"]]})],
    ),
    Sentence(
        "The `foreignKeys` property, if present, MUST be an Array. A `foreignKey` MUST be an object.",
        [table("an object", ERROR, schema=AB | {"foreignKeys": {}}), table("a text", ERROR, schema=AB | {"foreignKeys": ["a"]})],
    ),
    Sentence(
        "A `foreignKey` MUST have `fields` and `reference`; `reference` MUST have a property `fields` of the same length.",
        [
            pair("sound", "", "a,b\n1,x\n", TO_KEYS),
            pair("not there", "foreign-key", "a,b\n3,x\n", TO_KEYS),
            pair("the same value", "", "a,b\n01,x\n", TO_KEYS),
            pair("the same text of another type", "foreign-key", "a,b\n1,x\n", TO_KEYS, types=("string", "integer")),
            pair("a number, and a text that reads as one", "foreign-key", "a,b\n1,x\n", TO_KEYS, types=("number", "string")),
            pair("a number, and the same whole number", "", "a,b\n1.0,x\n", TO_KEYS, types=("number", "integer")),
            pair("empty", "", "a,b\n,x\n", TO_KEYS),
            pair("no reference", ERROR, "a,b\n1,x\n", {"fields": ["a"]}),
            pair("another length", ERROR, "a,b\n1,x\n", {"fields": ["a"], "reference": {"resource": "keys", "fields": ["id", "day"]}}),
            pair("no such field", ERROR, "a,b\n1,x\n", {"fields": ["c"], "reference": {"resource": "keys", "fields": ["id"]}}),
            pair("no such field there", ERROR, "a,b\n1,x\n", {"fields": ["a"], "reference": {"resource": "keys", "fields": ["key"]}}),
            pair("two fields", "", "a,b\n1,x\n", {"fields": ["a", "b"], "reference": {"resource": "keys", "fields": ["id", "day"]}}),
            pair("two fields, one of them empty", "foreign-key", "a,b\n1,\n", {"fields": ["a", "b"], "reference": {"resource": "keys", "fields": ["id", "day"]}}),
            pair("two fields, one of them empty, as there", "", "a,b\n1,\n,y\n", {"fields": ["a", "b"], "reference": {"resource": "keys", "fields": ["id", "day"]}}, "id,day\n1,\n,y\n"),
            pair("two fields, not in one row", "foreign-key", "a,b\n1,y\n", {"fields": ["a", "b"], "reference": {"resource": "keys", "fields": ["id", "day"]}}),
        ],
    ),
    Sentence(
        "For referencing another Data Resource the `resource` property MUST be provided.",
        [pair("no such resource", ERROR, "a,b\n1,x\n", {"fields": ["a"], "reference": {"resource": "none", "fields": ["id"]}})],
    ),
    Sentence(
        "`reference.fields` MUST be fields of the referenced resource, whether it has a schema or not.",
        [
            to("no schema", "", {"path": "keys.csv"}),
            to("no schema, and not there", "foreign-key", {"path": "keys.csv"}, "id\n2\n"),
            to("no schema, and no such column", "foreign-key", {"path": "keys.csv"}, "key\n1\n"),
            to("a field without a column", "foreign-key", {"path": "keys.csv", "schema": KEYS["schema"] | {"fieldsMatch": "superset"}}, "day\nx\n"),  # type: ignore[operator]
            to("rows in the descriptor", "", {"data": [{"id": 1}]}),
            to("rows in the descriptor, and not there", "foreign-key", {"data": [{"id": 2}]}),
            to("an object", "source-error", {"data": {"id": 1}}),
            to("no table", "not-supported", {"path": "keys.csv", "format": "txt"}),
        ],
    ),
    Sentence(
        "For self-referencing, the `resource` property MUST be omitted.",
        [
            table("sound", "", "a,b\n1,\n2,1\n", AB | {"foreignKeys": [{"fields": ["b"], "reference": {"fields": ["a"]}}]}),
            table("not there", "foreign-key", "a,b\n1,9\n", AB | {"foreignKeys": [{"fields": ["b"], "reference": {"fields": ["a"]}}]}),
        ],
    ),
    Sentence(
        "If `foreignKey.reference.resource` is an empty string a data consumer MUST interpret it as an omitted property.",
        [
            table("sound", "", "a,b\n1,\n2,1\n", AB | {"foreignKeys": [{"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}]}),
            table("not there", "foreign-key", "a,b\n1,9\n", AB | {"foreignKeys": [{"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}]}),
        ],
    ),
    Sentence(
        "Data consumer MUST support `foreignKey.fields` and `foreignKey.reference.fields` in a form of a single string.",
        [
            pair("sound", "", "a,b\n1,x\n", {"fields": "a", "reference": {"resource": "keys", "fields": "id"}}),
            pair("not there", "foreign-key", "a,b\n3,x\n", {"fields": "a", "reference": {"resource": "keys", "fields": "id"}}),
        ],
    ),
    Sentence(
        "The field descriptor MUST contain a `name` property.",
        [table("none", f"{ERROR} extra-label", schema={"fields": [{"name": "a"}, {"type": "string"}]})],
    ),
    Sentence(
        "If the `name` properties are not unique amongst a Table Schema a data consumer MUST NOT interpret it as an "
        "invalid descriptor.",
        [
            table("two of one name", "", "a,a\n1,2\n", {"fields": [{"name": "a"}, {"name": "a"}]}),
            table("a cell of the second", "type-error", "a,a\nx,y\n", {"fields": [{"name": "a"}, {"name": "a", "type": "integer"}]}),
        ],
    ),
    Sentence(
        "If type is not provided a consumer MUST utilize the `any` type for the field.",
        [cells("anything", "", {}, "1", "x", " "), cells("another word", ERROR, {"type": "text"}, "x")],
    ),
    Sentence(
        "If `format` property start with `fmt:` prefix, an implementation MUST remove the prefix.",
        [
            cells("version 0", "", {"type": "date", "format": "fmt:%d.%m.%Y"}, "26.01.2024"),
            cells("another form", "type-error", {"type": "date", "format": "fmt:%d.%m.%Y"}, "2024-01-26"),
        ],
    ),
    Sentence(
        "The `categories` property MUST be either (a) an array of unique values or (b) an array of objects, each with a "
        "unique `value` property.",
        [
            cells("values", "", {"type": "string", "categories": ["apple", "orange"]}, "apple"),
            cells("objects", "", {"type": "integer", "categories": [{"value": 1, "label": "apple"}, {"value": 2}]}, "2"),
            cells("one twice", ERROR, {"type": "string", "categories": ["apple", "apple"]}, "apple"),
            cells("none", ERROR, {"type": "string", "categories": []}, "apple"),
            cells("of another type", ERROR, {"type": "number", "categories": [1.5]}, "1.5"),
        ],
    ),
    Sentence(
        "The logical representation of data in the field MUST exactly match one of the values in `categories`.",
        [
            cells("another text", "constraint-error", {"type": "string", "categories": ["apple", "orange"]}, "plum"),
            cells("another number", "constraint-error", {"type": "integer", "categories": [{"value": 1}]}, "2"),
            cells("the same number", "", {"type": "integer", "categories": [1, 2]}, "01"),
        ],
    ),
    Sentence(
        "Labels MUST be unique within `categories` definitions, and a string.",
        [
            cells("one twice", ERROR, {"type": "integer", "categories": [{"value": 1, "label": "x"}, {"value": 2, "label": "x"}]}, "1"),
            cells("a number", ERROR, {"type": "integer", "categories": [{"value": 1, "label": 1}]}, "1"),
        ],
    ),
    Sentence(
        "The `enum` values MUST be a subset of the values in `categories`.",
        [cells("another", ERROR, {"type": "string", "categories": ["apple"], "constraints": {"enum": ["plum"]}}, "")],
    ),
    Sentence(
        "When present, the `categoriesOrdered` property MUST be `boolean`.",
        [
            cells("true", "", {"type": "string", "categories": ["a", "b"], "categoriesOrdered": True}, "a"),
            cells("a text", ERROR, {"type": "string", "categories": ["a", "b"], "categoriesOrdered": "yes"}, "a"),
        ],
    ),
]  # fmt: skip
