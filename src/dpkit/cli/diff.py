"""`dpkit diff`."""

import sys
from pathlib import Path

import click

from dpkit.cli.output import OUTPUT, emit


@click.command("diff")
@click.argument("old")
@click.argument("new", default=".")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
@OUTPUT
@click.option("--all", "every", is_flag=True, help="Show all rows, not the first 20 of each kind and table.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is a difference.")
def command(*, old: str, new: str, form: str, output: Path | None, every: bool, exit_code: bool) -> None:
    """Tell what changed from OLD to NEW (the package here, by default), and the version that it demands.

    Each is a folder, a descriptor, an archive (.zip), the version of a recorded release, or a git revision of the
    package here; what it may be is tried in this order.
    """
    from dpkit.api.differing import compare

    if form == "json":
        from dpkit.report.difference_json import difference_json as render
    elif form == "markdown":
        from dpkit.report.difference_markdown import difference_markdown as render
    elif form == "html":
        from dpkit.report.difference_html import difference_html as render
    else:
        from dpkit.report.difference_text import difference_text as render
    found = compare(old, new, first=None if every else 20)
    emit(render(found), output)
    sys.exit(1 if exit_code and not found.empty else 0)
