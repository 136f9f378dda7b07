"""Departments and teams of a workspace, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


@dataclass(frozen=True)
class DepartmentRow:
    """A department of a workspace."""

    id: int
    parent_id: int | None
    name: str
    head_id: int | None
    closed_at: int | None = None


def departments(conn: Connection, space: Space) -> list[DepartmentRow]:
    """Return all departments, by id."""
    table = workspace_tables(space).department
    return [
        DepartmentRow(row.id, row.parent_id, row.name, row.head_id, row.closed_at)
        for row in conn.execute(select(table).order_by(table.c.id))
    ]


def insert_department(conn: Connection, space: Space, name: str, parent: int | None, head: int | None) -> int:
    """Insert a department and return its id."""
    table = workspace_tables(space).department
    row = insert(table).values(name=name, parent_id=parent, head_id=head)
    return int(conn.execute(row.returning(table.c.id)).scalar_one())


def update_department(conn: Connection, space: Space, department: int, changes: Mapping[str, Any]) -> None:
    """Write columns of a department; no changes write nothing."""
    table = workspace_tables(space).department
    if changes:
        conn.execute(update(table).where(table.c.id == department).values(dict(changes)))


def remove(conn: Connection, space: Space, ids: Sequence[int]) -> None:
    """Remove departments without members and without departments below."""
    if ids:
        table = workspace_tables(space).department
        conn.execute(delete(table).where(table.c.id.in_(list(ids))))


@dataclass(frozen=True)
class TeamRow:
    """A team of a workspace."""

    id: int
    name: str
    closed_at: int | None = None


def teams(conn: Connection, space: Space) -> list[TeamRow]:
    """Return all teams, by id."""
    table = workspace_tables(space).team
    return [TeamRow(row.id, row.name, row.closed_at) for row in conn.execute(select(table).order_by(table.c.id))]


def insert_team(conn: Connection, space: Space, name: str) -> int:
    """Insert a team and return its id."""
    table = workspace_tables(space).team
    return int(conn.execute(insert(table).values(name=name).returning(table.c.id)).scalar_one())


def update_team(conn: Connection, space: Space, team: int, changes: Mapping[str, Any]) -> None:
    """Write columns of a team; no changes write nothing."""
    table = workspace_tables(space).team
    if changes:
        conn.execute(update(table).where(table.c.id == team).values(dict(changes)))


def teams_of(conn: Connection, space: Space, accounts: Sequence[int]) -> dict[int, list[int]]:
    """Return account → the teams it is in, by id; accounts in none are left out."""
    table = workspace_tables(space).team_member
    query = select(table.c.account_id, table.c.team_id).where(table.c.account_id.in_(list(accounts)))
    found: dict[int, list[int]] = {}
    for account, team in conn.execute(query.order_by(table.c.team_id)):
        found.setdefault(account, []).append(team)
    return found


def team_sizes(conn: Connection, space: Space) -> dict[int, int]:
    """Return team → how many are in it; empty ones are left out."""
    table = workspace_tables(space).team_member
    return {row[0]: row[1] for row in conn.execute(select(table.c.team_id, func.count()).group_by(table.c.team_id))}


def replace_teams(conn: Connection, space: Space, account: int, teams: Iterable[int]) -> None:
    """Put a member into exactly these teams."""
    table = workspace_tables(space).team_member
    conn.execute(delete(table).where(table.c.account_id == account))
    rows = [{"account_id": account, "team_id": team} for team in teams]
    if rows:
        conn.execute(insert(table), rows)
