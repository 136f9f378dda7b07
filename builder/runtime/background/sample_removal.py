"""Takes the sample data of an app away: by a job, in batches, as one change set that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from builder.errors import NotFound
from builder.identity import stand_ins
from builder.jobs import queue
from builder.jobs.context import Cancelled, JobContext
from builder.runtime.change_sets import find
from builder.runtime.sample_sets import CHANGED, GOING, LIVE, NEEDED, REMOVAL, leaving, people_of_others, samples_of
from builder.runtime.trash_records import delete_many
from builder.runtime.undo import MOST_SHOWN, name_conflicts
from builder.runtime.undo_steps import Undone
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history

KIND = "sample_removal"
STEP = "removed"
WHY = {"stale_version": CHANGED, "referred_to": NEEDED}
"""What is told of records that turned out not to go."""
CHUNK = 100
"""Records put into the trash in one transaction: about 50 ms of SQLite's lock."""


@dataclass
class Tally:
    """What is to go and how far the removal is; kept with the job, replaced with each batch."""

    going: list[list[Any]]
    """[entity id, record, version], in the order in which they go."""
    at: int = 0
    removed: int = 0
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    """The first of those that stay, as in an undo."""
    count: int = 0
    change_set: int | None = None


def remove_samples(work: Work, app_id: str) -> int:
    """Put the removal of an app's sample data into the queue and return the job.

    Raises NotFound ``no_sample_data`` when there are none, or when they are just being removed.
    """
    found = samples_of(work, app_id, LIVE)
    if found is None:
        raise NotFound("no_sample_data")
    history.set_state(work.conn, work.space, found.id, GOING)
    label = work.model.apps[app_id].label
    params = {"change_set": found.id, "app": app_id}
    return queue.enqueue(work.conn, work.space, KIND, label, params, work.rights.user, work.now)


def removal_handler(workspaces: Workspaces) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is ``{"change_set", "removed", "conflicts", "count"}``."""
    return lambda context: _Removal(workspaces, context).run()


class _Removal:
    """One removal in the hands of a worker; the rights are those of whoever asked for it, at each batch."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        self._workspaces, self._context = workspaces, context
        self._id: int = context.params["change_set"]

    def run(self) -> dict[str, Any]:
        tally = self._begin()
        try:
            while tally.at < len(tally.going):
                self._batch(tally)
                self._context.progress(tally.at, len(tally.going))
                self._context.check_cancelled()
        except Cancelled:
            self._finish(tally, "done")
            raise
        self._finish(tally, "undone")
        answer = asdict(tally)
        return {name: answer[name] for name in ("change_set", "removed", "conflicts", "count")}

    def _writing(self) -> Any:
        return self._workspaces.writing(self._context.space.key, self._context.created_by, priority="bulk")

    def _begin(self) -> Tally:
        """Decide what goes and what stays, unless that was done before this worker came."""
        with self._writing() as work:
            kept = self._context.step_done(work.conn, STEP)
            if kept is not None:
                return Tally(**kept)
            plan = leaving(work, self._id)
            stays = Undone(entities=plan.entities)
            for record, code in plan.kept.items():
                stays.refuse(plan.entities[record], record, code)
            tally = Tally([list(item) for item in plan.going])
            self._note(work, tally, stays)
            tally.change_set = self._open(work) if plan.going else None
            self._context.mark_step(work.conn, STEP, asdict(tally))
        return tally

    def _open(self, work: Work) -> int:
        label = {"app": self._context.params["app"], "samples": self._id, "job": self._context.job_id}
        return history.open_change_set(work.conn, work.space, REMOVAL, label, (work.now, work.rights.user))

    def _batch(self, tally: Tally) -> None:
        """Put the next records into the trash; they, their history and the mark commit together."""
        part = tally.going[tally.at : tally.at + CHUNK]
        stays = Undone()
        with self._writing() as work:
            work.source, work.change_set = "undo", tally.change_set
            for entity_id, items in groupby(part, key=lambda item: item[0]):
                self._remove(work, entity_id, list(items), tally, stays)
            self._note(work, tally, stays)
            tally.at += len(part)
            self._context.mark_step(work.conn, STEP, asdict(tally))

    @staticmethod
    def _remove(work: Work, entity_id: str, items: list[list[Any]], tally: Tally, stays: Undone) -> None:
        entity = work.model.entities.get(entity_id)
        if entity is None:
            return
        done = delete_many(work, entity, [(record, version) for _, record, version in items])
        tally.removed += len(done.ids)
        for index, problems in done.failed.items():
            if problems[0].code == "not_found":
                continue  # it is in the trash already, perhaps along with what it belonged to
            code = WHY.get(problems[0].code, problems[0].code)
            stays.refuse(entity, items[index][1], code)

    @staticmethod
    def _note(work: Work, tally: Tally, stays: Undone) -> None:
        name_conflicts(work, stays)
        tally.count += len(stays.conflicts)
        tally.conflicts += stays.conflicts[: MOST_SHOWN - len(tally.conflicts)]

    def _finish(self, tally: Tally, state: str) -> None:
        """Close the books; where everything was looked at the people of the sample company leave, too."""
        with self._workspaces.publishing(self._context.space.key, self._context.created_by) as work:
            label = find(work, self._id).label
            if tally.change_set is not None:
                history.set_state(work.conn, work.space, tally.change_set, "done")
            history.set_state(work.conn, work.space, self._id, state)
            if state == "undone":
                leavers = set(label.get("people", ())) - people_of_others(work, self._id)
                empty = label.get("departments", ()) if not tally.count else ()
                stand_ins.dismiss(work.conn, work.space, leavers, list(empty), work.now)
            self._context.mark_step(work.conn, "end")
