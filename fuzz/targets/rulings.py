"""Tables of rulings: a ruling is added to any table that can be read, and no other row is touched."""

import csv
import io

from dpkit.api.ruling import _with_row
from dpkit.claims.groups import read_subject, written_subject
from dpkit.claims.rulings import Ruling
from dpkit.model.contradiction import Contradiction, Decision, State
from dpkit.model.descriptor import Field, Package, Resource, Schema
from dpkit.model.errors import DpkitError
from dpkit.model.roles import RulingTable
from dpkit.tables.sql import Sql
from dpkit.tables.table import Table

NAMES = ("resource", "subject", "field", "fingerprint", "ruling", "preferred_source", "preferred_value", "reason")
ROLES = RulingTable(**{name: name for name in NAMES})
SCHEMA = Schema(fields=tuple(Field(name=name) for name in NAMES))
TABLE = Table(
    resource=Resource(name="rulings", paths=("rulings.csv",), schema=SCHEMA),
    schema=SCHEMA,
    relation=Sql("?"),
    columns={},
    package=Package(),
)


def check(data: bytes) -> None:
    """Add a ruling on the subject in the first line of `data` to the table in the rest."""
    first, _, rest = data.partition(b"\n")
    subject = first.decode("utf-8", "replace")
    parts = read_subject(subject, 1) or read_subject(subject, 2)
    assert parts is None or read_subject(written_subject(parts), len(parts)) == parts
    match = Contradiction(
        resource="visits", subject=subject, field="start", kinds=(), detail="", fingerprint="0", state=State.OPEN
    )
    try:
        text = _with_row(rest, TABLE, ROLES, match, Decision(choice="both-stand", reason=subject.strip() or "x"))
    except DpkitError:
        return
    labels, *old = records(rest.decode("utf-8-sig")) or [list(NAMES)]
    heads, *new = records(text)
    assert heads == labels
    assert all(row in old for row in new[:-1])
    made = dict(zip(heads, new[-1], strict=False))
    assert [made[name] for name in NAMES[:3]] == ["visits", subject, "start"]
    assert not Ruling(0, *(made.get(name, "") for name in NAMES)).problem()


def records(text: str) -> list[list[str]]:
    """Return the records of a CSV text that hold anything."""
    return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
