"""Rows of the installation: who set it up, accounts of people, and their sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, true, update

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
    email: str | None
    display_name: str
    password_hash: str | None
    locale: str | None
    time_zone: str | None
    disabled_at: int | None
    created_at: int
    username: str | None = None
    mobile: str | None = None


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


def accounts(conn: Connection, ids: Sequence[int]) -> dict[int, AccountRow]:
    """Return id → account."""
    columns = [account_table.c[item.name] for item in fields(AccountRow)]
    rows = conn.execute(select(*columns).where(account_table.c.id.in_(list(ids))))
    return {row.id: AccountRow(*row) for row in rows}


def account_by_email(conn: Connection, email: str) -> AccountRow | None:
    """Return the account with this normalised address."""
    return _account(conn, account_table.c.email == email)


def account_by_name(conn: Connection, kind: str, name: str) -> AccountRow | None:
    """Return the account that signs in with a normalised ``email``, ``mobile`` number or ``username``."""
    return _account(conn, account_table.c[kind] == name)


def insert_account(  # noqa: PLR0913 - each is a column, given by name
    conn: Connection,
    *,
    email: str | None,
    display_name: str,
    password_hash: str | None,
    locale: str | None = None,
    time_zone: str | None = None,
    username: str | None = None,
    mobile: str | None = None,
    now: int,
) -> int:
    """Insert an account and return its id."""
    row = insert(account_table).values(
        email=email,
        display_name=display_name,
        password_hash=password_hash,
        locale=locale,
        time_zone=time_zone,
        username=username,
        mobile=mobile,
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


def sessions_of(conn: Connection, account_id: int) -> list[SessionRow]:
    """Return the sessions of an account, the one seen last first."""
    columns = [session_table.c[item.name] for item in fields(SessionRow)]
    query = select(*columns).where(session_table.c.account_id == account_id)
    return [SessionRow(*row) for row in conn.execute(query.order_by(session_table.c.last_seen_at.desc()))]


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
