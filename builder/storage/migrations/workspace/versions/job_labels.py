"""What people read beside the kind of a job is kept as JSON: a name, or a label in every language that it has."""

from __future__ import annotations

import orjson
from alembic import op
from sqlalchemy import bindparam, select, update

from builder.storage.column_types import TableMaker, integer, text
from builder.storage.space import Space

revision = "0006"
down_revision = "0005"


def upgrade(space: Space) -> None:
    """Write the names as JSON."""
    columns = (integer("id", primary_key=True, autoincrement=False), text("label"))
    job = TableMaker(space).table("job", *columns)
    conn = op.get_bind()
    written = [
        {"job": row.id, "name": orjson.dumps(row.label).decode()} for row in conn.execute(select(job.c.id, job.c.label))
    ]
    if written:
        conn.execute(update(job).where(job.c.id == bindparam("job")).values(label=bindparam("name")), written)
