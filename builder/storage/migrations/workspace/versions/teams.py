"""Members get a position, an absence with a deputy, and a moment of joining; departments may close; teams."""

from __future__ import annotations

from alembic import op
from sqlalchemy import update

from builder.storage.column_types import NOTHING, TableMaker, integer, text
from builder.storage.space import Space

revision = "0010"
down_revision = "0009"


def upgrade(space: Space) -> None:
    """Add columns and tables; whoever is a member has joined."""
    name = space.name("member")
    op.add_column(name, text("position", server_default=NOTHING), schema=space.schema)
    for column in (integer("joined_at", optional=True), integer("deputy_id", optional=True)):
        op.add_column(name, column, schema=space.schema)
    for day in ("absent_from", "absent_until"):
        op.add_column(name, text(day, optional=True), schema=space.schema)
    op.add_column(space.name("department"), integer("closed_at", optional=True), schema=space.schema)
    make = TableMaker(space)
    member = make.table(
        "member",
        integer("account_id", primary_key=True, autoincrement=False),
        integer("created_at"),
        integer("joined_at", optional=True),
    )
    op.get_bind().execute(update(member).values(joined_at=member.c.created_at))
    team = make.table(
        "team",
        integer("id", primary_key=True),
        text("name"),
        integer("closed_at", optional=True),
        sqlite_autoincrement=True,
    )
    in_team = make.table(
        "team_member",
        integer("team_id", make.key_to("team.id", ondelete="CASCADE"), primary_key=True),
        integer("account_id", make.key_to("member.account_id", ondelete="CASCADE"), primary_key=True, index=True),
    )
    make.metadata.create_all(op.get_bind(), tables=[team, in_team], checkfirst=False)
