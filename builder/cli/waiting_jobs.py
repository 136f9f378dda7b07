"""Waiting for a job whose result a command tells, whoever runs it."""

from __future__ import annotations

import time
from typing import Any

from builder.cli.desk import Desk
from builder.errors import Conflict
from builder.jobs import queue

WAIT = 0.3
"""Seconds between looks at a job that a worker has."""


def result_of(desk: Desk, number: int) -> dict[str, Any]:
    """Return the result of a job that this process ran, or that a worker took before it could. Raises Conflict."""
    ended = _ended(desk, number)
    if ended.result is None:
        error = ended.error or {"code": "not_undoable"}
        raise Conflict(error["code"], **error.get("params", {}))
    return ended.result


def _ended(desk: Desk, number: int) -> queue.Job:
    while True:
        with desk.database.read() as conn:
            job = queue.find(conn, desk.space, number)
        if job.state not in ("queued", "running"):
            return job
        time.sleep(WAIT)
        desk.run_jobs()
