"""Workers that are killed in the middle of a job: the next one finishes it, and every step happens once."""

from __future__ import annotations

import random
import time
from itertools import islice

import pytest
from sqlalchemy import func, select

from builder.jobs.queue import Job, enqueue, find
from builder.storage.allocator import reserve
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from tests.killed.conftest import SEED, Killer, points_of
from tests.killed.tasks import STEPS


class Counting:
    """A job that counts its steps, and the processes that do it."""

    def __init__(self, database: Database, space: Space, killer: Killer) -> None:
        self.database, self.space, self.killer = database, space, killer

    def enqueue(self) -> int:
        """Put the job into the queue."""
        with self.database.write() as conn:
            return enqueue(conn, self.space, "count_steps", "", {}, 1, time.time_ns() // 1_000)

    def steps(self, job: int) -> int:
        """Return how many steps are done."""
        table = workspace_tables(self.space).job_step
        with self.database.read() as conn:
            return int(conn.execute(select(func.count()).select_from(table).where(table.c.job_id == job)).scalar_one())

    def job(self, number: int) -> Job:
        """Return what became of the job."""
        with self.database.read() as conn:
            return find(conn, self.space, number)

    def counted(self) -> int:
        """Return the counter, which this moves on itself."""
        with self.database.write() as conn:
            return reserve(conn, self.space, "steps", "all", 1).start - 1


def check_killed_jobs(counting: Counting, kills: int) -> None:
    whole = counting.killer.run("steps") if counting.enqueue() else None
    assert whole is not None
    assert counting.counted() == STEPS
    points = points_of(whole, random.Random(SEED))
    killed, most = 0, 0
    while killed < kills:
        before, job = counting.counted(), counting.enqueue()
        lives = 1
        for point in islice(points, 4):
            if not counting.killer.run("steps", point).killed:
                break
            lives += 1
        killed, most = killed + lives - 1, max(most, lives - 1)
        counting.killer.run("steps")
        done = counting.job(job)
        assert (done.state, done.result) == ("done", {"steps": STEPS})
        assert done.epoch <= lives
        assert counting.steps(job) == STEPS
        assert counting.counted() == before + 1 + STEPS
    assert most > 1, "no job was killed twice"


@pytest.fixture
def counting(database: Database, space: Space, killer: Killer) -> Counting:
    """A job to be killed."""
    return Counting(database, space, killer)


def test_a_job_survives_kill_9_and_repeats_no_step(counting: Counting) -> None:
    check_killed_jobs(counting, 4)


@pytest.mark.torture
def test_jobs_killed_at_hundreds_of_points_repeat_no_step(counting: Counting) -> None:
    check_killed_jobs(counting, 200)
