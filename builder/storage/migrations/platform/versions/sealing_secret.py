"""A secret of the installation, with which it recognises what it gave out itself."""

from __future__ import annotations

import secrets
from typing import Any

from alembic import op
from sqlalchemy import MetaData, Table

from builder.storage.column_types import NAMING, text

revision = "0002"
down_revision = "0001"

secret = Table("secret", MetaData(naming_convention=NAMING), text("name", primary_key=True), text("value"))


def upgrade(space: Any) -> None:  # noqa: ARG001 - what all migrations are given
    """Create the table and draw the secret."""
    secret.create(op.get_bind())
    op.bulk_insert(secret, [{"name": "seal", "value": secrets.token_hex(32)}])
