"""Quotation marks astray are found however the file falls into pieces."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.files import scan
from dpkit.model.descriptor import Dialect
from dpkit.tables.quotes import quotes_astray

CELL = rb'(?:"[^"]*(?:""[^"]*)*"|[^",\r\n]*)'
SOUND = re.compile(CELL + rb"(?:(?:,|\r\n|\n)" + CELL + rb")*")


@settings(deadline=None, max_examples=examples(300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text('aa"" ,\n\r', max_size=24), piece=st.integers(1, 9))
def test_pieces_are_judged_as_the_whole(text: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = text.encode()
    (tmp_path / "table.csv").write_bytes(data)
    monkeypatch.setattr(scan, "CHUNK", piece)
    fd = os.open(tmp_path / "table.csv", os.O_RDONLY)
    try:
        astray = SOUND.fullmatch(data) is None
        assert quotes_astray(fd, Dialect(), in_cells=True) is astray
        assert quotes_astray(fd, Dialect(), in_cells=False) is (astray and re.search(rb'" +"', data) is not None)
    finally:
        os.close(fd)
