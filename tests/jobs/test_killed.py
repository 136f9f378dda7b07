"""Workers that are killed in the middle of a job: the next one finishes it, and every step happens once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from builder.jobs.queue import enqueue, find
from builder.storage.allocator import reserve
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from tests.jobs.slow_worker import STEPS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@contextmanager
def worker_process(url: str, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.jobs.slow_worker", url, str(data_dir)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for_progress(database: Database, space: Space, job_id: int, wanted: int) -> int:
    """Wait until the counter of steps has passed a number; return it, or the full number when the job is done."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with database.read() as conn:
            job = find(conn, space, job_id)
            count = steps_done(conn, space, job_id)
        if job.state == "done" or count >= wanted:
            return count
        time.sleep(0.005)
    raise AssertionError(f"stuck at step {count}: {job}")


def steps_done(conn: Connection, space: Space, job_id: int) -> int:
    table = workspace_tables(space).job_step
    return int(conn.execute(select(func.count()).select_from(table).where(table.c.job_id == job_id)).scalar_one())


def test_a_job_survives_kill_9_and_repeats_no_step(
    database: Database, database_url: str, space: Space, tmp_path: Path
) -> None:
    with database.write() as conn:
        job_id = enqueue(conn, space, "count_steps", "", {}, 1, time.time_ns() // 1_000)
    chance = random.Random(7)
    reached = 0
    for _ in range(4):
        with worker_process(database_url, tmp_path) as process:
            wait_for_progress(database, space, job_id, reached + chance.randint(1, 5))
            time.sleep(chance.random() * 0.01)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        with database.read() as conn:
            reached = steps_done(conn, space, job_id)
    with worker_process(database_url, tmp_path):
        wait_for_progress(database, space, job_id, STEPS + 1)
    with database.write() as conn:
        job = find(conn, space, job_id)
        after = reserve(conn, space, "steps", "all", 1)
    assert reached < STEPS, "the job ended before the last kill"
    assert (job.state, job.result) == ("done", {"steps": STEPS})
    assert job.epoch == 5
    assert after.start == STEPS + 1
