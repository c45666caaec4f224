"""What differs between the rows of two tables: by key where there is one, else row by row."""

from collections.abc import Mapping

from dpkit.model.change import ROW_KINDS, SUBJECT_KINDS, TableChanges
from dpkit.model.show import count, show
from dpkit.release.keyed_rows import KeyedRows
from dpkit.release.matched import Matched
from dpkit.release.subjects import Subjects
from dpkit.release.text_table import TextTable
from dpkit.release.whole_rows import WholeRows
from dpkit.tables.engine import Engine
from dpkit.tables.sql import joined, sql


def row_changes(
    engine: Engine, old: TextTable, new: TextTable, same: Mapping[str, str], subject: tuple[str, ...], first: int | None
) -> TableChanges:
    """Compare the rows of two tables.

    Args:
        engine: holds both, as text.
        old: the table before.
        new: the table now.
        same: the fields that both have, old name -> new name.
        subject: the fields, by their names now, that say what a row speaks of.
        first: how many differences of each kind are kept; None keeps all. All are counted.
    """
    columns = {now: then for then, now in same.items() if then in old.columns and now in new.columns}
    subject = subject if all(each in columns for each in subject) else ()
    key, note = _key(engine, old, new, columns)
    rows = KeyedRows(engine, Matched(old, new, columns, key)) if key else WholeRows(engine, old, new, columns)
    counts = rows.counts()
    subjects = None
    if subject and counts and (isinstance(rows, WholeRows) or rows.moves_subjects(subject)):
        subjects = Subjects(engine, (old, tuple(columns[each] for each in subject)), (new, subject))
        counts |= subjects.counts()
    return TableChanges(
        resource=new.name,
        old_rows=old.rows,
        new_rows=new.rows,
        key=key,
        subject=subject,
        counts={kind: counts[kind] for kind in (*ROW_KINDS, *SUBJECT_KINDS) if kind in counts},
        fields=rows.changed_fields() if isinstance(rows, KeyedRows) else {},
        rows=tuple(row for kind in ROW_KINDS if kind in counts for row in rows.first(kind, first, subject)),
        subjects={kind: subjects.first(kind, first) for kind in SUBJECT_KINDS if subjects and kind in counts},
        note=note,
    )


def _key(engine: Engine, old: TextTable, new: TextTable, columns: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """Return the fields by which rows are matched, or none and, where there should be some, the reason."""
    renamed = {then: now for now, then in columns.items()}
    declared = tuple(renamed.get(each, each) for each in _declared(old))
    for key in dict.fromkeys([_declared(new), declared]):
        if key and all(each in columns for each in key):
            note = _repeated(engine, new, key) or _repeated(engine, old, tuple(columns[each] for each in key))
            return ((), note) if note else (key, "")
    return (), ""


def _declared(table: TextTable) -> tuple[str, ...]:
    register = table.schema.roles.register
    return table.schema.primary_key or ((register.id,) if register else ())


def _repeated(engine: Engine, table: TextTable, key: tuple[str, ...]) -> str:
    """Return why `key` does not tell the rows of a table apart, or nothing."""
    cells = joined(table.columns[each] for each in key)
    query = sql(
        "SELECT count(*), {} FROM {} GROUP BY {} HAVING count(*) > 1 ORDER BY ALL LIMIT 1", cells, table.relation, cells
    )
    for times, *values in engine.run(query):
        told = ", ".join(f"{name} {show(value, 40)}" for name, value in zip(key, values, strict=True))
        return f"{count(times, 'row')} of {table.name} have {told}; whole rows are compared"
    return ""
