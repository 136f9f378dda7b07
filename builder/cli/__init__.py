"""The command line. Commands are loaded when they are called, so that each starts fast.

Exit codes: 0 done; 1 refused or failed; 2 wrong usage or settings; 3 partly failed.
"""

from __future__ import annotations

from importlib import import_module

import click

from builder import __version__

COMMANDS = {
    "app": "builder.cli.apps:app",
    "export": "builder.cli.exports:export_records",
    "import": "builder.cli.imports:import_records",
    "init": "builder.cli.set_up:init",
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
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="builder")
def main() -> None:
    """Formloom · 织表: build forms, lists and whole business apps without code.

    Settings come from the environment: DATABASE_URL, BUILDER_DATA_DIR (default ./data), HOST, PORT,
    BUILDER_BASE_URL. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly failed.
    """
