"""A worker process to be killed: ``python -m tests.jobs.slow_worker URL DATA_DIR`` runs jobs of many small steps."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Event

from builder.cli.locks import lock_worker_name
from builder.jobs.context import JobContext
from builder.jobs.worker import Worker, WorkerSettings
from builder.storage.allocator import reserve
from builder.storage.engine import Database

STEPS = 150


def count_steps(context: JobContext) -> dict[str, int]:
    """Move a counter on by one in each step: repeated or lost steps would show."""
    for number in range(STEPS):
        with context.database.write() as conn:
            if context.step_done(conn, str(number)) is None:
                reserve(conn, context.space, "steps", "all", 1)
                context.mark_step(conn, str(number))
        context.progress(number + 1, STEPS)
        time.sleep(0.005)
    return {"steps": STEPS}


def main(url: str, data_dir: str) -> None:
    name, _lock = lock_worker_name(Path(data_dir))
    worker = Worker(
        Database(url, data_dir),
        {"count_steps": count_steps},
        lambda: time.time_ns() // 1_000,
        WorkerSettings(name=name, threads=1, poll_every=0.02),
    )
    worker.run_forever(Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
