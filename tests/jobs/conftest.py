"""A clock that tests move by hand, and workers that do not wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from builder.jobs.queue import Job, enqueue, find
from builder.jobs.worker import Handler, Worker, WorkerSettings
from builder.storage.engine import Database
from builder.storage.space import Space

START = 1_767_225_600_000_000
SECOND = 1_000_000


class HandClock:
    """Microseconds, moved only by ``pass_seconds``."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += int(seconds * SECOND)


class Queue:
    """Puts jobs in and looks at them, each in a transaction of its own."""

    def __init__(self, database: Database, space: Space, clock: HandClock) -> None:
        self.database = database
        self.space = space
        self.clock = clock

    def put(self, kind: str = "task", params: Mapping[str, Any] | None = None, space: Space | None = None) -> int:
        with self.database.write() as conn:
            return enqueue(conn, space or self.space, kind, "a label", params or {}, 7, self.clock())

    def get(self, job_id: int) -> Job:
        with self.database.read() as conn:
            return find(conn, self.space, job_id)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def queue(database: Database, space: Space, clock: HandClock) -> Queue:
    return Queue(database, space, clock)


@pytest.fixture
def worker_with(database: Database, clock: HandClock) -> Callable[..., Worker]:
    def make(handlers: Mapping[str, Handler], **settings: Any) -> Worker:
        return Worker(database, handlers, clock, WorkerSettings(**settings))

    return make
