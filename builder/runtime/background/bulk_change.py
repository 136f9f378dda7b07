"""Bulk changes too large for one request: a job carries them out in batches, as one change set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from builder.errors import LimitExceeded
from builder.jobs import queue
from builder.jobs.context import JobContext
from builder.metadata.entity import Entity
from builder.runtime.background.batches import BatchJob, Meanwhile
from builder.runtime.bulk import ACTIONS, LARGEST_BULK, bulk, count_found, found_by, placed, run
from builder.runtime.bulk_parts import require_parts_that_agree
from builder.runtime.chunk_sizes import ChunkSize
from builder.runtime.new_inputs import ReadyInputs, make_ready
from builder.runtime.save_records import BatchResult, create_many
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history

KIND = "bulk_change"
STEP = "changed"
FIRST_CHUNK = 100
"""Records in the first transaction."""
FAILURES_KEPT = 100
TOLD = ("change_set", "created", "updated", "unchanged", "failed", "failures")
"""What the result of the job says of its tally."""


@dataclass
class Tally:
    """How far a bulk change is; kept with the job, replaced with each batch."""

    taken: int = 0
    """Records looked at; where they are listed, the index of the next one."""
    last_id: int = 0
    """The largest record id taken, where a filter finds them."""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)
    """The first failures as ``{"index", "id", "problems": [{"path", "code", "message", "params"}]}``."""
    change_set: int | None = None


def bulk_or_job(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out a bulk request at once, or answer ``{"job"}`` where it names a filter or more than 1 000 records.

    Raises as ``bulk`` does, for a job what can be seen beforehand.
    """
    listed = request.get("records") or request.get("ids")
    if listed is not None and len(listed) <= LARGEST_BULK:
        return bulk(work, entity, request)
    if listed is None and ("filter" not in request or request["action"] == "create"):
        return bulk(work, entity, request)
    action = request["action"]
    work.require(entity, ACTIONS[action])
    require_parts_that_agree(request)
    if listed is None:
        found_by(work, entity, action, request, 1)
    params = {"entity": entity.id, "request": dict(request)}
    return {"job": queue.enqueue(work.conn, work.space, KIND, entity.label, params, work.rights.user, work.now)}


def bulk_handler(workspaces: Workspaces) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is
    ``{"change_set", "created", "updated", "unchanged", "failed", "failures"}``.
    """

    def carry_out(context: JobContext) -> dict[str, Any]:
        return _Change(workspaces, context).run()

    return carry_out


class _Change(BatchJob):
    """One bulk change in the hands of a worker."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        super().__init__(workspaces, context)
        self._request: Mapping[str, Any] = context.params["request"]
        self._listed: list[Any] | None = self._request.get("records") or self._request.get("ids")
        self._size = ChunkSize.first(context.space.dialect, FIRST_CHUNK)

    def run(self) -> dict[str, Any]:
        """Go on after the last finished batch until there is nothing left."""
        with self.reading() as work:
            tally = Tally(**(self.context.step_done(work.conn, STEP) or {}))
        total = len(self._listed) if self._listed is not None else self._counted(tally)
        with Meanwhile[ReadyInputs | None](self.workspaces.database.gives_way) as ready:
            self.run_batches(
                lambda: self._batch(tally, ready), lambda: (tally.taken, total), lambda: self._finish(tally)
            )
        self._finish(tally)
        answer = asdict(tally)
        return {name: answer[name] for name in TOLD}

    def _counted(self, tally: Tally) -> int | None:
        """Return how many records there are to change, where that can be told quickly."""
        try:
            with self.reading() as work:
                entity = work.entity(self.context.params["entity"])
                return count_found(work, entity, self._request["action"], self._request) if not tally.taken else None
        except LimitExceeded:
            return None

    def _batch(self, tally: Tally, ready: Meanwhile[ReadyInputs | None]) -> bool:
        """Change the next records; they, their history and the mark commit together. False when none were left.

        New records of the batch after this one are made ready while this one commits.
        """
        following = ready.take()
        with self.writing() as work:
            entity, action = work.entity(self.context.params["entity"]), self._request["action"]
            work.require(entity, ACTIONS[action])
            items = self._next(work, entity, tally, len(following.inputs) if following else self._size.now)
            if items:
                work.source = "bulk"
                work.change_set = tally.change_set or self._open(work, entity)
                done = (
                    placed(create_many(work, entity, following))
                    if following
                    else run(work, entity, self._request, items)
                )
                _count(tally, action, items, done)
                tally.change_set = work.change_set
                self.context.mark_step(work.conn, STEP, asdict(tally))
                self._size.learn(self.context.clock() - work.now)
                if action == "create" and (coming := self._listed_from(tally.taken, self._size.now)):
                    inputs = [item["values"] for item in coming]
                    ready.begin(partial(make_ready, work, entity, inputs))
        return bool(items)

    def _next(self, work: Work, entity: Entity, tally: Tally, count: int) -> list[dict[str, Any]]:
        if self._listed is not None:
            return self._listed_from(tally.taken, count)
        found = found_by(work, entity, self._request["action"], self._request, count, tally.last_id)
        return [{"id": record, "values": self._request.get("values") or {}} for record in found]

    def _listed_from(self, start: int, count: int) -> list[dict[str, Any]]:
        shared = self._request.get("values") or {}
        listed = (self._listed or [])[start : start + count]
        items = [item if isinstance(item, dict) else {"id": item} for item in listed]
        return [{**item, "values": {**shared, **(item.get("values") or {})}} for item in items]

    def _open(self, work: Work, entity: Entity) -> int:
        label = {"entity": entity.id, "action": self._request["action"], "job": self.context.job_id}
        stamp = (work.now, work.rights.user)
        return history.open_change_set(work.conn, work.space, f"bulk_{self._request['action']}", label, stamp)

    def _finish(self, tally: Tally) -> None:
        if tally.change_set is not None:
            with self.writing() as work:
                history.set_state(work.conn, work.space, tally.change_set, "done")
                if not tally.created + tally.updated:
                    history.forget_change_set(work.conn, work.space, tally.change_set)
                    tally.change_set = None
                    self.context.mark_step(work.conn, STEP, asdict(tally))
                self.context.mark_step(work.conn, "end")


def _count(tally: Tally, action: str, items: list[dict[str, Any]], result: BatchResult) -> None:
    for index, problems in sorted(result.failed.items())[: FAILURES_KEPT - len(tally.failures)]:
        told = [asdict(one) for one in problems]
        tally.failures.append({"index": tally.taken + index, "id": items[index].get("id"), "problems": told})
    tally.taken += len(items)
    tally.last_id = max(tally.last_id, *(item.get("id") or 0 for item in items))
    tally.failed += len(result.failed)
    made = len(result.ids) - len(result.unchanged)
    tally.unchanged += len(result.unchanged)
    tally.created += made if action == "create" else 0
    tally.updated += 0 if action == "create" else made
