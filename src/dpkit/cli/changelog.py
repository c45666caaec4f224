"""`dpkit changelog`."""

from pathlib import Path

import click

from dpkit.cli.output import OUTPUT, emit


@click.command("changelog")
@click.argument("old", required=False)
@click.argument("new", default=".")
@OUTPUT
def command(*, old: str | None, new: str, output: Path | None) -> None:
    """Draft the section of the changelog on what changed from OLD to NEW, in Markdown.

    OLD is the last release that is recorded, NEW the package here; both may be what `dpkit diff` takes. Reasons are
    those of rulings. The draft tells what changed; what that means is to be written.
    """
    from dpkit.api.drafting import draft
    from dpkit.report.changelog_markdown import changelog_markdown

    emit(changelog_markdown(draft(old, new)), output)
