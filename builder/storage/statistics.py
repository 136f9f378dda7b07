"""What PostgreSQL knows of tables that grow: plans made for a few rows would read all of the many that are there now.

Its autovacuum looks at them too, up to a minute later, where it is switched on.
"""

from __future__ import annotations

from sqlalchemy import text

from builder.errors import Unavailable
from builder.storage.engine import Database
from builder.storage.space import Space

FEW_PAGES = 64
"""Pages of a table that are read in no time, whatever the plan."""
EVERY = 10_000
"""Records that a job writes between two looks."""
_GROWN = text("""
    SELECT table_.relname
    FROM pg_class AS table_ JOIN pg_namespace AS schema_ ON schema_.oid = table_.relnamespace
    WHERE schema_.nspname = :schema AND table_.relkind = 'r'
      AND pg_relation_size(table_.oid) / current_setting('block_size')::bigint > 2 * table_.relpages + :few
    ORDER BY table_.relname
""")


def refresh_grown(database: Database, space: Space) -> list[str]:
    """Count anew the tables of a workspace that have doubled since they were counted; return their names.

    Every connection makes its plans anew for these. Nothing is done on SQLite, which makes plans without counting.
    A table that somebody holds, such as a publish, is left to the next look: no job fails for this.
    """
    if space.schema is None:
        return []
    try:
        return _counted(database, space.schema)
    except Unavailable as busy:
        if busy.code != "database_busy":
            raise
        return []


def _counted(database: Database, schema: str) -> list[str]:
    with database.read() as conn:
        conn.exec_driver_sql("SET LOCAL lock_timeout = '500ms'")  # the size of a table is told to whoever may open it
        grown = list(conn.execute(_GROWN, {"schema": schema, "few": FEW_PAGES}).scalars())
    for name in grown:  # one by one: whoever publishes waits for none but the last
        with database.write("bulk") as conn:
            quoted = conn.dialect.identifier_preparer.quote
            conn.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {quoted(schema)}.{quoted(name)}")
    return grown


class GrowthWatch:
    """Looks after the tables of a workspace while a job fills them."""

    def __init__(self, database: Database, space: Space) -> None:
        self._database, self._space = database, space
        self._written = 0
        self._next = EVERY

    def written(self, records: int) -> None:
        """Note that records were written, in transactions that have ended."""
        self._written += records
        if self._written >= self._next:
            self._next = self._written + EVERY
            refresh_grown(self._database, self._space)

    def ended(self) -> None:
        """Look once more when all is written."""
        if self._written:
            refresh_grown(self._database, self._space)
