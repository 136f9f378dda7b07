"""Uploads say what they are for and which job works on them, so that the imports of an entity can be listed."""

from __future__ import annotations

import orjson
from alembic import op
from sqlalchemy import bindparam, select, update

from builder.storage.column_types import TableMaker, integer, text
from builder.storage.space import Space

revision = "0003"
down_revision = "0002"


def upgrade(space: Space) -> None:
    """Add the columns, fill them from what imports kept, and index them."""
    name = space.name("upload")
    op.add_column(name, text("subject", optional=True), schema=space.schema)
    op.add_column(name, integer("job_id", optional=True), schema=space.schema)
    columns = (integer("id", primary_key=True), text("body"), text("subject", optional=True))
    upload = TableMaker(space).table("upload", *columns, integer("job_id", optional=True))
    conn = op.get_bind()
    bodies = [(row.id, orjson.loads(row.body or "{}")) for row in conn.execute(select(upload.c.id, upload.c.body))]
    known = [{"row": number, "entity": body.get("entity"), "job": body.get("job")} for number, body in bodies]
    if known:
        filled = update(upload).where(upload.c.id == bindparam("row"))
        conn.execute(filled.values(subject=bindparam("entity"), job_id=bindparam("job")), known)
    index = "ix_" + name + "_subject_created_at"
    op.create_index(index, name, ["subject", "created_at"], schema=space.schema)
