"""Taking back change sets too large for one request: a job does it in batches, as one change set.

Conflicts are looked for before anything is written where all or nothing is asked for. What others change while
the job runs is left as they wrote it, and told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from builder.errors import Conflict
from builder.jobs import queue
from builder.jobs.context import Cancelled, JobContext
from builder.runtime.background.batches import BatchJob
from builder.runtime.change_sets import find
from builder.runtime.undo import (
    JOB_KIND,
    MOST_SHOWN,
    UNDER_WAY,
    carry_out,
    name_conflicts,
    refusal,
    tell_no_more,
    undoable,
)
from builder.runtime.undo_steps import Undone, steps_after
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history

LARGEST_UNDO = 1_000
"""Records taken back in one request."""
CHUNK = 100
"""Versions taken back in one transaction: about 50 ms of SQLite's lock."""
STEP = "taken back"


@dataclass
class Tally:
    """How far an undo is; kept with the job, replaced with each batch."""

    after: int = 0
    """The largest record id looked at in this round."""
    taken: int = 0
    """Records looked at, in all rounds."""
    restored: int = 0
    before_round: int = 0
    """What was taken back before this round began."""
    refused: int = 0
    """Records of this round that the write pipeline refused: perhaps since others of the set still refer to them."""
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    """Conflicts of this round; the first of them are kept."""
    change_set: int | None = None


def undo_job(work: Work, change_set: int, mode: str) -> int | None:
    """Put the undo of a large change set into the queue and return the job; None where a request suffices.

    Raises as ``undo`` does, for what can be seen beforehand.
    """
    if mode == "check" or find(work, change_set).records <= LARGEST_UNDO:
        return None
    history.hold_change_set(work.conn, work.space, change_set)
    found = undoable(work, change_set, mode)
    history.set_state(work.conn, work.space, change_set, UNDER_WAY)
    entity = work.model.entities.get(str(found.label.get("entity", "")))
    label = entity.label if entity else ""
    params = {"change_set": change_set, "mode": mode}
    return queue.enqueue(work.conn, work.space, JOB_KIND, label, params, work.rights.user, work.now)


def undo_handler(workspaces: Workspaces) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is ``{"change_set", "restored", "conflicts", "count"}``."""
    return lambda context: _Undoing(workspaces, context).run()


class _Undoing(BatchJob):
    """One undo in the hands of a worker."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        super().__init__(workspaces, context)
        self._id: int = context.params["change_set"]

    def run(self) -> dict[str, Any]:
        with self.reading() as work:
            kept = self.context.step_done(work.conn, STEP)
            total = find(work, self._id).records
        tally = Tally(**(kept or {}))
        whole = self.context.params["mode"] == "all"
        if kept is None and whole:
            self._look_for_conflicts()
        self.run_batches(
            lambda: self._batch(tally),
            lambda: (min(tally.taken, total), total),
            lambda: self._finish(tally, "done"),
        )
        # Where all was asked for and others came in between, the rest can still be taken back.
        self._finish(tally, "done" if whole and tally.count else "undone")
        answer = asdict(tally)
        return {name: answer[name] for name in ("change_set", "restored", "conflicts", "count")}

    def _look_for_conflicts(self) -> None:
        """Raise Conflict ``undo_conflicts`` where not everything can be taken back; nothing is written then."""
        try:
            with self.reading() as work:
                result = Undone()
                last: int | None = 0
                while last is not None:
                    self.context.check_cancelled()
                    _, last = steps_after(work, self._id, last, result, hold=False)
                if result.conflicts:
                    raise refusal(work, result)
        except (Cancelled, Conflict):
            self._finish(Tally(), "done")
            raise

    def _batch(self, tally: Tally) -> bool:
        """Take the next records back; they, their history and the mark commit together. False when none are left."""
        result = Undone()
        with self.writing() as work:
            plan, last = steps_after(work, self._id, tally.after, result, hold=True, limit=CHUNK)
            if last is None:
                return self._next_round(work, tally)
            seen = len(result.conflicts)
            if plan:
                work.source = "undo"
                work.change_set = tally.change_set = tally.change_set or self._open(work)
            for entity, steps in plan.items():
                carry_out(work, entity, steps, result)
            tell_no_more(work, self._id, plan, result)
            name_conflicts(work, result)
            tally.after = last
            tally.taken += len({step.record for steps in plan.values() for step in steps}) + seen
            tally.restored += result.restored
            tally.refused += len(result.conflicts) - seen
            tally.count += len(result.conflicts)
            tally.conflicts += result.conflicts[: MOST_SHOWN - len(tally.conflicts)]
            self.context.mark_step(work.conn, STEP, asdict(tally))
        return True

    def _next_round(self, work: Work, tally: Tally) -> bool:
        """Begin anew where records were refused and others went: those that referred to them may be gone now."""
        if not tally.refused or tally.restored == tally.before_round:
            return False
        tally.after, tally.before_round, tally.refused = 0, tally.restored, 0
        tally.conflicts, tally.count = [], 0
        self.context.mark_step(work.conn, STEP, asdict(tally))
        return True

    def _open(self, work: Work) -> int:
        label = {"undo_of": self._id, "kind": find(work, self._id).kind, "job": self.context.job_id}
        return history.open_change_set(work.conn, work.space, "undo", label, (work.now, work.rights.user), self._id)

    def _finish(self, tally: Tally, state: str) -> None:
        with self.writing() as work:
            if tally.change_set is not None:
                history.set_state(work.conn, work.space, tally.change_set, "done")
            history.set_state(work.conn, work.space, self._id, state)
            self.context.mark_step(work.conn, "end")
