"""Where a command's text goes: standard output, or a file that is written whole or not at all."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from dpkit.files.write import write_whole
from dpkit.model.errors import DpkitError
from dpkit.model.report import Report
from dpkit.report.bounded import LARGEST, bounded

RENDERERS = {  #: how each format writes a validation report: module and function
    "text": "dpkit.report.text:report_text",
    "json": "dpkit.report.json_report:report_json",
    "sarif": "dpkit.report.sarif:report_sarif",
    "github": "dpkit.report.github:report_github",
    "junit": "dpkit.report.junit:report_junit",
    "markdown": "dpkit.report.markdown_report:report_markdown",
    "html": "dpkit.report.html_report:report_html",
}
SIZES = {"markdown": 65_000}  #: bytes, where a megabyte is too much: GitHub takes comments of 65,536 characters
PACKAGE = click.Path(path_type=Path)
DOCUMENTS = click.option(
    "--documents",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="Folder in which source documents lie, beside that of $DPKIT_DOCUMENTS; may be repeated.",
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
REPORT_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    default="text",
    show_default=True,
    help="For people (text, markdown, html) or for programs (json, sarif, github, junit).",
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE."
)


def rendered(report: Report, form: str, *, every: bool = False) -> str:
    """Return a validation report in a format, of bounded size unless `every` finding is asked for."""
    module, _, function = RENDERERS[form].partition(":")
    render = getattr(import_module(module), function)
    return render(report) if every else bounded(report, render, SIZES.get(form, LARGEST))


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


def tell(sentence: str) -> None:
    """Print a sentence on standard error; where that cannot be written either, nothing is left to be done."""
    try:
        click.echo(f"dpkit: {sentence}", err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def abandon() -> None:
    """Let go of standard output: what is left in its buffer goes nowhere, and raises nothing at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
