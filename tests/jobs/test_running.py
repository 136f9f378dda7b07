"""What becomes of a job: done, retried, failed for good, cancelled; what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from builder.errors import Conflict, Invalid, NotFound, Problem, Unavailable
from builder.jobs import queue as jobs
from builder.jobs.context import JobContext
from builder.jobs.lease import LeaseTimes
from builder.jobs.worker import Worker
from tests.jobs.conftest import HandClock, Queue

Make = Callable[..., Worker]


def test_a_job_runs_once_and_keeps_its_result(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put(params={"entity": "lead"})
    seen = []

    def work(context: JobContext) -> dict[str, object]:
        seen.append((context.params, context.created_by, context.space.key))
        context.progress(3, 3)
        return {"created": 3}

    worker = worker_with({"task": work})
    assert worker.run_once()
    assert not worker.run_once()
    job = queue.get(job_id)
    assert seen == [({"entity": "lead"}, 7, "main")]
    assert (job.state, job.result, job.error, job.done, job.total) == ("done", {"created": 3}, None, 3, 3)
    assert job.finished_at == queue.clock()


def test_jobs_run_in_the_order_in_which_they_came(queue: Queue, worker_with: Make) -> None:
    ids = [queue.put() for _ in range(3)]
    seen: list[int] = []
    worker = worker_with({"task": lambda context: seen.append(context.job_id)})
    while worker.run_once():
        pass
    assert seen == ids


def test_a_job_waits_for_its_moment(queue: Queue, worker_with: Make, clock: HandClock) -> None:
    with queue.database.write() as conn:
        jobs.enqueue(conn, queue.space, "task", "", {}, 7, clock(), clock() + 60_000_000)
    worker = worker_with({"task": lambda _: None})
    assert not worker.run_once()
    clock.pass_seconds(60)
    assert worker.run_once()


def test_a_job_of_a_rolled_back_transaction_does_not_exist(queue: Queue, worker_with: Make) -> None:
    def change_one_s_mind() -> None:
        with queue.database.write() as conn:
            jobs.enqueue(conn, queue.space, "task", "", {}, 7, queue.clock())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_one_s_mind()
    assert not worker_with({"task": lambda _: None}).run_once()


@pytest.mark.parametrize(
    ("refusal", "code", "problems"),
    [
        (Conflict("not_unique", field="email"), "not_unique", None),
        (NotFound("unknown_entity", name="lead"), "unknown_entity", None),
        (Invalid([Problem("a.b", "required", params={"x": 1})]), "invalid", ["required"]),
    ],
)
def test_a_refusal_ends_the_job_at_once_with_its_code(
    queue: Queue, worker_with: Make, refusal: Exception, code: str, problems: list[str] | None
) -> None:
    job_id = queue.put()

    def refuse(_: JobContext) -> None:
        raise refusal

    worker = worker_with({"task": refuse})
    worker.run_once()
    job = queue.get(job_id)
    assert job.error is not None
    assert (job.state, job.error["code"]) == ("failed", code)
    assert [item["code"] for item in job.error.get("problems", [])] == (problems or [])
    assert not worker.run_once()


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Unavailable("database_busy"), "database_busy"), (ZeroDivisionError("1/0"), "internal_error")],
)
def test_a_passing_fault_is_tried_again_later_and_at_last_fails_for_good(
    queue: Queue, worker_with: Make, clock: HandClock, fault: Exception, code: str
) -> None:
    job_id, tries = queue.put(), []

    def break_down(context: JobContext) -> None:
        tries.append(clock())
        raise fault

    worker = worker_with({"task": break_down}, retry_delays=(5, 20))
    for wait in (0, 5, 20):
        clock.pass_seconds(wait - 1)
        assert not wait or not worker.run_once()
        clock.pass_seconds(1)
        assert worker.run_once()
    job = queue.get(job_id)
    assert job.error is not None
    assert (job.state, job.error["code"], len(tries)) == ("failed", code, 3)
    clock.pass_seconds(10_000)
    assert not worker.run_once()


def test_a_job_that_succeeds_after_a_fault_shows_no_error(queue: Queue, worker_with: Make, clock: HandClock) -> None:
    job_id, tries = queue.put(), []

    def work(_: JobContext) -> dict[str, int]:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable
        return {}

    worker = worker_with({"task": work})
    worker.run_once()
    waiting = queue.get(job_id)
    assert waiting.state == "queued"
    assert waiting.error is not None
    clock.pass_seconds(5)
    worker.run_once()
    assert (queue.get(job_id).state, queue.get(job_id).error) == ("done", None)


def test_a_kind_that_nobody_knows_is_left_for_a_while_and_then_fails(
    queue: Queue, worker_with: Make, clock: HandClock
) -> None:
    job_id = queue.put("from_the_future")
    worker = worker_with({}, retry_delays=(5,))
    worker.run_once()
    assert queue.get(job_id).state == "queued"
    clock.pass_seconds(5)
    worker.run_once()
    assert queue.get(job_id).error == {"code": "unknown_job_kind", "params": {"kind": "from_the_future"}}


def test_a_waiting_job_is_cancelled_at_once(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put()
    with queue.database.write() as conn:
        assert jobs.cancel(conn, queue.space, job_id, queue.clock()).state == "cancelled"
    with queue.database.write() as conn:
        assert jobs.cancel(conn, queue.space, job_id, queue.clock()).state == "cancelled"
    assert not worker_with({"task": lambda _: None}).run_once()


def test_a_running_job_hears_that_it_is_cancelled(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put()

    def work(context: JobContext) -> None:
        with context.database.write() as conn:
            jobs.cancel(conn, context.space, context.job_id, context.clock())
        for _ in range(10_000):
            context.check_cancelled()
            clock_tick.wait(0.01)

    from threading import Event

    clock_tick = Event()
    worker = worker_with({"task": work}, times=LeaseTimes(looked_at_every=0.02))
    worker.run_once()
    job = queue.get(job_id)
    assert job.error is not None
    assert (job.state, job.error["code"]) == ("cancelled", "cancelled")


def test_a_finished_job_cannot_be_cancelled_and_an_unknown_one_is_not_found(queue: Queue, worker_with: Make) -> None:
    job_id = queue.put()
    worker_with({"task": lambda _: None}).run_once()
    with pytest.raises(Conflict, match="job_finished"), queue.database.write() as conn:
        jobs.cancel(conn, queue.space, job_id, queue.clock())
    with pytest.raises(NotFound), queue.database.write() as conn:
        jobs.cancel(conn, queue.space, 999_999, queue.clock())


def test_the_queue_lists_the_newest_first_by_state_and_by_person(queue: Queue, worker_with: Make) -> None:
    first, second = queue.put(), queue.put("other")
    worker_with({"task": lambda _: None}).run_once()
    with queue.database.read() as conn:
        assert [job.id for job in jobs.recent(conn, queue.space)] == [second, first]
        assert [job.id for job in jobs.recent(conn, queue.space, ["done"])] == [first]
        assert [job.id for job in jobs.recent(conn, queue.space, (), 1)] == [second]
        assert jobs.recent(conn, queue.space, by=8) == []


def test_the_same_work_waits_only_once(queue: Queue, worker_with: Make) -> None:
    def put(params: dict[str, int]) -> int | None:
        with queue.database.write() as conn:
            return jobs.enqueue_once(conn, queue.space, "catch_up", "", params, 0, queue.clock())

    first = put({})
    assert first is not None
    assert put({}) is None
    assert put({"entity": 1}) is not None
    again: list[int | None] = []
    worker_with({"catch_up": lambda _: again.append(put({}))}).run_once()
    assert again[0] is not None, "a running job may have passed what the new one is for"
