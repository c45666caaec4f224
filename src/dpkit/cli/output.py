"""Where a command's text goes: standard output, or a file that is written whole or not at all."""

from pathlib import Path

import click

from dpkit.files.write import write_whole

PACKAGE = click.Path(path_type=Path)
DOCUMENTS = click.option(
    "--documents",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="Folder in which source documents lie; may be repeated.",
)
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE."
)


def emit(text: str, output: Path | None) -> None:
    """Print `text`, or write it to `output`."""
    if output is None:
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
    else:
        write_whole(output, text)
