"""`dpkit impact`."""

from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, FORMAT, OUTPUT, PACKAGE, emit


@click.command("impact")
@click.argument("source")
@click.option(
    "--package", type=PACKAGE, default=Path(), metavar="PACKAGE", help="The package, if not the one here or above."
)
@DOCUMENTS
@FORMAT
@OUTPUT
def command(*, source: str, package: Path, documents: tuple[Path, ...], form: str, output: Path | None) -> None:
    """Show what falls if SOURCE is withdrawn.

    With it fall the rows that cite it, and its word where other sources pass it on. All that is computed from rows is
    computed again without them: contradictions, rulings, resolved values.
    """
    from dpkit.api.impact import impact
    from dpkit.report.impact_text import impact_json, impact_text

    found = impact(package, documents, source)
    emit(impact_json(found) if form == "json" else impact_text(found), output)
