"""Every sentence of the standard that can be tested has a case: dpkit finds what breaks it, and nothing else."""

from pathlib import Path

import pytest
from tests.conformance import data_package, data_resource, field_types, table_dialect, table_schema
from tests.conformance.case import Case

import dpkit

PARTS = (data_package, data_resource, table_dialect, table_schema, field_types)
CASES = [
    pytest.param(sentence, case, id=f"{part.__name__.rpartition('.')[2]}-{number}-{case.what}"[:80])
    for part in PARTS
    for number, sentence in enumerate(part.SENTENCES)
    for case in sentence.cases
]


@pytest.mark.parametrize(("sentence", "case"), CASES)
def test_sentence(sentence: object, case: Case, tmp_path: Path) -> None:
    del sentence
    report = dpkit.open(case.write(tmp_path / "p")).validate()
    assert set(report.counts) == case.finds, [finding.message for finding in report.findings]
    assert report.valid == case.sound
