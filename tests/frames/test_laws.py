"""The law of frames: a frame of a table fulfils the table's contract exactly if the checks find nothing in the table.

It holds for the checks of single tables, and of what a frame keeps; the packages are made of nothing else.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pandera.pandas as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.checks.example import package

Broken = Callable[[pa.DataFrameSchema, pd.DataFrame], set[str]]
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
PATTERNS = ("[ab]*", "a|b", r"\w+", r"[^\n]*\d?", "(?i)É.*", ".*", r"\S{2,}", "[^a]*", r"(?s)a.?b?$")
CHECKS = ("type-error", "constraint-error", "primary-key", "unique-key", "date-invalid", "date-after-end")

TEXT = st.text("abéÉ \n,\"'7\u0301ß🙂", max_size=4)
SHIFTS = st.sampled_from(["", "Z", "+01:00", ".5", ".000001-00:30"])
CELLS: dict[str, st.SearchStrategy[str]] = {
    "string": TEXT,
    "any": TEXT,
    "integer": st.integers(-9, 9).map(str) | st.integers(-(2**62), 2**62).map(str) | st.just("+07"),
    "number": st.integers(-9, 9).map(str) | st.floats(allow_nan=False).map(lambda x: str(x).upper()) | st.just("-0.0"),
    "boolean": st.sampled_from(["true", "FALSE", "1", "0"]),
    "date": st.dates().map(str),
    "datetime": st.builds(lambda day, shift: f"{day}T12:30:59{shift}", st.dates(), SHIFTS),
    "time": st.times().map(lambda time: time.isoformat("seconds")),
    "year": st.integers(1, 9999).map(lambda year: f"{year:04}"),
    "yearmonth": st.dates().map(lambda day: str(day)[:7]),
    "duration": st.sampled_from(["P1D", "P10D", "PT1H", "P1Y2M"]),
    "array": st.lists(st.integers(0, 2), max_size=2).map(json.dumps),
}
WITHOUT_BOUNDS = {"any", "boolean", "duration", "array"}


@st.composite
def constraints(draw: st.DrawFn, kind: str, cells: list[str]) -> dict[str, Any]:
    """Draw constraints, most of which the cells fulfil, since their values are cells themselves."""
    value = (st.sampled_from(cells) | CELLS[kind]) if cells else CELLS[kind]
    wanted: dict[str, st.SearchStrategy[Any]] = {
        "required": st.just(value=True),
        "unique": st.just(value=True),
        "enum": st.permutations(cells) | st.lists(value, min_size=1, max_size=4)
        if cells
        else st.lists(value, min_size=1),
    }
    if kind not in WITHOUT_BOUNDS:
        wanted |= dict.fromkeys(BOUNDS, value)
    if kind in {"string", "any"}:
        wanted |= {"pattern": st.sampled_from(PATTERNS), "minLength": st.integers(0, 2), "maxLength": st.integers(1, 5)}
    names = draw(st.lists(st.sampled_from(sorted(wanted)), max_size=2, unique=True))
    return {name: draw(wanted[name]) for name in names}


Table = tuple[str, dict[str, Any]]


def written(names: list[str], rows: Sequence[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue()


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table: a few fields of any type, valid cells, constraints and keys that they may break."""
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3))
    row = st.tuples(*((st.just("") | CELLS[kind]) if draw(st.booleans()) else CELLS[kind] for kind in kinds))
    rows = draw(st.lists(row, max_size=5))
    names = [f"f{number}" for number in range(len(kinds))]
    fields = [
        {"name": name, "type": kind, "constraints": draw(constraints(kind, [row[n] for row in rows if row[n]]))}
        for n, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    key = st.lists(st.sampled_from(names), min_size=1, unique=True)
    keys = draw(st.fixed_dictionaries({}, optional={"primaryKey": key, "uniqueKeys": st.lists(key, max_size=2)}))
    # a column of its own, so that no row is blank
    numbered = [(str(number), *cells) for number, cells in enumerate(rows)]
    return written(["n", *names], numbered), {"fields": [{"name": "n"}, *fields], **keys}


DAYS = st.sampled_from(
    ["", "2001", "2001-08", "2001-08-04", "2001-08-18?", "2001-07/2001-08", "../2000", "199X", "Y-20000"]
)
ACCOUNT = st.tuples(st.sampled_from(["v", "w", ""]), DAYS, DAYS, st.sampled_from(["report", "plan", ""]))


@st.composite
def accounts(draw: st.DrawFn) -> Table:
    """Draw a table of dated accounts, with a subject or without, which may contradict each other."""
    roles: dict[str, Any] = {"dates": {"order": [["start", "end"]]}}
    roles |= draw(
        st.fixed_dictionaries({}, optional={"subject": st.just(["visit"]), "claims": st.just({"mode": ["report"]})})
    )
    names = ["n", "visit", "start", "end", "mode"]
    rows = [(str(number), *cells) for number, cells in enumerate(draw(st.lists(ACCOUNT, max_size=5)))]
    return written(names, rows), {"fields": [{"name": name} for name in names], "dpkit": roles}


LAW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def judge(drawn: list[Table], broken: Broken) -> None:
    """Compare, table by table, what validation finds with what the contract refuses."""
    with TemporaryDirectory() as folder:
        for name, content in package(None, **{f"t{n}": table for n, table in enumerate(drawn)}).items():
            (Path(folder) / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        opened = dpkit.open(folder)
        report, frames, schemas = opened.validate(select=CHECKS), opened.frames(), opened.schemas()
    found = {tally.resource: tally.check for tally in report.tallies}
    assert not found.keys() - frames.keys()
    for name, frame in frames.items():
        assert bool(broken(schemas[name], frame)) == (name in found), (found.get(name), broken(schemas[name], frame))


@settings(LAW, max_examples=examples(20))
@given(drawn=st.lists(tables(), min_size=1, max_size=5))
def test_a_frame_passes_exactly_if_its_table_is_valid(broken: Broken, drawn: list[Table]) -> None:
    judge(drawn, broken)


@settings(LAW, max_examples=examples(10))
@given(drawn=st.lists(accounts(), min_size=1, max_size=5))
def test_dates_are_in_order_exactly_if_the_table_is_valid(broken: Broken, drawn: list[Table]) -> None:
    judge(drawn, broken)
