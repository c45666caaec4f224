"""`dpkit explain`."""

import click


@click.command("explain")
@click.argument("name")
def command(name: str) -> None:
    """Explain the check NAME."""
    from dpkit.checks.pages import check_page
    from dpkit.checks.registry import get

    click.echo(check_page(get(name)), nl=False)
