"""Search catch-up: words of records that were written in bulk are filled in afterwards."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from builder.jobs.context import JobContext
from builder.jobs.queue import enqueue_once
from builder.metadata.conditions import Path
from builder.runtime.background.system_work import SYSTEM, system_work
from builder.runtime.chunk_sizes import ChunkSize
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import search
from builder.storage.asker import Reach
from builder.storage.query.by_ids import Lock, Purpose, trusted_reader

SEARCH_CATCH_UP = "search_catch_up"
FIRST_CHUNK = 150
"""Records in the first transaction."""


def request_catch_up(work: Work) -> None:
    """Ask, in the transaction of the writes, for what they left in the search queue to be filled in."""
    enqueue_once(work.conn, work.space, SEARCH_CATCH_UP, "", {}, SYSTEM, work.now)


def catch_up(workspaces: Workspaces, context: JobContext) -> dict[str, Any]:
    """Index everything that waits in the search queue of the workspace of the job."""
    done, size = 0, ChunkSize.first(context.space.dialect, FIRST_CHUNK)
    while True:
        context.check_cancelled()
        with system_work(workspaces, context) as work:
            waiting = search.queued(work.conn, work.catalog, size.now)
            if not waiting:
                return {"records": done}
            search.gather(work.conn)
            _index(work, waiting)
            search.unqueue(work.conn, work.catalog, [record for record, _ in waiting])
            done += len(waiting)
            context.mark_step(work.conn, "records", {"count": done})
            size.learn(context.clock() - work.now)
        context.progress(done)


def _index(work: Work, waiting: list[tuple[int, str]]) -> None:
    by_entity: dict[str, list[int]] = defaultdict(list)
    for record, entity_id in waiting:
        by_entity[entity_id].append(record)
    for entity_id, ids in by_entity.items():
        entity = work.model.entities.get(entity_id)
        if entity is None:
            continue
        searched = Purpose("searched", [Path((), entity, item) for item in entity.fields if item.searchable])
        living = trusted_reader(work.asker, entity, searched, Reach(None), Lock.CHANGE).read(work.conn, ids)
        words = {row.id: search.words_of(entity, row.values) for row in living}
        search.index(work.conn, work.catalog, entity, words)
