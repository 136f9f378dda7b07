"""The loop: several jobs at a time, quick ones never behind long ones, periodic work, a clean end."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

from builder.jobs.context import JobContext
from builder.jobs.periodic import Periodic
from builder.jobs.worker import Worker
from builder.storage import job_rows
from tests.jobs.conftest import HandClock, Queue

Make = Callable[..., Worker]


class Running:
    """A worker loop in a thread, stopped at the end of the block."""

    def __init__(self, worker: Worker) -> None:
        self.stop = Event()
        self.thread = Thread(target=worker.run_forever, args=(self.stop,))

    def __enter__(self) -> Running:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


def wait_for(wanted: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if wanted():
            return True
        time.sleep(0.02)
    return False


def test_quick_jobs_do_not_wait_behind_long_ones(queue: Queue, worker_with: Make) -> None:
    release = Event()
    long = [queue.put(f"long_{number}") for number in range(3)]
    quick = queue.put("search")
    handlers = {f"long_{number}": lambda _: release.wait(10) and None for number in range(3)}
    worker = worker_with({**handlers, "search": lambda _: {}}, quick=frozenset({"search"}), threads=2, poll_every=0.02)
    with Running(worker):
        assert wait_for(lambda: queue.get(quick).state == "done")
        assert wait_for(lambda: [queue.get(job).state for job in long] == ["running", "running", "queued"])
        release.set()
        assert wait_for(lambda: all(queue.get(job).state == "done" for job in long))


def test_a_stopped_worker_gives_its_job_back_and_the_next_one_goes_on(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put()
    begun, finished = Event(), []

    def work(context: JobContext) -> dict[str, int]:
        for name in ("one", "two"):
            context.check_cancelled()
            with context.database.write() as conn:
                if context.step_done(conn, name) is None:
                    finished.append(name)
                    context.mark_step(conn, name)
            if not begun.is_set():
                begun.set()
                assert running.stop.wait(10)
        return {}

    with Running(worker_with({"task": work}, poll_every=0.02)) as running:
        assert begun.wait(10)
    job = queue.get(job_id)
    assert (job.state, job.attempts, job.error) == ("queued", 0, None)
    assert worker_with({"task": work}).run_once()
    assert finished == ["one", "two"]
    assert queue.get(job_id).state == "done"


def test_periodic_work_comes_round_once_in_an_interval(queue: Queue, worker_with: Make, clock: HandClock) -> None:
    seen: list[int] = []
    settings = {"periodic": (Periodic("sweep", 3_600),), "poll_every": 0.02}
    handlers = {"sweep": lambda context: seen.append(context.created_by)}
    with Running(worker_with(handlers, **settings)), Running(worker_with(handlers, **settings)):
        assert wait_for(lambda: seen == [0])
        time.sleep(0.2)
        assert seen == [0]
        clock.pass_seconds(3_600)
        assert wait_for(lambda: seen == [0, 0])


def test_finished_jobs_are_forgotten_after_a_while_and_others_are_not(queue: Queue, worker_with: Make) -> None:
    done, waiting = queue.put(), queue.put("never")
    worker_with({"task": lambda _: None}).run_once()
    queue.clock.pass_seconds(100)
    with queue.database.write() as conn:
        assert job_rows.forget_finished(conn, queue.space, queue.clock(), ("other",)) == 0
        assert job_rows.forget_finished(conn, queue.space, queue.clock()) == 1
        assert job_rows.find(conn, queue.space, done) is None
    assert queue.get(waiting).state == "queued"
