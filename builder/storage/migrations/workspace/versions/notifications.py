"""What members are told: mentions, comments on their records, records given to them, as the table was then."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Identity, Index

from builder.storage.column_types import ZERO, TableMaker, integer, text
from builder.storage.space import Space

revision = "0007"
down_revision = "0006"


def upgrade(space: Space) -> None:
    """Create the table."""
    make = TableMaker(space)
    make.table(
        "notification",
        integer("id", Identity(), primary_key=True),
        integer("account_id"),
        text("kind"),
        integer("at", index=True),
        integer("by"),
        text("entity_id"),
        integer("record_id", index=True),
        integer("comment_id", optional=True),
        integer("change_set", optional=True),
        integer("count", server_default=ZERO),
        integer("read_at", optional=True),
        Index(None, "account_id", "id"),
        Index(None, "account_id", "read_at"),
        sqlite_autoincrement=True,
    )
    make.metadata.create_all(op.get_bind(), checkfirst=False)
