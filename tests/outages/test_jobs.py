"""An import whose disk fills up or whose database goes away again and again takes every row once in the end."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
import structlog

from builder.cli.opening import now_in_microseconds
from builder.designer.adding_options import add_options
from builder.errors import BuilderError
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.handlers import job_handlers
from builder.runtime.imports import running
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, new_member
from tests.killed.conftest import Ended
from tests.killed.tasks import CHUNK
from tests.killed.test_importing import COUNTS, REFUSED, Crowd
from tests.outages.faults import BoundedFiles, FullServer, LostCommit, LostSession, SmallFile, faults_of

IMPORTS = 40 if os.environ.get("TORTURE") else 2
OUTAGES = 4
"""Outages that one import meets at most."""
MOST: dict[type[Any], int] = {
    SmallFile: 12,
    BoundedFiles: 120_000,
    FullServer: 120,
    LostSession: 120,
    LostCommit: 6,
}
"""How much goes well at most before an outage begins, counted from where the import stands."""
PASSING = {"disk_full", "disk_unavailable", "database_unreachable", "outcome_unknown"}


class Weather:
    """Lets a worker work, and its disk or its database fail while it does."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self._database = database
        self.failures = 0
        monkeypatch.setattr(running, "FIRST_CHUNK", CHUNK)
        monkeypatch.setattr(running, "LARGEST_CHUNK", CHUNK)

    def run(self, _task: str, point: dict[str, Any] | None = None) -> Ended:
        """Do what waits, up to an outage if there is one. Stands where a process is killed otherwise."""
        workspaces = Workspaces(self._database, now_in_microseconds)
        settings = WorkerSettings(name="worker", threads=1, retry_delays=(0,) * 5)
        worker = Worker(self._database, job_handlers(workspaces, add_options), now_in_microseconds, settings)
        outage = point["fault"].during(point["at"]) if point else nullcontext()
        with outage:
            for _ in range(2 if point else 20):
                if not self._work(worker):
                    break
        return Ended(point is not None, 0, 0.0)

    def _work(self, worker: Worker) -> bool:
        try:
            return worker.run_once()
        except BuilderError as error:  # the loop of a worker outlives it too
            if error.code not in PASSING:
                raise
            self.failures += 1
            return True


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Send the log nowhere: the file in which it is captured has the same bound as the database, and fills up too."""
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.configure(**before)


def test_an_import_outlives_full_disks_and_lost_databases(
    database: Database, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    weather = Weather(database, monkeypatch)
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.workspaces = Workspaces(database, now_in_microseconds)
    crowd = Crowd(designer, database, space, weather)  # type: ignore[arg-type]
    expected, _ = crowd.take("vip")
    assert {name: expected.result[name] for name in COUNTS} == COUNTS
    assert expected.refused == REFUSED
    chance, known = random.Random(20_260_101), faults_of(database)
    if database.dialect == "postgresql":
        known += [LostCommit(database, committed) for committed in (False, True)]
    for _ in range(IMPORTS):
        faults = [chance.choice(known) for _ in range(chance.randint(2, OUTAGES))]
        points = [{"fault": fault, "at": chance.randrange(MOST[type(fault)])} for fault in faults]
        left, _ = crowd.take("vip", *points)
        assert left == expected, points
    assert weather.failures
