"""The descriptor: what it says becomes types, and what is wrong with it is told by its place, all in one run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.load.package import read_package
from dpkit.model.descriptor import Package
from dpkit.model.finding import FaultLog

Run = Callable[..., Result]
Write = Callable[..., Path]
Told = Callable[[Any], list[tuple[str, str]]]

CITATION = {"source": "source_id", "locator": "locator", "confidence": "confidence"}
WITHIN = {"fields": ["date"], "of": "visits", "on": ["visit_id"], "between": ["start", "end"]}


OWN = "it has no effect; the property that dpkit reads is called dpkit"


def read(folder: Path) -> Package:
    """Return the package, read without a fault."""
    log, root = FaultLog(), Folder(folder)
    package = read_package(Reach(root), "datapackage.json", log)
    root.close()
    assert log.kept == []
    return package


def table(**schema: Any) -> dict[str, Any]:
    """Return a descriptor with one table whose schema has these properties."""
    names = ("event_id", "visit_id", "date", "source_id", "locator", "confidence")
    whole = {"fields": [{"name": name} for name in names], **schema}
    return {"resources": [{"name": "events", "path": "events.csv", "schema": whole}], "dpkit": {}}


def field(**properties: Any) -> dict[str, Any]:
    """Return a descriptor with one field that has these properties."""
    return table(fields=[{"name": "event_id", **properties}])


def resource(**properties: Any) -> dict[str, Any]:
    """Return a descriptor with one resource that has these properties."""
    return {"resources": [{"name": "events", "path": "events.csv", **properties}]}


def place(of: str) -> str:
    return f"resources[0].{of}"


AT_SCHEMA = {
    "fields": (table(fields={}), "it is {}, expected an array"),
    "fields[1]": (table(fields=[{"name": "a"}, "b"]), 'it is "b", expected an object'),
    "fields[0].name": (table(fields=[{"type": "string"}]), "a field needs a name"),
    "fields[0].type": (field(type=["string"]), 'it is ["string"], expected a string'),
    "fields[0].format": (field(format=1), "it is 1, expected a string"),
    "fields[0].missingValues": (field(missingValues="-"), 'it is "-", expected an array'),
    "fields[0].constraints": (field(constraints=[]), "it is [], expected an object"),
    "fields[0].constraints.unique": (field(constraints={"unique": 1}), "it is 1, expected a boolean"),
    "fields[0].constraints.maxLength": (
        field(constraints={"maxLength": -1}),
        "it is -1, expected a whole number from 0",
    ),
    "fields[0].constraints.enum": (field(constraints={"enum": []}), "expected an array of at least one value"),
    "fields[0].constraints.pattern": (
        field(constraints={"pattern": "["}),
        "'[' is no regular expression: unterminated character set at position 0",
    ),
    "fields[0].dpkit.claim": (field(dpkit={}), "a field's dpkit property needs the kind of claim"),
    "fields[0].Dpkit": (field(Dpkit={"claim": "date"}), OWN),
    "fields[0].dpkit.tolerance": (
        field(dpkit={"claim": "quantity", "tolerance": 5}),
        "it is 5, expected a number from 0 to 1",
    ),
    "fields[0].dpkit.qualifier": (
        field(dpkit={"claim": "quantity", "qualifier": "about"}),
        "'about' is no field of this schema",
    ),
    "fields[0].dpkit.tree": (field(dpkit={"claim": "value", "tree": "places"}), "the package has no resource 'places'"),
    "fields[0].dpkit.claims": (
        field(dpkit={"claim": "date", "claims": 1}),
        "dpkit knows no such name here, expected one of claim, ",
    ),
    "primaryKey": (table(primaryKey=["id"]), "it names 'id', which is no field of this schema"),
    "uniqueKeys[1]": (
        table(uniqueKeys=[["date"], ["date", "day"]]),
        "it names 'day', which is no field of this schema",
    ),
    "foreignKeys[1].fields": (
        table(foreignKeys=["x", {"fields": "day", "reference": {"fields": "date"}}]),
        "it names 'day', which is no field of this schema",
    ),
    "foreignKeys[1].reference.resource": (
        table(foreignKeys=["x", {"fields": "date", "reference": {"resource": "visits", "fields": "date"}}]),
        "the package has no resource 'visits'",
    ),
    "foreignKeys[0].reference.fields": (
        table(foreignKeys=[{"fields": ["date"], "reference": {"fields": ["date", "event_id"]}}]),
        "1 field refers to 2; the numbers must be the same",
    ),
    "foreignKeys[0].reference": (
        table(foreignKeys=[{"fields": ["date"]}]),
        "a foreign key needs a reference with resource and fields",
    ),
    "missingValues": (table(missingValues=[1]), "it is [1], expected an array of strings"),
    "fieldsMatch": (
        table(fieldsMatch=["all"]),
        "it is 'all', expected one of exact, equal, subset, superset, partial",
    ),
    "dkpit": (table(dkpit={"citation": CITATION}), OWN),
    "dbkit": (table(dbkit={"citation": CITATION}), OWN),
    "dpkit.subject": (table(dpkit={"subject": ["day"]}), "it names 'day', which is no field of this schema"),
    "dpkit.citation.quote": (
        table(dpkit={"citation": CITATION | {"quote": "words"}}),
        "it names 'words', which is no field of this schema",
    ),
    "dpkit.as_written": (table(dpkit={"as_written": []}), "expected the name of at least one field"),
    "dpkit.register.id": (table(dpkit={"register": {}}), "it is required, with the name of a field"),
    "dpkit.claims.day": (
        table(dpkit={"claims": {"day": ["x"]}}),
        "it names 'day', which is no field of this schema",
    ),
    "dpkit.claims.mode": (
        table(dpkit={"citation": CITATION, "claims": {"mode": ["report"]}}),
        "the citation does not say which field holds its mode",
    ),
    "dpkit.dates.order[1]": (
        table(dpkit={"dates": {"order": [["date", "date"], ["date"]]}}),
        "expected the names of 2 fields",
    ),
    "dpkit.dates.during[0]": (
        table(dpkit={"dates": {"during": [["date", "day", "date"]]}}),
        "it names 'day', which is no field of this schema",
    ),
    "dpkit.dates.within[1].of": (
        table(dpkit={"dates": {"within": [7, WITHIN]}}),
        "the package has no table 'visits'",
    ),
    "dpkit.dates.within[0]": (
        table(dpkit={"dates": {"within": [WITHIN | {"between": ["start"]}]}}),
        "expected fields, of, on, and between with two fields",
    ),
}
AT_RESOURCE = {
    "name": (resource(name=7), "it is 7, expected a string"),
    "path": (resource(path=[["a.csv"]]), 'it is [["a.csv"]], expected a string or an array of strings'),
    "schema": (resource(schema=7), "it is 7, expected an object"),
    "dialect": (resource(dialect=[";"]), 'it is [";"], expected an object'),
    "dialect.delimiter": (resource(dialect={"delimiter": ""}), "it is '', expected a single character"),
    "dialect.header": (resource(dialect={"header": "yes"}), 'it is "yes", expected a boolean'),
    "dialect.headerRows": (
        resource(dialect={"headerRows": [0]}),
        "it is [0], expected an array of whole numbers from 1",
    ),
    "dpkit": (
        resource(dpkit={"citation": CITATION}),
        "it has no effect on a resource; dpkit reads it on the package, on a schema and on a field",
    ),
    "encoding": (resource(encoding=["utf-8"]), 'it is ["utf-8"], expected a string'),
    "bytes": (resource(bytes=True), "it is true, expected a whole number from 0"),
    "hash": (
        resource(hash="sha256:xyz"),
        "it is 'sha256:xyz', expected hexadecimal digits, with the algorithm before them unless it is md5",
    ),
}
AT_PACKAGE = {
    "resources": ({"resources": {}}, "it is {}, expected an array"),
    "resources[1]": ({"resources": [{"name": "a", "data": []}, None]}, "it is null, expected an object"),
    "resources[0].name": ({"resources": [{"path": "a.csv"}]}, "a resource needs a name"),
    "resources[0].path": ({"resources": [{"name": "a"}]}, "a resource needs a path or data"),
    "resources[2].name": (
        {"resources": [{"name": name, "data": []} for name in "aba"]},
        "'a' is also the name of resources[0]",
    ),
    "name": ({"name": 7, "resources": []}, "it is 7, expected a string"),
    "version": ({"version": 1.0, "resources": []}, "it is 1.0, expected a string"),
    "dpkit": (
        {"resources": table(dpkit={"citation": CITATION})["resources"]},
        "tables cite sources, but the package does not say which resource describes them",
    ),
    "dpkits": ({"resources": [], "dpkits": {"sources": "letters"}}, OWN),
    "dpkit.sources": ({"resources": [], "dpkit": {"sources": "letters"}}, "the package has no resource 'letters'"),
    "dpkit.rulings": (
        {"resources": table()["resources"], "dpkit": {"rulings": "events"}},
        "the schema of 'events' does not say which field plays which part (dpkit.ruling)",
    ),
    "dpkit.quote_words": ({"resources": [], "dpkit": {"quote_words": 0}}, "it is 0, expected a whole number from 1"),
    "dpkit.quotes": (
        {"resources": [], "dpkit": {"quotes": 3}},
        "dpkit knows no such name here, expected one of documents, ",
    ),
}
FAULTS = (
    {place(f"schema.{at}"): case for at, case in AT_SCHEMA.items()}
    | {place(at): case for at, case in AT_RESOURCE.items()}
    | AT_PACKAGE
)


@pytest.fixture
def told(write: Write, run: Run) -> Told:
    """Return a function that validates a descriptor and returns place and message of its faults."""

    def told(descriptor: Any) -> list[tuple[str, str]]:
        files = {"datapackage.json": json.dumps(descriptor), "events.csv": "event_id\n", "a.csv": "a\n"}
        result = run("validate", write(files), "--select", "descriptor-error", "--format", "json")
        assert result.exit_code == 1
        return [(each["field"], each["message"]) for each in json.loads(result.stdout)["findings"]]

    return told


@pytest.mark.parametrize("dpkit", [{}, {"sources": "events"}])
def test_citations_are_never_left_unchecked_in_silence(dpkit: dict[str, str], told: Told) -> None:
    found = dict(told(table(dpkit={"citation": CITATION}) | {"dpkit": dpkit}))
    assert list(found) == ["dpkit.sources"]


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        (
            {"claim": "date", "tolerance": 0.5},
            "tolerance: only a claim of the kind quantity has it, and this is a date",
        ),
        ({"claim": "date", "tree": "events"}, "tree: only a claim of the kind value has it, and this is a date"),
        ({"claim": "value", "tree": "events"}, "tree: 'events' is no register whose rows have a parent"),
    ],
)
def test_what_a_claim_cannot_have(claim: dict[str, Any], problem: str, told: Told) -> None:
    ((_, message),) = told(field(dpkit=claim))
    assert message.endswith(f"{problem} (field 'event_id')")


@pytest.mark.parametrize("key", [{"reference": {"fields": ["a"]}}, {"fields": ["a"], "reference": {}}])
def test_a_foreign_key_without_fields_is_told(key: dict[str, Any], told: Told) -> None:
    ((_, message),) = told(table(fields=[{"name": "a"}], foreignKeys=[key]))
    assert message.endswith("a foreign key needs the names of fields, here and in the table it refers to")


@pytest.mark.parametrize(
    "properties",
    [
        {"title": 5},
        {"constraints": {"minLength": "2"}},
        {"type": "integer", "constraints": {"minimum": "abc"}},
        {"dpkit": {"claim": "quantity", "qualifier": "about"}},
        {"type": "text"},
    ],
)
def test_a_fault_in_a_field_is_told_once_and_names_the_field(properties: dict[str, Any], told: Told) -> None:
    ((_, message),) = told(field(**properties))
    assert message.endswith(" (field 'event_id')")


@pytest.mark.parametrize("at", FAULTS)
def test_fault_names_its_place(at: str, told: Told) -> None:
    descriptor, problem = FAULTS[at]
    (message,) = {message for place, message in told(descriptor) if place == at}
    assert message.startswith(f"{at}: {problem}")


def test_all_faults_are_told_in_one_run(told: Told) -> None:
    every = [case[0]["resources"][0] | {"name": f"r{n}"} for n, case in enumerate(AT_SCHEMA.values())]
    found = [at for at, _ in told({"resources": every, "dpkit": {}})]
    wanted = [f"resources[{n}].schema.{at}" for n, at in enumerate(AT_SCHEMA)]
    assert set(wanted) <= set(found)


def test_each_unknown_field_of_a_key_is_told(told: Told) -> None:
    messages = [message for _, message in told(table(primaryKey=["day", "date", "hour"]))]
    assert [message.partition("it names ")[2].partition(",")[0] for message in messages] == ["'day'", "'hour'"]


def test_unknown_properties_are_kept(write: Write) -> None:
    own = {"name": "event_id", "colour": "green", "kit": 1, "depict": 2, "dpkit": {"claim": "label"}}
    schema = {"fields": [own], "mood": [None]}
    descriptor = {
        "name": "example",
        "dc:publisher": {"no": "link"},
        "resources": [{"name": "a", "path": "a.csv", "owner": 7, "schema": schema, "dialect": {"taste": "sour"}}],
    }
    package = read(write({"datapackage.json": json.dumps(descriptor)}))
    assert package.raw == descriptor
    (kept,) = package.resources
    assert kept.raw["owner"] == 7
    assert kept.dialect.raw == {"taste": "sour"}
    assert kept.schema is not None
    assert (kept.schema.raw["mood"], kept.schema.fields[0].raw) == ([None], own)


def test_schema_and_dialect_may_be_files(write: Write) -> None:
    descriptor = resource(schema="schemas/a.json", dialect="./schemas/dialect.json")
    files = {
        "datapackage.json": json.dumps(descriptor),
        "schemas/a.json": '{"fields": [{"name": "event_id", "type": "integer"}], "primaryKey": "event_id"}',
        "schemas/dialect.json": '\ufeff{"delimiter": ";", "quoteChar": "\'"}',
    }
    (kept,) = read(write(files)).resources
    assert kept.schema is not None
    assert (kept.schema.fields[0].type, kept.schema.primary_key) == ("integer", ("event_id",))
    assert (kept.dialect.delimiter, kept.dialect.quote) == (";", "'")


OTHER_FILES = {
    "missing": (None, "datapackage.json", "schema: 'schema.json' could not be read: no such file or directory"),
    "not JSON": ("{", "datapackage.json", "schema: 'schema.json' could not be read: it is not JSON: expecting"),
    "no object": ("[]", "datapackage.json", "schema: 'schema.json' could not be read: it is not a JSON object"),
    "a fault in it": ('{"fields": [{"name": 1}]}', "schema.json", "schema.fields[0].name: it is 1, expected a string"),
    "a key of it": (
        '{"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a", "reference": {"resource": "b", "fields": "b"}}]}',
        "schema.json",
        "schema.foreignKeys[0].reference.resource: the package has no resource 'b'",
    ),
}


@pytest.mark.parametrize(("content", "file", "message"), OTHER_FILES.values(), ids=OTHER_FILES.keys())
def test_fault_in_a_schema_file(content: str | None, file: str, message: str, write: Write, run: Run) -> None:
    files = {"datapackage.json": json.dumps(resource(schema="schema.json")), "events.csv": "a\n"}
    result = run("validate", write(files | ({"schema.json": content} if content else {})))
    assert result.exit_code == 1
    assert f"\n  {file}  resources[0].{message}" in result.stdout


@pytest.mark.parametrize("name", ["dialect.json", "dialect.yaml"])
def test_a_table_whose_dialect_cannot_be_read_is_not_guessed_at(name: str, write: Write, run: Run) -> None:
    described = resource(dialect=name, schema={"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]})
    files = {"datapackage.json": json.dumps(described), "events.csv": "a;b\n1,5;x\n"}
    if name.endswith("yaml"):
        files[name] = "delimiter: ';'\n"
    report = json.loads(run("validate", write(files), "--format", "json").stdout)
    assert report["counts"] == {"descriptor-error": 1}
    assert {each["reason"] for each in report["summary"]["skipped"]} == {"events was not read (descriptor-error)"}


def test_what_is_not_recommended_is_no_reason_why_a_table_is_not_read(write: Write, run: Run) -> None:
    fields = [{"name": "a", "constraints": {"required": True}}]
    described = {"resources": [{"name": "Not plain", "path": "missing.csv", "schema": {"fields": fields}}]}
    result = run("validate", write({"datapackage.json": json.dumps(described)}))
    assert "not-recommended in Not plain: 1" in result.stdout
    assert "Not plain was not read (file-missing)\n" in result.stdout


def test_a_text_of_no_format_is_not_guessed_at(write: Write, run: Run) -> None:
    described = {"resources": [{"name": "events", "data": "data/events.csv", "schema": {"fields": [{"name": "a"}]}}]}
    report = json.loads(run("validate", write({"datapackage.json": json.dumps(described)}), "--format", "json").stdout)
    assert report["counts"] == {"descriptor-error": 1}


def test_a_tabular_resource_of_version_1_has_a_schema(write: Write, run: Run) -> None:
    files = {"datapackage.json": json.dumps(resource(profile="tabular-data-resource")), "events.csv": "a,b\n1\n"}
    result = run("validate", write(files))
    assert "resources[0].schema: a tabular-data-resource needs a schema\n" in result.stdout
    assert "events.csv:2" in result.stdout  # and the data are checked


def test_an_enum_that_is_no_array_is_told_once(write: Write, run: Run) -> None:
    files = {"datapackage.json": json.dumps(field(constraints={"enum": "[A-Z]"})), "events.csv": "event_id\na\n"}
    report = json.loads(run("validate", write(files), "--format", "json").stdout)
    assert [each["message"] for each in report["findings"]] == [
        "resources[0].schema.fields[0].constraints.enum: it is \"[A-Z]\", expected an array (field 'event_id')"
    ]


def test_version_1_is_read(write: Write) -> None:
    key = {"fields": "part_of", "reference": {"resource": "", "fields": "place_id"}}
    schema = {"fields": [{"name": "place_id"}, {"name": "part_of"}], "primaryKey": "place_id", "foreignKeys": [key]}
    descriptor = {
        "profile": "tabular-data-package",
        "resources": [{"profile": "tabular-data-resource", "name": "a", "path": ["a.dat"], "schema": schema}],
    }
    (kept,) = read(write({"datapackage.json": json.dumps(descriptor)})).resources
    assert kept.tabular
    assert kept.schema is not None
    assert kept.schema.primary_key == ("place_id",)
    assert (kept.schema.foreign_keys[0].resource, kept.schema.foreign_keys[0].fields) == ("", ("part_of",))


def test_missing_values_may_have_labels(write: Write) -> None:
    schema = {"fields": [{"name": "a"}], "missingValues": [{"value": "-", "label": "not given"}, {"value": "?"}]}
    (kept,) = read(write({"datapackage.json": json.dumps(resource(schema=schema))})).resources
    assert kept.schema is not None
    assert kept.schema.missing_values == ("-", "?")


@pytest.mark.parametrize("wrong", [{"maxLength": -1}, {"enum": []}, {"pattern": "("}, {"required": "yes"}])
def test_constraint_at_fault_is_not_judged(wrong: dict[str, Any], write: Write, run: Run) -> None:
    files = {"datapackage.json": json.dumps(field(constraints=wrong)), "events.csv": "event_id\na\n"}
    report = json.loads(run("validate", write(files), "--format", "json").stdout)
    assert report["counts"] == {"descriptor-error": 1}


def test_constraint_of_length_0_is_judged(write: Write, run: Run) -> None:
    files = {"datapackage.json": json.dumps(field(constraints={"maxLength": 0})), "events.csv": "event_id\na\n"}
    assert "event_id is 'a', longer than 0 characters" in run("validate", write(files)).stdout
