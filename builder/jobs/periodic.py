"""Work that comes round by itself: jobs put into the queue of every workspace at an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.storage import job_rows
from builder.storage.engine import Connection
from builder.storage.job_rows import NewJob
from builder.storage.space import Space

SECOND = 1_000_000


@dataclass(frozen=True)
class Periodic:
    """A kind of job that is wanted once in every interval, in seconds."""

    kind: str
    every: int


def enqueue_due(conn: Connection, space: Space, wanted: Sequence[Periodic], now: int) -> int | None:
    """Put in what is due and return the moment, in microseconds, at which to ask again; None: nothing comes round.

    A job that waits or ran within the interval counts, whichever process put it in.
    """
    if not job_rows.alone(conn, space):
        return now
    moments = []
    for item in wanted:
        last = job_rows.last_created(conn, space, item.kind)
        if last is None or now - last >= item.every * SECOND:
            new = NewJob(item.kind, "", {}, 0, now)
            if not job_rows.is_waiting(conn, space, new):
                job_rows.insert_job(conn, space, new)
            last = now
        moments.append(last + item.every * SECOND)
    return min(moments, default=None)
