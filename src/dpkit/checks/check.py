"""What a check is made of: rules and queries, and the findings they lead to."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType

from dpkit.model.finding import Severity
from dpkit.model.lookalikes import named_code_points
from dpkit.model.show import named, plain, show
from dpkit.tables.pool import Keys
from dpkit.tables.sql import Sql
from dpkit.tables.table import Table

PLACE = re.compile(r"\{(\w+)\}")
LONGEST_DETAIL = 200
Tables = Mapping[str, Table]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Boolean SQL that is true on a row at fault. All rules of a table share one scan.

    In `message`, `{field}` and `{value}` are the first field and its cell, `{field1}` and `{value1}` the second, and
    so on, `{points}` the characters of the first cell that cannot be told by sight, `{nothing}` what it is if it is no
    value; other places are filled from `details`.
    """

    fields: tuple[str, ...]
    broken: Sql
    message: str
    details: Mapping[str, str] = field(default_factory=dict)
    suspect: Sql | None = None  #: holds wherever `broken` does, and is judged without a pattern
    hint: Callable[[str], str] | None = None  #: makes of the first field's cell, of rows shown, the text of `{hint}`
    beside: tuple[str, Sql] | None = None  #: another check, and what is broken beside what that tells of if it runs

    def told_beside(self, checks: Iterable["Check"]) -> "Rule":
        """Return the rule as it is asked where `checks` run."""
        other, broken = self.beside or ("", self.broken)
        return replace(self, broken=broken) if any(each.name == other for each in checks) else self


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A SELECT of `_row` of the rows at fault, and of the columns `extra`, which fill places of the message."""

    fields: tuple[str, ...]
    select: Sql
    message: str
    details: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    uses: tuple[tuple[str, tuple[str, ...]], ...] = ()  #: other tables that are read, and which fields of them
    suspect: Sql | Keys | None = None  #: fulfilled by a row, or unmet, wherever the query finds anything
    near: Callable[[Sql], Sql] | None = None  #: makes of the rows shown a SELECT of `_row` and the text of `{near}`
    skip: str = ""  #: why the query cannot be asked, if so: the report says it
    shared: Sql | None = None  #: a SELECT within `select` that the next query of the table has, too


Example = Mapping[str, str | bytes]  #: a small package: file name -> content


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the catalogue, as its file defines it."""

    name: str
    severity: Severity
    doc: str
    fault: str | None  #: the message, for what is found while reading
    rules: Callable[[Table], Iterable[Rule]] | None
    queries: Callable[[Table, Tables], Iterable[Query]] | None
    needs: tuple[str, ...]
    also: tuple[str, ...]  #: other checks that find something in `fails`, which cannot be at fault for this one alone
    passes: Example
    fails: Example

    @property
    def title(self) -> str:
        """The first sentence of its documentation."""
        return self.doc.split("\n\n")[0].replace("\n", " ")


def from_module(module: ModuleType) -> Check:
    """Return the check that a file of the catalogue defines."""
    return Check(
        name=module.__name__.rpartition(".")[2].replace("_", "-"),
        severity=module.SEVERITY,
        doc=(module.__doc__ or "").strip(),
        fault=getattr(module, "FAULT", None),
        rules=getattr(module, "rules", None),
        queries=getattr(module, "queries", None),
        needs=getattr(module, "NEEDS", ()),
        also=getattr(module, "ALSO", ()),
        passes=module.PASSES,
        fails=module.FAILS,
    )


def with_key(whose: str, key: tuple[str, ...]) -> str:
    """Return `whose`, and behind it places for the values of a key, the fields behind a rule's first one."""
    return f"{whose} {', '.join(f'{{value{each}}}' for each in range(1, len(key) + 1))}".rstrip()


def fill(message: str, fields: Iterable[str], values: Iterable[str], details: Mapping[str, str]) -> str:
    """Return `message` with its places filled; foreign text is made safe to print."""
    places = {key: plain(text, LONGEST_DETAIL) for key, text in details.items()}
    values = list(values)
    if "{points}" in message and values:
        places["points"] = named_code_points(values[0])
    if values:
        declared = places.get("declared", "missingValues")
        places["nothing"] = f"{show(values[0])}, which {declared} counts as no value" if values[0] else "empty"
    for number, (name, value) in enumerate(zip(fields, values, strict=False)):
        places |= {f"field{number or ''}": named(name), f"value{number or ''}": show(value)}
    return PLACE.sub(lambda match: places.get(match[1], match[0]), message)
