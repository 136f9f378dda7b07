"""Names of options for reporting tools get what people call them and their ids beside; a publish writes that."""

from __future__ import annotations

from alembic import op

from builder.storage.column_types import NOTHING, text
from builder.storage.space import Space

revision = "0009"
down_revision = "0008"


def upgrade(space: Space) -> None:
    """Add the columns."""
    for name in ("label", "option_id"):
        op.add_column(space.name("option_name"), text(name, server_default=NOTHING), schema=space.schema)
