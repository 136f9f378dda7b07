"""The first tables that all workspaces share."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import CheckConstraint, ForeignKey, MetaData, Table

from builder.storage.column_types import NAMING, integer, text

revision = "0001"
down_revision = None

platform = MetaData(naming_convention=NAMING)
installation = Table(
    "installation",
    platform,
    integer("id", CheckConstraint("id = 1", name="single"), primary_key=True, autoincrement=False),
    integer("first_admin", optional=True),
    integer("created_at"),
)
workspace = Table(
    "workspace",
    platform,
    integer("id", primary_key=True),
    text("key", unique=True),
    text("name"),
    integer("created_at"),
    sqlite_autoincrement=True,
)
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
    sqlite_autoincrement=True,  # history names accounts by number, so none is used twice
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


def upgrade(space: Any) -> None:  # noqa: ARG001 - what all migrations are given
    """Create the tables."""
    platform.create_all(op.get_bind(), checkfirst=False)
