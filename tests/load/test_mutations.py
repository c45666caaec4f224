"""Whatever stands in a descriptor, dpkit answers: it judges the package, and each finding names its place."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.checks.registry import all_checks
from dpkit.cli.main import main
from dpkit.model.show import plain

CHECKS = (
    "date-outside",
    "date-after-end",
    "foreign-key",
    "quote-moved",
    "unique-key",
    "constraint-error",
    "type-error",
)
EXAMPLES = [all_checks()[name].passes for name in CHECKS]
WORDS = [
    "", "event_id", "source_id", "quote", "date", "events", "events.csv", "sources", "number", "any", "integer",
    "list", "geojson", "year", "%d.%m.%Y", "array", "../x", "/etc/passwd", "a/b.csv", "documents", "x" * 300, "\x1b[2J",
    "\ud800", "utf-16", "rot13", "hex", "idna", "undefined", "exact", "partial", "(", "(?=a)", "a{2000}", "[[:alpha:]]",
    ";", "\n", '"', "'; DROP TABLE x; --", "{field}", "{}", "md5:" + "0" * 32, "blake2b:" + "0" * 128, "claim", "value",
    "INF", "NaN", "ascii", "zip", "a\0",
]  # fmt: skip
KEYS = [
    "name", "path", "data", "schema", "dialect", "encoding", "bytes", "hash", "type", "format", "constraints", "enum",
    "pattern", "minimum", "maximum", "exclusiveMinimum", "minLength", "required", "unique", "primaryKey", "uniqueKeys",
    "foreignKeys", "fields", "reference", "resource", "missingValues", "fieldsMatch", "dpkit", "claim", "tree",
    "subject",
    "citation", "dates", "order", "during", "within", "claims", "delimiter", "quoteChar", "escapeChar", "commentChar",
    "doubleQuote", "header", "skipInitialSpace", "groupChar", "decimalChar", "bareNumber", "trueValues", "delimiter",
    "itemType", "categories", "categoriesOrdered", "quote_words", "documents", "profile", "resources", "version",
]  # fmt: skip

words = st.sampled_from(WORDS) | st.text(max_size=5)
scalars = st.none() | st.booleans() | st.integers(-2, 40) | st.sampled_from([1e400, 0.5, 10**30, -(2**63)]) | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | words, inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the places of everything in a JSON value."""
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*place, key))


@st.composite
def mutated(draw: st.DrawFn) -> Mapping[str, Any]:
    """Return the files of a valid package with a few random changes to its descriptor."""
    example = draw(st.sampled_from(EXAMPLES))
    descriptor = json.loads(example["datapackage.json"])
    for _ in range(draw(st.integers(1, 3))):
        descriptor = change(draw, descriptor)
    return {**example, "datapackage.json": json.dumps(descriptor).replace("Infinity", "1e400")}


def change(draw: st.DrawFn, descriptor: Any) -> Any:
    """Replace, delete or insert one value at a random place."""
    place = draw(st.sampled_from(list(places(descriptor))))
    kind = draw(st.sampled_from(["replace", "delete", "insert", "rename"]))
    if not place:
        return draw(values) if kind == "replace" and draw(st.integers(0, 9)) == 0 else descriptor
    descriptor = copy.deepcopy(descriptor)
    parent = descriptor
    for key in place[:-1]:
        parent = parent[key]
    key, value = place[-1], parent[place[-1]]
    if kind == "replace":
        parent[key] = draw(values)
    elif kind == "delete":
        del parent[key]
    elif isinstance(parent, list):
        parent.insert(key, draw(values | st.just(value)))
    elif kind == "insert":
        parent[draw(st.sampled_from(KEYS))] = draw(values)
    else:
        parent[draw(st.sampled_from(KEYS))] = parent.pop(key)
    return descriptor


def leads_somewhere(place: str, value: Any) -> bool:
    """Tell whether a place such as `resources[2].schema.fields[0].type` lies in an object of the descriptor."""
    place = place.removeprefix(".")
    if isinstance(value, list):
        index = re.match(r"\[([0-9]+)\]", place)
        return bool(index) and leads_somewhere(place[index.end() :], value[int(index[1])]) if index else not place
    if isinstance(value, dict):
        inner = [key for key in value if place.startswith(plain(key)) and key]
        return not re.search(r"[.\[]", place) or any(
            leads_somewhere(place[len(plain(key)) :], value[key]) for key in inner
        )
    return not place or isinstance(value, str)  # a string is the path of a file in which the rest leads on


@given(files=mutated())
@settings(max_examples=examples(60), derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_descriptor_is_judged(files: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("package", numbered=True)
    write(folder, files)
    arguments = ["validate", str(folder), "--format", "json"]
    result = CliRunner(env={"DPKIT_DOCUMENTS": None}).invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code in {0, 1}
    report = json.loads(result.stdout)
    assert report["valid"] == (result.exit_code == 0)
    for finding in report["findings"]:
        assert finding["file"]
        assert not re.search(r"\{[a-z]+\}", finding["message"]) or "{field}" in str(files["datapackage.json"])
        if finding["check"] in {"descriptor-error", "unsafe-path"} and finding["field"]:
            assert leads_somewhere(finding["field"], json.loads(files["datapackage.json"])), finding


def write(folder: Path, files: Mapping[str, Any]) -> None:
    """Write the files of an example."""
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
