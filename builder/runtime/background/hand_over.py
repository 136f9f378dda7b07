"""Hands over what a member owns: by a job, in batches, as one change set that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from builder.errors import Invalid, NotFound, Problem
from builder.jobs import queue
from builder.jobs.context import JobContext
from builder.metadata.values import Values
from builder.runtime.background.batches import BatchJob
from builder.runtime.chunk_sizes import ChunkSize
from builder.runtime.owned_records import Place, app_of, next_of, places
from builder.runtime.save_records import BatchResult, Update, update_many
from builder.runtime.set_owner import set_owner
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history, lookups, people_rows

KIND = "hand_over"
STEP = "handed"
FIRST_CHUNK = 100
FAILURES_KEPT = 100


@dataclass
class Tally:
    """How far a hand-over is; kept with the job, replaced with each batch."""

    at: int = 0
    """Index of the place that is being handed over."""
    last_id: int = 0
    """The largest record taken there."""
    updated: int = 0
    failed: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)
    """The first refusals as ``{"entity", "id", "problems"}``."""
    change_set: int | None = None


def hand_over(work: Work, account: int, to: int, wanted: Sequence[Mapping[str, str]]) -> int:
    """Put the hand-over of a member's records into the queue and return the job.

    ``wanted`` are the places as ``{"app", "entity", "field"}`` (names). Raises NotFound for no member, Invalid where
    the other one cannot own records or a place is none.
    """
    leaver = people_rows.member(work.conn, work.space, account)
    if leaver is None:
        raise NotFound("unknown_user", id=account)
    problems = []
    if to == account or lookups.active_member(work.conn, work.space, to) is None:
        problems.append(Problem("to", "unknown_user", params={"id": to}))
    named = {(app_of(work, place), place.entity.name, place.field.name): place for place in places(work)}
    asked = [(one["app"], one["entity"], one["field"]) for one in wanted]
    for index, one in enumerate(wanted):
        if asked[index] not in named:
            problems.append(Problem(f"places.{index}", "unknown_field", params={"name": one["field"][:100]}))
    if problems:
        raise Invalid(problems)
    chosen = [named[one] for one in asked]
    params = {
        "from": account,
        "to": to,
        "places": [{"entity": place.entity.id, "field": place.field.id} for place in chosen],
    }
    return queue.enqueue(work.conn, work.space, KIND, leaver.display_name, params, work.rights.user, work.now)


def hand_over_handler(workspaces: Workspaces) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is ``{"change_set", "updated", "failed", "failures"}``."""
    return lambda context: _HandOver(workspaces, context).run()


class _HandOver(BatchJob):
    """One hand-over in the hands of a worker."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        super().__init__(workspaces, context)
        self._params = context.params
        self._size = ChunkSize.first(context.space.dialect, FIRST_CHUNK)

    def run(self) -> dict[str, Any]:
        """Go on after the last finished batch until there is nothing left."""
        with self.reading() as work:
            tally = Tally(**(self.context.step_done(work.conn, STEP) or {}))
        self.run_batches(
            lambda: self._batch(tally), lambda: (tally.updated + tally.failed, None), lambda: self._finish(tally)
        )
        self._finish(tally)
        answer = asdict(tally)
        return {name: answer[name] for name in ("change_set", "updated", "failed", "failures")}

    def _batch(self, tally: Tally) -> bool:
        """Hand over the next records of a place; False when there are none left in any."""
        with self.writing() as work:
            place = self._place(work, tally.at)
            if place is None:
                return tally.at < len(self._params["places"]) and self._skip(work, tally)
            ids = next_of(work, place, self._params["from"], self._size.now, tally.last_id)
            if not ids:
                return self._skip(work, tally)
            work.source = "bulk"
            work.change_set = tally.change_set or self._open(work)
            done = self._given(work, place, ids)
            tally.change_set = work.change_set
            _count(tally, place, ids, done)
            self.context.mark_step(work.conn, STEP, asdict(tally))
            self._size.learn(self.context.clock() - work.now)
        return True

    def _skip(self, work: Work, tally: Tally) -> bool:
        tally.at, tally.last_id = tally.at + 1, 0
        self.context.mark_step(work.conn, STEP, asdict(tally))
        return tally.at < len(self._params["places"])

    def _place(self, work: Work, at: int) -> Place | None:
        """Return a place, unless it went meanwhile or is not the principal's to change."""
        wanted = self._params["places"][at] if at < len(self._params["places"]) else None
        found = (place for place in places(work) if wanted == {"entity": place.entity.id, "field": place.field.id})
        place = next(found, None)
        return place if place is not None and work.rights.on(place.entity.id).may(place.action) else None

    def _given(self, work: Work, place: Place, ids: Sequence[int]) -> BatchResult:
        to = self._params["to"]
        if place.is_owner:
            return set_owner(work, place.entity, ids, to)
        values: Values = {place.field.name: to}
        return update_many(work, place.entity, [Update(record, None, values) for record in ids])

    def _open(self, work: Work) -> int:
        label = {"from": self._params["from"], "to": self._params["to"], "job": self.context.job_id}
        stamp = (work.now, work.rights.user)
        return history.open_change_set(work.conn, work.space, KIND, label, stamp)

    def _finish(self, tally: Tally) -> None:
        if tally.change_set is not None:
            with self.writing() as work:
                history.set_state(work.conn, work.space, tally.change_set, "done")
                self.context.mark_step(work.conn, "end")


def _count(tally: Tally, place: Place, ids: Sequence[int], result: BatchResult) -> None:
    for index, problems in sorted(result.failed.items())[: FAILURES_KEPT - len(tally.failures)]:
        told = [asdict(one) for one in problems]
        tally.failures.append({"entity": place.entity.name, "id": ids[index], "problems": told})
    tally.last_id = ids[-1]
    tally.failed += len(result.failed)
    tally.updated += len(result.ids) - len(result.unchanged)
