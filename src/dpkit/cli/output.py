"""Where a command's text goes: standard output, or a file that is written whole or not at all."""

import os
import sys
from pathlib import Path

import click

from dpkit.files.write import write_whole
from dpkit.model.errors import DpkitError

PACKAGE = click.Path(path_type=Path)
DOCUMENTS = click.option(
    "--documents",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="Folder in which source documents lie; may be repeated.",
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE."
)


def emit(text: str, output: Path | None = None) -> None:
    """Print `text`, or write it to `output`; a reader that stops early (`| head`) is no fault.

    Raises:
        DpkitError: it could not be written.
    """
    if output is not None:
        write_whole(output, text)
        return
    try:
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
    except OSError as error:
        abandon()
        if not isinstance(error, BrokenPipeError):
            reason = (error.strerror or "error").lower()
            raise DpkitError(f"standard output could not be written: {reason}") from error


def abandon() -> None:
    """Let go of standard output: what is left in its buffer goes nowhere, and raises nothing at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
