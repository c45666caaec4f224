"""`dpkit contradictions`."""

from pathlib import Path

import click

from dpkit.cli.output import FORMAT, OUTPUT, PACKAGE, emit


@click.command("contradictions")
@click.argument("package", type=PACKAGE, default=Path())
@click.option("--variants", is_flag=True, help="List names that are written in several ways, too.")
@FORMAT
@OUTPUT
def command(*, package: Path, variants: bool, form: str, output: Path | None) -> None:
    """List the contradictions of PACKAGE: open, ruled and fallen."""
    from dpkit.api.ruling import contradictions
    from dpkit.report.contradictions_text import contradictions_json, contradictions_text

    found = contradictions(package, variants=variants)
    emit(contradictions_json(found) if form == "json" else contradictions_text(found), output)
