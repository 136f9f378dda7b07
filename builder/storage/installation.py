"""The tables of an installation and of its workspaces: made, brought up to date, and listed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, column, func, insert, inspect, select
from sqlalchemy import table as any_table
from sqlalchemy.schema import CreateSchema

from builder.errors import Conflict, Unavailable
from builder.storage.engine import Database
from builder.storage.fixed_tables import secret as secret_table
from builder.storage.fixed_tables import workspace as workspace_table
from builder.storage.space import Dialect, Space

VERSION_TABLE = "schema_version"
PLATFORM_VERSION = "0003"
WORKSPACE_VERSION = "0011"
"""The newest migrations; known here so that an up-to-date installation starts without loading any."""
_MIGRATIONS = Path(__file__).with_name("migrations")
_PREPARING = 0x666C6F6F6D  # the advisory lock of whoever prepares the database


@dataclass(frozen=True)
class WorkspaceRow:
    """A workspace of the installation."""

    id: int
    key: str
    name: str
    created_at: int


def prepare(database: Database) -> None:
    """Make the fixed tables or migrate them, of the installation and of every workspace, in one transaction.

    Raises Unavailable ``database_too_new`` when a newer release of the product wrote them.
    """
    if database.dialect == "sqlite":
        Path(str(database.engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
    with database.read() as conn:
        if _is_current(conn, database.dialect):
            return
    with database.write() as conn:
        if database.dialect == "postgresql":
            conn.execute(select(func.pg_advisory_xact_lock(_PREPARING)))
        _migrate(conn, "platform", None)
        for row in workspaces(conn):
            _migrate(conn, "workspace", Space(database.dialect, row.key))


def is_installed(database: Database) -> bool:
    """Whether the database has the tables of an installation, of whatever release."""
    with database.read() as conn:
        return inspect(conn).has_table(VERSION_TABLE)


def workspaces(conn: Connection) -> list[WorkspaceRow]:
    """Return all workspaces, by key."""
    found = conn.execute(select(workspace_table).order_by(workspace_table.c.key))
    return [WorkspaceRow(row.id, row.key, row.name, row.created_at) for row in found]


def sealing_secret(conn: Connection) -> bytes:
    """Return the secret with which the installation seals what it gives out and takes back; drawn once."""
    value: str = conn.execute(select(secret_table.c.value).where(secret_table.c.name == "seal")).scalar_one()
    return value.encode()


def space_on(conn: Connection, key: str) -> Space:
    """Return the place of a workspace in the database of a connection. Raises ValueError for a bad key."""
    dialect: Dialect = "sqlite" if conn.dialect.name == "sqlite" else "postgresql"
    return Space(dialect, key)


def create_workspace(conn: Connection, key: str, name: str, now: int) -> Space:
    """Make a workspace with its tables. Raises Conflict ``workspace_exists``, ValueError for a bad key."""
    space = space_on(conn, key)
    if conn.execute(select(workspace_table.c.id).where(workspace_table.c.key == key)).first() is not None:
        raise Conflict("workspace_exists", key=key)
    conn.execute(insert(workspace_table).values(key=key, name=name, created_at=now))
    if space.schema is not None:
        conn.execute(CreateSchema(space.schema))
    _migrate(conn, "workspace", space)
    return space


def _is_current(conn: Connection, dialect: Dialect) -> bool:
    if not inspect(conn).has_table(VERSION_TABLE) or _version(conn, None) != PLATFORM_VERSION:
        return False
    return all(_version(conn, Space(dialect, row.key)) == WORKSPACE_VERSION for row in workspaces(conn))


def _version(conn: Connection, space: Space | None) -> str | None:
    found = any_table(_version_table(space), column("version_num"), schema=space.schema if space else None)
    return conn.execute(select(found.c.version_num)).scalar()


def _version_table(space: Space | None) -> str:
    return space.name(VERSION_TABLE) if space else VERSION_TABLE


def _migrate(conn: Connection, kind: str, space: Space | None) -> None:
    """Run what is missing of the migrations of a kind, within the transaction of the connection."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": conn, "space": space, "version_table": _version_table(space)})
    config.set_main_option("script_location", str(_MIGRATIONS / kind).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise Unavailable("database_too_new") from error
