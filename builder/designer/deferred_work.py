"""Hands what a publish leaves for later (index builds, conversions of columns) to the queue of jobs."""

from __future__ import annotations

from collections.abc import Sequence

from builder.jobs.queue import enqueue
from builder.runtime.work import Work
from builder.storage.deferred_work import DeferredWork


def enqueue_deferred(work: Work, deferred: Sequence[DeferredWork]) -> tuple[int, ...]:
    """Enqueue deferred work in the publish's own transaction and return the ids of the jobs."""
    by, now = work.rights.user, work.now
    return tuple(enqueue(work.conn, work.space, item.kind, item.label, item.params, by, now) for item in deferred)
