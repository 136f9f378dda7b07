"""Work that comes round by itself: jobs put into the queue of every workspace at an interval, or when wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder.storage import job_claims, job_rows
from builder.storage.engine import Connection
from builder.storage.job_rows import NewJob
from builder.storage.space import Space

SECOND = 1_000_000


@dataclass(frozen=True)
class Periodic:
    """A kind of job that comes round every so many seconds."""

    kind: str
    every: int
    wanted: Callable[[Connection, Space, int], bool] | None = None
    """Whether there is something to do at a moment: asked at every round; without it, each round is a job."""

    def is_due(self, conn: Connection, space: Space, now: int) -> bool:
        """Whether a job should be put in. One that waits, runs or was put in by another process counts."""
        if self.wanted is not None:
            return not job_rows.is_active(conn, space, self.kind) and self.wanted(conn, space, now)
        last = job_rows.last_created(conn, space, self.kind)
        return last is None or now - last >= self.every * SECOND

    def put_in(self, conn: Connection, space: Space, now: int) -> None:
        """Put the job in if it is due and nobody else is about to, in a transaction that writes."""
        if job_claims.alone(conn, space) and self.is_due(conn, space, now):
            job_rows.insert_job(conn, space, NewJob(self.kind, "", {}, 0, now))

    def next_round(self, conn: Connection, space: Space, now: int) -> int:
        """Return when to ask again, in microseconds."""
        last = None if self.wanted is not None else job_rows.last_created(conn, space, self.kind)
        return (now if last is None else last) + self.every * SECOND
