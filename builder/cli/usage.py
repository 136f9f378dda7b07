"""Wrong usage, told like every other refusal: in the language of the terminal, and as JSON where that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import click

from builder.cli.output import USAGE, Output
from builder.errors import Problem


def refuse_usage(error: click.UsageError, arguments: Sequence[str]) -> NoReturn:
    """Print what the arguments of a command lack, and end the process."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        raise SystemExit(USAGE)
    command = error.ctx.command_path if error.ctx is not None else "builder"
    Output("--json" in arguments).refuse("wrong_usage", {"command": command}, list(_problems(error)), USAGE)


def _problems(error: click.UsageError) -> Sequence[Problem]:
    if isinstance(error, click.NoSuchOption):
        return [Problem(error.option_name, "unknown_property")]
    if unknown := getattr(error, "command_name", ""):
        return [Problem(unknown, "unknown_property")]
    if isinstance(error, click.BadOptionUsage):
        return [Problem(error.option_name, "required")]
    if not isinstance(error, click.BadParameter) or error.param is None:
        return []
    place = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
    if isinstance(error, click.MissingParameter):
        return [Problem(place, "required")]
    is_read = not isinstance(error.__context__, ValueError)
    return [_unfit(place, error.param.type, is_read)]


def _unfit(place: str, kind: click.ParamType[Any], is_read: bool) -> Problem:
    """Return why a value does not fit; ``is_read`` where it is at least a value of the kind."""
    if isinstance(kind, click.Choice):
        return Problem(place, "not_one_of", params={"allowed": list(kind.choices)})
    if isinstance(kind, click.IntRange) and is_read:
        return Problem(place, "out_of_range", params={"min": kind.min, "max": kind.max})
    return Problem(place, "not_a_file" if isinstance(kind, click.Path) else "not_a_number")
