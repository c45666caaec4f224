"""`dpkit relocate`."""

import sys
from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, FORMAT, OUTPUT, PACKAGE, emit


@click.command("relocate")
@click.argument("resources", nargs=-1, metavar="[RESOURCE]...")
@click.option(
    "--package", type=PACKAGE, default=Path(), metavar="PACKAGE", help="The package, if not the one here or above."
)
@click.option("--dry-run", is_flag=True, help="Tell what would be written, and write nothing.")
@DOCUMENTS
@FORMAT
@OUTPUT
def command(
    *,
    resources: tuple[str, ...],
    package: Path,
    dry_run: bool,
    documents: tuple[Path, ...],
    form: str,
    output: Path | None,
) -> None:
    """Write the locators of quotes into the tables RESOURCE, or into all that cite.

    Where a row has a quote and no locator, or one that leads nowhere or to another passage, the locator is looked up in
    the document. It is written if the words stand at one place only; all else in the file stays as it is.

    Exit code: 0 every such row has its locator, 1 some are left, since their words stand nowhere or at several places,
    or their document is not at hand, 2 it could not be done.
    """
    from dpkit.api.relocating import relocate
    from dpkit.report.relocation_text import relocation_json, relocation_text

    found = relocate(package, documents, resources, write=not dry_run)
    emit(relocation_json(found) if form == "json" else relocation_text(found, written=not dry_run), output)
    sys.exit(0 if all(each.new for each in found) else 1)
