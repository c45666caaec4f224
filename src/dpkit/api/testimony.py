"""Rows as testimony: what each says of its subject, field by field, with the passages it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dpkit.api.session import Session
from dpkit.claims.bounds import compared, parents_unknown, tree_numbers
from dpkit.claims.groups import written_subject
from dpkit.claims.relations import relate
from dpkit.claims.rulings import Standing
from dpkit.claims.sets import value_set
from dpkit.claims.voters import voice
from dpkit.evidence.passage import passage
from dpkit.evidence.released import MISSING
from dpkit.model.descriptor import Field
from dpkit.model.evidence import Evidence, Verdict
from dpkit.model.roles import Claim
from dpkit.model.trace import Passage, Relation, Testimony, TracedField, TracedValue
from dpkit.tables.lines import lines_of
from dpkit.tables.sql import Sql, joined, number, sql
from dpkit.tables.table import ROW, Table

COMPOSITE = ","


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells that are not missing, as text."""

    table: Table
    number: int
    line: int
    cells: Mapping[str, str]
    compared: bool
    released: frozenset[str] = frozenset()  #: the parts that a release verified, where the document is not held

    def part(self, name: str) -> str:
        """Return the cell that plays a part of the citation."""
        return self.cells.get(getattr(self.table.schema.roles.citation, name, None) or "", "")

    def named(self, fields: tuple[str, ...]) -> dict[str, str]:
        """Return some cells."""
        return {field: self.cells.get(field, "") for field in fields}

    @property
    def subject(self) -> str:
        """The subject as one text: its cells, with commas between them."""
        return COMPOSITE.join(self.named(self.table.schema.roles.subject).values())


def read_rows(session: Session, table: Table, where: Sql) -> Iterator[Row]:
    """Yield the rows of `table` that fulfil a condition, in file order."""
    columns = [column for column in table.columns.values() if column.present]
    cells = joined(sql("CASE WHEN NOT ({}) THEN {} END", column.missing, column.raw) for column in columns)
    query = sql(
        "SELECT {}, {}, {} FROM {} WHERE {} ORDER BY {}", ROW, table.compared(), cells, table.relation, where, ROW
    )
    found = session.engine.run(query)
    lines = lines_of(session.engine, table, [row[0] for row in found])
    released = _released(session, table, [row[0] for row in found])
    for row, counts, *texts in found:
        given = {column.name: cell for column, cell in zip(columns, texts, strict=True) if cell is not None}
        yield Row(table, row, lines[row], given, bool(counts), frozenset(released.get(row, ())))


def _released(session: Session, table: Table, rows: list[int]) -> dict[int, list[str]]:
    """Return the parts of each row that the last release verified, where the document is not held."""
    if "released" not in table.derived or not rows:
        return {}
    numbers = joined(number(row) for row in rows)
    query = sql(
        "SELECT {row}, list(part) FROM {} WHERE verified AND {row} IN ({}) GROUP BY {row}",
        table.derived["released"],
        numbers,
        row=ROW,
    )
    return dict(session.engine.run(query))


class Teller:
    """Tells rows as testimony; remembers trees and which documents were missing."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._trees: dict[str, dict[str, tuple[int, int]]] = {}
        self._cited: dict[str, None] = {}
        self._unchecked: dict[str, None] = {}

    def fields(self, rows: list[Row], only: str | None) -> tuple[TracedField, ...]:
        """Return what the rows say, field by field; of one field only, if it is named."""
        grouped: dict[tuple[str, str, str], list[Row]] = {}
        for row in rows:
            for field in self._told(row.table):
                if field.name in row.cells and only in {None, field.name}:
                    grouped.setdefault((row.table.name, row.subject, field.name), []).append(row)
        return tuple(self._field(self.session.tables[name], field, some) for (name, _, field), some in grouped.items())

    def citation(self, row: Row) -> Passage:
        """Return the passage that a row cites."""
        return self._passage(row, "citation")

    def sources(self) -> dict[str, str]:
        """Return the sources that were cited: title, who controls them, reliability, as far as it is recorded."""
        table = self.session.tables.get(self.session.package.roles.sources or "")
        roles = table.schema.roles.source if table else None
        if table is None or roles is None or table.lacks((roles.id,)):
            return dict.fromkeys(self._cited, "")
        columns = [table.column(name) for name in (roles.id, "title", roles.control_group, roles.reliability)]
        cells = joined(column.raw if column else Sql("''") for column in columns)
        known = {
            row[0]: _described(*row[1:])
            for row in self.session.engine.run(sql("SELECT {} FROM {}", cells, table.relation))
        }
        return {source: known.get(source, "") for source in self._cited}

    def not_held(self) -> tuple[str, ...]:
        """Return the cited sources whose document is known, but not at hand."""
        return self._missing(self._cited)

    def unchecked(self) -> tuple[str, ...]:
        """Return those of which a quote was told that no release verified, either."""
        return self._missing(self._unchecked)

    def _missing(self, sources: Iterable[str]) -> tuple[str, ...]:
        return tuple(source for source in sources if self.session.library.holdings.get(source) in MISSING)

    def _told(self, table: Table) -> list[Field]:
        """Return the fields that say something: neither key nor subject nor a part of the citation."""
        roles = table.schema.roles
        parts = {getattr(roles.citation, name) for name in roles.citation.__slots__} if roles.citation else set()
        silent = parts | {*table.schema.primary_key, *roles.subject, "remark"}
        told = [field for field in table.schema.fields if field.name not in silent]
        return sorted(told, key=lambda field: field.claim is None)

    def _field(self, table: Table, name: str, rows: list[Row]) -> TracedField:
        field = table.schema.field(name) or Field(name=name)
        spoken: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            qualifier = row.cells.get(field.claim.qualifier or "", "") if field.claim else ""
            spoken.setdefault((row.cells[name], qualifier), []).append(row)
        values = tuple(
            TracedValue(
                value=_qualified(value, qualifier),
                testimonies=tuple(self._testimony(row, name) for row in some),
                relations=tuple(self._relations(field, (value, qualifier), spoken)),
            )
            for (value, qualifier), some in spoken.items()
        )
        kind = field.claim.kind.value if field.claim else None
        rulings = tuple(self._rulings(rows[0], name))
        return TracedField(
            resource=table.name,
            field=name,
            claim=kind,
            subject=rows[0].subject,
            values=values,
            rulings=rulings,
            not_compared=self._not_compared(table, name) if len(values) > 1 else "",
        )

    def _not_compared(self, table: Table, name: str) -> str:
        column = table.column(name)
        return parents_unknown(self.session.tables, column) if column else ""

    def _relations(
        self, field: Field, own: tuple[str, str], spoken: Mapping[tuple[str, str], list[Row]]
    ) -> Iterator[tuple[Relation, str]]:
        schema = spoken[own][0].table.schema
        if field.claim is None or not compared(schema, field) or not any(row.compared for row in spoken[own]):
            return
        mine = value_set(field.claim, *own, self._tree(field.claim))
        for other, rows in spoken.items():
            theirs = value_set(field.claim, *other, self._tree(field.claim))
            if other != own and mine and theirs and any(row.compared for row in rows):
                doubtful = any(all(row.part("confidence") == "low" for row in each) for each in (spoken[own], rows))
                yield relate(field.claim.kind, mine, theirs, doubtful=doubtful), _qualified(*other)

    def _tree(self, claim: Claim) -> dict[str, tuple[int, int]]:
        name = claim.tree or ""
        if name not in self._trees:
            self._trees[name] = tree_numbers(self.session.engine, self.session.tables.get(name)) or {}
        return self._trees[name]

    def _rulings(self, row: Row, field: str) -> Iterator[str]:
        subject = tuple(row.named(row.table.schema.roles.subject).values())
        if not subject:
            return
        for each in self.session.claims.judged:
            ruling = each.ruling
            if (ruling.resource, ruling.subject, ruling.field) == (row.table.name, written_subject(subject), field):
                yield ruling.told if each.standing is Standing.STANDS else f"({each.standing}) {ruling.told}"

    def _testimony(self, row: Row, field: str) -> Testimony:
        roles = row.table.schema.roles
        return Testimony(
            resource=row.table.name,
            row=row.number + 1,
            line=row.line,
            key=row.named(row.table.schema.primary_key),
            subject=row.named(roles.subject),
            citation=self.citation(row),
            context=self._passage(row, "context") if row.part("context_locator") else None,
            from_context=field in row.part("from_context").split(),
            confidence=row.part("confidence"),
            basis=row.part("basis"),
            mode=row.part("mode"),
            according_to=row.part("according_to"),
            voter=voice(row.part("according_to") or row.part("source"), self.session.claims.voters),
            remark=row.cells.get("remark", ""),
            compared=row.compared,
        )

    def _passage(self, row: Row, part: str) -> Passage:
        prefix = "context_" if part == "context" else ""
        source = row.part("source")
        found = passage(self.session.library, source, row.part(f"{prefix}locator"), row.part(f"{prefix}quote"))
        if part in row.released:
            found = replace(found, evidence=Evidence(Verdict.VERIFIED_AT_RELEASE))
        if source:
            self._cited.setdefault(source)
        if found.evidence.verdict is Verdict.NOT_HELD:
            self._unchecked.setdefault(source)
        return found


def _qualified(value: str, qualifier: str) -> str:
    """Return a value as it is told: with its qualifier, unless that is `exactly`."""
    return f"{qualifier} {value}" if qualifier not in {"", "exactly"} else value


def _described(title: str, control_group: str, reliability: str) -> str:
    notes = [
        f"controlled by {control_group}" if control_group else "",
        f"reliability {reliability}" if reliability else "",
    ]
    noted = ", ".join(note for note in notes if note)
    return f"{title} ({noted})" if noted else title
