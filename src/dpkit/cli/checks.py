"""`dpkit checks`."""

import click

from dpkit.cli.output import emit


@click.command("checks")
def command() -> None:
    """List all checks with their severity."""
    from dpkit.checks.pages import check_list

    emit(check_list())
