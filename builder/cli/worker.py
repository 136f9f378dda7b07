"""``builder worker``: the process that does background work; ``builder run`` starts one by itself."""

from __future__ import annotations

import os
from threading import Event

import click

from builder.cli.garbage import keep_what_is_loaded
from builder.cli.locks import lock_worker_name
from builder.cli.logs import configure_logging
from builder.cli.opening import now_in_microseconds, open_database
from builder.cli.output import Output
from builder.cli.parent import end_with_parent, stop_on_signals
from builder.config import Config, from_environment
from builder.designer.adding_options import add_options
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.handlers import PERIODIC, QUICK, job_handlers
from builder.runtime.workspaces import Workspaces

STEPS_BACK = 5
"""By how much the web processes beside this one come first at the processor, in steps of the system: people who save
while a file is imported wait less, and with nothing else to do the import is no slower."""


@click.command()
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
def worker(parent: int | None) -> None:
    """Run background jobs until SIGTERM or Ctrl+C. Several may share a PostgreSQL database."""
    stop = Event()
    stop_on_signals(stop)
    if parent is not None:
        end_with_parent(parent)
        os.nice(STEPS_BACK)
    with Output(as_json=False).refusals():
        config = from_environment(os.environ)
        configure_logging(config, "worker")
        work_until(config, stop)


def work_until(config: Config, stop: Event) -> None:
    """Run jobs until ``stop`` is set."""
    name, lock = lock_worker_name(config.data_dir)
    try:
        with open_database(config) as database:
            settings = WorkerSettings(name=name, threads=config.job_threads, quick=QUICK, periodic=PERIODIC)
            handlers = job_handlers(Workspaces(database, now_in_microseconds), add_options)
            keep_what_is_loaded()
            Worker(database, handlers, now_in_microseconds, settings).run_forever(stop)
    finally:
        lock.release()
