"""``builder import``: rows of a file become records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.new_files import require_writable
from builder.cli.output import FAILED, PARTLY, Output
from builder.cli.waiting import waiting
from builder.errors import Invalid, Problem
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("entity")
@click.argument("file", type=FILE)
@click.option("--mapping", "mapping_file", type=FILE, help="JSON file that says which column goes where.")
@click.option("--key", metavar="FIELD", help="Update the record with the same value in this field, else create.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text file, such as gb18030; default: the one found.")
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
    from builder.runtime.imports.command import Asked, import_file, write_refused
    from builder.runtime.imports.outcomes import TOLD
    from builder.runtime.imports.refused_rows import Wording

    if given["failed_rows"] is not None:
        require_writable(given["failed_rows"])
    mapping = _mapping(given["mapping_file"]) if given["mapping_file"] else None
    asked = Asked(desk.workspace, desk.account, desk.app, entity, mapping, given["key"], given["encoding"])
    with waiting(out) as watch:
        done = import_file(desk.workspaces, asked, file, add_options, watch)
        desk.run_jobs()
    counts = {name: getattr(done, name) for name in TOLD}
    out.say("imported", **counts)
    if done.unchanged:
        out.say("unchanged", unchanged=done.unchanged)
    if done.change_set is not None:
        out.say("change_set", change_set=done.change_set)
    if done.options:
        out.say("options_added", options=done.options)
    for warning in done.warnings:
        out.warn(warning)
    target = given["failed_rows"]
    if target is not None and done.failed:
        write_refused(desk.workspaces, asked, done.token, target, Wording(out.sentence, out.locale))
        out.say("failed_rows", path=target)
    failed_rows = str(target) if target is not None and done.failed else None
    out.answer({**counts, "failed_rows": failed_rows, "warnings": [out.told(one) for one in done.warnings]})
    if done.failed:
        raise SystemExit(PARTLY if done.created or done.updated or done.skipped else FAILED)


def _mapping(file: Path) -> dict[str, Any]:
    try:
        body = read_json(file.read_bytes())
    except BadValue as bad:
        raise Invalid(bad.problems_at("mapping")) from bad
    if not isinstance(body, dict):
        raise Invalid([Problem("mapping", "not_an_object")])
    return body
