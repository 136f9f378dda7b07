"""An import from beginning to end for callers that wait: the command line and scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.errors import Conflict, Problem
from builder.runtime.imports import uploads
from builder.runtime.imports.outcomes import STEP
from builder.runtime.imports.refused_rows import Wording, failed_rows_file, first_reasons
from builder.runtime.imports.running import KIND, AddOptions, import_handler, start
from builder.runtime.spreadsheets.limits import ReadOptions
from builder.runtime.waited_jobs import Watch, refusal_of, wait_for
from builder.runtime.workspaces import Workspaces
from builder.storage import job_rows
from builder.storage.engine import Database
from builder.storage.space import Space

MOST_NAMED = 50
MOST_REASONS = 10


@dataclass(frozen=True)
class Asked:
    """Who imports into what, and how."""

    workspace: str
    account_id: int
    app: str | None
    entity: str
    mapping: Mapping[str, Any] | None = None
    """None: the one that the product proposes."""
    key: str | None = None
    """The field by which rows update records."""
    read: ReadOptions = field(default_factory=ReadOptions)
    """How the file is read, where that is not left to what is found."""


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did."""

    token: str
    created: int
    updated: int
    failed: int
    skipped: int
    change_set: int | None
    unchanged: int = 0
    """Rows among those skipped whose records held their values already."""
    options: int = 0
    """Options that it added to fields."""
    warnings: tuple[Problem, ...] = ()
    """What is uncertain about the file as a whole, or left out of it."""


def begin_import(workspaces: Workspaces, asked: Asked, path: Path) -> tuple[str, int, tuple[Problem, ...]]:
    """Keep a copy of the file, bind the mapping and enqueue the job.

    Returns the import's token, the job's id, and what is uncertain about the file as a whole or left out of it.
    Raises Invalid for the file and for the mapping.
    """
    folder = uploads.folder_of(workspaces.database.data_dir)
    with path.open("rb") as stream:
        kept = uploads.keep(folder, stream, path.name)
    try:
        report = uploads.look_at(kept, asked.read)
        with workspaces.writing(asked.workspace, asked.account_id, asked.app) as work:
            opened = uploads.open_upload(work, work.entity(asked.entity), kept, path.name, report=report)
            document = dict(asked.mapping or opened["mapping"])
            if asked.key is not None:
                document["key"] = {"field": asked.key}
            number = start(work, folder, opened["id"], document)
        uncertain = [problem for problem in report.problems if not problem.path]
        return opened["id"], number, (*uncertain, *_left_out(opened["columns"], document))
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def _left_out(columns: Sequence[Mapping[str, Any]], document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield which columns become nothing."""
    key = document.get("key") or {}
    used = {str(one) for item in document["columns"] if item["to"] for one in item["from"]} | {key.get("column")}
    names = [one["name"] for one in columns if not {one["letter"], one["name"]} & used]
    if names:
        yield Problem("", "columns_left_out", params={"names": names[:MOST_NAMED]})


def import_file(
    workspaces: Workspaces,
    asked: Asked,
    path: Path,
    add_options: AddOptions,
    watch: Watch,
) -> ImportOutcome:
    """Import a file and wait for the end; the job runs here unless another worker took it.

    Raises Invalid for the file and the mapping, Conflict ``import_cancelled`` (with what is there already) and what
    refused the job.
    """
    token, number, warnings = begin_import(workspaces, asked, path)
    database, space = workspaces.database, workspaces.database.space(asked.workspace)
    handler = import_handler(workspaces, uploads.folder_of(database.data_dir), add_options)
    job = wait_for(workspaces, space, number, {KIND: handler}, watch)
    if job.state == "cancelled":
        raise Conflict("import_cancelled", **_written(database, space, number))
    if job.state != "done":
        raise refusal_of(job)
    return ImportOutcome(token, **(job.result or {}), warnings=warnings)


def _written(database: Database, space: Space, number: int) -> dict[str, Any]:
    """Return what an import that was cancelled had written by then; nothing when it had not begun."""
    with database.read() as conn:
        tally = job_rows.step(conn, space, number, STEP)
    return {name: tally[name] for name in ("created", "updated", "failed", "change_set")} if tally else {}


def reasons_of(workspaces: Workspaces, asked: Asked, token: str, wording: Wording) -> list[tuple[int, str]]:
    """Return the numbers of the first rows that an import refused, and why."""
    folder = uploads.folder_of(workspaces.database.data_dir)
    with workspaces.reading(asked.workspace, asked.account_id, asked.app) as work:
        return first_reasons(work, folder, token, MOST_REASONS, wording)


def write_refused(workspaces: Workspaces, asked: Asked, token: str, target: Path, wording: Wording) -> int:
    """Write the rows that an import refused to a file and return how many there are."""
    folder = uploads.folder_of(workspaces.database.data_dir)
    with workspaces.reading(asked.workspace, asked.account_id, asked.app) as work:
        return failed_rows_file(work, folder, token, target, wording)
