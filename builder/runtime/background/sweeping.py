"""Sweeping: what has expired is removed, from the database and from the folders of files."""

from __future__ import annotations

from typing import Any

from builder.identity.sessions import LONGEST_IDLE
from builder.jobs.context import JobContext
from builder.runtime.background.follow_ups_due import FOLLOW_UPS_DUE
from builder.runtime.background.search_catch_up import SEARCH_CATCH_UP
from builder.runtime.background.trash_purge import TRASH_PURGE
from builder.runtime.fast_lists import forget_unused
from builder.runtime.files.sweeping import sweep_files
from builder.runtime.imports.uploads import folder_of
from builder.storage import account_rows, expired_rows, idempotency, job_rows, notification_rows, outbox, upload_rows

SWEEP = "sweep"
OWN_JOBS = (SWEEP, SEARCH_CATCH_UP, TRASH_PURGE, FOLLOW_UPS_DUE)
DAY = 86_400 * 1_000_000
JOBS_KEPT = 30 * DAY
NOTIFICATIONS_KEPT = 180 * DAY
EVENTS_KEPT = 7 * DAY
"""Events tell what was written to whoever follows it; nothing in the product reads them after that time."""
EVENTS_AT_ONCE = 500
OWN_JOBS_KEPT = DAY
"""Jobs that the product gave itself are of no interest for longer."""


def sweep(context: JobContext) -> dict[str, Any]:
    """Remove expired sessions, kept answers, old events and notifications, uploads, finished jobs, and indexes of lists
    that nobody asks for any more; returns how many of each.
    """
    now, space = context.clock(), context.space
    with context.database.write() as conn:
        account_rows.delete_expired_sessions(conn, now, now - LONGEST_IDLE)
        found = {
            "answers": expired_rows.forget_answers(conn, space, now - idempotency.KEPT_FOR),
            "notifications": notification_rows.forget(conn, space, now - NOTIFICATIONS_KEPT),
            "jobs": job_rows.forget_finished(conn, space, now - JOBS_KEPT)
            + job_rows.forget_finished(conn, space, now - OWN_JOBS_KEPT, OWN_JOBS),
        }
    found |= {"events": _sweep_events(context, now - EVENTS_KEPT), "uploads": _sweep_uploads(context, now)}
    return {**found, "files": sweep_files(context), "fast_lists": forget_unused(context.database, space, now)}


def _sweep_events(context: JobContext, before: int) -> int:
    """Remove events that are old, in short transactions."""
    count = 0
    while True:
        context.check_cancelled()
        with context.database.write() as conn:
            gone = outbox.forget(conn, context.space, before, EVENTS_AT_ONCE)
        count += gone
        if gone < EVENTS_AT_ONCE:
            return count


def _sweep_uploads(context: JobContext, now: int) -> int:
    """Remove each file before its row, so that a file without a row cannot stay behind."""
    folder, count = folder_of(context.database.data_dir), 0
    while True:
        context.check_cancelled()
        with context.database.read() as conn:
            old = upload_rows.expired(conn, context.space, now)
        if not old:
            return count
        for upload in old:
            (folder / upload.path).unlink(missing_ok=True)
        with context.database.write() as conn:
            for upload in old:
                upload_rows.forget(conn, context.space, upload.token)
        count += len(old)
