"""A difference as JSON; the contract is `diff.schema.json` beside this file."""

from typing import Any

from dpkit.model.change import Change, Difference, Edition, RowChange, TableChanges
from dpkit.model.semver import Version
from dpkit.model.version import VERSION
from dpkit.report.inert import inert_json


def difference_json(difference: Difference) -> str:
    """Return the difference as a JSON text."""
    return inert_json(difference_data(difference))


def difference_data(difference: Difference) -> dict[str, Any]:
    """Return the difference as the object that the contract describes."""
    last = Version.parse(difference.old.version or "")
    return {
        "dpkit": VERSION,
        "old": _edition(difference.old),
        "new": _edition(difference.new),
        "level": str(difference.level),
        "demanded": str(last.after(difference.level)) if last else None,
        "counts": {kind.value: number for kind, number in difference.counts.items()},
        "changes": [_change(each) for each in difference.changes],
        "tables": [_table(each) for each in difference.tables],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {"name": edition.name, "version": edition.version, "told": edition.told}


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "level": str(change.kind.level),
        "resource": change.resource,
        "field": change.field,
        "property": change.property,
        "old": change.old,
        "new": change.new,
        "rows": change.rows,
    }


def _table(table: TableChanges) -> dict[str, Any]:
    return {
        "resource": table.resource,
        "old_rows": table.old_rows,
        "new_rows": table.new_rows,
        "key": list(table.key),
        "subject": list(table.subject),
        "counts": {kind.value: number for kind, number in table.counts.items()},
        "fields": dict(table.fields),
        "note": table.note,
        "subjects": {kind.value: [list(each) for each in some] for kind, some in table.subjects.items()},
        "rows": [_row(each) for each in table.rows],
    }


def _row(row: RowChange) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "level": str(row.kind.level),
        "key": list(row.key),
        "old_key": list(row.old_key),
        "subject": list(row.subject),
        "cells": [{"field": each.field, "old": each.old, "new": each.new} for each in row.cells],
        "times": row.times,
    }
