"""``builder app``: an app as a file: taken out, checked, published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from builder.cli.desk import Desk, at_desk
from builder.cli.output import FAILED, Output
from builder.errors import Conflict, Invalid, Problem
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue
from builder.runtime.work import Work

if TYPE_CHECKING:
    from builder.storage.conversion_trial import Trial

JSON_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LARGEST_FILE = 256 << 20
CONFIRM = click.option(
    "--confirm",
    multiple=True,
    metavar="CODE",
    help="Problem that is accepted: option_in_use lets options go that records have chosen.",
)


@click.group()
def app() -> None:
    """Export, check and publish apps."""


@app.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@at_desk
def export(out: Output, desk: Desk, file: Path) -> None:
    """Write the documents of an app to FILE; - is the standard output."""
    from builder.designer.exporting import export_app

    with desk.reading() as work:
        name = desk.app or _only_app(work)
        body, revision = export_app(work, name), work.catalog.head.metadata_rev
    text = orjson.dumps(body, option=orjson.OPT_INDENT_2)
    if str(file) == "-":
        click.echo(text.decode())
        return
    _write(file, text)
    out.answer({"file": str(file), "app": name, "documents": len(body["documents"]), "revision": revision})


@app.command()
@click.argument("file", type=JSON_FILE)
@CONFIRM
@at_desk
def check(out: Output, desk: Desk, file: Path, confirm: tuple[str, ...]) -> None:
    """Tell every problem of the documents in FILE, and what publishing them would change."""
    from builder.designer.publishing import check as check_documents

    documents = _documents(file)
    with desk.reading() as work:
        found = check_documents(work, _target(work, desk, documents), documents, confirm=confirm)
    if found.problems:
        out.refuse("invalid", {"count": len(found.problems)}, found.problems, FAILED)
    out.say("checked", changes=len(found.changes))
    conversions = _told(out, found.conversions)
    changes = [change.as_document() for change in found.changes]
    out.answer({"problems": [], "changes": changes, "conversions": conversions})


@app.command()
@click.argument("file", type=JSON_FILE)
@click.option("--message", default="", help="What this revision is about.")
@click.option(
    "--revision",
    type=click.IntRange(0, 2**53 - 1),
    metavar="N",
    help="Revision that the change was made upon: refused when the app was published since.",
)
@CONFIRM
@at_desk
def publish(out: Output, desk: Desk, file: Path, message: str, revision: int | None, confirm: tuple[str, ...]) -> None:
    """Publish the documents in FILE: those with known names replace, others join."""
    from builder.designer.publishing import publish as publish_documents

    documents = _documents(file)
    with desk.publishing() as work:
        target = _target(work, desk, documents)
        made = publish_documents(work, target, documents, message=message, revision=revision, confirm=confirm)
    desk.run_jobs()
    if made.changes:
        out.say("published", revision=made.revision, changes=len(made.changes))
    else:
        out.say("nothing_changed")
    out.answer(
        {
            "app": made.app,
            "revision": made.revision,
            "changes": [change.as_document() for change in made.changes],
            "jobs": list(made.jobs),
            "conversions": _told(out, made.conversions),
        }
    )


def _told(out: Output, trials: Iterable[Trial]) -> list[dict[str, Any]]:
    """Say which values do not fit their new type; return all conversions as documents."""
    from builder.designer.conversions import conversion_document

    found = [conversion_document(trial) for trial in trials]
    for one in found:
        if one["unfit"]:
            values = "; ".join(example["value"] for example in one["examples"][:5])
            out.say("values_do_not_fit", field=f"{one['entity']}.{one['field']}", count=one["unfit"], values=values)
    return found


def _documents(file: Path) -> list[Any]:
    from builder.designer.exporting import documents_of

    if file.stat().st_size > LARGEST_FILE:
        raise Invalid([Problem("", "file_too_large", params={"limit": LARGEST_FILE})])
    try:
        return documents_of(read_json(file.read_bytes()))
    except BadValue as bad:
        raise Invalid(bad.problems_at("")) from bad


def _target(work: Work, desk: Desk, documents: list[Any]) -> str | None:
    """Return the app that documents belong to: the one named, else the one they bring, else the only one."""
    if desk.app is not None:
        return desk.app
    brings = [item for item in documents if isinstance(item, dict) and item.get("kind") == "app"]
    if brings:
        name = brings[0].get("name")
        found = work.model.app(name) if isinstance(name, str) else None
        return found.id if found else None
    return _only_app(work)


def _only_app(work: Work) -> str:
    known = [item.name for item in work.model.apps.values()]
    if len(known) != 1:
        raise Conflict("app_needed", known=sorted(known))
    return known[0]


def _write(file: Path, text: bytes) -> None:
    try:
        file.write_bytes(text)
    except OSError as error:
        raise Invalid([Problem("file", "cannot_write_file", params={"path": str(file)})]) from error
