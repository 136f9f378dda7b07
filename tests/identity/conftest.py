"""A database without any workspace, as a new installation has it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlalchemy.schema import DropSchema

from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace, workspace_tables
from builder.storage.space import Space


@pytest.fixture
def bare_database(database: Database, space: Space) -> Database:
    """A prepared database without workspaces, of each kind in turn."""
    with database.write() as conn:
        if space.schema:
            conn.execute(DropSchema(space.schema, cascade=True))
        else:
            workspace_tables(space).metadata.drop_all(conn)
            conn.exec_driver_sql(f"DROP TABLE {space.name('schema_version')}")
        conn.execute(delete(workspace))
    return database
