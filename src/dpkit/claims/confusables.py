"""Cells that look like others and are not the same, and words that mix scripts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dpkit.claims.marks import REMARKS, WRITTEN
from dpkit.claims.skeletons import sql_skeleton
from dpkit.model.lookalikes import LOOKS_LATIN, code_point, code_points, difference, mixed, skeleton
from dpkit.model.roles import ClaimKind
from dpkit.model.show import show
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, joined, matches, sql, text
from dpkit.tables.table import Column, Table

MANY = 5_000  #: from here on the engine picks the cells that are looked at; both ways find the same
CONFUSABLES, KINDS = ("_row", "field", "detail"), ("BIGINT", "VARCHAR", "VARCHAR")
NAME = r"((?:[A-Z][A-Za-z'-]*[ ]){1,3})"
SECOND, IL = re.compile(rf"{NAME}II(?![A-Za-z])"), re.compile(rf"{NAME}Il(?![A-Za-z])")
MIXED = r"\p{Latin}[\p{Cyrillic}\p{Greek}]|[\p{Cyrillic}\p{Greek}]\p{Latin}"
# of two cells that differ in a look-alike only, one holds one of these: I or O, |, a 1 in a word, an l outside of words
ONE_SIDE_ASCII = r"[IO|]|[A-Za-z]1|1[A-Za-z]|(^|[^A-Za-z])l([^A-Za-z]|$)"
ONE_SIDE = f"[{LOOKS_LATIN}]|{ONE_SIDE_ASCII}"

Cell = tuple[int, int, str, bool]  #: number of the column, row, text, whether the row has a remark


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of names, titles or words as written."""

    table: Table
    column: Column

    @property
    def is_register(self) -> bool:
        """Whether it labels identities: that two of them look the same is told by another check."""
        register = self.table.schema.roles.register
        return register is not None and self.column.name == register.label

    def cells(self, number: int, condition: Sql) -> Sql:
        """Return the query for the cells that fulfil a condition."""
        found = (self.table.column(name) for name in REMARKS)
        remarked = either(sql("NOT ({})", column.missing) for column in found if column)
        return sql(
            'SELECT {}, "_row", {c}, {} FROM {} WHERE NOT ({}) AND {}',
            Sql(str(number)), remarked, self.table.relation, self.column.missing, condition, c=self.column.raw,
        )  # fmt: skip


def confusables(engine: Engine, tables: Mapping[str, Table]) -> dict[str, Sql]:
    """Return, for each table with confusable cells, a relation of them (`_row`, `field`, `detail`)."""
    columns = [each for table in tables.values() for each in _labels(table)]
    queries = [each.cells(number, Sql("true")) for number, each in enumerate(columns) if each.table.rows < MANY]
    cells: list[Cell] = engine.run(joined(queries, " UNION ALL ")) if queries else []
    names = {match[1] for *_, cell, _ in cells for match in IL.finditer(cell)}
    for number, each in enumerate(columns):
        if each.table.rows >= MANY:
            cells += engine.run(each.cells(number, _suspicious(engine, each)))
            names |= _names(engine, each)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for number, row, detail in _told(columns, cells, names):
        found.setdefault(columns[number].table.name, []).append((str(row), columns[number].column.name, detail))
    return {name: engine.put(CONFUSABLES, KINDS, rows) for name, rows in found.items()}


def _labels(table: Table) -> Iterator[Labels]:
    register = table.schema.roles.register
    for column in table.columns.values():
        claimed = column.of.claim is not None and column.of.claim.kind is ClaimKind.LABEL
        named = column.name.endswith(WRITTEN) or (register is not None and column.name == register.label)
        if column.present and not table.unread and (claimed or named):
            yield Labels(table, column)


def _suspicious(engine: Engine, labels: Labels) -> Sql:
    """Return the condition on the cells of a large table that may be at fault."""
    cell, relation = labels.column.raw, labels.table.relation
    odd = [
        sql("strlen({c}) <> length({c}) AND regexp_matches({c}, {})", text(MIXED), c=cell),
        sql("contains({c}, 'II') AND regexp_matches({c}, {})", text(f"{NAME}II([^A-Za-z]|$)"), c=cell),
    ]
    rare = sql("SELECT 1 FROM {} WHERE {} LIMIT 1", relation, matches(cell, ONE_SIDE, ONE_SIDE_ASCII))
    if not labels.is_register and engine.run(rare):
        looks = sql("SELECT hash({}) AS look, hash({}) AS own FROM {}", sql_skeleton(cell), cell, relation)
        twice = sql("SELECT look FROM ({}) GROUP BY look HAVING min(own) <> max(own)", looks)
        odd.append(sql("hash({}) IN ({})", sql_skeleton(cell), twice))
    return sql("({})", either(odd))


def _names(engine: Engine, labels: Labels) -> set[str]:
    cell = labels.column.raw
    query = sql(
        "SELECT DISTINCT unnest(regexp_extract_all({c}, {}, 1)) FROM {} WHERE contains({c}, ' Il')",
        text(f"{NAME}Il([^A-Za-z]|$)"),
        labels.table.relation,
        c=cell,
    )
    return {name for (name,) in engine.run(query) if name}


def _told(columns: list[Labels], cells: Iterable[Cell], names: set[str]) -> Iterator[tuple[int, int, str]]:
    ends = {end for name in names for end in _ends(name, 1)}
    looks: dict[tuple[int, str], list[Cell]] = {}
    for cell in cells:
        number, row, written, remarked = cell
        if remarked:
            continue
        if detail := _by_itself(written, ends):
            yield number, row, detail
        elif not columns[number].is_register:
            looks.setdefault((number, skeleton(written)), []).append(cell)
    for group in looks.values():
        yield from _alike(group)


def _by_itself(written: str, ends: set[str]) -> str:
    """Return what is confusable about a cell alone, or nothing."""
    if word := mixed(written):
        return f"its word {code_points(word)} mixes scripts"
    for match in SECOND.finditer(written):
        if name := next((end for end in _ends(match[1], 2) if end in ends), ""):
            return f"{name} II has {code_point('I')} where elsewhere {name} Il has {code_point('l')}"
    return ""


def _ends(name: str, least: int) -> Iterator[str]:
    """Yield a name of several words, and what is left of it without the first ones, down to `least` words."""
    words = name.split()
    yield from (" ".join(words[start:]) for start in range(max(1, len(words) - least + 1)))


def _alike(group: list[Cell]) -> Iterator[tuple[int, int, str]]:
    """Tell the cells of one look whose text is not the one that most of them have."""
    counts = Counter(written for _, _, written, _ in group)
    usual = max(counts, key=lambda written: counts[written])
    for number, row, written, _ in group:
        if written != usual:
            yield number, row, f"it differs from {show(usual)} only in {difference(written, usual)}"
