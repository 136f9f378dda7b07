"""Jobs that somebody waits for: run in this process unless another worker has them, watched to their end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any

from builder.errors import BuilderError, Conflict, Invalid, Problem
from builder.jobs import queue
from builder.jobs.context import JobContext
from builder.jobs.running import Handler
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.workspaces import Workspaces
from builder.storage.space import Space

WAIT = 0.2
"""Seconds between two looks at a job that another worker took."""


@dataclass(frozen=True)
class Watch:
    """Who waits for a job: hears how far it is, and may have it cancelled."""

    progress: Callable[[int, int | None], None] = field(default=lambda _done, _total: None)
    """Called with (what is done, what there is)."""
    give_up: Event = field(default_factory=Event)
    """Set by anybody: the job is cancelled at its next safe point."""


def wait_for(
    workspaces: Workspaces, space: Space, number: int, handlers: Mapping[str, Handler], watch: Watch
) -> queue.Job:
    """Return the job when it has ended, well or not; ``handlers`` do it here unless another worker took it."""
    database = workspaces.database
    watched = {kind: partial(_watched, handler, watch) for kind, handler in handlers.items()}
    worker = Worker(database, watched, workspaces.clock, WorkerSettings(threads=1))
    while True:
        worker.run_one(space, number)
        with database.read() as conn:
            job = queue.find(conn, space, number)
        if job.state not in ("queued", "running"):
            return job
        watch.progress(job.done, job.total)
        if watch.give_up.wait(WAIT) and not job.cancel_requested:
            with database.write() as conn:
                queue.cancel(conn, space, number, workspaces.clock())


def refusal_of(job: queue.Job) -> BuilderError:
    """Return why a job failed, as whoever waits for it is told: what refused it inside."""
    error = job.error or {"code": "internal_error"}
    if problems := error.get("problems"):
        return Invalid(Problem(**one) for one in problems)
    return Conflict(error["code"], **error.get("params", {}))


def _watched(handler: Handler, watch: Watch, context: JobContext) -> Mapping[str, Any] | None:
    """Run the job here, where who waits hears of it first."""

    def told(done: int, total: int | None) -> None:
        watch.progress(done, total)
        context.cancel_requested = context.cancel_requested or watch.give_up.is_set()

    context.on_progress = told
    told(context.done, context.total)
    return handler(context)
