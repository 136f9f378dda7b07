"""Emptying the trash: records deleted long enough ago go for good, and references to them become blank."""

from __future__ import annotations

from typing import Any

from builder.jobs.context import JobContext
from builder.metadata.entity import Entity
from builder.runtime.background.system_work import system_work
from builder.runtime.deleted_records import days_in_trash
from builder.runtime.referring_records import forget
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import expired_rows

TRASH_PURGE = "trash_purge"
DAY = 86_400 * 1_000_000
CHUNK = 100


def purge_trash(workspaces: Workspaces, context: JobContext) -> dict[str, Any]:
    """Purge, entity by entity, what was in the trash for longer than ``trash_days`` (30 unless the entity says)."""
    with system_work(workspaces, context) as work:
        entities = list(work.model.entities)
    purged = 0
    for entity_id in entities:
        while True:
            context.check_cancelled()
            with system_work(workspaces, context) as work:
                gone = _purge_some(work, work.model.entities.get(entity_id))
                if gone:
                    purged += gone
                    context.mark_step(work.conn, "records", {"count": purged})
            context.progress(purged)
            if gone < CHUNK:
                break
    return {"records": purged}


def _purge_some(work: Work, entity: Entity | None) -> int:
    if entity is None or entity.id not in work.catalog.tables:
        return 0
    before = work.now - days_in_trash(entity) * DAY
    ids = expired_rows.deleted_before(work.conn, work.catalog, entity, before, CHUNK)
    if ids:
        forget(work, entity, ids)
    expired_rows.purge(work.conn, work.catalog, entity, ids)
    return len(ids)
