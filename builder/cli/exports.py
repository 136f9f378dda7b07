"""``builder export``: records of a list become a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.new_files import require_writable
from builder.cli.output import Output, WrongUsage
from builder.cli.queries import list_request, told_by_options
from builder.cli.waiting import waiting
from builder.errors import Problem

NEW_FILE = click.Path(dir_okay=False, path_type=Path)
SUFFIXES = (".xlsx", ".csv")


@click.command("export")
@click.argument("entity")
@click.argument("file", type=NEW_FILE)
@click.option("--view", metavar="VIEW", help="Name, id or label of a view: its filter, order and columns.")
@click.option("--where", metavar="JSON", help='A condition, e.g. \'{"field": "status", "op": "eq", "value": "new"}\'.')
@click.option("--sort", metavar="FIELD", help="Fields to sort by, separated by commas; -FIELD is descending.")
@click.option("--fields", metavar="A,B", help="Fields to write; default: the columns of the view, else all.")
@click.option("--search", metavar="TEXT", help="Quick search.")
@click.option("--no-bom", is_flag=True, help="A csv without the mark by which spreadsheet programs know UTF-8.")
@at_desk
def export_records(out: Output, desk: Desk, entity: str, file: Path, **given: Any) -> None:
    """Write records of ENTITY to FILE (.xlsx or .csv), as far as the person may see and export them.

    Ctrl+C cancels the export and leaves no file.
    """
    from builder.runtime.exports.command import Asked, export_file

    kind = file.suffix.lower()
    if kind not in SUFFIXES:
        raise WrongUsage([Problem("FILE", "unknown_format", params={"known": list(SUFFIXES)})])
    require_writable(file)
    request = {**list_request(given), "format": kind[1:], "bom": not given["no_bom"]}
    asked = Asked(desk.workspace, desk.account, desk.app, entity, request, given["view"], out.locale)
    with told_by_options(), waiting(out, "exporting") as watch:
        rows = export_file(desk.workspaces, asked, file, watch)
    out.say("exported", rows=rows, path=file)
    out.answer({"rows": rows, "file": str(file)})
