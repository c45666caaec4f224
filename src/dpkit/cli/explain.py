"""`dpkit explain`."""

import click

from dpkit.cli.output import emit


@click.command("explain")
@click.argument("name")
def command(name: str) -> None:
    """Explain the check NAME."""
    from dpkit.checks.pages import check_page
    from dpkit.checks.registry import get

    emit(check_page(get(name)))
