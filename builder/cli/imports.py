"""``builder import``: rows of a file become records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson

from builder.cli.desk import Desk, at_desk
from builder.cli.output import FAILED, PARTLY, Output
from builder.cli.phrases import phrase
from builder.errors import Invalid, Problem

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
    from builder.runtime.imports.command import import_file

    mapping = _mapping(mapping_file) if mapping_file else None
    with _busy(out):
        done = import_file(desk.workspaces, desk.workspace, desk.account, desk.app, entity, file, mapping, key)
        desk.run_jobs()
    counts = {
        "created": done.created,
        "updated": done.updated,
        "failed": done.failed,
        "skipped": done.skipped,
        "change_set": done.change_set,
    }
    out.say("imported", **counts)
    if done.failed_rows is not None:
        out.say("failed_rows", path=done.failed_rows)
    out.answer({**counts, "failed_rows": None if done.failed_rows is None else str(done.failed_rows)})
    if done.failed:
        raise SystemExit(PARTLY if done.created or done.updated or done.skipped else FAILED)


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
