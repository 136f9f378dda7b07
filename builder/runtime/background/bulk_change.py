"""Bulk changes too large for one request: a job carries them out in batches, as one change set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from builder.jobs import queue
from builder.jobs.context import Cancelled, JobContext
from builder.metadata.entity import Entity
from builder.metadata.values import text_of
from builder.runtime.bulk import ACTIONS, LARGEST_BULK, bulk, found_by, run
from builder.runtime.save_records import BatchResult
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history

KIND = "bulk_change"
STEP = "changed"
CHUNK = 100
"""Records in one transaction: about 50 ms of SQLite's lock."""
FAILURES_KEPT = 100


@dataclass
class Tally:
    """How far a bulk change is; kept with the job, replaced with each batch."""

    taken: int = 0
    """Records looked at; where they are listed, the index of the next one."""
    last_id: int = 0
    """The largest record id taken, where a filter finds them."""
    created: int = 0
    updated: int = 0
    failed: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)
    """The first failures as ``{"index", "id", "problems": [{"path", "code", "params"}]}``."""
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
    if listed is None:
        found_by(work, entity, action, request, 1)
    params = {"entity": entity.id, "request": dict(request)}
    label = text_of(entity.label, work.model.settings.get("default_language", "zh-CN"))
    return {"job": queue.enqueue(work.conn, work.space, KIND, label, params, work.rights.user, work.now)}


def bulk_handler(workspaces: Workspaces) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is ``{"change_set", "created", "updated", "failed", "failures"}``."""

    def carry_out(context: JobContext) -> dict[str, Any]:
        return _Change(workspaces, context).run()

    return carry_out


class _Change:
    """One bulk change in the hands of a worker; the rights are those of whoever asked for it, at each batch."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        self._workspaces, self._context = workspaces, context
        self._request: Mapping[str, Any] = context.params["request"]
        self._listed: list[Any] | None = self._request.get("records") or self._request.get("ids")

    def run(self) -> dict[str, Any]:
        """Go on after the last finished batch until there is nothing left."""
        with self._workspaces.reading(self._context.space.key, self._context.created_by) as work:
            tally = Tally(**(self._context.step_done(work.conn, STEP) or {}))
        total = len(self._listed) if self._listed is not None else None
        try:
            while self._batch(tally):
                self._context.progress(tally.taken, total)
                self._context.check_cancelled()
        except Cancelled:
            self._finish(tally)
            raise
        self._finish(tally)
        answer = asdict(tally)
        return {name: answer[name] for name in ("change_set", "created", "updated", "failed", "failures")}

    def _writing(self) -> Any:
        return self._workspaces.writing(self._context.space.key, self._context.created_by, priority="bulk")

    def _batch(self, tally: Tally) -> bool:
        """Change the next records; they, their history and the mark commit together. False when none were left."""
        with self._writing() as work:
            entity, action = work.entity(self._context.params["entity"]), self._request["action"]
            work.require(entity, ACTIONS[action])
            items = self._next(work, entity, tally)
            if items:
                work.source = "bulk"
                work.change_set = tally.change_set or self._open(work, entity)
                _count(tally, action, items, run(work, entity, action, items))
                tally.change_set = work.change_set
                self._context.mark_step(work.conn, STEP, asdict(tally))
        return bool(items)

    def _next(self, work: Work, entity: Entity, tally: Tally) -> list[dict[str, Any]]:
        shared = self._request.get("values") or {}
        if self._listed is None:
            found = found_by(work, entity, self._request["action"], self._request, CHUNK, tally.last_id)
            return [{"id": record, "values": shared} for record in found]
        items = [item if isinstance(item, dict) else {"id": item} for item in self._listed[tally.taken :][:CHUNK]]
        return [{**item, "values": {**shared, **(item.get("values") or {})}} for item in items]

    def _open(self, work: Work, entity: Entity) -> int:
        label = {"entity": entity.id, "action": self._request["action"], "job": self._context.job_id}
        stamp = (work.now, work.rights.user)
        return history.open_change_set(work.conn, work.space, f"bulk_{self._request['action']}", label, stamp)

    def _finish(self, tally: Tally) -> None:
        if tally.change_set is not None:
            with self._writing() as work:
                history.set_state(work.conn, work.space, tally.change_set, "done")
                self._context.mark_step(work.conn, "end")


def _count(tally: Tally, action: str, items: list[dict[str, Any]], result: BatchResult) -> None:
    for index, problems in sorted(result.failed.items())[: FAILURES_KEPT - len(tally.failures)]:
        told = [{"path": one.path, "code": one.code, "params": dict(one.params)} for one in problems]
        tally.failures.append({"index": tally.taken + index, "id": items[index].get("id"), "problems": told})
    tally.taken += len(items)
    tally.last_id = max(tally.last_id, *(item.get("id") or 0 for item in items))
    tally.failed += len(result.failed)
    made = len(result.ids)
    tally.created += made if action == "create" else 0
    tally.updated += 0 if action == "create" else made
