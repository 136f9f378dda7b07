"""``builder import``: rows of a file become records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson

from builder.cli.desk import Desk, at_desk
from builder.cli.output import FAILED, PARTLY, Output
from builder.cli.phrases import phrase
from builder.errors import Invalid, Problem
from builder.messages import message

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("entity")
@click.argument("file", type=FILE)
@click.option("--mapping", "mapping_file", type=FILE, help="JSON file that says which column goes where.")
@click.option("--key", metavar="FIELD", help="Update the record with the same value in this field, else create.")
@at_desk
def import_records(
    out: Output, desk: Desk, entity: str, file: Path, mapping_file: Path | None, key: str | None
) -> None:
    """Import the rows of FILE (csv, xlsx, xls) as records of ENTITY.

    Exit code 0 when all rows went in, 3 when some failed, 1 when none did.
    """
    from builder.runtime.imports.command import Asked, import_file, write_refused

    mapping = _mapping(mapping_file) if mapping_file else None
    asked = Asked(desk.workspace, desk.account, desk.app, entity)
    with _busy(out):
        done = import_file(desk.workspaces, asked, file, mapping, key)
        desk.run_jobs()
    counts = {
        "created": done.created,
        "updated": done.updated,
        "failed": done.failed,
        "skipped": done.skipped,
        "change_set": done.change_set,
    }
    out.say("imported", **counts)
    refused = Path(f"{file.stem}.failed.csv") if done.failed else None
    if refused is not None:
        write_refused(desk.workspaces, asked, done.token, refused, _words(out.locale))
        out.say("failed_rows", path=refused)
    out.answer({**counts, "failed_rows": None if refused is None else str(refused)})
    if done.failed:
        raise SystemExit(PARTLY if done.created or done.updated or done.skipped else FAILED)


def _words(locale: str) -> tuple[Callable[[Problem], str], tuple[str, str]]:
    """Return how problems and the two added columns of the file with refused rows are worded."""

    def worded(problem: Problem) -> str:
        text = problem.message or message(problem.code, problem.params, locale)
        return f"{problem.path}: {text}" if problem.path else text

    return worded, (message("failed_row_number", {}, locale), message("failed_row_reason", {}, locale))


def _mapping(file: Path) -> dict[str, Any]:
    try:
        body = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise Invalid([Problem("mapping", "not_json", params={"line": error.lineno, "column": error.colno})]) from error
    if not isinstance(body, dict):
        raise Invalid([Problem("mapping", "not_an_object")])
    return body


@contextmanager
def _busy(out: Output) -> Iterator[None]:
    """Show on a terminal that something goes on."""
    if out.as_json or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(phrase("importing", out.locale)):
        yield
