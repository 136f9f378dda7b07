"""Rows of people: accounts and sessions of the installation, members, departments and roles of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, true, update

from builder.metadata.collation import lowered, sort_key
from builder.storage.fixed_tables import account as account_table
from builder.storage.fixed_tables import installation, workspace_tables
from builder.storage.fixed_tables import session as session_table
from builder.storage.head import NAMES as HEAD_NAMES
from builder.storage.head import Head, head_of
from builder.storage.query.prepared import Prepared
from builder.storage.space import Space
from builder.storage.upserts import upsert


@dataclass(frozen=True)
class AccountRow:
    """An account; times are microseconds since 1970, UTC."""

    id: int
    email: str
    display_name: str
    password_hash: str | None
    locale: str | None
    time_zone: str | None
    disabled_at: int | None
    created_at: int


@dataclass(frozen=True)
class SessionRow:
    """A session; ``id`` is the hash of its token."""

    id: str
    account_id: int
    csrf: str
    created_at: int
    expires_at: int
    last_seen_at: int
    user_agent: str | None = None
    address: str | None = None


SESSION_WIDTH, ACCOUNT_WIDTH = len(fields(SessionRow)), len(fields(AccountRow))


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


@dataclass(frozen=True)
class DepartmentRow:
    """A department of a workspace."""

    id: int
    parent_id: int | None
    name: str
    head_id: int | None


def is_claimed(conn: Connection, now: int) -> bool:
    """Whether the installation has a first administrator; if not, nobody else can become it before this ends.

    The single row is made if it is missing and locked either way, so callers come one after another.
    """
    row = upsert(conn.dialect.name, installation).values(id=1, first_admin=None, created_at=now)
    conn.execute(row.on_conflict_do_nothing())
    return conn.execute(select(installation.c.first_admin).with_for_update()).scalar() is not None


def claim_installation(conn: Connection, account_id: int) -> bool:
    """Make an account the first administrator; False when there is one. The single row decides."""
    free = installation.c.first_admin.is_(None)
    return bool(conn.execute(update(installation).where(free).values(first_admin=account_id)).rowcount)


def first_admin(conn: Connection) -> int | None:
    """Return the account id of the first administrator, if the installation has one."""
    return conn.execute(select(installation.c.first_admin)).scalar()


def account(conn: Connection, account_id: int) -> AccountRow | None:
    """Return an account."""
    rows = _kept(conn, "account", _account_by_id).rows(conn, {"account": account_id})
    return AccountRow(*rows[0]) if rows else None


def account_by_email(conn: Connection, email: str) -> AccountRow | None:
    """Return the account with this normalised address."""
    return _account(conn, account_table.c.email == email)


def insert_account(  # noqa: PLR0913 - each is a column, given by name
    conn: Connection,
    *,
    email: str,
    display_name: str,
    password_hash: str | None,
    locale: str | None = None,
    time_zone: str | None = None,
    now: int,
) -> int:
    """Insert an account and return its id."""
    row = insert(account_table).values(
        email=email,
        display_name=display_name,
        password_hash=password_hash,
        locale=locale,
        time_zone=time_zone,
        created_at=now,
    )
    return int(conn.execute(row.returning(account_table.c.id)).scalar_one())


def update_account(conn: Connection, account_id: int, changes: Mapping[str, Any]) -> None:
    """Write columns of an account; no changes write nothing."""
    if changes:
        conn.execute(update(account_table).where(account_table.c.id == account_id).values(dict(changes)))


def insert_session(conn: Connection, row: SessionRow) -> None:
    """Insert a session."""
    conn.execute(insert(session_table).values(asdict(row)))


def session(
    conn: Connection, session_id: str, space: Space | None = None
) -> tuple[SessionRow, AccountRow, Head | None] | None:
    """Return a session and its account, which is not disabled, and the head of a workspace that exists."""
    name = f"session {space.key}" if space else "session"
    rows = _kept(conn, name, lambda: _living_session(space)).rows(conn, {"session": session_id})
    if not rows:
        return None
    row = rows[0]
    head = head_of(row[SESSION_WIDTH + ACCOUNT_WIDTH :]) if space else None
    return SessionRow(*row[:SESSION_WIDTH]), AccountRow(*row[SESSION_WIDTH:][:ACCOUNT_WIDTH]), head


def touch_session(conn: Connection, session_id: str, now: int) -> None:
    """Write down that a session was seen."""
    conn.execute(update(session_table).where(session_table.c.id == session_id).values(last_seen_at=now))


def delete_session(conn: Connection, session_id: str) -> None:
    """Delete a session."""
    conn.execute(delete(session_table).where(session_table.c.id == session_id))


def delete_sessions(conn: Connection, account_id: int, keep: str = "") -> None:
    """Delete all sessions of an account but one."""
    conn.execute(delete(session_table).where(session_table.c.account_id == account_id, session_table.c.id != keep))


def delete_expired_sessions(conn: Connection, now: int, seen_before: int) -> None:
    """Delete sessions that have expired or were last seen before a moment."""
    gone = or_(session_table.c.expires_at <= now, session_table.c.last_seen_at <= seen_before)
    conn.execute(delete(session_table).where(gone))


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
        wanted = lowered(search)
        query = query.where(
            or_(
                table.c.name_key == sort_key(search),
                func.lower(table.c.display_name).contains(wanted, autoescape=True),
                func.lower(table.c.email).contains(wanted, autoescape=True),
            )
        )
    return [_member(row) for row in conn.execute(query)]


def insert_member(  # noqa: PLR0913 - each is a column, given by name
    conn: Connection,
    space: Space,
    *,
    account_id: int,
    display_name: str,
    email: str,
    is_admin: bool = False,
    now: int,
) -> None:
    """Insert a member."""
    conn.execute(
        insert(workspace_tables(space).member).values(
            account_id=account_id,
            display_name=display_name,
            name_key=sort_key(display_name),
            email=email,
            is_admin=int(is_admin),
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


def replace_roles(conn: Connection, space: Space, account_id: int, roles: Iterable[str]) -> None:
    """Give a member exactly these roles."""
    table = workspace_tables(space).member_role
    conn.execute(delete(table).where(table.c.account_id == account_id))
    rows = [{"account_id": account_id, "role_id": role} for role in roles]
    if rows:
        conn.execute(insert(table), rows)


def departments(conn: Connection, space: Space) -> list[DepartmentRow]:
    """Return all departments, by id."""
    table = workspace_tables(space).department
    return [
        DepartmentRow(row.id, row.parent_id, row.name, row.head_id)
        for row in conn.execute(select(table).order_by(table.c.id))
    ]


def insert_department(conn: Connection, space: Space, name: str, parent: int | None, head: int | None) -> int:
    """Insert a department and return its id."""
    table = workspace_tables(space).department
    row = insert(table).values(name=name, parent_id=parent, head_id=head)
    return int(conn.execute(row.returning(table.c.id)).scalar_one())


_KEPT: dict[tuple[str, str], Prepared] = {}
"""(what is asked, kind of database) → statement. Every request asks for its session and its account."""


def _kept(conn: Connection, name: str, make: Callable[[], Any]) -> Prepared:
    key = (name, conn.dialect.name)
    if key not in _KEPT:
        _KEPT[key] = Prepared(conn, make(), steady=True)
    return _KEPT[key]


def _account_by_id() -> Any:
    columns = [account_table.c[item.name] for item in fields(AccountRow)]
    return select(*columns).where(account_table.c.id == bindparam("account", None))


def _living_session(space: Space | None) -> Any:
    columns = [session_table.c[item.name] for item in fields(SessionRow)]
    columns += [account_table.c[item.name] for item in fields(AccountRow)]
    joined = session_table.join(account_table, account_table.c.id == session_table.c.account_id)
    if space is not None:
        head = workspace_tables(space).head
        columns += [head.c[name] for name in HEAD_NAMES]
        joined = joined.join(head, true())
    asked, living = session_table.c.id == bindparam("session", None), account_table.c.disabled_at.is_(None)
    return select(*columns).select_from(joined).where(asked, living)


def _account(conn: Connection, condition: Any) -> AccountRow | None:
    row = conn.execute(select(account_table).where(condition)).one_or_none()
    return None if row is None else AccountRow(**row._mapping)  # noqa: SLF001 - the documented view of a row


def _member(row: Row[Any]) -> MemberRow:
    values = dict(row._mapping)  # noqa: SLF001 - the documented view of a row
    del values["name_key"]
    return MemberRow(**{**values, "is_admin": bool(values["is_admin"])})
