"""Keeps a lease alive while its job runs: a thread that renews it, reports progress and hears of cancelling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

import structlog

from builder.errors import BuilderError
from builder.jobs.context import JobContext
from builder.storage import job_rows

log = structlog.get_logger(__name__)
SECOND = 1_000_000


@dataclass(frozen=True)
class LeaseTimes:
    """How long a lease holds, how often it is renewed and looked at, in seconds."""

    lasts: float = 30.0
    renewed_every: float = 8.0
    looked_at_every: float = 1.0

    def until(self, now: int) -> int:
        """Return when a lease taken or renewed now ends, in microseconds."""
        return now + int(self.lasts * SECOND)


@contextmanager
def kept_alive(context: JobContext, times: LeaseTimes) -> Iterator[None]:
    """Renew the lease of a job from a second thread for as long as the block runs."""
    ended = Event()
    keeper = Thread(target=_keep, args=(context, times, ended), name=f"lease-{context.job_id}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep(context: JobContext, times: LeaseTimes, ended: Event) -> None:
    renewed = context.clock()
    shown = (context.done, context.total)
    while not ended.wait(times.looked_at_every) and not context.lost:
        now = context.clock()
        due = now - renewed >= times.renewed_every * SECOND
        current = (context.done, context.total)
        try:
            _look(context)
            if (due or current != shown) and not context.lost:
                _renew(context, times.until(now))
                renewed, shown = now, current
        except BuilderError as error:
            log.warning("lease_not_renewed", job=context.job_id, code=error.code)
            if now - renewed >= times.lasts * SECOND:
                context.lost = True


def _look(context: JobContext) -> None:
    with context.database.read() as conn:
        cancelled = job_rows.is_cancelled(conn, context.lease)
    context.lost = context.lost or cancelled is None
    context.cancel_requested = context.cancel_requested or bool(cancelled)


def _renew(context: JobContext, until: int) -> None:
    with context.database.write() as conn:
        if not job_rows.renew(conn, context.lease, until, context.done, context.total):
            context.lost = True
