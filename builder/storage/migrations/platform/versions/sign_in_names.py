"""Accounts may go without an address and have a user name or mobile number; links to join and to set a password."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import Connection, ForeignKey, MetaData, Table, insert, select

from builder.storage.column_types import NAMING, TEXT, integer, text

revision = "0003"
down_revision = "0002"

platform = MetaData(naming_convention=NAMING)
account = Table(
    "account",
    platform,
    integer("id", primary_key=True),
    text("email", unique=True),
    text("display_name"),
    text("password_hash", optional=True),
    text("locale", optional=True),
    text("time_zone", optional=True),
    integer("disabled_at", optional=True),
    integer("created_at"),
    sqlite_autoincrement=True,
)
session = Table(
    "session",
    platform,
    text("id", primary_key=True),
    integer("account_id", ForeignKey("account.id", ondelete="CASCADE"), index=True),
    text("csrf"),
    integer("created_at"),
    integer("expires_at"),
    integer("last_seen_at"),
    text("user_agent", optional=True),
    text("address", optional=True),
)
account_link = Table(
    "account_link",
    platform,
    text("id", primary_key=True),
    integer("account_id", ForeignKey("account.id", ondelete="CASCADE"), index=True),
    text("workspace"),
    integer("created_by"),
    integer("created_at"),
    integer("expires_at"),
)


def upgrade(space: Any) -> None:  # noqa: ARG001 - what all migrations are given
    """Change the table of accounts; on SQLite it is written anew, and the sessions that go with it are put back."""
    conn = op.get_bind()
    sessions = _sessions(conn)
    with op.batch_alter_table("account", copy_from=account, table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("email", existing_type=TEXT, nullable=True)
        table.add_column(text("username", optional=True))
        table.add_column(text("mobile", optional=True))
        table.create_unique_constraint("uq_account_username", ["username"])
        table.create_unique_constraint("uq_account_mobile", ["mobile"])
    if sessions:
        conn.execute(insert(session), sessions)
    account_link.create(conn)


def _sessions(conn: Connection) -> list[dict[str, Any]]:
    """Return the sessions, which SQLite drops with the accounts."""
    if conn.dialect.name != "sqlite":
        return []
    return [dict(row._mapping) for row in conn.execute(select(session))]  # noqa: SLF001 - the documented view of a row
