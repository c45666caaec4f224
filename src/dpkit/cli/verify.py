"""`dpkit verify`."""

import sys
from pathlib import Path

import click

from dpkit.cli.output import FORMAT, OUTPUT, PACKAGE, emit


@click.command("verify")
@click.argument("archive", type=PACKAGE)
@click.option(
    "--signers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Whose signature counts: an allowed_signers file of OpenSSH. A missing or wrong signature is an error then.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The record of the release in its repository: releases/VERSION.json.",
)
@FORMAT
@OUTPUT
def command(*, archive: Path, signers: Path | None, record: Path | None, form: str, output: Path | None) -> None:
    """Verify that ARCHIVE, a release or the folder it was unpacked into, is as it was made.

    Every byte is compared with SHA256SUMS, every resource with the descriptor, the data with release.json; no file may
    be missing or extra. ARCHIVE.sig beside it is its signature.
    """
    from dpkit.api.verifying import verify
    from dpkit.report.verification_json import verification_json
    from dpkit.report.verification_text import verification_text

    found = verify(archive, signers=signers, record=record)
    emit((verification_json if form == "json" else verification_text)(found), output)
    sys.exit(0 if found.valid else 1)
