"""Follow-ups that fall due: records whose next one has passed say that they are overdue.

Nothing happens to a record at the moment when its date passes, so a job comes round and turns those that fell due.
The status could follow from the date and the clock at every reading instead, but then no index would know it: a list,
a board or a count by it over a million records would look at each of them, and statements that are kept for a
principal would hold a moment. As it is, a round that finds nothing costs one look into an index.
"""

from __future__ import annotations

from typing import Any

from builder.jobs.context import JobContext
from builder.runtime.background.system_work import system_reading, system_work
from builder.runtime.chunk_sizes import ChunkSize
from builder.runtime.workspaces import Workspaces
from builder.storage.follow_ups import turn_overdue

FOLLOW_UPS_DUE = "follow_ups_due"
SECONDS_BETWEEN = 15
FIRST_CHUNK = 200
"""Records in the first transaction."""


def turn_due(workspaces: Workspaces, context: JobContext) -> dict[str, Any]:
    """Turn what fell due, in short transactions, without history and at the version that it has."""
    size, done = ChunkSize.first(context.space.dialect, FIRST_CHUNK), 0
    with system_reading(workspaces, context) as work:
        followed = [entity.id for entity in work.model.entities.values() if entity.followed]
    for entity_id in followed:
        turned = 1
        while turned:
            context.check_cancelled()
            with workspaces.database.step(), system_work(workspaces, context) as work:
                entity = work.model.entities.get(entity_id)
                turned = 0
                if entity is not None and entity.followed:
                    turned = turn_overdue(work.conn, work.catalog, entity, work.now, size.now)
                size.learn(context.clock() - work.now)
            done += turned
            context.progress(done)
    return {"records": done}
