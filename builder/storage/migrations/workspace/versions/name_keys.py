"""Names of members get a stored key, so that records are ordered by people as by other Chinese texts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import bindparam, select, update

from builder.metadata.collation import sort_key
from builder.storage.column_types import TableMaker, integer, text
from builder.storage.space import Space

revision = "0002"
down_revision = "0001"


def upgrade(space: Space) -> None:
    """Add the column and fill it."""
    op.add_column(space.name("member"), text("name_key", optional=True), schema=space.schema)
    columns = (integer("account_id", primary_key=True, autoincrement=False), text("display_name"))
    member = TableMaker(space).table("member", *columns, text("name_key", optional=True))
    conn = op.get_bind()
    keys = [
        {"account": row.account_id, "key": sort_key(row.display_name)}
        for row in conn.execute(select(member.c.account_id, member.c.display_name))
    ]
    if keys:
        mine = member.c.account_id == bindparam("account")
        conn.execute(update(member).where(mine).values(name_key=bindparam("key")), keys)
