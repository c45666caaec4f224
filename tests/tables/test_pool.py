"""What is asked of many small tables at once is what each of them would answer."""

from pathlib import Path

import pytest

import dpkit
from dpkit.checks.example import package
from dpkit.report.json_report import report_json
from dpkit.tables import pool
from dpkit.tables.shape import shape_of
from dpkit.tables.sql import Sql

PLACES = {
    "fields": [{"name": "place_id", "constraints": {"pattern": "[a-z]+"}}, {"name": "label"}],
    "primaryKey": ["place_id"],
    "dpkit": {"register": {"id": "place_id", "label": "label"}},
}
EVENTS = {
    "fields": [
        {"name": "event", "constraints": {"required": True}},
        {"name": "no", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "day", "type": "date", "constraints": {"unique": True}},
        {"name": "share", "type": "number", "constraints": {"maximum": 1, "enum": [0.5, 1, 2]}},
        {"name": "open", "type": "boolean"},
        {"name": "place", "constraints": {"pattern": "[a-z]+", "enum": ["omsk", "tomsk", 'it\'s "c0"']}},
    ],
    "primaryKey": ["event", "no"],
    "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["place_id"]}}],
}
PARTS = {
    "fields": [
        {"name": "part"},
        {"name": "event"},
        {"name": "no", "type": "integer"},
        {"name": "length", "type": "any"},
    ],
    "uniqueKeys": [["part"]],
    "foreignKeys": [
        {"fields": ["event", "no"], "reference": {"resource": "events", "fields": ["event", "no"]}},
        {"fields": ["part"], "reference": {"resource": "", "fields": ["event"]}},
    ],
}
EVENT_ROWS = """event,no,day,share,open,place
a,1,2001-07-26,0.5,true,omsk
a,1,2001-07-26,2,maybe,omks
b,+2,2001-07-27,1.0,,perm
b,0,2001-07-28,NaN,false,
,3,soon,,,tomsk
"""
FILES = package(
    places=("place_id,label\nomsk,Omsk\nperm,Perm\nomsk,Omsk again\nTOMSK,Tomsk\n", PLACES),
    events=(EVENT_ROWS, EVENTS),
    parts=("part,event,no,length\nx,a,1,3\nx,a,01,4\ny,b,,5\nz,c,1,\nb,b,2,\n", PARTS),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package whose tables break many rules."""
    for path, content in FILES.items():
        (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


@pytest.mark.parametrize("first", [1, 20, None])
def test_the_pool_answers_what_each_table_answers(
    folder: Path, first: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "FEWEST", 1)
    monkeypatch.setattr(pool, "AT_STAKE", 6)  # rows of keys that are compared at once
    together = dpkit.open(folder).validate(first=first)
    monkeypatch.setattr(pool, "FEWEST", 100)
    alone = dpkit.open(folder).validate(first=first)
    assert report_json(together) == report_json(alone)
    assert {tally.check for tally in together.tallies} >= {
        "constraint-error",
        "primary-key",
        "unique-key",
        "foreign-key",
    }
    counted = [sum("FILTER" in query for query in report.queries) for report in (together, alone)]
    assert counted[0] == 0 < counted[1]


def test_thousands_of_keys_of_one_table_are_asked_together(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(40)]
    pairs = [[one, other] for one in names for other in names if one < other]
    rows = ["x," * len(names), "y," * (len(names) - 2) + "x,x,"]
    text = "\n".join([",".join(names), *(row[:-1] for row in rows)])
    for path, content in package(t=(text, {"fields": [{"name": each} for each in names], "uniqueKeys": pairs})).items():
        (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    report = dpkit.open(tmp_path).validate()
    assert [each.message for each in report.findings] == [
        "f38 is 'x' and f39 is 'x', as in row 1, but no two rows may share a unique key"
    ]
    assert sum("count" in query for query in report.queries) < 10


def test_shapes_are_the_same_for_other_columns_of_one_type() -> None:
    kinds = {'"c0"': "VARCHAR", '"c1"': "VARCHAR", '"v1"': "BIGINT"}
    one = shape_of(Sql("""NOT ("c0" = '') AND "c0" <> '"c0"' AND "v1" IS NULL"""), kinds)
    other = shape_of(Sql("""NOT ("c1" = '') AND "c1" <> '"c0"' AND "v1" IS NULL"""), kinds)
    assert one is not None
    assert other is not None
    assert one[0] == other[0]
    assert one[0].kinds == ("VARCHAR", "BIGINT")
    assert (one[1], other[1]) == (('"c0"', '"v1"'), ('"c1"', '"v1"'))


def test_a_column_in_a_subquery_may_be_that_of_another_table() -> None:
    kinds = {'"c0"': "VARCHAR"}
    assert shape_of(Sql("""'select' = "c0" AND "c0" IN (SELECT id FROM "put 1")"""), kinds) is not None
    assert shape_of(Sql("""1 IN (SELECT 1 FROM t WHERE "c0" = '')"""), kinds) is None
