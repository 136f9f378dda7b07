"""Sessions of the browser: a random token whose hash alone is kept, with its CSRF token and two expiries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from builder.errors import NotFound
from builder.identity.accounts import Account, account_of
from builder.storage import account_rows
from builder.storage.engine import Connection
from builder.storage.head import Head
from builder.storage.space import Space

TOKEN_BYTES = 32
SECOND = 1_000_000
LONGEST_LIFE = 30 * 24 * 3_600 * SECOND
"""A session ends this long after sign-in, however busy (microseconds)."""
LONGEST_IDLE = 3 * 24 * 3_600 * SECOND
"""And this long after it was last seen."""
SEEN_EVERY = 10 * 60 * SECOND
"""How often being seen is written down: a row for each request would make every read a write."""
LONGEST_TOKEN = 200
DEVICE_ID = 16
"""Letters of a session's id that name it to its owner."""


@dataclass(frozen=True)
class Session:
    """A signed-in browser."""

    id: str
    """SHA-256 of the token, in hex: useless to whoever reads the database."""
    account_id: int
    csrf: str
    created_at: int
    expires_at: int
    last_seen_at: int

    def csrf_matches(self, given: str) -> bool:
        """Whether the token of a request is this session's; takes equally long either way."""
        return hmac.compare_digest(self.csrf.encode(), given.encode(errors="replace"))

    def needs_touch(self, now: int) -> bool:
        """Whether it is time to write down that the session was seen."""
        return now - self.last_seen_at >= SEEN_EVERY


def start(
    conn: Connection, account_id: int, now: int, user_agent: str = "", address: str = "", replaces: str = ""
) -> tuple[str, Session]:
    """Start a session and return (token for the cookie, session).

    ``replaces`` is the token that the browser sent, if any: it ends, so that signing in always
    changes the token.
    """
    if replaces:
        end(conn, replaces)
    account_rows.delete_expired_sessions(conn, now, now - LONGEST_IDLE)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session = Session(_digest(token), account_id, secrets.token_urlsafe(TOKEN_BYTES), now, now + LONGEST_LIFE, now)
    account_rows.insert_session(
        conn,
        account_rows.SessionRow(
            id=session.id,
            account_id=account_id,
            csrf=session.csrf,
            created_at=now,
            expires_at=session.expires_at,
            last_seen_at=now,
            user_agent=user_agent[:500] or None,
            address=address[:100] or None,
        ),
    )
    return token, session


def find(conn: Connection, token: str, now: int) -> Session | None:
    """Return the living session of a token; None when unknown, expired, idle too long, or the account disabled."""
    found = find_with_account(conn, token, now)
    return found[0] if found else None


def find_with_account(
    conn: Connection, token: str, now: int, space: Space | None = None
) -> tuple[Session, Account, Head | None] | None:
    """Return the living session of a token, whose it is, and the head of the workspace that is asked.

    One statement finds them: every request needs them all.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = account_rows.session(conn, _digest(token), space)
    if found is None:
        return None
    row, account, head = found
    if now >= row.expires_at or now - row.last_seen_at >= LONGEST_IDLE:
        return None
    return (
        Session(row.id, row.account_id, row.csrf, row.created_at, row.expires_at, row.last_seen_at),
        account_of(account),
        head,
    )


def touch(conn: Connection, session: Session, now: int) -> None:
    """Write down that a session was seen."""
    account_rows.touch_session(conn, session.id, now)


def end(conn: Connection, token: str) -> None:
    """End the session of a token; an unknown token ends nothing."""
    account_rows.delete_session(conn, _digest(token))


@dataclass(frozen=True)
class Device:
    """A browser in which a person is signed in, as they see it; ``id`` names it and opens nothing."""

    id: str
    user_agent: str
    address: str
    created_at: int
    last_seen_at: int
    current: bool


def devices(conn: Connection, account_id: int, current: str, now: int) -> list[Device]:
    """Return the browsers in which an account is signed in, the one seen last first."""
    return [
        Device(
            row.id[:DEVICE_ID],
            row.user_agent or "",
            row.address or "",
            row.created_at,
            now if row.id == current else row.last_seen_at,
            row.id == current,
        )
        for row in account_rows.sessions_of(conn, account_id)
        if now < row.expires_at and now - row.last_seen_at < LONGEST_IDLE
    ]


def end_device(conn: Connection, account_id: int, device: str) -> None:
    """End the session of one browser of an account. Raises NotFound."""
    found = [row.id for row in account_rows.sessions_of(conn, account_id) if row.id[:DEVICE_ID] == device]
    if not found:
        raise NotFound("unknown_device")
    account_rows.delete_session(conn, found[0])


def end_all(conn: Connection, account_id: int, keep: str = "") -> None:
    """End every session of an account, except the one with the id ``keep`` (password changed, account disabled)."""
    account_rows.delete_sessions(conn, account_id, keep)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
