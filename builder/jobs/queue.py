"""The queue of a workspace as others see it: put work in, look at it, cancel it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.errors import Conflict, NotFound
from builder.metadata.values import Label
from builder.storage import job_rows
from builder.storage.engine import Connection
from builder.storage.job_rows import STATES, Job, NewJob
from builder.storage.space import Space

__all__ = ["STATES", "Job", "cancel", "enqueue", "enqueue_once", "find", "recent", "requeue"]


def enqueue(  # noqa: PLR0913, PLR0917 one flat call, made from many places
    conn: Connection,
    space: Space,
    kind: str,
    label: Label | str,
    params: Mapping[str, Any],
    by: int,
    now: int,
    run_after: int = 0,
) -> int:
    """Put a job into the queue, in the caller's transaction, and return its id.

    ``label`` is what a person reads beside the kind (the name of a file, the label of an entity); ``params`` must be
    JSON;
    ``by`` is an account id, 0 for the product itself; ``now`` and ``run_after`` are microseconds, UTC.
    """
    return job_rows.insert_job(conn, space, NewJob(kind, label, params, by, now, run_after))


def enqueue_once(  # noqa: PLR0913, PLR0917 as enqueue
    conn: Connection,
    space: Space,
    kind: str,
    label: Label | str,
    params: Mapping[str, Any],
    by: int,
    now: int,
    run_after: int = 0,
) -> int | None:
    """As ``enqueue``, unless a job of that kind with the same params waits already: then None.

    One that runs does not count, since it may have passed what the new one is for.
    """
    new = NewJob(kind, label, params, by, now, run_after)
    return None if job_rows.is_waiting(conn, space, new) else job_rows.insert_job(conn, space, new)


def find(conn: Connection, space: Space, job_id: int) -> Job:
    """Return a job. Raises NotFound ``unknown_job``."""
    job = job_rows.find(conn, space, job_id)
    if job is None:
        raise NotFound("unknown_job", id=job_id)
    return job


def recent(
    conn: Connection, space: Space, states: Sequence[str] = (), limit: int = 50, by: int | None = None
) -> list[Job]:
    """Return jobs, newest first; of some states only, or those that one account started."""
    return job_rows.recent(conn, space, states, limit, by)


def cancel(conn: Connection, space: Space, job_id: int, now: int) -> Job:
    """Cancel a job: at once if it waits, else at its next safe point; cancelling twice is no error.

    Raises NotFound ``unknown_job``, or Conflict ``job_finished`` when it is done or failed already.
    """
    if not job_rows.request_cancel(conn, space, job_id, now):
        job = find(conn, space, job_id)
        if job.state != "cancelled":
            raise Conflict("job_finished", id=job_id, state=job.state)
    return find(conn, space, job_id)


def requeue(conn: Connection, space: Space, job_id: int, now: int) -> Job:
    """Let a job that failed or was cancelled wait again: it goes on after its last finished step.

    Raises NotFound ``unknown_job``, or Conflict ``job_not_ended`` when it waits, runs or is done.
    """
    if not job_rows.requeue(conn, space, job_id, now):
        job = find(conn, space, job_id)
        raise Conflict("job_not_ended", id=job_id, state=job.state)
    return find(conn, space, job_id)
