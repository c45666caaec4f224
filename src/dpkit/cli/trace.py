"""`dpkit trace`."""

import os
import sys
from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, FORMAT, OUTPUT, PACKAGE, emit


@click.command("trace")
@click.argument("resource", required=False)
@click.argument("key", required=False)
@click.argument("field", required=False)
@click.option("--on", "date", metavar="DATE", help="Trace what is dated to this day, month or span (EDTF) instead.")
@click.option(
    "--package", type=PACKAGE, default=Path(), metavar="PACKAGE", help="The package, if not the one here or above."
)
@DOCUMENTS
@FORMAT
@OUTPUT
def command(  # noqa: PLR0913 - one parameter an option
    *,
    resource: str | None,
    key: str | None,
    field: str | None,
    date: str | None,
    package: Path,
    documents: tuple[Path, ...],
    form: str,
    output: Path | None,
) -> None:
    """Follow a fact to the words it rests on.

    RESOURCE is a table, KEY a subject in it (such as an identifier in a register) or the primary key of a row, FIELD
    one field to look at. A key of several fields is written as one CSV record.

    \b
    dpkit trace visits russia-2001
    dpkit trace visits russia-2001 start
    dpkit trace --on 2001-08-04
    """  # noqa: D301 - the escape is click's for lines that stay as they are
    from dpkit.api import tracing

    if date is not None:
        if resource is not None:
            raise click.UsageError("--on stands alone, without RESOURCE and KEY")
        found = tracing.on_date(package, documents, date)
    elif resource is None or key is None:
        raise click.UsageError("expected RESOURCE and KEY, or --on DATE")
    else:
        found = tracing.trace(package, documents, resource, key, field)
    if form == "json":
        from dpkit.report.trace_json import trace_json

        emit(trace_json(found), output)
    else:
        from dpkit.report.trace_text import guillemets, trace_text

        bold = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        emit(trace_text(found, (lambda quote: click.style(quote, bold=True)) if bold else guillemets), output)
