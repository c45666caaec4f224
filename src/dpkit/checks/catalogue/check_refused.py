"""A check that the package brings along was not run.

## What it finds
Files `checks/*.sql` of a package that are not one SELECT over the package's own tables: other statements, tables or
functions that are not on dpkit's list, a header that names what does not exist, or a query that fails or takes more
than a minute. Of very many, the first 200 are run, for ten minutes altogether.

## Why it matters
A package is somebody else's text. Its checks may read its tables and nothing else; and a rule that did not run has not
passed.

## How to mend it
Write one SELECT of the rows at fault, with `_row` among its columns, over the tables by their names. Each typed field
is a column; dates have `FIELD_lower` and `FIELD_upper` (days since 1970-01-01) beside them. Comments at the top say
`-- severity:`, `-- resource:`, `-- field:` and `-- message:`, with `{column}` for values.
"""

from dpkit.checks.example import overlaid, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the package's own check {value} was not run: {problem}"
_TABLES = package(
    visits=("visit_id,km\nv,20000\n", {"fields": [{"name": "visit_id"}, {"name": "km", "type": "integer"}]})
)
_HEADER = "-- severity: error\n-- resource: visits\n-- message: {visit_id} is {km} km long\n"
PASSES = overlaid(
    _TABLES, {"checks/too-long.sql": _HEADER + "SELECT _row, visit_id, km FROM visits WHERE km > 40000\n"}
)
FAILS = overlaid(_TABLES, {"checks/too-long.sql": _HEADER + "DELETE FROM visits\n"})
