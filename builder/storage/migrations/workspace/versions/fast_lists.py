"""Lists that somebody asked to be made fast, as their table was then."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index

from builder.storage.column_types import TableMaker, integer, text
from builder.storage.space import Space

revision = "0008"
down_revision = "0007"


def upgrade(space: Space) -> None:
    """Create the table."""
    make = TableMaker(space)
    make.table(
        "fast_list",
        integer("id", primary_key=True),
        text("entity_id"),
        text("body"),
        integer("created_by"),
        integer("created_at"),
        integer("used_at", optional=True),
        integer("job_id", optional=True),
        Index(None, "entity_id", "id"),
        sqlite_autoincrement=True,
    )
    make.metadata.create_all(op.get_bind(), checkfirst=False)
