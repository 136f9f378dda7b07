"""What commands work with: the settings, the database, and who asks for which workspace and app."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

import click

from builder.cli.output import Output
from builder.config import Config, from_environment
from builder.errors import Conflict, NotFound
from builder.identity import accounts
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.handlers import QUICK, job_handlers
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Connection, Database
from builder.storage.installation import prepare, workspaces
from builder.storage.space import Space


def now_in_microseconds() -> int:
    """Return the time since 1970-01-01T00:00Z in microseconds: where commands read the clock."""
    return time.time_ns() // 1_000


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line; None: the only one, or the first administrator."""

    workspace: str | None = None
    app: str | None = None
    email: str | None = None


class Desk:
    """An open installation, and the place and person of one command."""

    def __init__(self, config: Config, database: Database, wanted: Wanted) -> None:
        self.config = config
        self.database = database
        self.workspaces = Workspaces(database, now_in_microseconds)
        with database.read() as conn:
            self.account = _account(conn, wanted.email)
            self.workspace = _workspace(conn, wanted.workspace)
        self.app = wanted.app

    @property
    def space(self) -> Space:
        """The workspace in the database."""
        return self.database.space(self.workspace)

    def reading(self) -> AbstractContextManager[Work]:
        """Open a unit of work that reads."""
        return self.workspaces.reading(self.workspace, self.account, self.app)

    def writing(self, priority: Literal["interactive", "bulk"] = "interactive") -> AbstractContextManager[Work]:
        """Open a unit of work that writes records."""
        return self.workspaces.writing(self.workspace, self.account, self.app, priority)

    def publishing(self) -> AbstractContextManager[Work]:
        """Open a unit of work that publishes; the app may not exist yet, so it is not looked up."""
        return self.workspaces.publishing(self.workspace, self.account)

    def run_jobs(self) -> None:
        """Run what the command left to jobs, in this process, unless a worker took it already."""
        worker = Worker(self.database, job_handlers(self.workspaces), now_in_microseconds, WorkerSettings(threads=1))
        with self.database.read() as conn:
            waiting = queue.recent(conn, self.space, ("queued",), 200)
        for job in reversed(waiting):
            if job.created_by == self.account or job.kind in QUICK:
                worker.run_one(self.space, job.id)


@contextmanager
def open_database(config: Config) -> Iterator[Database]:
    """Open the installation's database, its tables made or migrated."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(config.database_url, config.data_dir)
    try:
        prepare(database)
        yield database
    finally:
        database.close()


def json_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--json`` and an Output in its place; refusals become exit codes."""

    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, errors too.")
    @wraps(command)
    def wrapped(*, as_json: bool, **given: Any) -> None:
        out = Output(as_json)
        with out.refusals():
            command(out=out, **given)

    return wrapped


def at_desk(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--workspace``, ``--app``, ``--as`` and ``--json``, and pass it ``out`` and ``desk``."""

    @click.option("--workspace", metavar="KEY", help="Workspace; optional when there is only one.")
    @click.option("--app", "app_name", metavar="NAME", help="App; optional when names are clear without it.")
    @click.option("--as", "email", metavar="EMAIL", help="Act as this person; default: the first administrator.")
    @json_option
    @wraps(command)
    def wrapped(*, out: Output, workspace: str | None, app_name: str | None, email: str | None, **given: Any) -> None:
        config = from_environment(os.environ)
        with open_database(config) as database:
            command(out=out, desk=Desk(config, database, Wanted(workspace, app_name, email)), **given)

    return wrapped


def _account(conn: Connection, email: str | None) -> int:
    return accounts.first_admin(conn) if email is None else accounts.find_by_email(conn, email).id


def _workspace(conn: Connection, key: str | None) -> str:
    known = [row.key for row in workspaces(conn)]
    if key is not None:
        if key not in known:
            raise NotFound("unknown_workspace", key=key[:100])
        return key
    if len(known) != 1:
        raise Conflict("workspace_needed", known=known)
    return known[0]
