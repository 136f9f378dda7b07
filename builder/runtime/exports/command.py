"""An export from beginning to end for callers that wait: the command line and scripts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.errors import Conflict, NotFound
from builder.metadata.entity import Entity
from builder.runtime.exports import kept, running
from builder.runtime.imports.uploads import folder_of
from builder.runtime.personal_views import listed
from builder.runtime.waited_jobs import Watch, refusal_of, wait_for
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage.disk_errors import disk_translated


@dataclass(frozen=True)
class Asked:
    """Who exports what, and in which language."""

    workspace: str
    account_id: int
    app: str | None
    entity: str
    request: Mapping[str, Any]
    view: str | None
    """Name, id or label of a view."""
    locale: str


def export_file(workspaces: Workspaces, asked: Asked, target: Path, watch: Watch) -> int:
    """Write an export to a file and return how many records it holds; the job runs here unless a worker took it.

    Raises as ``running.start`` does, NotFound ``unknown_view``, Conflict ``export_cancelled``, and
    what refused the job.
    """
    database = workspaces.database
    folder = folder_of(database.data_dir)
    with workspaces.writing(asked.workspace, asked.account_id, asked.app) as work:
        entity, space = work.entity(asked.entity), work.space
        view = {"view": _view(work, entity, asked.view)} if asked.view is not None else {}
        number = running.start(work, entity, {**asked.request, **view}, asked.locale)
    handler = running.export_handler(workspaces, folder)
    job = wait_for(workspaces, space, number, {running.KIND: handler}, watch)
    if job.state == "cancelled":
        raise Conflict("export_cancelled")
    if job.state != "done" or job.result is None:
        raise refusal_of(job)
    with workspaces.reading(asked.workspace, asked.account_id) as work:
        _, path = kept.file_of(work, folder, job.result["file"])
        with disk_translated():
            shutil.copyfile(path, target)
    return int(job.result["rows"])


def _view(work: Work, entity: Entity, wanted: str) -> str:
    """Return the id of a view that is called so: by name, id, or a label in any language."""
    for view in listed(work, entity.name):
        if wanted in (view.get("id"), view.get("name"), *view["label"].values()):
            return str(view["id"])
    raise NotFound("unknown_view", id=wanted[:100])
