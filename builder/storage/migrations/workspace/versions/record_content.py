"""Files, where records use them, and comments on records, as these tables were then."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index, UniqueConstraint

from builder.storage.column_types import TableMaker, integer, text
from builder.storage.space import Space

revision = "0004"
down_revision = "0003"


def upgrade(space: Space) -> None:
    """Create the tables."""
    make = TableMaker(space)
    make.table(
        "file",
        text("token", primary_key=True),
        text("name"),
        text("path", unique=True),
        text("thumbnail", optional=True),
        integer("size"),
        text("kind"),
        text("sha256"),
        integer("width", optional=True),
        integer("height", optional=True),
        integer("created_by"),
        integer("created_at", index=True),
        Index(None, "created_by", "created_at"),
    )
    make.table(
        "file_use",
        integer("id", primary_key=True, autoincrement=False),
        text("token", make.key_to("file.token")),
        integer("record_id"),
        text("entity_id"),
        text("field_id"),
        integer("at"),
        integer("by"),
        integer("removed_at", optional=True),
        UniqueConstraint("token", "record_id", "field_id"),
        Index(None, "record_id", "field_id", "at"),
    )
    make.table(
        "comment",
        integer("id", primary_key=True, autoincrement=False),
        integer("record_id"),
        text("entity_id"),
        integer("at"),
        integer("by"),
        text("text"),
        text("mentions", optional=True),
        integer("edited_at", optional=True),
        Index(None, "record_id", "at"),
    )
    make.metadata.create_all(op.get_bind(), checkfirst=False)
