"""``builder import``: rows of a file become records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.new_files import require_writable
from builder.cli.output import FAILED, PARTLY, Output
from builder.cli.waiting import waiting
from builder.errors import Invalid, Problem
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue

if TYPE_CHECKING:
    from builder.runtime.imports.command import Asked, ImportOutcome

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
NONE_REFUSED: dict[str, Any] = {"failed_rows": None, "failures": []}


@click.command("import")
@click.argument("entity")
@click.argument("file", type=FILE)
@click.option("--mapping", "mapping_file", type=FILE, help="JSON file that says which column goes where.")
@click.option("--key", metavar="FIELD", help="Update the record with the same value in this field, else create.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text file, such as gb18030; default: the one found.")
@click.option("--separator", metavar="SIGN", help="What parts the values of a text file: one character, or tab.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; default: the first that holds a table.")
@click.option("--header/--no-header", default=None, help="Whether the first row holds names; default: as found.")
@click.option(
    "--failed-rows", type=NEW_FILE, help="Write the rows that failed, with reasons, to this csv or xlsx file."
)
@at_desk
def import_records(out: Output, desk: Desk, entity: str, file: Path, **given: Any) -> None:
    """Import the rows of FILE (csv, xlsx, xls, ods) as records of ENTITY.

    Exit code 0 when all rows went in, 3 when some failed, 1 when none did. Ctrl+C cancels the import after the
    rows at hand and says what is there already; `builder undo` takes that back.
    """
    from builder.designer.adding_options import add_options
    from builder.runtime.imports.command import Asked, import_file
    from builder.runtime.imports.outcomes import TOLD
    from builder.runtime.spreadsheets.limits import ReadOptions

    if given["failed_rows"] is not None:
        require_writable(given["failed_rows"])
    mapping = _mapping(given["mapping_file"]) if given["mapping_file"] else None
    read = ReadOptions(
        encoding=given["encoding"],
        separator={"tab": "\t"}.get(given["separator"], given["separator"]),
        sheet=given["sheet"],
        has_header=given["header"],
    )
    asked = Asked(desk.workspace, desk.account, desk.app, entity, mapping, given["key"], read)
    with waiting(out) as watch:
        done = import_file(desk.workspaces, asked, file, add_options, watch)
        desk.run_jobs()
    counts = {name: getattr(done, name) for name in TOLD}
    out.say("imported", **counts)
    _say_more(out, done)
    refused = _tell_refused(out, desk, asked, done, given["failed_rows"]) if done.failed else NONE_REFUSED
    out.answer({**counts, **refused, "warnings": [out.told(one) for one in done.warnings]})
    if done.failed:
        raise SystemExit(PARTLY if done.created or done.updated or done.skipped else FAILED)


def _say_more(out: Output, done: ImportOutcome) -> None:
    if done.unchanged:
        out.say("unchanged", unchanged=done.unchanged)
    if done.change_set is not None:
        out.say("change_set", change_set=done.change_set)
    if done.options:
        out.say("options_added", options=done.options)
    for warning in done.warnings:
        out.warn(warning)


def _tell_refused(out: Output, desk: Desk, asked: Asked, done: ImportOutcome, target: Path | None) -> dict[str, Any]:
    """Say why the first rows failed, write all of them where that is asked, and return both for programs."""
    from builder.runtime.imports.command import reasons_of, write_refused
    from builder.runtime.imports.refused_rows import Wording

    wording = Wording(out.sentence, out.locale)
    reasons = reasons_of(desk.workspaces, asked, done.token, wording)
    for row, reason in reasons:
        out.say("failed_row", row=row, reason=reason)
    if target is not None:
        write_refused(desk.workspaces, asked, done.token, target, wording)
        out.say("failed_rows", path=target)
    elif done.failed > len(reasons):
        out.say("more_failed", count=done.failed - len(reasons))
    told = [{"row": row, "reason": reason} for row, reason in reasons]
    return {"failed_rows": None if target is None else str(target), "failures": told}


def _mapping(file: Path) -> dict[str, Any]:
    try:
        body = read_json(file.read_bytes())
    except BadValue as bad:
        raise Invalid(bad.problems_at("mapping")) from bad
    if not isinstance(body, dict):
        raise Invalid([Problem("mapping", "not_an_object")])
    return body
