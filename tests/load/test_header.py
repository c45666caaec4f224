"""What is said of a header names its columns truly."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.checks.example import package

Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.mark.parametrize(("columns", "told"), [(10, "'c7', 'c8' and 'c9'"), (13, "'c8', 'c9' and 3 more")])
def test_columns_that_are_not_named_are_counted(columns: int, told: str, write: Write, run: Run) -> None:
    labels = [f"c{number}" for number in range(columns)]
    result = run("validate", write(package(events=(",".join(labels) + "\n", [*labels, "remark"]))))
    assert "the file has no column remark; its columns are 'c0', 'c1', " in result.stdout
    assert f"{told}\n" in result.stdout


def test_a_label_of_a_later_file_is_told_with_its_column(write: Write, run: Run) -> None:
    resource = {"name": "t", "path": ["a.csv", "b.csv"], "schema": {"fields": [{"name": "id"}, {"name": "title"}]}}
    files = {"datapackage.json": json.dumps({"resources": [resource]})}
    result = run("validate", write(files | {"a.csv": "id,title\n1,x\n", "b.csv": "id,name\n2,y\n"}))
    assert "b.csv:1  column 2 is called 'name', expected 'title' as in a.csv  [column B]" in result.stdout


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (" title", "they differ in white space only"),
        ("Title", "they differ in case only"),
        ("titl\u0435", "they only look alike: \u0435 U+0435 for e U+0065"),
        ("name", ""),
    ],
)
def test_a_label_that_nearly_is_the_fields_is_told_so(label: str, told: str, write: Write, run: Run) -> None:
    result = run("validate", write(package(events=(f"id,{label}\n1,x\n", ["id", "title"]))))
    assert f"column 2 is called '{label}', expected 'title'{'; ' * bool(told)}{told}  [column B]" in result.stdout


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("ID,TITLE", "'id' and 'title'; they differ in case only"),
        (" id, title", "'id' and 'title'; they differ in white space only"),
        ("ID, title", "'id' and 'title'"),
    ],
)
def test_a_header_whose_labels_all_nearly_are_the_fields_is_told_so(
    header: str, told: str, write: Write, run: Run
) -> None:
    result = run("validate", write(package(events=(f"{header}\n1,x\n", ["id", "title"]))))
    assert f"the header is '{header}', expected {told}\n" in result.stdout


def test_accents_of_a_label_may_be_encoded_in_two_ways(write: Write, run: Run) -> None:
    result = run("validate", write(package(events=("id,e\u0301t\u00e9\n1,x\n", ["id", "\u00e9t\u00e9"]))))
    assert "; they differ in how accents are encoded  [column B]" in result.stdout
