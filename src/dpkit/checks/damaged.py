"""What is asked of a table in which bytes are no text: of its sound cells alone, so that nothing is guessed."""

from collections.abc import Iterable
from dataclasses import replace

from dpkit.checks.check import Check, Query, Rule, Tables
from dpkit.model.damage import MARKS, as_bytes
from dpkit.model.finding import Finding
from dpkit.model.report import Tally
from dpkit.tables.sql import Sql, either, sql, text
from dpkit.tables.table import ROW, Table

#: checks whose queries say of a cell what holds whatever other cells of the table are; those of rules do so by nature
OF_CELLS = {"constraint-error", "date-after-end", "foreign-key", "primary-key", "type-error", "unique-key"}


def looks_at_cells(check: Check) -> bool:
    """Tell whether a check can be asked of sound cells alone."""
    return check.rules is not None or check.name in OF_CELLS


def asked_of_sound(
    table: Table, checks: Iterable[Check], tables: Tables
) -> tuple[list[tuple[Check, Rule]], list[tuple[Check, Query]]]:
    """Return the rules and queries of checks that look at cells, asked of cells without marks alone.

    Args:
        table: that is damaged.
        checks: all that run.
        tables: that can be read, by name.
    """
    checks = list(checks)
    cells = [each for each in checks if looks_at_cells(each)]
    rules = [(check, rule.told_beside(checks)) for check in cells if check.rules for rule in check.rules(table)]
    queries = [(check, query) for check in cells if check.queries for query in check.queries(table, tables)]
    return (
        [(check, _sound_rule(table, rule)) for check, rule in rules],
        [(check, _sound_query(table, query)) for check, query in queries],
    )


def _sound_rule(table: Table, rule: Rule) -> Rule:
    return replace(rule, broken=sql("({}) AND NOT ({})", rule.broken, _marked(table, rule.fields)))


def _sound_query(table: Table, query: Query) -> Query:
    rows = sql("SELECT {} FROM {} WHERE {}", ROW, table.relation, _marked(table, query.fields))
    return replace(query, select=sql("SELECT * FROM ({}) ANTI JOIN ({}) USING ({})", query.select, rows, ROW))


def _marked(table: Table, fields: Iterable[str]) -> Sql:
    pattern = text(f"(?s).*{MARKS}.*")
    return either(sql("regexp_full_match({}, {})", table.columns[each].raw, pattern) for each in fields)


def with_bytes(tally: Tally) -> Tally:
    r"""Return a tally on a damaged table with its bytes as `\xe1`, and not as the marks that stand for them."""
    return replace(tally, findings=tuple(_with_bytes(each) for each in tally.findings))


def _with_bytes(finding: Finding) -> Finding:
    key = finding.key and {as_bytes(name): as_bytes(cell) for name, cell in finding.key.items()}
    value = None if finding.value is None else as_bytes(finding.value)
    return replace(finding, message=as_bytes(finding.message), value=value, key=key)
