"""Where a finding was made, in words: file, line, row, column, key."""

from dpkit.model.finding import Finding
from dpkit.model.show import plain, show

DESCRIPTOR = "datapackage.json"
LONGEST_FILE, LONGEST_CELL, MOST_FIELDS = 255, 40, 5


def file_of(finding: Finding) -> str:
    """Return the file at fault, safe to print."""
    return plain(finding.file or DESCRIPTOR, LONGEST_FILE)


def within(finding: Finding) -> list[str]:
    """Return where in the file it is, beside the line: row, column, primary key."""
    row = [f"row {finding.row:,}"] if finding.row else []
    column = [f"column {finding.column}"] if finding.column else []
    key = [
        f"{plain(name)} {plain(value, LONGEST_CELL) if value.strip() else show(value)}"
        for name, value in (finding.key or {}).items()
    ]
    more = [f"{len(key) - MOST_FIELDS} more fields of the key"] if len(key) > MOST_FIELDS else []
    return row + column + key[:MOST_FIELDS] + more


def table_of(resource: str | None) -> str:
    """Return ` in RESOURCE`, or nothing for what concerns the package."""
    return f" in {plain(resource)}" if resource is not None else ""
