"""`dpkit init`."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS
from dpkit.model.errors import DpkitError
from dpkit.model.show import count, listing, plain

FIELDS = ("start:date", "end:date", "place:value", "title:label")
SHOWN, LONGEST = 10, 2000


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("thing", default="event")
@click.argument("fields", nargs=-1, metavar="[FIELD:KIND]...")
@DOCUMENTS
def command(*, folder: Path, thing: str, fields: tuple[str, ...], documents: tuple[Path, ...]) -> None:
    """Make a package to begin with in FOLDER: a table of accounts, one of sources and one of rulings.

    THING is what the accounts are about, and each FIELD what is told of it: dpkit init bridges bridge opened:date
    length:quantity builder:value name:label. KIND says how values are compared: date, quantity, value, label, member;
    or text, which is not. Each document in FOLDER/documents and in the folders given becomes a source.

    Nothing is overwritten. Exit code: 0 it was made, 2 it was not.
    """
    from dpkit.api.beginning import begin

    pairs = [each.partition(":")[::2] for each in fields or FIELDS]
    if doubled := [name for name, _ in pairs if [one for one, _ in pairs].count(name) > 1]:
        raise DpkitError(f"the field {plain(doubled[0], 40)} is named twice")
    made = begin(folder, thing, dict(pairs), documents)
    click.echo(f"{plain(made.folder, 200)}: {count(len(made.files) - 1, 'table')}, {_documents(made.documents)}")
    if made.unread:
        some = listing([plain(each, 40) for each in made.unread[:SHOWN]])
        click.echo(f"No UTF-8 text, so that no quote can be followed there: {some}{_more(made.unread)}")
    click.echo(f"Enter what they say into {made.accounts}, a row a passage, and leave the locator empty:")
    click.echo(f"  {','.join(made.fields)}")
    click.echo(f"{made.key} is the primary key, such as 1, 2, 3: by it dpkit diff knows a row that was corrected")
    at = shlex.quote(made.folder) + "".join(f" --documents {shlex.quote(str(each))}" for each in documents)
    click.echo(plain(f"Then: dpkit relocate --package {at}; dpkit validate {at}", LONGEST))


def _documents(documents: tuple[tuple[str, str], ...]) -> str:
    if not documents:
        return "no document yet (lay them into documents/, and their sha256 into sources.csv)"
    named = ", ".join(f"{plain(source, 40)} ({plain(name, 60)})" for source, name in documents[:SHOWN])
    return f"{count(len(documents), 'document')}: {named}{_more(documents)}"


def _more(items: Sequence[object]) -> str:
    return f" and {len(items) - SHOWN:,} more" if len(items) > SHOWN else ""
