"""The command line. Commands are loaded when they are called, so that each starts fast.

Exit codes: 0 done; 1 refused or failed; 2 wrong usage or settings; 3 partly failed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from builder import __version__
from builder.cli.phrases import locale_of

COMMANDS = {
    "app": "builder.cli.apps:app",
    "export": "builder.cli.exports:export_records",
    "import": "builder.cli.imports:import_records",
    "init": "builder.cli.set_up:init",
    "member": "builder.cli.members:member",
    "query": "builder.cli.queries:query",
    "run": "builder.cli.run:run",
    "template": "builder.cli.templates:template",
    "undo": "builder.cli.undo:undo",
    "worker": "builder.cli.worker:worker",
}
"""Name → module and function."""


class LazyGroup(click.Group):
    """A group whose commands are imported only when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return _worded(command)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run a command and end the process; wrong usage is told like every other refusal."""
        given = list(sys.argv[1:] if args is None else args)
        worded = _worded(self)
        try:
            status = click.Command.main(worded, given, *rest, **{**more, "standalone_mode": False})
        except click.UsageError as error:
            from builder.cli.usage import refuse_usage

            refuse_usage(error, given)
        except click.Abort:
            click.echo("Aborted!", err=True)
            status = 1
        raise SystemExit(status if isinstance(status, int) else 0)


def _worded(command: click.Command) -> click.Command:
    """Return a command that explains itself in the language of the terminal."""
    locale = locale_of(os.environ)
    if locale == "en":
        return command
    from builder.cli.help_pages import word

    return word(command, locale)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="builder")
def main() -> None:
    """Formloom · 织表: build forms, lists and whole business apps without code.

    Settings come from the environment: DATABASE_URL, BUILDER_DATA_DIR (default ./data), HOST, PORT,
    BUILDER_BASE_URL. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly failed.
    """
