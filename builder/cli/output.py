"""How commands answer: lines for people or JSON for programs, refusals in the language of the terminal, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn

import click
import orjson

import builder.cli.lean  # noqa: F401 before all that logs
from builder.cli.logs import configure_logging
from builder.cli.phrases import locale_of, phrase
from builder.config import BadConfiguration, Config
from builder.errors import BuilderError, Invalid, Problem
from builder.messages import message, own_message
from builder.metadata.values import text_of

FAILED, USAGE, PARTLY = 1, 2, 3
SHOWN_PROBLEMS = 50


class WrongUsage(Invalid):
    """Arguments that do not go together, or that a command cannot take."""


class Output:
    """Where a command writes to, and in which form."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.locale = locale_of(os.environ)

    def say(self, name: str, /, **params: Any) -> None:
        """Print a phrase; nothing in JSON mode."""
        if not self.as_json:
            click.echo(phrase(name, self.locale, **params))

    def answer(self, body: Mapping[str, Any]) -> None:
        """Print the answer as JSON; nothing in the form for people."""
        if self.as_json:
            _print_json(body)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Print rows: drawn on a terminal, else separated by tabs; nothing in JSON mode."""
        if self.as_json:
            return
        texts = [[_cell(value) for value in row] for row in rows]
        if sys.stdout.isatty():
            _draw(columns, texts)
            return
        for row in (list(columns), *texts):
            click.echo("\t".join(text.replace("\t", " ").replace("\n", " ") for text in row))

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what the product refuses into a message and an exit code."""
        try:
            yield
        except BadConfiguration as error:
            self.refuse(error.code, error.params, (), USAGE)
        except WrongUsage as error:
            command = click.get_current_context().command_path
            self.refuse("wrong_usage", {"command": command}, error.problems, USAGE)
        except Invalid as error:
            self.refuse(error.code, {"count": len(error.problems)}, error.problems)
        except BuilderError as error:
            self.refuse(error.code, error.params, getattr(error, "problems", ()))

    def refuse(
        self, code: str, params: Mapping[str, Any], problems: Sequence[Problem] = (), status: int = FAILED
    ) -> NoReturn:
        """Print why the command does nothing, with every problem, and end the process."""
        text = message(code, params, self.locale)
        listed = [self.told(problem) for problem in problems]
        if self.as_json:
            error = {"code": code, "message": text, "params": dict(params), "problems": listed}
            _print_json({"error": error})
            raise SystemExit(status)
        click.echo(f"{text} ({code})", err=True)
        for item in listed[:SHOWN_PROBLEMS]:
            where = f"{item['path']}: " if item["path"] else ""
            click.echo(f"  {where}{item['message']} ({item['code']})", err=True)
        if len(listed) > SHOWN_PROBLEMS:
            click.echo(f"  … +{len(listed) - SHOWN_PROBLEMS}", err=True)
        raise SystemExit(status)

    def sentence(self, problem: Problem) -> str:
        """Return a problem as a sentence in the language of the terminal."""
        own = own_message(problem.message, problem.params, self.locale)
        text: Any = own or message(problem.code, problem.params, self.locale)
        return text_of(text, self.locale) if isinstance(text, Mapping) else str(text)

    def warn(self, problem: Problem) -> None:
        """Print what people should look at on the error channel; nothing in JSON mode."""
        if not self.as_json:
            click.echo(self.sentence(problem), err=True)

    def told(self, problem: Problem) -> dict[str, Any]:
        """Return a problem as JSON has it."""
        text = self.sentence(problem)
        return {"path": problem.path, "code": problem.code, "message": text, "params": dict(problem.params)}


def json_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--json`` and an Output in its place; refusals become exit codes."""

    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, errors too.")
    @wraps(command)
    def wrapped(*, as_json: bool, **given: Any) -> None:
        out = Output(as_json)
        configure_logging(Config(log_level="warning", log_format="text"), "command")
        with out.refusals():
            command(out=out, **given)

    return wrapped


def _print_json(body: Mapping[str, Any]) -> None:
    click.echo(orjson.dumps(body, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())


def _cell(value: Any) -> str:
    """Write a wire value for people: labels of references, amounts with their currency."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        if "label" in value:
            return _cell(value["label"])
        return " ".join(_cell(part) for part in value.values() if part is not None)
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    return str(value)


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(text) for text in row))
    Console().print(table)
