"""Citations that lack a part."""

import json
from collections.abc import Callable
from pathlib import Path

import dpkit
from dpkit.checks.example import cited


def test_a_table_without_quotes_says_so_where_the_document_is_known(write: Callable[..., Path]) -> None:
    files = dict(cited())
    descriptor = json.loads(files["datapackage.json"])
    del descriptor["resources"][1]["schema"]["dpkit"]["citation"]["quote"]
    files["datapackage.json"] = json.dumps(descriptor)
    report = dpkit.open(write(files)).validate()
    assert [finding.message for finding in report.findings] == [
        "the table has no field for a quote, though the document of 'letter' is known"
    ]
