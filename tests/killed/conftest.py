"""Orders processes to be killed, and compares what there was with what there is."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builder.cli.opening import now_in_microseconds
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, new_member

ROOT = Path(__file__).parents[2]
SEED = 20_260_101
STRUCTURE = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
    "postgresql": "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') "
    "UNION ALL SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes "
    "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3",
}


@dataclass(frozen=True)
class Ended:
    """What became of a process."""

    killed: bool
    points: int
    """How many points it passed."""
    seconds: float


class Killer:
    """Has tasks done by processes on one database, and kills them there."""

    def __init__(self, program: subprocess.Popen[str], url: str, data_dir: Path) -> None:
        self._program, self._url, self._data_dir = program, url, data_dir

    def run(self, task: str, point: dict[str, Any] | None = None, **more: Any) -> Ended:
        """Have a task done, up to a point. It ends by the kill or well, else the test fails."""
        order = {"task": task, "url": self._url, "data_dir": str(self._data_dir), **more, **(point or {})}
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()
        answer = json.loads(self._program.stdout.readline())
        assert answer["status"] in (0, -signal.SIGKILL), answer["log"]
        return Ended(answer["status"] != 0, answer["points"], answer["seconds"])


def points_of(whole: Ended, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield points within a task as long as ``whole``, without end: three at a message or statement, one at a time.

    At a message of PostgreSQL the kill comes before the server has it, or after. One in four lies near the end,
    where the commit is.
    """
    last = whole.points
    while True:
        for lowest in (0, 0, max(0, last - 6)):
            yield {"at": chance.randrange(lowest, last), "after": chance.random() < 0.5}
        yield {"seconds": chance.uniform(chance.choice((0.0, 0.8)), 1.0) * whole.seconds}


def structure(database: Database) -> list[tuple[Any, ...]]:
    """Return tables, columns and indexes."""
    with database.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(STRUCTURE[database.dialect]).all()]


@pytest.fixture(scope="session")
def program() -> Iterator[subprocess.Popen[str]]:
    """The program that makes processes and kills them."""
    command = [sys.executable, "-m", "tests.killed.victims"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as running:
        yield running
        assert running.stdin is not None
        running.stdin.close()


@pytest.fixture
def killer(program: subprocess.Popen[str], database_url: str, tmp_path: Path) -> Killer:
    """Kills processes that work on the test's database."""
    return Killer(program, database_url, tmp_path)


@pytest.fixture
def designer(database: Database, space: Space) -> Designer:
    """An administrator of the workspace ``main``, on the clock of the wall."""
    found = Designer(database, new_member(database, space, "anna@example.com"))
    found.workspaces = Workspaces(database, now_in_microseconds)
    return found
