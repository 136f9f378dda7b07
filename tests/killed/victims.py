"""Makes processes that do a task and are killed by SIGKILL at a given point: a program of its own for a test.

Orders come as JSON lines on the input, what became of each goes out the same way. Everything is loaded
once; each task runs in a process forked from here.

A point is the number of a message to the server (PostgreSQL) or of a statement (SQLite), or a time.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
import traceback
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url

from builder.storage.engine import Database
from tests.killed.tasks import TASKS
from tests.killed.wire import Wire

LONGEST = 120
"""Seconds after which a process that hangs is ended."""


def carry_out(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Run one task. The order is ``{"task", "url", "data_dir", "at"?, "after"?, "seconds"?, …}``.

    Returns ``{"status", "points", "seconds", "log"}``: exit status (negative: a signal), how many points were
    passed, how long it ran.
    """
    url = make_url(order["url"])
    wire: Wire | None = None
    victim = 0

    def strike(number: int, passed: bool) -> bool:
        if number != order.get("at") or passed != order.get("after", False):
            return False
        os.kill(victim, signal.SIGKILL)
        return True

    if url.get_backend_name() == "postgresql":
        wire = Wire(url, folder, strike)
        order = {**order, "url": _through(url, folder)}
    reading, writing = os.pipe()
    victim = os.fork()
    if not victim:
        os.close(reading)
        _live(order, folder, writing)
    os.close(writing)
    if wire is not None:
        wire.start()
    with os.fdopen(reading, "rb") as told:
        status, took = _wait(victim, told, order.get("seconds"))
        points = wire.count if wire is not None else int(told.read() or b"0")
    if wire is not None:
        wire.end()
    log = (folder / "log").read_text(errors="replace")[-4_000:]
    return {"status": status, "points": points, "seconds": took, "log": log}


def _through(url: Any, folder: Path) -> str:
    query = {key: value for key, value in url.query.items() if key not in ("host", "port")}
    moved = url.set(host=None, port=None, query={**query, "host": str(folder)})
    return str(moved.render_as_string(hide_password=False))


def _wait(victim: int, told: Any, seconds: float | None) -> tuple[int, float]:
    """Wait for the end, or bring it about after a time."""
    told.read(1)
    began = time.monotonic()
    if seconds is not None:
        time.sleep(seconds)
        os.kill(victim, signal.SIGKILL)
    _, status = os.waitpid(victim, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - began


def _live(order: dict[str, Any], folder: Path, telling: int) -> None:
    """Be the victim."""
    status = 1
    try:
        signal.alarm(LONGEST)
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        database = Database(order["url"], order["data_dir"])
        numbers = count()
        if database.dialect == "sqlite":
            _count_statements(database, numbers, order.get("at"), telling)
        os.write(telling, b" ")
        TASKS[order["task"]](database, order)
        os.write(telling, str(next(numbers)).encode())
        status = 0
    except BaseException:  # noqa: BLE001 the test is told by the exit status
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _count_statements(database: Database, numbers: Any, at: int | None, telling: int) -> None:
    def one_more(_statement: str) -> None:
        if next(numbers) == at:
            os.write(telling, str(at).encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(connection: Any, _record: Any) -> None:
        connection.set_trace_callback(one_more)

    event.listen(database.engine, "connect", listen)


def main() -> None:
    """Take orders until there are no more."""
    for line in sys.stdin:
        with tempfile.TemporaryDirectory(prefix="killed-") as folder:
            answer = carry_out(json.loads(line), Path(folder))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
