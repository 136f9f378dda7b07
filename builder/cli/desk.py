"""What commands work with: the settings, the database, and who asks for which workspace and app."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

import click

from builder.cli.opening import now_in_microseconds, open_installation
from builder.cli.output import Output, json_option
from builder.config import Config, from_environment
from builder.designer.adding_options import add_options
from builder.errors import Conflict, NotFound
from builder.identity import accounts
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.handlers import QUICK, job_handlers
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Connection, Database
from builder.storage.installation import workspaces
from builder.storage.space import Space


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
        worker = Worker(
            self.database, job_handlers(self.workspaces, add_options), now_in_microseconds, WorkerSettings(threads=1)
        )
        with self.database.read() as conn:
            waiting = queue.recent(conn, self.space, ("queued",), 200)
        for job in reversed(waiting):
            if job.created_by == self.account or job.kind in QUICK:
                worker.run_one(self.space, job.id)


def at_desk(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--workspace``, ``--app``, ``--as`` and ``--json``, and pass it ``out`` and ``desk``."""

    @click.option("--workspace", metavar="KEY", help="Workspace; optional when there is only one.")
    @click.option("--app", "app_name", metavar="NAME", help="App; optional when names are clear without it.")
    @click.option("--as", "email", metavar="EMAIL", help="Act as this person; default: the first administrator.")
    @json_option
    @wraps(command)
    def wrapped(*, out: Output, workspace: str | None, app_name: str | None, email: str | None, **given: Any) -> None:
        config = from_environment(os.environ)
        with open_installation(config) as database:
            command(out=out, desk=Desk(config, database, Wanted(workspace, app_name, email)), **given)

    return wrapped


def _account(conn: Connection, email: str | None) -> int:
    return accounts.first_admin(conn) if email is None else accounts.find_by_name(conn, email).id


def _workspace(conn: Connection, key: str | None) -> str:
    known = [row.key for row in workspaces(conn)]
    if key is not None:
        if key not in known:
            raise NotFound("unknown_workspace", key=key[:100])
        return key
    if len(known) != 1:
        raise Conflict("workspace_needed", known=known)
    return known[0]
