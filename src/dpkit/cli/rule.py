"""`dpkit rule`."""

from pathlib import Path

import click

from dpkit.cli.output import PACKAGE
from dpkit.model.contradiction import Decision
from dpkit.model.show import plain


@click.command("rule")
@click.argument("resource")
@click.argument("key")
@click.argument("field")
@click.option("--prefer", "source", metavar="SOURCE", help="What this source claims holds.")
@click.option("--value", metavar="VALUE", help="This value holds.")
@click.option("--both-stand", "choice", flag_value="both-stand", help="Both may be so; it stays open which.")
@click.option("--none-stands", "choice", flag_value="none-stands", help="None of the claims holds.")
@click.option(
    "--not-a-contradiction", "choice", flag_value="not-a-contradiction", help="They speak of different things."
)
@click.option("--reason", required=True, help="Why; a sentence that others can weigh.")
@click.option(
    "--package", type=PACKAGE, default=Path(), metavar="PACKAGE", help="The package, if not the one here or above."
)
def command(  # noqa: PLR0913 - one parameter an option
    *,
    resource: str,
    key: str,
    field: str,
    source: str | None,
    value: str | None,
    choice: str | None,
    reason: str,
    package: Path,
) -> None:
    """Rule on the contradiction between the claims to FIELD of the subject KEY in the table RESOURCE.

    The ruling is written into the package's table of rulings, in place of an earlier one on the same claims.
    """
    from dpkit.api.ruling import rule

    chosen = [each for each in (source, value, choice) if each is not None]
    if len(chosen) != 1:
        raise click.UsageError("expected one of --prefer, --value, --both-stand, --none-stands, --not-a-contradiction")
    decision = Decision(choice=choice or "prefer", reason=reason, source=source or "", value=value or "")
    click.echo(f"written to {plain(str(rule(package, resource, key, field, decision)), 200)}")
