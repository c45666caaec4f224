"""`dpkit resolve`."""

from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, PACKAGE, emit


@click.command("resolve")
@click.argument("package", type=PACKAGE, default=Path())
@DOCUMENTS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a package of the resolved tables to DIR: a new folder, or one that dpkit resolve wrote before.",
)
@click.option(
    "--method",
    type=click.Choice(["accu", "majority", "weighted"]),
    default="accu",
    show_default=True,
    help="Weigh sources by how often they agree, all alike, or by confidence and reliability.",
)
@click.option("--copies", is_flag=True, help="Look for sources that copy from each other, and count them less.")
@click.option("--explain", is_flag=True, help="Show each decision as a sum of the weights of sources.")
def command(
    *, package: Path, documents: tuple[Path, ...], output: Path | None, method: str, copies: bool, explain: bool
) -> None:
    """Show what the evidence in PACKAGE supports best: one row a subject.

    Sources that one group controls vote once. A ruling goes before any vote. A tie is no consensus.
    """
    from dpkit.api.resolving import resolve, write
    from dpkit.model.consensus import Method
    from dpkit.report.resolution_text import resolution_text

    found = resolve(package, documents, Method(method), copies=copies)
    if output is not None:
        write(found, output)
    if output is None or explain:
        emit(resolution_text(found, explain=explain))
    if output is not None:
        emit(f"written to {output}\n")
