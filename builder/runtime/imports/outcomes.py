"""What became of imports: how far one is, what it wrote, whether it was taken back; and the last ones of an entity."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from builder.jobs import queue
from builder.metadata.entity import Entity
from builder.metadata.instants import rfc3339
from builder.runtime.work import Work
from builder.storage import history, job_rows, lookups, upload_rows
from builder.storage.upload_rows import Upload

PURPOSE = "import"
"""What uploads for imports are kept for."""
STEP = "rows"
"""The step of an import's job that holds its tally."""
MOST_LISTED = 20
TOLD = ("created", "updated", "failed", "skipped", "change_set", "unchanged", "options")
"""What people are told of a tally."""


@dataclass
class Tally:
    """How far an import is; kept with the job, replaced with each chunk."""

    next_row: int = 1
    taken: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    unchanged: int = 0
    """Rows among those skipped whose records held their values already."""
    failed: int = 0
    warnings: int = 0
    change_set: int | None = None
    options: int = 0
    """Options that it added: they stay when it is taken back, since others may use them by then."""

    def result(self) -> dict[str, Any]:
        """Return what people are told."""
        return {name: asdict(self)[name] for name in TOLD}


def tally_of(work: Work, job: int) -> Tally | None:
    """Return how far a job got; None when it wrote nothing yet."""
    kept = job_rows.step(work.conn, work.space, job, STEP)
    return None if kept is None else Tally(**kept)


def outcome_of(work: Work, upload: Upload) -> dict[str, Any]:
    """Return ``{"state", "job", "result", "undone"}``; an import that did not reach its end tells what it wrote."""
    if upload.job is None:
        return {"state": "open", "job": None, "result": None, "undone": False}
    job = queue.find(work.conn, work.space, upload.job)
    result = None
    if job.state not in job_rows.ACTIVE:
        tally = tally_of(work, job.id)
        result = job.result or (tally.result() if tally else None)
    undone = bool(result) and is_undone(work, (result or {}).get("change_set"))
    return {"state": job.state, "job": job.id, "result": result, "undone": undone}


def is_undone(work: Work, change_set: int | None) -> bool:
    """Whether a change set was taken back."""
    found = history.change_sets(work.conn, work.space, 1, change_set) if change_set is not None else []
    return bool(found) and found[0].state == "undone"


def recent(work: Work, entity: Entity, limit: int = 5) -> list[dict[str, Any]]:
    """Return the last imports of an entity, newest first: all for an administrator, else the principal's own.

    Raises NotAllowed without the right to import.
    """
    work.require(entity, "import")
    by = None if work.rights.administrator else work.rights.user
    found = upload_rows.with_jobs(work.conn, work.space, PURPOSE, entity.id, by, min(limit, MOST_LISTED))
    people = lookups.members(work.conn, work.catalog, {upload.created_by for upload in found})
    return [
        {
            "id": upload.token,
            "file": upload.name,
            "at": rfc3339(upload.created_at),
            "by": {"id": upload.created_by, "label": people.get(upload.created_by, "")},
            **outcome_of(work, upload),
        }
        for upload in found
    ]
