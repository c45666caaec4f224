"""`dpkit release`."""

import sys
from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, FORMAT, PACKAGE, emit


@click.command("release")
@click.argument("version", required=False, metavar="[VERSION|auto]")
@click.option(
    "--package", type=PACKAGE, default=Path(), metavar="PACKAGE", help="The package, if not the one here or above."
)
@DOCUMENTS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the release goes, as a folder of its own; by default `dist` of the package.",
)
@click.option("--commit", "revision", metavar="REV", help="Release this commit, not the last one.")
@click.option("--dry-run", is_flag=True, help="Judge, and show the plan; write nothing.")
@click.option(
    "--rebuild", is_flag=True, help="Build the release VERSION again from its record, and compare it with that."
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEY",
    help="Sign the archive with this OpenSSH key.",
)
@FORMAT
def command(  # noqa: PLR0913 - one parameter an option
    *,
    version: str | None,
    package: Path,
    documents: tuple[Path, ...],
    output: Path | None,
    revision: str | None,
    dry_run: bool,
    rebuild: bool,
    key: Path | None,
    form: str,
) -> None:
    """Release a commit of a package, the last one, if nothing speaks against it.

    VERSION is the one that the descriptor gives; `auto` demands that it is the very one that the difference to the last
    release makes necessary. All reasons against a release are told at once.

    Exit code: 0 released (or released before with the same bytes), 1 refused, 2 nothing could be judged or written.
    """
    if rebuild:
        from dpkit.api.rebuilding import rebuild as again

        if version is None or dry_run or key or revision:
            raise click.UsageError("--rebuild needs a VERSION, and goes with none of --commit, --dry-run and --sign")
        plan = again(package, version, output)
    else:
        from dpkit.api.releasing import release

        plan = release(package, version, documents, output, revision=revision, key=key, dry_run=dry_run)
    if form == "json":
        from dpkit.report.plan_json import plan_json as render
    else:
        from dpkit.report.plan_text import plan_text as render
    emit(render(plan))
    sys.exit(1 if plan.reasons else 0)
