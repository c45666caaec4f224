"""Laws of differences, on packages that Hypothesis makes up."""

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.api.differing import difference
from dpkit.model.change import Change, Difference, Edition, Kind, Level, RowChange, TableChanges

Package = Callable[..., dict[str, str]]
Rows = list[list[str]]
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string"},
    {"name": "visit", "type": "string"},
    {"name": "days", "type": "number"},
    {"name": "source", "type": "string"},
]
ROLES = {"subject": ["visit"], "citation": {"source": "source", "locator": "source", "confidence": "source"}}
CELLS = (
    st.sampled_from(["v1", "v2", 'v "3"', "v,4\n"]),
    st.sampled_from(["1", "1.0", "2", "", "x"]),
    st.sampled_from(["album", "times"]),
)
KEYED = st.dictionaries(st.sampled_from("abcdef"), st.tuples(*CELLS), max_size=6)
UNKEYED = st.lists(st.tuples(st.sampled_from("ab"), *CELLS), max_size=6)
TABLES: st.SearchStrategy[tuple[list[str], Rows]] = st.one_of(
    st.tuples(st.just(["id"]), KEYED.map(lambda rows: [[key, *row] for key, row in rows.items()])),
    st.tuples(st.just([]), UNKEYED.map(lambda rows: [list(row) for row in rows])),
)
MIRRORED = {
    Kind.ROW_ADDED: Kind.ROW_REMOVED,
    Kind.ROW_REMOVED: Kind.ROW_ADDED,
    Kind.SUBJECT_ADDED: Kind.SUBJECT_REMOVED,
    Kind.SUBJECT_REMOVED: Kind.SUBJECT_ADDED,
}
laws = settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def compare(package: Package) -> Callable[..., Difference]:
    """Return a function that compares two lists of rows of one table."""

    def compare(key: list[str], old: Rows, new: Rows) -> Difference:
        schemas = {"t": {"primaryKey": key, "dpkit": ROLES}}
        with tempfile.TemporaryDirectory() as folder:
            for name, rows in (("old", old), ("new", new)):
                for path, text in package({"t": (FIELDS, rows)}, schemas).items():
                    (Path(folder) / name).mkdir(exist_ok=True)
                    (Path(folder) / name / path).write_bytes(text.encode())
            return difference(Path(folder, "old"), Path(folder, "new"), first=None)

    return compare


@laws
@given(table=TABLES)
def test_a_package_does_not_differ_from_itself(
    table: tuple[list[str], Rows], compare: Callable[..., Difference]
) -> None:
    key, rows = table
    assert compare(key, rows, rows).empty
    assert compare(key, rows, rows[::-1]).empty


PAIRS = st.one_of(
    st.tuples(st.just(["id"]), *[KEYED.map(lambda rows: [[key, *row] for key, row in rows.items()])] * 2),
    st.tuples(st.just([]), *[UNKEYED.map(lambda rows: [list(row) for row in rows])] * 2),
)


@laws
@given(pair=PAIRS)
def test_the_way_back_is_the_mirror_image(
    pair: tuple[list[str], Rows, Rows], compare: Callable[..., Difference]
) -> None:
    key, old, new = pair
    there, back = compare(key, old, new).counts, compare(key, new, old).counts
    assert {MIRRORED.get(kind, kind): number for kind, number in there.items()} == back


@laws
@given(pair=PAIRS)
def test_the_changes_of_rows_make_the_new_table_of_the_old_one(
    pair: tuple[list[str], Rows, Rows], compare: Callable[..., Difference]
) -> None:
    key, old, new = pair
    found = compare(key, old, new)
    made = Counter(map(tuple, old))
    for table in found.tables:
        made = applied(made, table)
    assert made == Counter(map(tuple, new))


def applied(rows: "Counter[tuple[str, ...]]", table: TableChanges) -> "Counter[tuple[str, ...]]":
    """Return the rows after the changes, whose counts must be those that are told."""
    assert Counter(row.kind for row in table.rows for _ in range(row.times)) == {
        kind: number for kind, number in table.counts.items() if kind not in table.subjects
    }
    made = rows.copy()
    for change in table.rows:
        if change.kind is not Kind.ROW_ADDED:
            old = whole(change, "old") if change.kind is Kind.ROW_REMOVED else standing(rows, change)
            assert rows[old] >= change.times
            made[old] -= change.times
        if change.kind is not Kind.ROW_REMOVED:
            new = whole(change, "new") if change.kind is Kind.ROW_ADDED else with_cells(standing(rows, change), change)
            made[new] += change.times
    return +made


def whole(change: RowChange, side: str) -> tuple[str, ...]:
    cells = {cell.field: getattr(cell, side) for cell in change.cells}
    return tuple(cells.get(field["name"], "") for field in FIELDS)


def standing(rows: "Counter[tuple[str, ...]]", change: RowChange) -> tuple[str, ...]:
    (row,) = [row for row in rows if row[:1] == (change.old_key or change.key)]
    return row


def with_cells(row: tuple[str, ...], change: RowChange) -> tuple[str, ...]:
    cells = {cell.field: cell for cell in change.cells}
    told = [
        cells[field["name"]].old if field["name"] in cells else cell for field, cell in zip(FIELDS, row, strict=True)
    ]
    assert told == list(row)
    return tuple(
        (cells[field["name"]].new or "") if field["name"] in cells else cell
        for field, cell in zip(FIELDS, row, strict=True)
    )


def made_of(kinds: list[Kind]) -> Difference:
    changes = tuple(Change(kind=kind) for kind in kinds)
    return Difference(old=Edition(), new=Edition(), changes=changes)


@given(kinds=st.lists(st.sampled_from(Kind)), more=st.lists(st.sampled_from(Kind)))
def test_more_changes_never_lower_the_level(kinds: list[Kind], more: list[Kind]) -> None:
    some, every = made_of(kinds), made_of(kinds + more)
    assert some.level <= every.level
    assert every.level == max((kind.level for kind in kinds + more), default=Level.NONE)


@laws
@given(pair=PAIRS, fields=st.sets(st.sampled_from(["added", "tightened", "described"])))
def test_changes_of_the_schema_never_lower_the_level_of_changed_rows(
    pair: tuple[list[str], Rows, Rows], fields: set[str], package: Package, compare: Callable[..., Difference]
) -> None:
    key, old, new = pair
    schema = {"primaryKey": key, "dpkit": ROLES}
    changed = [dict(field) for field in FIELDS]
    if "tightened" in fields:
        changed[1]["constraints"] = {"required": True}
    if "described" in fields:
        changed[2]["description"] = "How long."
    rows = new
    if "added" in fields:
        changed.append({"name": "note", "type": "string"})
        rows = [[*row, "n"] for row in new]
    with tempfile.TemporaryDirectory() as folder:
        for name, files in (
            ("old", package({"t": (FIELDS, old)}, {"t": schema})),
            ("new", package({"t": (changed, rows)}, {"t": schema})),
        ):
            (Path(folder) / name).mkdir()
            for path, text in files.items():
                (Path(folder) / name / path).write_bytes(text.encode())
        found = difference(Path(folder, "old"), Path(folder, "new"))
    assert found.level >= compare(key, old, new).level
