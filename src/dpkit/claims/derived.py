"""The derived relations that checks may ask of a table, beside those that are always there."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from dpkit.claims.circles import circles
from dpkit.claims.later import Later, Maker
from dpkit.claims.sections import misplaced, void
from dpkit.claims.twins import twins
from dpkit.evidence.coverage import mislaid, uncovered
from dpkit.evidence.library import Library
from dpkit.model.roles import PackageRoles
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql
from dpkit.tables.table import Table


def with_derived(
    engine: Engine, tables: Mapping[str, Table], library: Library, roles: PackageRoles
) -> dict[str, Table]:
    """Return the tables with the relations that are made when a check asks for them.

    Args:
        engine: holds the tables.
        tables: by name; what is derived of them already is kept.
        library: the documents.
        roles: which tables hold sources, exclusions and sections.
    """
    exclusions, sections = tables.get(roles.exclusions or ""), tables.get(roles.sections or "")

    def coverage() -> dict[str, Sql]:
        found = uncovered(engine, tables, library, exclusions) if exclusions else None
        return {roles.sources: found} if found and roles.sources else {}

    def lost() -> dict[str, Sql]:
        found = mislaid(engine, library, exclusions) if exclusions else None
        return {exclusions.name: found} if found and exclusions else {}

    def doubtful() -> dict[str, Sql]:
        schemas = [table.schema for table in tables.values()]
        if not any(schema.roles.source or any(field.claim for field in schema.fields) for schema in schemas):
            return {}
        from dpkit.claims.doubts import doubts  # reads dates and numbers in several languages: not for nothing

        return doubts(engine, tables)

    def alike() -> dict[str, Sql]:
        from dpkit.claims.confusables import confusables

        return confusables(engine, tables)

    makers: dict[str, Maker] = {
        "doubts": cache(doubtful),
        "confusables": cache(alike),
        "circles": cache(lambda: circles(engine, tables)),
        "twins": cache(lambda: twins(engine, tables)),
        "uncovered": cache(coverage),
        "mislaid": cache(lost),
        "misplaced": cache(lambda: misplaced(engine, tables, library, sections) if sections else {}),
        "void": cache(lambda: void(engine, tables, library, sections) if sections else {}),
    }
    return {name: replace(table, derived=Later(name, table.derived, makers)) for name, table in tables.items()}
