"""Which fields and resources of two packages are the same ones: those of one name, and those that were renamed."""

from collections.abc import Mapping

from dpkit.model.descriptor import Package, Resource
from dpkit.release.text_table import TextTable
from dpkit.tables.engine import Engine
from dpkit.tables.sql import sql

ALIKE = 0.9  #: share of the filled cells that a renamed field keeps


def same_resources(old: Package, new: Package) -> dict[str, str]:
    """Return old name -> new name of the resources that both packages have.

    A resource that is gone and one that is new are the same one, renamed, if they have the same path.
    """
    before, after = ({each.name: each for each in package.resources} for package in (old, new))
    same = {name: name for name in before if name in after}
    added = [each for name, each in after.items() if name not in before]
    for name, resource in before.items():
        renamed = next((each for each in added if name not in after and _one_path(resource, each)), None)
        if renamed:
            same[name] = renamed.name
            added.remove(renamed)
    return same


def _one_path(old: Resource, new: Resource) -> bool:
    return bool(old.paths) and old.paths == new.paths


def same_fields(engine: Engine, old: TextTable, new: TextTable) -> Mapping[str, str]:
    """Return old name -> new name of the fields that both tables have.

    A field that is gone and one that is new are the same one, renamed, if they stand at the same place, have the same
    type, and nine tenths of their filled cells in common.
    """
    names = {each.name for each in new.schema.fields}
    same = {each.name: each.name for each in old.schema.fields if each.name in names}
    for before, after in zip(old.schema.fields, new.schema.fields, strict=False):
        apart = before.name not in names and after.name not in same
        if apart and before.type == after.type and _share(engine, old, new, before.name, after.name) >= ALIKE:
            same[before.name] = after.name
    return same


def _share(engine: Engine, old: TextTable, new: TextTable, before: str, after: str) -> float:
    """Return which part of the filled cells, of the column that has more of them, two columns have in common."""
    cells = old.columns.get(before), new.columns.get(after)
    if cells[0] is None or cells[1] is None:
        return 0
    query = sql(
        "SELECT sum(least(o, n)), greatest(sum(o), sum(n)) FROM (SELECT cell, sum(o) AS o, sum(n) AS n FROM "
        "(SELECT {} AS cell, 1 AS o, 0 AS n FROM {} UNION ALL SELECT {}, 0, 1 FROM {}) "
        "WHERE cell <> '' GROUP BY cell)",
        cells[0],
        old.relation,
        cells[1],
        new.relation,
    )
    common, most = engine.run(query)[0]
    return float(common) / float(most) if most else 0
