"""Rows of the teams of records: who beside the owner sees or changes one, and to which day."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from builder.metadata.evaluation import TeamPlace
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


@dataclass(frozen=True)
class TeamRow(TeamPlace):
    """A member of a record's team; ``until`` is a day since 1970-01-01, ``added_at`` microseconds."""

    record_id: int = 0
    account_id: int = 0
    entity_id: str = ""
    added_by: int = 0
    added_at: int = 0


def of_record(conn: Connection, space: Space, record: int) -> list[TeamRow]:
    """Return the members of a record's team, those whose day is over too, as they were added."""
    table = workspace_tables(space).record_team
    query = select(table).where(table.c.record_id == record).order_by(table.c.added_at, table.c.account_id)
    return [_row(found) for found in conn.execute(query).mappings()]


def put(conn: Connection, space: Space, row: TeamRow) -> None:
    """Add a member to a record's team, or change what a member of it may do; who added them is kept."""
    table = workspace_tables(space).record_team
    mine = (table.c.record_id == row.record_id, table.c.account_id == row.account_id)
    change = {"writing": int(row.writing), "until": row.until}
    if conn.execute(update(table).where(*mine).values(change)).rowcount == 0:
        conn.execute(insert(table).values({**row.__dict__, "writing": int(row.writing)}))


def remove(conn: Connection, space: Space, record: int, account: int) -> bool:
    """Take somebody out of a record's team; returns whether they were in it."""
    table = workspace_tables(space).record_team
    mine = delete(table).where(table.c.record_id == record, table.c.account_id == account)
    return conn.execute(mine).rowcount > 0


def _row(found: RowMapping) -> TeamRow:
    return TeamRow(**{**found, "writing": bool(found["writing"])})
