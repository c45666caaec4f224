"""The `dpkit` command: its subcommands are imported when they are called."""

import gc
import importlib
import os
import sys
from difflib import get_close_matches

import click

from dpkit.cli.ending import INTERRUPTED, end_when_asked
from dpkit.model.errors import DpkitError
from dpkit.model.show import plain
from dpkit.model.version import VERSION

LONGEST_ERROR = 2_000  #: characters of the sentence; a package may have a hundred thousand tables to list

ALLOCATIONS = 100_000  #: a run is short and leaves few cycles: looking for them at every 700th object costs a tenth
COMMANDS = {
    "validate": "Check a package: schema, keys, dates, citations.",
    "init": "Make a package to begin with.",
    "locate": "Tell where some words stand in a document, as a locator.",
    "relocate": "Write the locators of quotes that have none, or stand elsewhere.",
    "trace": "Follow a fact to the words it rests on.",
    "contradictions": "List the contradictions between sources, and the rulings on them.",
    "rule": "Rule on a contradiction.",
    "impact": "Show what falls if a source is withdrawn.",
    "resolve": "Show what the evidence supports best, one row a subject.",
    "release": "Release a package: judge it, build its archive, publish it whole or not at all.",
    "verify": "Verify that a release is as it was made.",
    "diff": "Tell what changed between two states of a package, and the version that it demands.",
    "changelog": "Draft the section of the changelog.",
    "checks": "List all checks.",
    "explain": "Explain a check: what it finds, why it matters, how to mend it.",
}


class Commands(click.Group):
    """Subcommands, each in a module of its own name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of a first acquaintance."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"dpkit.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; of one that is nearly called like a command, say which is meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"No such command {plain(args[0])!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; that dpkit could not do its work is one sentence, and exit code 2."""
        try:
            return super().invoke(ctx)
        except DpkitError as error:
            _tell(plain(str(error), LONGEST_ERROR))
            sys.exit(2)
        except MemoryError:
            click.echo("dpkit: there is not enough memory for this", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            _tell("interrupted")
            sys.exit(INTERRUPTED)


def _tell(sentence: str) -> None:
    from dpkit.cli.output import tell

    tell(sentence)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="dpkit")
def main() -> None:
    """Data packages that can show their evidence.

    Every row says which passage of which document it rests on; dpkit checks that it does.
    """


def run() -> None:
    """Run the command line; that the system refuses something is one sentence, too."""
    gc.set_threshold(ALLOCATIONS)
    _fill_in_streams()
    end_when_asked()
    try:
        main(prog_name="dpkit")
    except OSError as error:
        from dpkit.cli.output import abandon

        abandon()
        reason = (error.strerror or "error").lower()
        _tell(f"the system refused: {reason}")
        sys.exit(2)


def _fill_in_streams() -> None:
    """Open what the caller closed (`2>&-`) on nothing, lest a file of the user's be opened in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as the process
