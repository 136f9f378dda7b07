"""What the processes do that are killed: publish, and the work of a worker."""

from __future__ import annotations

from typing import Any

from builder.cli.locks import lock_worker_name
from builder.cli.opening import now_in_microseconds
from builder.designer.adding_options import add_options
from builder.designer.publishing import publish
from builder.jobs.context import JobContext
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.handlers import job_handlers
from builder.runtime.imports import running
from builder.runtime.workspaces import Workspaces
from builder.storage.allocator import reserve
from builder.storage.engine import Database

CHUNK = 15
"""Rows in each transaction of an import: so that a short file takes several."""
STEPS = 60
WORKER = "killed"
"""All workers bear this name, so that each takes back at once what the one before held."""


def publish_documents(database: Database, order: dict[str, Any]) -> None:
    """Publish ``{"account", "app", "documents", "delete"}``."""
    workspaces = Workspaces(database, now_in_microseconds)
    with workspaces.publishing("main", order["account"]) as work:
        publish(work, order["app"], order["documents"], delete=order["delete"])


def work_off(database: Database, order: dict[str, Any] | None = None) -> None:
    """Do all jobs that wait."""
    running.FIRST_CHUNK = running.LARGEST_CHUNK = CHUNK
    workspaces = Workspaces(database, now_in_microseconds)
    handlers = job_handlers(workspaces, add_options)
    worker = Worker(database, handlers, now_in_microseconds, WorkerSettings(name=WORKER, threads=1))
    while worker.run_once():
        pass


def count_steps(context: JobContext) -> dict[str, int]:
    """Move a counter on by one in each step: repeated or lost steps would show."""
    for number in range(STEPS):
        with context.database.write() as conn:
            if context.step_done(conn, str(number)) is None:
                reserve(conn, context.space, "steps", "all", 1)
                context.mark_step(conn, str(number))
        context.progress(number + 1, STEPS)
    return {"steps": STEPS}


def work_off_steps(database: Database, _order: dict[str, Any]) -> None:
    """Do all jobs that wait and count steps, under a name that only one living worker has."""
    name, _lock = lock_worker_name(database.data_dir)
    settings = WorkerSettings(name=name, threads=1)
    worker = Worker(database, {"count_steps": count_steps}, now_in_microseconds, settings)
    while worker.run_once():
        pass


TASKS = {"publish": publish_documents, "work": work_off, "steps": work_off_steps}
