"""Teams of records: who beside the owner sees or changes one, and to which day."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index

from builder.storage.column_types import ZERO, TableMaker, integer, text
from builder.storage.space import Space

revision = "0011"
down_revision = "0010"


def upgrade(space: Space) -> None:
    """Create the table."""
    make = TableMaker(space)
    make.table(
        "record_team",
        integer("record_id", primary_key=True, autoincrement=False),
        integer("account_id", primary_key=True, autoincrement=False),
        text("entity_id"),
        integer("writing", server_default=ZERO),
        integer("until", optional=True),
        integer("added_by"),
        integer("added_at"),
        Index(None, "account_id", "record_id", "until", "writing"),
    )
    make.metadata.create_all(op.get_bind(), checkfirst=False)
