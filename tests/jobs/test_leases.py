"""Leases: who may work on a job, what fences out a worker that lost it, what a successor repeats."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest

from builder.jobs.context import JobContext, LeaseLost
from builder.jobs.lease import LeaseTimes
from builder.jobs.worker import Worker
from builder.storage import job_claims, job_rows
from builder.storage.head import bump, read_head
from builder.storage.installation import create_workspace
from builder.storage.job_rows import Job
from tests.jobs.conftest import HandClock, Queue

Make = Callable[..., Worker]


def take(queue: Queue, owner: str, seconds: int = 30, kinds: frozenset[str] = frozenset()) -> Job | None:
    now = queue.clock()
    with queue.database.write() as conn:
        return job_claims.claim(conn, queue.space, owner, now, now + seconds * 1_000_000, kinds)


def context_of(queue: Queue, job: Job) -> JobContext:
    return JobContext(queue.database, queue.space, job, queue.clock)


def test_a_leased_job_is_nobody_elses_until_the_lease_runs_out(queue: Queue, clock: HandClock) -> None:
    queue.put()
    first = take(queue, "a")
    assert first is not None
    assert take(queue, "b") is None
    clock.pass_seconds(31)
    second = take(queue, "b")
    assert second is not None
    assert (second.id, second.epoch, second.attempts) == (first.id, first.epoch + 1, 2)


def test_a_worker_takes_back_at_once_what_a_dead_one_of_its_name_held(queue: Queue) -> None:
    queue.put()
    assert take(queue, "local/0") is not None
    assert take(queue, "local/1") is None
    assert take(queue, "local/0") is not None


def test_effects_of_a_worker_that_lost_its_lease_are_rolled_back(queue: Queue, clock: HandClock) -> None:
    queue.put()
    lost = take(queue, "a")
    assert lost is not None
    clock.pass_seconds(31)
    assert take(queue, "b") is not None
    with queue.database.read() as conn:
        before = read_head(conn, queue.space)

    def work_on() -> None:
        with queue.database.write() as conn:
            bump(conn, queue.space, "settings_rev")
            context_of(queue, lost).mark_step(conn, "one")

    with pytest.raises(LeaseLost):
        work_on()
    with queue.database.read() as conn:
        assert read_head(conn, queue.space) == before
        assert job_rows.step(conn, queue.space, lost.id, "one") is None


def test_a_worker_that_lost_its_lease_can_neither_finish_nor_put_back(queue: Queue, clock: HandClock) -> None:
    queue.put()
    lost = take(queue, "a")
    clock.pass_seconds(31)
    held = take(queue, "b")
    assert lost is not None
    assert held is not None
    lease = context_of(queue, lost).lease
    with queue.database.write() as conn:
        assert not job_rows.finish(conn, lease, "done", clock(), {}, (0, None))
        assert not job_rows.put_back(conn, lease, clock(), 0)
        assert not job_rows.renew(conn, lease, clock() + 1, 1, None)
        assert job_rows.is_cancelled(conn, lease) is None
    assert queue.get(held.id).state == "running"


def test_a_successor_repeats_no_finished_step(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put()
    done: list[str] = []

    def work(context: JobContext) -> dict[str, int]:
        for name in ("one", "two", "three"):
            with context.database.write() as conn:
                if context.step_done(conn, name) is None:
                    done.append(name)
                    context.mark_step(conn, name, {"rows": len(done)})
            if name == "two" and context.job.epoch == 1:
                raise ZeroDivisionError
        with context.database.read() as conn:
            return {"rows": (context.step_done(conn, "three") or {})["rows"]}

    worker = worker_with({"task": work}, retry_delays=(0,))
    worker.run_once()
    worker.run_once()
    assert done == ["one", "two", "three"]
    assert queue.get(job_id).result == {"rows": 3}


def test_a_step_can_be_marked_again_with_more(queue: Queue) -> None:
    queue.put()
    job = take(queue, "a")
    assert job is not None
    context = context_of(queue, job)
    for rows in (1, 2):
        with queue.database.write() as conn:
            context.mark_step(conn, "rows", {"count": rows})
    with queue.database.read() as conn:
        assert context.step_done(conn, "rows") == {"count": 2}
        assert context.step_done(conn, "others") is None


def test_a_job_that_kills_its_workers_fails_in_the_end(queue: Queue, worker_with: Make, clock: HandClock) -> None:
    job_id = queue.put()
    worker = worker_with({"task": lambda _: None}, retry_delays=(1, 1))
    for _ in range(3):
        assert take(queue, "killed") is not None
        clock.pass_seconds(31)
    worker.run_once()
    job = queue.get(job_id)
    assert job.error is not None
    assert (job.state, job.error["code"]) == ("failed", "worker_lost")


def test_a_job_that_gets_somewhere_may_lose_any_number_of_workers(
    queue: Queue, worker_with: Make, clock: HandClock
) -> None:
    job_id = queue.put()
    for round_number in range(10):
        job = take(queue, "killed")
        assert job is not None
        with queue.database.write() as conn:
            context_of(queue, job).mark_step(conn, f"step {round_number}")
        clock.pass_seconds(31)
    worker_with({"task": lambda _: {"ok": True}}, retry_delays=(1, 1)).run_once()
    assert queue.get(job_id).state == "done"


def test_a_lease_is_renewed_and_progress_shown_while_the_job_runs(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put()
    until = []

    def work(context: JobContext) -> None:
        for done in (1, 2):
            context.clock.pass_seconds(10)  # type: ignore[attr-defined]
            context.progress(done, 2)
            deadline = time.monotonic() + 5
            while queue.get(job_id).done != done and time.monotonic() < deadline:
                time.sleep(0.02)
            until.append((queue.get(job_id).done, queue.get(job_id).run_after))

    times = LeaseTimes(lasts=15, renewed_every=5, looked_at_every=0.02)
    worker_with({"task": work}, times=times).run_once()
    assert [done for done, _ in until] == [1, 2]
    assert until[1][1] - until[0][1] == 10_000_000


def test_a_job_taken_by_another_hears_of_it(queue: Queue, worker_with: Make, clock: HandClock) -> None:
    job_id = queue.put()
    noticed = Event()

    def work(context: JobContext) -> dict[str, str]:
        clock.pass_seconds(31)
        assert take(queue, "b") is not None
        for _ in range(500):
            time.sleep(0.01)
            try:
                context.check_cancelled()
            except LeaseLost:
                noticed.set()
                raise
        return {"by": "a"}

    worker_with({"task": work}, times=LeaseTimes(looked_at_every=0.02, renewed_every=1e9)).run_once()
    assert noticed.is_set()
    assert (queue.get(job_id).state, queue.get(job_id).result) == ("running", None)


def test_one_job_of_a_kind_runs_at_a_time_in_a_workspace(queue: Queue) -> None:
    first, second, other = queue.put("import"), queue.put("import"), queue.put("index")
    taken = [take(queue, owner) for owner in ("a", "b", "c")]
    assert [job.id if job else None for job in taken] == [first, other, None]
    assert take(queue, "d", kinds=frozenset({"import"})) is None
    assert queue.get(second).state == "queued"


def test_workers_racing_for_jobs_take_each_once(queue: Queue) -> None:
    ids = {queue.put(f"kind_{number}") for number in range(24)}
    taken: list[int] = []

    def race(owner: str) -> None:
        misses = 0
        while misses < 20:
            job = take(queue, owner)
            misses = 0 if job else misses + 1
            if job is None:
                time.sleep(0.01)
                continue
            taken.append(job.id)
            lease = context_of(queue, job).lease
            with queue.database.write() as conn:
                assert job_rows.finish(conn, lease, "done", queue.clock(), {}, (0, None))

    threads = [Thread(target=race, args=(f"worker {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(ids)


def test_workspaces_take_turns(queue: Queue, worker_with: Make) -> None:
    with queue.database.write() as conn:
        other = create_workspace(conn, "other", "Other", queue.clock())
    for _ in range(3):
        queue.put()
    queue.put(space=other)
    seen: list[str] = []
    worker = worker_with({"task": lambda context: seen.append(context.space.key)})
    while worker.run_once():
        pass
    assert sorted(seen[:2]) == ["main", "other"]


def test_one_job_can_be_run_by_id_unless_another_holds_it(queue: Queue, worker_with: Make) -> None:
    first, second = queue.put(), queue.put()
    worker = worker_with({"task": lambda _: {}})
    assert worker.run_one(queue.space, second)
    assert (queue.get(first).state, queue.get(second).state) == ("queued", "done")
    assert not worker.run_one(queue.space, second)
    assert take(queue, "other") is not None
    assert not worker.run_one(queue.space, first)
