"""Finishing a publish: indexes on large tables, conversions of columns, search words made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builder.jobs.context import JobContext
from builder.jobs.queue import enqueue_once
from builder.runtime.background.search_catch_up import SEARCH_CATCH_UP
from builder.runtime.background.system_work import SYSTEM
from builder.storage.deferred_work import Pace, convert_column, rebuild_search

Work = Callable[[Any, Any, Any, Pace], dict[str, Any]]


def at_pace(work: Work, context: JobContext) -> dict[str, Any]:
    """Run deferred work of storage as a job: it reports progress and may be stopped between its transactions."""
    pace = Pace(progress=context.progress, check=context.check_cancelled)
    return work(context.database, context.space, context.params, pace)


def convert(context: JobContext) -> dict[str, Any]:
    """Convert a field of another type or scale, and have what it left in the search queue worked off."""
    return _then_catch_up(context, convert_column)


def rebuild(context: JobContext) -> dict[str, Any]:
    """Queue the records of an entity for the search, and have the queue worked off."""
    return _then_catch_up(context, rebuild_search)


def _then_catch_up(context: JobContext, work: Work) -> dict[str, Any]:
    found = at_pace(work, context)
    with context.database.write() as conn:
        enqueue_once(conn, context.space, SEARCH_CATCH_UP, "", {}, SYSTEM, context.clock())
    return found
