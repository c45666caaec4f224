"""`dpkit checks`."""

import click


@click.command("checks")
def command() -> None:
    """List all checks with their severity."""
    from dpkit.checks.pages import check_list

    click.echo(check_list(), nl=False)
