"""A unit of work in which the product itself acts: all rights, author 0, bulk priority."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from builder.jobs.context import JobContext
from builder.metadata.relative import Moment
from builder.metadata.rights import full_rights
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Connection
from builder.storage.head import hold

SYSTEM = 0
RIGHTS = full_rights(SYSTEM)
"""One object, so that the statements that were made for it are found again."""


@contextmanager
def system_work(workspaces: Workspaces, context: JobContext) -> Iterator[Work]:
    """Open a transaction in the workspace of a job; it commits when the block ends."""
    with context.database.write("bulk") as conn:
        hold(conn, context.space)
        yield _work(workspaces, context, conn)


@contextmanager
def system_reading(workspaces: Workspaces, context: JobContext) -> Iterator[Work]:
    """Open a transaction in the workspace of a job that only reads."""
    with context.database.read() as conn:
        yield _work(workspaces, context, conn)


def _work(workspaces: Workspaces, context: JobContext, conn: Connection) -> Work:
    catalog = workspaces.catalogs.at(conn, context.space)
    moment = Moment(now=context.clock(), time_zone=catalog.model.time_zone, user=SYSTEM)
    return Work(conn, catalog, RIGHTS, moment, source="system")
