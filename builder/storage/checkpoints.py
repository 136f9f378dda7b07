"""Checkpoints of SQLite beside bulk work: what stands in its log is moved into the database by a thread of its own.

A writer that finds the log long does so itself while everybody waits for its turn. Bulk work makes it long, so it
has most of that done before: the database works without holding Python's lock or a writer's turn meanwhile.
"""

from __future__ import annotations

from threading import Lock, Thread
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from builder.errors import BuilderError

COUNTED = "changes counted"
log = structlog.get_logger(__name__)
EVERY = 8_000
"""Rows changed by bulk work after which a checkpoint is worth its syncs: they fill some thousand pages of the log."""


class Checkpoints:
    """Counts what bulk work changes in one database, and makes a checkpoint now and then."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._since = 0
        self._thread: Thread | None = None

    def count(self, conn: Connection) -> None:
        """Take in what a connection has changed by a bulk transaction, which has ended."""
        driver: Any = conn.connection.driver_connection
        changed, conn.info[COUNTED] = driver.total_changes - conn.info.get(COUNTED, 0), driver.total_changes
        with self._lock:
            self._since += changed
            if self._since < EVERY or (self._thread is not None and self._thread.is_alive()):
                return
            self._since = 0
            self._thread = Thread(target=self._run, name="checkpoint", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait for a checkpoint that is being made."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            conn: Any = self._engine.raw_connection()
            try:
                conn.driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            finally:
                conn.close()
        except (self._engine.dialect.loaded_dbapi.Error, SQLAlchemyError, BuilderError) as error:
            log.warning("checkpoint_failed", error=str(error))  # nothing is lost: a writer will make it
