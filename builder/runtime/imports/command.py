"""An import from beginning to end for callers that wait: the command line and scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from builder.errors import Conflict
from builder.jobs import queue
from builder.jobs.context import JobContext
from builder.jobs.running import Handler
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.imports import uploads
from builder.runtime.imports.outcomes import STEP
from builder.runtime.imports.refused_rows import Worded, failed_rows_file
from builder.runtime.imports.running import KIND, AddOptions, import_handler, start
from builder.runtime.workspaces import Workspaces
from builder.storage import job_rows
from builder.storage.engine import Database
from builder.storage.space import Space

WAIT = 0.2
"""Seconds between two looks at a job that another worker took."""


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


@dataclass(frozen=True)
class Watch:
    """Who waits for an import: hears how far it is, and may have it cancelled."""

    progress: Callable[[int, int | None], None] = field(default=lambda _done, _total: None)
    """Called with (rows taken, rows in the file)."""
    give_up: Event = field(default_factory=Event)
    """Set by anybody: the import is cancelled at its next safe point."""


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did."""

    token: str
    created: int
    updated: int
    failed: int
    skipped: int
    change_set: int | None


def begin_import(workspaces: Workspaces, asked: Asked, path: Path) -> tuple[str, int]:
    """Keep a copy of the file, bind the mapping and enqueue the job.

    Returns the import's token and the job's id.
    Raises Invalid for the file and for the mapping.
    """
    folder = uploads.folder_of(workspaces.database.data_dir)
    with path.open("rb") as stream:
        kept = uploads.keep(folder, stream, path.name)
    try:
        with workspaces.writing(asked.workspace, asked.account_id, asked.app) as work:
            opened = uploads.open_upload(work, work.entity(asked.entity), kept, path.name)
            document = dict(asked.mapping or opened["mapping"])
            if asked.key is not None:
                document["key"] = {"field": asked.key}
            return opened["id"], start(work, folder, opened["id"], document)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def import_file(
    workspaces: Workspaces,
    asked: Asked,
    path: Path,
    add_options: AddOptions,
    watch: Watch,
) -> ImportOutcome:
    """Import a file and wait for the end; the job runs here unless another worker took it.

    Raises Invalid for the file and the mapping, Conflict ``import_cancelled`` (with what is there already) or
    ``import_failed``.
    """
    token, number = begin_import(workspaces, asked, path)
    database, space = workspaces.database, workspaces.database.space(asked.workspace)
    handler = import_handler(workspaces, uploads.folder_of(database.data_dir), add_options)
    settings = WorkerSettings(threads=1)
    worker = Worker(database, {KIND: partial(_watched, handler, watch)}, workspaces.clock, settings)
    while True:
        worker.run_one(space, number)
        with database.read() as conn:
            job = queue.find(conn, space, number)
        if job.state not in ("queued", "running"):
            break
        watch.progress(job.done, job.total)
        if watch.give_up.wait(WAIT) and not job.cancel_requested:
            with database.write() as conn:
                queue.cancel(conn, space, number, workspaces.clock())
    if job.state == "cancelled":
        raise Conflict("import_cancelled", **_written(database, space, number))
    if job.state != "done":
        raise Conflict(f"import_{job.state}", **{key: str(value) for key, value in (job.error or {}).items()})
    return ImportOutcome(token, **(job.result or {}))


def _watched(handler: Handler, watch: Watch, context: JobContext) -> Mapping[str, Any] | None:
    """Run the job here, where who waits hears of it first."""

    def told(done: int, total: int | None) -> None:
        watch.progress(done, total)
        context.cancel_requested = context.cancel_requested or watch.give_up.is_set()

    context.on_progress = told
    told(context.done, context.total)
    return handler(context)


def _written(database: Database, space: Space, number: int) -> dict[str, Any]:
    """Return what an import that was cancelled had written by then; nothing when it had not begun."""
    with database.read() as conn:
        tally = job_rows.step(conn, space, number, STEP)
    return {name: tally[name] for name in ("created", "updated", "failed", "change_set")} if tally else {}


def write_refused(
    workspaces: Workspaces, asked: Asked, token: str, target: Path, words: tuple[Worded, tuple[str, str]]
) -> int:
    """Write the rows that an import refused to a file; ``words`` are how problems and the two columns are worded."""
    folder = uploads.folder_of(workspaces.database.data_dir)
    with workspaces.reading(asked.workspace, asked.account_id, asked.app) as work:
        return failed_rows_file(work, folder, token, target, *words)
