"""The guard before a package's own SQL: a package is somebody else's, and its checks may only read its tables.

The engine's own parser gives the statement as a tree; every node, table and function in it must be on a list. What is
run is written anew from that tree, so that nothing is run that was not looked at.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dpkit.model.show import listing, show
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql

CLASSES = {
    "BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "OPERATOR",
    "STAR", "SUBQUERY", "TYPE", "WINDOW", "POSITIONAL_REFERENCE",
}  # fmt: skip
NODES = {
    "SELECT_NODE", "SET_OPERATION_NODE", "BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST", "ORDER_MODIFIER",
    "LIMIT_MODIFIER", "DISTINCT_MODIFIER", "ORDER_DEFAULT", "ASCENDING", "DESCENDING",
}  # fmt: skip
FORBIDDEN = ("_NODE", "_FUNCTION", "_REF", "PIVOT", "TABLE")  #: endings of the nodes that read or write
FUNCTIONS = frozenset(
    """
    + - * / // % || ~~ !~~ ~~* !~~* abs any_value arg_max arg_min avg bool_and bool_or ceil concat concat_ws contains
    count count_star date_diff date_part date_trunc datediff day dense_rank ends_with first first_value floor greatest
    isnan lag last last_value lead least left length list list_contains list_value len lower ltrim make_date max max_by
    median min min_by mode month nullif prefix rank regexp_extract regexp_full_match regexp_matches replace right round
    row_number rtrim split_part starts_with strftime string_agg string_split strip_accents strlen substr substring
    suffix sum to_days to_months to_years trim unnest upper year
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


class RefusedError(ValueError):
    """The statement is not one that a package may run; the message says why."""


def guarded(engine: Engine, text: str, tables: Mapping[str, object]) -> tuple[Sql, set[str]]:
    """Return the package's SELECT as SQL that may be run, and which tables it reads.

    Args:
        engine: parses the statement; nothing is run.
        text: what the package wrote.
        tables: the names of its tables.

    Raises:
        RefusedError: it is not one SELECT, or reads, calls or writes what it may not.
    """
    tree = json.loads(engine.reader.run(Sql("SELECT json_serialize_sql(?::VARCHAR)"), text)[0][0])
    if tree.get("error_type") == "not implemented":
        raise RefusedError("it is not a SELECT")
    if tree.get("error"):
        raise RefusedError(str(tree.get("error_message", "it cannot be parsed")).splitlines()[0])
    if len(tree["statements"]) != 1:
        raise RefusedError(f"it holds {len(tree['statements'])} statements, expected one SELECT")
    named = {entry["key"] for node in _nodes(tree) for entry in node.get("cte_map", {}).get("map", [])}
    if clash := sorted(named & set(tables)):
        raise RefusedError(f"WITH gives the name of the table {listing(clash)} to something else")
    for node in _nodes(tree):
        _check(node, tables, named)
    select = engine.reader.run(Sql("SELECT json_deserialize_sql(?::JSON)"), json.dumps(tree))[0][0]
    read = {node["table_name"] for node in _nodes(tree) if node.get("type") == "BASE_TABLE"}
    return Sql(select.rstrip().rstrip(";")), read & {*tables}


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def _check(node: dict[str, Any], tables: Mapping[str, object], named: set[str]) -> None:
    kind, of_class = node.get("type"), node.get("class")
    if of_class is not None and of_class not in CLASSES:
        raise RefusedError(f"{str(of_class).lower()} is not allowed in a check")
    if of_class is None and isinstance(kind, str) and kind not in NODES and kind.endswith(FORBIDDEN):
        raise RefusedError(f"{kind.removesuffix('_NODE').replace('_', ' ').lower()} is not allowed in a check")
    if "function_name" in node and node["function_name"].lower() not in FUNCTIONS:
        raise RefusedError(f"the function {show(node['function_name'])} is not allowed in a check")
    if kind == "BASE_TABLE":
        _check_table(node, tables, named)


def _check_table(node: dict[str, Any], tables: Mapping[str, object], named: set[str]) -> None:
    if node.get("schema_name") or node.get("catalog_name"):
        raise RefusedError(f"{show(node['schema_name'] or node['catalog_name'])} is no schema of the package")
    if node.get("sample"):
        raise RefusedError("a sample is not allowed in a check: it would find something else each time")
    if node["table_name"] not in tables and node["table_name"] not in named:
        raise RefusedError(f"the package has no table {show(node['table_name'])}")
