"""Links for people who are to join a workspace or have lost their password: made by administrators, used once.

Whoever holds a link may do one of three things, which depend on the account: set the first password and join,
join with the account they are signed in with, or replace the password.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum

from builder.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from builder.identity import sessions
from builder.identity.passwords import hash_password, password_problem
from builder.storage import account_rows, link_rows, people_rows
from builder.storage.engine import Connection
from builder.storage.head import bump, hold_alone
from builder.storage.installation import space_on, workspaces
from builder.storage.space import Space

TOKEN_BYTES = 32
LONGEST_TOKEN = 200
LINK_LIFE = 7 * 24 * 3_600 * 1_000_000
"""A link ends this long after it was made (microseconds)."""


class Purpose(StrEnum):
    """What a link does for its holder."""

    FIRST_PASSWORD = "first_password"
    """The account has no password: it gets one, and the person joins."""
    JOIN = "join"
    """The account has a password: its owner signs in and joins."""
    NEW_PASSWORD = "new_password"
    """The person has joined before: the password is replaced, and every session ends."""


@dataclass(frozen=True)
class Link:
    """What a link is for."""

    account_id: int
    workspace: str
    workspace_name: str
    display_name: str
    sign_in_name: str
    purpose: Purpose
    expires_at: int


def make(conn: Connection, space: Space, account_id: int, by: int, now: int) -> tuple[str, int]:
    """Return (token, expiry) of a new link for a member; links made before for the same workspace end.

    Raises NotFound for no member, Conflict ``member_disabled``, and NotAllowed ``works_elsewhere`` where the person
    has joined another workspace: who looks after one may not get into the others.
    """
    member = people_rows.member(conn, space, account_id)
    account = account_rows.account(conn, account_id)
    if member is None or account is None:
        raise NotFound("unknown_user", id=account_id)
    if member.disabled_at is not None or account.disabled_at is not None:
        raise Conflict("member_disabled")
    if member.joined_at is not None and account.password_hash is not None and _works_elsewhere(conn, space, account_id):
        raise NotAllowed("works_elsewhere")
    link_rows.remove_expired(conn, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link_rows.replace(conn, link_rows.LinkRow(_digest(token), account_id, space.key, by, now, now + LINK_LIFE))
    return token, now + LINK_LIFE


def _works_elsewhere(conn: Connection, space: Space, account_id: int) -> bool:
    others = (Space(space.dialect, row.key) for row in workspaces(conn) if row.key != space.key)
    found = (people_rows.member(conn, other, account_id) for other in others)
    return any(member is not None and member.joined_at is not None and member.disabled_at is None for member in found)


def look_at(conn: Connection, token: str, now: int) -> Link:
    """Return what a link is for. Raises NotFound ``link_ended`` for one that is unknown, used, replaced or over."""
    return _found(conn, link_rows.find(conn, _digest(token)), now)


def _found(conn: Connection, row: link_rows.LinkRow | None, now: int) -> Link:
    if row is None or now >= row.expires_at:
        raise NotFound("link_ended")
    account = account_rows.account(conn, row.account_id)
    names = {item.key: item.name for item in workspaces(conn)}
    if account is None or account.disabled_at is not None or row.workspace not in names:
        raise NotFound("link_ended")
    member = people_rows.member(conn, space_on(conn, row.workspace), row.account_id)
    if member is None or member.disabled_at is not None:
        raise NotFound("link_ended")
    return Link(
        account_id=row.account_id,
        workspace=row.workspace,
        workspace_name=names[row.workspace],
        display_name=member.display_name,
        sign_in_name=account.email or account.mobile or account.username or "",
        purpose=_purpose(account, member),
        expires_at=row.expires_at,
    )


def _purpose(account: account_rows.AccountRow, member: people_rows.MemberRow) -> Purpose:
    if account.password_hash is None:
        return Purpose.FIRST_PASSWORD
    return Purpose.JOIN if member.joined_at is None else Purpose.NEW_PASSWORD


def password_for(password: str) -> str:
    """Return the hash of a new password; it takes long: call it before a write begins. Raises Invalid."""
    weakness = password_problem(password)
    if weakness is not None:
        raise Invalid([Problem("password", weakness[0], params=weakness[1])])
    return hash_password(password)


def use(conn: Connection, token: str, password_hash: str | None, signed_in: int | None, now: int) -> Link:
    """Do what a link is for, once; returns what it was.

    ``signed_in`` is the account of the session, if any. Raises NotFound ``link_ended``, NotAllowed ``sign_in_as``
    where the owner of the account has to sign in first, and Invalid without a password where one is to be set.
    """
    row = link_rows.find(conn, _digest(token), lock=True)
    link = _found(conn, row, now)
    if link.purpose is Purpose.JOIN and signed_in != link.account_id:
        raise NotAllowed("sign_in_as", name=link.sign_in_name)
    if link.purpose is not Purpose.JOIN:
        if password_hash is None:
            raise Invalid([Problem("password", "required")])
        account_rows.update_account(conn, link.account_id, {"password_hash": password_hash})
        sessions.end_all(conn, link.account_id)
    link_rows.remove_of(conn, link.account_id, None if link.purpose is Purpose.NEW_PASSWORD else link.workspace)
    if link.purpose is not Purpose.NEW_PASSWORD:
        space = space_on(conn, link.workspace)
        hold_alone(conn, space)
        people_rows.update_member(conn, space, link.account_id, {"joined_at": now})
        bump(conn, space, "rights_rev")
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token[:LONGEST_TOKEN].encode(errors="replace")).hexdigest()
