"""Search catch-up: words of records that were written in bulk are filled in afterwards.

PostgreSQL works in a process of its own: there words are made meanwhile, before the transaction that writes them,
and a record that was changed in between keeps its place in the queue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from builder.jobs.context import JobContext
from builder.jobs.queue import enqueue_once
from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.runtime.background.system_work import SYSTEM, system_reading, system_work
from builder.runtime.chunk_sizes import ChunkSize
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import search
from builder.storage.asker import Reach
from builder.storage.head import Head
from builder.storage.query.by_ids import Lock, Purpose, trusted_reader
from builder.storage.statistics import GrowthWatch

SEARCH_CATCH_UP = "search_catch_up"
FIRST_CHUNK = 200
"""Records in the first transaction."""


@dataclass(frozen=True)
class Waiting:
    """Records of one entity that wait, as they were when their words were made."""

    head: Head
    """What was published then."""
    entity_id: str
    ids: Sequence[int]
    versions: Mapping[int, int]
    """Of those that were alive."""
    words: Mapping[int, str]


def request_catch_up(work: Work) -> None:
    """Ask, in the transaction of the writes, for what they left in the search queue to be filled in."""
    enqueue_once(work.conn, work.space, SEARCH_CATCH_UP, "", {}, SYSTEM, work.now)


def catch_up(workspaces: Workspaces, context: JobContext) -> dict[str, Any]:
    """Index everything that waits in the search queue of the workspace of the job."""
    found = _CatchUp(workspaces, context)
    return {"records": found.in_turn() if context.space.dialect == "sqlite" else found.side_by_side()}


class _CatchUp:
    """One catch-up, chunk by chunk."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        self._workspaces, self._context = workspaces, context
        self._size = ChunkSize.first(context.space.dialect, FIRST_CHUNK)
        self._growth = GrowthWatch(workspaces.database, context.space)
        self._done = 0

    def in_turn(self) -> int:
        """Make and write words in one transaction; return how many records came off the queue.

        A writer of SQLite gives Python's lock away with every row: made before the turn to write, words would
        hold up whichever thread of the process has it.
        """
        while True:
            self._context.check_cancelled()
            with system_work(self._workspaces, self._context) as work:
                waiting = make_words(work, self._size.now)
                if not waiting:
                    return self._done
                self._write_in(work, waiting)
            self._context.progress(self._done)

    def side_by_side(self) -> int:
        """Make the words of some records while the database takes in those of others; return as ``in_turn``."""
        after, writing = 0, Future[None]()
        writing.set_result(None)
        with ThreadPoolExecutor(1, "search") as hand:
            while True:
                self._context.check_cancelled()
                with self._workspaces.database.step():
                    waiting = self._waiting(after)
                    writing.result()
                    if waiting:
                        writing = self._begun(hand, waiting)
                self._context.progress(self._done)
                self._growth.written(sum(len(group.ids) for group in waiting))
                if waiting:
                    after = max(group.ids[-1] for group in waiting)
                elif after:
                    after = 0  # once more from the start: what changed meanwhile, or came with a smaller number
                else:
                    self._growth.ended()
                    return self._done

    def _waiting(self, after: int) -> list[Waiting]:
        with system_reading(self._workspaces, self._context) as work:
            return make_words(work, self._size.now, after)

    def _begun(self, hand: ThreadPoolExecutor, waiting: Sequence[Waiting]) -> Future[None]:
        writing = hand.submit(self._write, waiting)
        if self._workspaces.database.gives_way():
            wait([writing])
        return writing

    def _write(self, waiting: Sequence[Waiting]) -> None:
        with system_work(self._workspaces, self._context) as work:
            search.gather(work.conn)
            self._write_in(work, waiting)

    def _write_in(self, work: Work, waiting: Sequence[Waiting]) -> None:
        self._done += sum(write_words(work, group) for group in waiting)
        self._context.mark_step(work.conn, "records", {"count": self._done})
        self._size.learn(self._context.clock() - work.now)


def make_words(work: Work, limit: int, after: int = 0) -> list[Waiting]:
    """Make the words of records that wait, by entity; nothing is written."""
    by_entity: dict[str, list[int]] = defaultdict(list)
    for record, entity_id in search.queued(work.conn, work.catalog, limit, after):
        by_entity[entity_id].append(record)
    return [_with_words(work, entity_id, ids) for entity_id, ids in by_entity.items()]


def _with_words(work: Work, entity_id: str, ids: Sequence[int]) -> Waiting:
    entity = work.model.entities.get(entity_id)
    if entity is None:
        return Waiting(work.catalog.head, entity_id, ids, {}, {})
    searched = Purpose("searched", [Path((), entity, item) for item in entity.fields if item.searchable])
    living = trusted_reader(work.asker, entity, searched, Reach(None), Lock.NONE).read(work.conn, ids)
    versions = {row.id: row.version for row in living}
    words = {row.id: search.words_of(entity, row.values) for row in living}
    return Waiting(work.catalog.head, entity_id, ids, versions, words)


def write_words(work: Work, waiting: Waiting) -> int:
    """Write the words of those that are as they were, and take them off the queue; return how many came off it."""
    if work.catalog.head != waiting.head:
        return 0
    entity = work.model.entities.get(waiting.entity_id)
    settled = waiting.ids if entity is None else _settled(work, entity, waiting)
    search.unqueue(work.conn, work.catalog, settled)
    return len(settled)


def _settled(work: Work, entity: Entity, waiting: Waiting) -> list[int]:
    held = trusted_reader(work.asker, entity, Purpose("nothing", ()), Reach(None), Lock.CHANGE)
    now = {row.id: row.version for row in held.read(work.conn, waiting.ids)}
    settled = [record for record in waiting.ids if now.get(record) in (None, waiting.versions.get(record))]
    words = {record: waiting.words[record] for record in settled if record in now}
    search.index(work.conn, work.catalog, entity, words)
    return settled
