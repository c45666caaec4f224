"""The engine's CSV reader, told everything and left nothing to guess."""

from dpkit.model.descriptor import Dialect
from dpkit.tables.sql import Sql, joined, name, sql, text

LONGEST_LINE = 4_000_000
PLAIN = Dialect()


def raw(index: int) -> Sql:
    """Return the name of the text column of the file's column `index`."""
    return name(f"c{index}")


def read_csv(path: str, columns: list[str], dialect: Dialect = PLAIN, *, skip: int = 0, longest: int = 0) -> Sql:
    """Return the table function that reads the file at `path` (a name of our own) as text, nothing sniffed."""
    listed = joined(sql("{}: 'VARCHAR'", text(column)) for column in columns)
    never_null = joined(text(column) for column in columns)
    return sql(
        "read_csv({path}, auto_detect = false, header = false, skip = {skip}, delim = {delimiter}, quote = {quote}, "
        "escape = {quote}, strict_mode = true, null_padding = false, max_line_size = {longest}, "
        "columns = {{{columns}}}, force_not_null = [{never_null}])",
        path=text(path),
        skip=Sql(int(skip)),
        delimiter=text(dialect.delimiter),
        quote=text(dialect.quote),
        longest=Sql(max(LONGEST_LINE, longest)),
        columns=listed,
        never_null=never_null,
    )


def fits(dialect: Dialect) -> bool:
    """Tell whether the fast reader can be told this dialect in full."""
    odd = dialect.escape or dialect.comment or dialect.skip_initial_space or not dialect.double_quote
    return not odd and bool(dialect.quote)
