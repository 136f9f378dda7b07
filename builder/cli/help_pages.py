"""Writes ``--help`` in the language of the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

import click

from builder.cli.help_texts import HEADINGS, REMARKS, TEXTS
from builder.cli.phrases import ORDER

ENGLISH = "en"


def word(command: click.Command, locale: str) -> click.Command:
    """Return a command that explains itself, and those under it, in a language other than English.

    Texts without a translation stay English.
    """
    worded = copy(command)
    worded.context_class = _CONTEXTS[locale]
    worded.help = _worded(command.help, locale)
    worded.params = [_parameter(item, locale) for item in command.params]
    if isinstance(worded, click.Group):
        worded.commands = {name: word(under, locale) for name, under in worded.commands.items()}
    return worded


def _parameter(item: click.Parameter, locale: str) -> click.Parameter:
    worded = copy(item)
    if isinstance(worded, click.Option):
        worded.help = _worded(worded.help, locale)
    return worded


def plain(text: str) -> str:
    """Return a text as it is looked for: each gap one blank."""
    return " ".join(text.split())


def _worded(text: str | None, locale: str) -> str | None:
    found = TEXTS.get(plain(text)) if text else None
    return found[ORDER.index(locale)] if found else text


class _Formatter(click.HelpFormatter):
    """Words what click itself says."""

    locale = ENGLISH

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the command is called."""
        super().write_usage(prog, args, prefix or f"{self._heading('Usage')}: ")

    def write_heading(self, heading: str) -> None:
        """Write what stands above a list."""
        super().write_heading(self._heading(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with its explanation."""
        super().write_dl([(term, self._explained(text)) for term, text in rows], col_max, col_spacing)

    def _heading(self, text: str) -> str:
        found = HEADINGS.get(text)
        return found[ORDER.index(self.locale)] if found else text

    def _explained(self, text: str) -> str:
        worded = _worded(text, self.locale) or ""
        for english, others in REMARKS.items():
            worded = worded.replace(english, others[ORDER.index(self.locale)])
        return worded


def _context_class(locale: str) -> type[click.Context]:
    formatter = type("Formatter", (_Formatter,), {"locale": locale})
    return type("Context", (click.Context,), {"formatter_class": formatter})


_CONTEXTS = {locale: _context_class(locale) for locale in ORDER if locale != ENGLISH}
