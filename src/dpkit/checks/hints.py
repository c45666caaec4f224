"""What a cell is not, and why, where that is plain: said of the rows that are shown."""

from dpkit.tables.undated import why_undated


def not_edtf(cell: str) -> str:
    """Return what a cell that is no date (EDTF) is not: `a date: its end lies before its beginning`."""
    why = why_undated(cell)
    return f"a date: {why}" if why else "a date (EDTF, such as 2001-08-04)"
