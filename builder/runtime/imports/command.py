"""An import from beginning to end for callers that wait: the command line and scripts."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.errors import Conflict
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.imports import uploads
from builder.runtime.imports.refused_rows import Worded, failed_rows_file
from builder.runtime.imports.running import KIND, AddOptions, import_handler, start
from builder.runtime.workspaces import Workspaces

WAIT = 0.2
"""Seconds between two looks at a job that another worker took."""


@dataclass(frozen=True)
class Asked:
    """Who imports into what."""

    workspace: str
    account_id: int
    app: str | None
    entity: str


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did."""

    token: str
    created: int
    updated: int
    failed: int
    skipped: int
    change_set: int | None


def begin_import(
    workspaces: Workspaces, asked: Asked, path: Path, mapping: Mapping[str, Any] | None, key: str | None
) -> tuple[str, int]:
    """Keep a copy of the file, bind the mapping (or the proposed one) and enqueue the job.

    ``key`` names the field by which rows update records. Returns the import's token and the job's id.
    Raises Invalid for the file and for the mapping.
    """
    folder = uploads.folder_of(workspaces.database.data_dir)
    with path.open("rb") as stream:
        kept = uploads.keep(folder, stream, path.name)
    try:
        with workspaces.writing(asked.workspace, asked.account_id, asked.app) as work:
            opened = uploads.open_upload(work, work.entity(asked.entity), kept, path.name)
            document = dict(mapping or opened["mapping"])
            if key is not None:
                document["key"] = {"field": key}
            return opened["id"], start(work, folder, opened["id"], document)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def import_file(
    workspaces: Workspaces,
    asked: Asked,
    path: Path,
    mapping: Mapping[str, Any] | None,
    key: str | None,
    add_options: AddOptions,
) -> ImportOutcome:
    """Import a file and wait for the end; the job runs here unless another worker took it.

    Raises Invalid for the file and the mapping, Conflict ``import_cancelled`` or ``import_failed``.
    """
    token, number = begin_import(workspaces, asked, path, mapping, key)
    database, space = workspaces.database, workspaces.database.space(asked.workspace)
    handler = import_handler(workspaces, uploads.folder_of(database.data_dir), add_options)
    worker = Worker(database, {KIND: handler}, workspaces.clock, WorkerSettings(threads=1))
    while True:
        worker.run_one(space, number)
        with database.read() as conn:
            job = queue.find(conn, space, number)
        if job.state not in ("queued", "running"):
            break
        time.sleep(WAIT)
    if job.state != "done":
        raise Conflict(f"import_{job.state}", **{key: str(value) for key, value in (job.error or {}).items()})
    return ImportOutcome(token, **(job.result or {}))


def write_refused(
    workspaces: Workspaces, asked: Asked, token: str, target: Path, words: tuple[Worded, tuple[str, str]]
) -> int:
    """Write the rows that an import refused to a file; ``words`` are how problems and the two columns are worded."""
    folder = uploads.folder_of(workspaces.database.data_dir)
    with workspaces.reading(asked.workspace, asked.account_id, asked.app) as work:
        return failed_rows_file(work, folder, token, target, *words)
