"""What a running job is given: its params, its finished steps, and ways to report and to be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

from builder.storage import job_rows
from builder.storage.engine import Connection, Database
from builder.storage.job_rows import Job, Lease
from builder.storage.space import Space


class Interrupted(Exception):
    """The work must end at this safe point; handlers let it pass."""


class Cancelled(Interrupted):
    """Somebody cancelled the job."""


class Stopping(Interrupted):
    """The worker shuts down; the job goes on later, after its last finished step."""


class LeaseLost(Interrupted):
    """Another worker took the job; nothing may be written for it here any more."""


class JobContext:
    """One job in the hands of a worker. Used by one thread; a second one renews the lease meanwhile.

    A handler does its work in steps. Each opens its own transaction, asks ``step_done``, does its part,
    says ``mark_step`` and lets the transaction commit: so a step happens once however often workers die.
    """

    def __init__(
        self, database: Database, space: Space, job: Job, clock: Callable[[], int], stopping: Event | None = None
    ) -> None:
        self.database = database
        self.space = space
        self.job = job
        self.clock = clock
        self.lease = Lease(space, job.id, job.epoch)
        self.done = job.done
        self.total = job.total
        self.cancel_requested = job.cancel_requested
        self.lost = False
        self.progressed = False
        """Whether a step was finished since the job was taken."""
        self.on_progress: Callable[[int, int | None], None] | None = None
        """Told of progress at once, in the thread of the handler: for those who wait beside it."""
        self._stopping = stopping or Event()

    @property
    def job_id(self) -> int:
        """Id of the job."""
        return self.job.id

    @property
    def params(self) -> Mapping[str, Any]:
        """What the job was put into the queue with."""
        return self.job.params

    @property
    def created_by(self) -> int:
        """Account whose rights the work is done with; 0 is the product itself."""
        return self.job.created_by

    def step_done(self, conn: Connection, step: str) -> dict[str, Any] | None:
        """Return the body that a finished step left (perhaps empty), or None when it is still to be done."""
        return job_rows.step(conn, self.space, self.job.id, step)

    def mark_step(self, conn: Connection, step: str, body: Mapping[str, Any] | None = None) -> None:
        """Write, in the transaction of its effects, that a step is finished; again: replace its body.

        Raises LeaseLost when another worker took the job: let it pass, so that the effects are rolled back.
        """
        if not job_rows.mark_step(conn, self.lease, step, self.clock(), body or {}):
            self.lost = True
            raise LeaseLost
        self.progressed = True

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the work is; written with the next renewal of the lease. Cheap."""
        self.done = done
        self.total = self.total if total is None else total
        if self.on_progress is not None:
            self.on_progress(self.done, self.total)

    def check_cancelled(self) -> None:
        """Raise Cancelled, Stopping or LeaseLost when the work should end here. Cheap: ask often."""
        if self.lost:
            raise LeaseLost
        if self.cancel_requested:
            raise Cancelled
        if self._stopping.is_set():
            raise Stopping
