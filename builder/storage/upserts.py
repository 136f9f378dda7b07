"""INSERT … ON CONFLICT of each kind of database; only the dialect in use is loaded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table


def upsert(dialect: str, table: Table) -> Any:
    """Return an INSERT into a table that has ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite

        return insert_into_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql

    return insert_into_postgresql(table)
