"""The reader of records: blank lines that stand one after the other may be told as one."""

from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.load import lines
from dpkit.load.records import Record, read_records
from dpkit.model.descriptor import Dialect

TEXTS = st.lists(st.sampled_from(["\n", "\r", "\r\n", ",", '"', '""', "a", " ", "#"])).map("".join)
DIALECTS = st.builds(
    Dialect,
    comment=st.sampled_from(["", "#"]),
    comment_rows=st.sampled_from([(), (2,), (1, 4)]),
    skip_initial_space=st.booleans(),
)


def one_by_one(records: Iterator[Record]) -> Iterator[Record]:
    for each in records:
        for before in range(each.times):
            yield each._replace(line=each.line + before, number=each.number + before, times=1)


@given(TEXTS, DIALECTS, st.sampled_from([1, 2, 3, 1 << 18]))
def test_runs_of_blank_lines_are_those_lines(text: str, dialect: Dialect, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK", chunk)
        runs = list(read_records(StringIO(text, newline=""), dialect, runs=True))
    assert list(one_by_one(iter(runs))) == list(read_records(StringIO(text, newline=""), dialect))


def test_a_run_of_blank_lines_is_one_record() -> None:
    text = "a,b\n" + ",\n" * 10 + "\n" * 1000 + "1,2\n"
    found = list(read_records(StringIO(text, newline=""), Dialect(), runs=True))
    assert [(each.line, each.times) for each in found] == [(1, 1), (2, 10), (12, 1000), (1012, 1)]
