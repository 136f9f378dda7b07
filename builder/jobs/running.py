"""Runs one leased job: calls its handler under a live lease and writes how it ended."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from builder.errors import BuilderError, Unavailable
from builder.jobs.context import Cancelled, Interrupted, JobContext, LeaseLost
from builder.jobs.lease import SECOND, LeaseTimes, kept_alive
from builder.jobs.outcome import RETRY_DELAYS, Failure, delay_after, failure_of
from builder.storage import job_rows

log = structlog.get_logger(__name__)
Handler = Callable[[JobContext], Mapping[str, Any] | None]
"""Does the work of one kind of job and returns its result (JSON)."""


def run_job(
    context: JobContext,
    handlers: Mapping[str, Handler],
    times: LeaseTimes,
    delays: tuple[int, ...] = RETRY_DELAYS,
) -> None:
    """Run a leased job to its end, or until it is cancelled, interrupted or lost. Raises nothing of the handler's."""
    job = context.job
    bound = log.bind(job=job.id, kind=job.kind, workspace=context.space.key, attempt=job.attempts)
    if job.attempts > len(delays) + 1:
        _fail(context, {"code": "worker_lost", "params": {"attempts": job.attempts - 1}})
        return
    handler = handlers.get(job.kind, _no_handler)
    try:
        with kept_alive(context, times):
            context.check_cancelled()
            result = handler(context)
        _finish(context, "done", result or {})
        bound.info("job_done")
    except LeaseLost:
        bound.warning("job_lost")
    except Cancelled:
        _finish(context, "cancelled", {"code": "cancelled", "params": {}})
        bound.info("job_cancelled")
    except Interrupted:
        _put_back(context)
        bound.info("job_interrupted")
    except Exception as raised:  # noqa: BLE001 whatever a handler raises becomes the job's error
        reference = secrets.token_hex(4)
        failure = failure_of(raised, reference)
        expected = isinstance(raised, BuilderError)
        bound.warning("job_failed", code=failure.error["code"], reference=reference, exc_info=not expected)
        _settle(context, failure, delays)


def _no_handler(context: JobContext) -> Mapping[str, Any]:
    """Stand in for a kind that a newer version put in: another worker may know it."""
    raise Unavailable("unknown_job_kind", kind=context.job.kind)


def _settle(context: JobContext, failure: Failure, delays: tuple[int, ...]) -> None:
    attempts = 1 if context.progressed else context.job.attempts
    delay = delay_after(attempts, delays) if failure.passing else None
    if delay is None:
        _fail(context, failure.error)
        return
    with context.database.write() as conn:
        job_rows.put_back(conn, context.lease, context.clock() + delay * SECOND, attempts, failure.error)


def _put_back(context: JobContext) -> None:
    """Give back a job that was interrupted by no fault of its own: the attempt does not count."""
    attempts = 0 if context.progressed else context.job.attempts - 1
    with context.database.write() as conn:
        job_rows.put_back(conn, context.lease, context.clock(), attempts)


def _fail(context: JobContext, error: dict[str, Any]) -> None:
    _finish(context, "failed", error)


def _finish(context: JobContext, state: str, outcome: Mapping[str, Any]) -> None:
    progress = (context.done, context.total)
    with context.database.write() as conn:
        job_rows.finish(conn, context.lease, state, context.clock(), outcome, progress)
