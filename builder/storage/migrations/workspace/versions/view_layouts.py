"""Rows of personal views may also say how somebody lays out the columns of a view."""

from __future__ import annotations

from alembic import op

from builder.storage.column_types import text
from builder.storage.space import Space

revision = "0005"
down_revision = "0004"


def upgrade(space: Space) -> None:
    """Add what a layout belongs to; a person has one layout for each view."""
    name = space.name("personal_view")
    op.add_column(name, text("adjusts", optional=True), schema=space.schema)
    index = "ix_" + name + "_account_id_entity_id_adjusts"
    op.create_index(index, name, ["account_id", "entity_id", "adjusts"], unique=True, schema=space.schema)
