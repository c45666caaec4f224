"""The engine's CSV reader, told everything and left nothing to guess."""

from dpkit.model.descriptor import Dialect
from dpkit.tables.sql import Sql, joined, name, sql, text

LONGEST_LINE = 4_000_000  #: bytes of a record, in the first attempt
BUFFER = 4 * LONGEST_LINE  #: that the engine reads at once; it would take four times as much
LONGEST_RECORD = 1 << 26  #: bytes of a record at all; its buffers are made as small as they can be
PLAIN = Dialect()


def raw(index: int) -> Sql:
    """Return the name of the text column of the file's column `index`."""
    return name(f"c{index}")


def read_csv(
    path: str, columns: list[str], dialect: Dialect = PLAIN, *, skip: int = 0, longest: int = 0, line_end: str = ""
) -> Sql:
    """Return the table function that reads the file at `path` (a name of our own) as text, nothing sniffed.

    Args:
        path: of the file.
        columns: names for its columns.
        dialect: how the cells are written down.
        skip: how many lines to leave out at the start.
        longest: how many bytes a line may have, if more than usual.
        line_end: told where cells hold line ends of another kind, which the engine would take for that of the rows.
    """
    listed = joined(sql("{}: 'VARCHAR'", text(column)) for column in columns)
    never_null = joined(text(column) for column in columns)
    return sql(
        "read_csv({path}, auto_detect = false, header = false, skip = {skip}, delim = {delimiter}, quote = {quote}, "
        "escape = {quote}, strict_mode = true, null_padding = false, max_line_size = {longest}{buffer}, "
        "columns = {{{columns}}}, force_not_null = [{never_null}]{line_end})",
        path=text(path),
        skip=Sql(int(skip)),
        delimiter=text(dialect.delimiter),
        quote=text(dialect.quote),
        longest=Sql(max(LONGEST_LINE, longest)),
        # rows that a buffer holds but in part are not read in parallel
        buffer=sql(", parallel = false, buffer_size = {}", Sql(longest + 1))
        if longest > LONGEST_LINE
        else sql(", buffer_size = {}", Sql(BUFFER)),
        columns=listed,
        never_null=never_null,
        line_end=sql(", new_line = {}", text(line_end.encode("unicode_escape").decode())) if line_end else Sql(""),
    )


def fits(dialect: Dialect) -> bool:
    """Tell whether the fast reader can be told this dialect in full."""
    odd = dialect.escape or dialect.comment or dialect.skip_initial_space or not dialect.double_quote
    elsewhere = dialect.line_end or dialect.comment_rows or dialect.header_rows != (1,)
    return not odd and not elsewhere and bool(dialect.quote) and (dialect.delimiter + dialect.quote).isascii()
