"""`dpkit locate`."""

import os
import sys
from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, FORMAT, OUTPUT, PACKAGE, emit


@click.command("locate")
@click.argument("source")
@click.argument("words")
@click.option(
    "--package", type=PACKAGE, default=Path(), metavar="PACKAGE", help="The package, if not the one here or above."
)
@DOCUMENTS
@FORMAT
@OUTPUT
def command(
    *, source: str, words: str, package: Path, documents: tuple[Path, ...], form: str, output: Path | None
) -> None:
    """Tell where WORDS stand in the document of SOURCE: the locators by which a row may cite them.

    SOURCE is an identifier in the table of sources, or a file that is no source yet; its sha256 is told, too.

    Exit code: 0 they stand there and can be quoted, 1 they do not, 2 the document could not be looked at.
    """
    from dpkit.api.locating import locate
    from dpkit.report.location_text import location_json, location_text
    from dpkit.report.trace_text import guillemets

    found = locate(package, documents, source, words)
    bold = form == "text" and output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    mark = (lambda quote: click.style(quote, bold=True)) if bold else guillemets
    emit(location_json(found) if form == "json" else location_text(found, mark), output)
    sys.exit(0 if found.quotable else 1)
