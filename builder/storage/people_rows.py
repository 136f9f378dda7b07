"""Members of a workspace: who they are there, and with which roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from builder.metadata.collation import lowered, sort_key
from builder.storage.fixed_tables import account as account_table
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space


@dataclass(frozen=True)
class MemberRow:
    """A member of a workspace."""

    account_id: int
    display_name: str
    email: str
    department_id: int | None
    manager_id: int | None
    is_admin: bool
    disabled_at: int | None
    created_at: int
    position: str = ""
    joined_at: int | None = None
    """When an invitation was accepted; None: it has not been."""
    absent_from: str | None = None
    """First and last day of an absence, as 2026-12-01."""
    absent_until: str | None = None
    deputy_id: int | None = None
    name_key: str = ""


def member(conn: Connection, space: Space, account_id: int) -> MemberRow | None:
    """Return a member."""
    table = workspace_tables(space).member
    row = conn.execute(select(table).where(table.c.account_id == account_id)).one_or_none()
    return None if row is None else _member(row)


def every_member(conn: Connection, space: Space) -> list[MemberRow]:
    """Return all members, by account id."""
    table = workspace_tables(space).member
    return [_member(row) for row in conn.execute(select(table).order_by(table.c.account_id))]


def members(conn: Connection, space: Space, search: str, ids: Sequence[int], limit: int) -> list[MemberRow]:
    """Return members by name: those whose name or address contains ``search``, those with the ids, or all.

    Only letters of ASCII match in either case, except in the whole name.
    """
    table = workspace_tables(space).member
    query = select(table).order_by(table.c.name_key, table.c.account_id).limit(limit)
    query = query.where(table.c.account_id.in_(list(ids)) if ids else table.c.disabled_at.is_(None))
    if search:
        query = query.where(_named(table, search))
    return [_member(row) for row in conn.execute(query)]


@dataclass(frozen=True)
class MembersAsked:
    """Which members a page shows, in the order of their names; ``after`` is the last one of the page before."""

    search: str = ""
    departments: tuple[int, ...] = ()
    role: str = ""
    team: int | None = None
    state: str = ""
    """``active``, ``invited``, ``living`` (both) or ``disabled``; blank for all."""
    after: tuple[str, int] | None = None
    limit: int = 50


def members_page(conn: Connection, space: Space, asked: MembersAsked) -> list[MemberRow]:
    """Return a page of members, and one more where there are more."""
    tables = workspace_tables(space)
    table = tables.member
    conditions = [*_state(table, asked.state)]
    if asked.search:
        conditions.append(_named(table, asked.search))
    if asked.departments:
        conditions.append(table.c.department_id.in_(asked.departments))
    if asked.role:
        held = tables.member_role
        conditions.append(table.c.account_id.in_(select(held.c.account_id).where(held.c.role_id == asked.role)))
    if asked.team is not None:
        within = tables.team_member
        conditions.append(table.c.account_id.in_(select(within.c.account_id).where(within.c.team_id == asked.team)))
    if asked.after:
        conditions.append(tuple_(table.c.name_key, table.c.account_id) > tuple_(*map(literal, asked.after)))
    query = select(table).where(*conditions).order_by(table.c.name_key, table.c.account_id).limit(asked.limit + 1)
    return [_member(row) for row in conn.execute(query)]


def _state(table: Table, state: str) -> list[ColumnElement[bool]]:
    living, joined = table.c.disabled_at.is_(None), table.c.joined_at.is_not(None)
    match state:
        case "living":
            return [living]
        case "active":
            return [living, joined]
        case "invited":
            return [living, table.c.joined_at.is_(None)]
        case "disabled":
            return [table.c.disabled_at.is_not(None)]
    return []


def _named(table: Table, search: str) -> ColumnElement[bool]:
    wanted = lowered(search)
    return or_(
        table.c.name_key == sort_key(search),
        func.lower(table.c.display_name).contains(wanted, autoescape=True),
        func.lower(table.c.email).contains(wanted, autoescape=True),
    )


def count_members(conn: Connection, space: Space) -> dict[int | None, int]:
    """Return department → how many members work there."""
    table = workspace_tables(space).member
    query = select(table.c.department_id, func.count()).where(table.c.disabled_at.is_(None))
    return {row[0]: row[1] for row in conn.execute(query.group_by(table.c.department_id))}


def administrators(conn: Connection, space: Space) -> list[int]:
    """Return the accounts of the administrators who can sign in."""
    table = workspace_tables(space).member
    query = select(table.c.account_id).join(account_table, account_table.c.id == table.c.account_id)
    able = (account_table.c.password_hash.is_not(None), account_table.c.disabled_at.is_(None))
    query = query.where(table.c.is_admin == 1, *_state(table, "active"), *able)
    return list(conn.execute(query.order_by(table.c.account_id)).scalars())


def insert_member(  # noqa: PLR0913 - each is a column, given by name
    conn: Connection,
    space: Space,
    *,
    account_id: int,
    display_name: str,
    email: str,
    is_admin: bool = False,
    position: str = "",
    joined: bool = True,
    now: int,
) -> None:
    """Insert a member, who has joined or is only invited."""
    conn.execute(
        insert(workspace_tables(space).member).values(
            account_id=account_id,
            display_name=display_name,
            name_key=sort_key(display_name),
            email=email,
            is_admin=int(is_admin),
            position=position,
            joined_at=now if joined else None,
            created_at=now,
        )
    )


def update_member(conn: Connection, space: Space, account_id: int, changes: Mapping[str, Any]) -> None:
    """Write columns of a member; no changes write nothing."""
    table = workspace_tables(space).member
    written = dict(changes)
    if "display_name" in written:
        written["name_key"] = sort_key(written["display_name"])
    if written:
        conn.execute(update(table).where(table.c.account_id == account_id).values(written))


def roles_of(conn: Connection, space: Space, account_id: int) -> list[str]:
    """Return the ids of a member's roles, in order."""
    table = workspace_tables(space).member_role
    query = select(table.c.role_id).where(table.c.account_id == account_id).order_by(table.c.role_id)
    return list(conn.execute(query).scalars())


def roles_of_many(conn: Connection, space: Space, accounts: Sequence[int]) -> dict[int, list[str]]:
    """Return account → the ids of its roles, in order; accounts without roles are left out."""
    table = workspace_tables(space).member_role
    query = select(table.c.account_id, table.c.role_id).where(table.c.account_id.in_(list(accounts)))
    found: dict[int, list[str]] = {}
    for account, role in conn.execute(query.order_by(table.c.role_id)):
        found.setdefault(account, []).append(role)
    return found


def count_roles(conn: Connection, space: Space) -> dict[str, int]:
    """Return role id → how many members have it who were not let go; roles that nobody has are left out."""
    tables = workspace_tables(space)
    held, member = tables.member_role, tables.member
    query = select(held.c.role_id, func.count()).join(member, member.c.account_id == held.c.account_id)
    found = conn.execute(query.where(member.c.disabled_at.is_(None)).group_by(held.c.role_id))
    return {role: int(count) for role, count in found}


def replace_roles(conn: Connection, space: Space, account_id: int, roles: Iterable[str]) -> None:
    """Give a member exactly these roles."""
    table = workspace_tables(space).member_role
    conn.execute(delete(table).where(table.c.account_id == account_id))
    rows = [{"account_id": account_id, "role_id": role} for role in roles]
    if rows:
        conn.execute(insert(table), rows)


def _member(row: Row[Any]) -> MemberRow:
    values = dict(row._mapping)  # noqa: SLF001 - the documented view of a row
    return MemberRow(**{**values, "is_admin": bool(values["is_admin"]), "name_key": values["name_key"] or ""})
