"""Who asks: the session cookie, protection against forged requests, and the policy every route declares.

The session row says all that is needed (account, CSRF token, expiry), so no sign-in library stands between.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from flask import Response, g, request

from builder.api.services import services
from builder.config import LOOPBACK
from builder.errors import NotAllowed, Unavailable
from builder.identity import sessions
from builder.identity.accounts import Account
from builder.identity.sessions import Session
from builder.storage.engine import Connection
from builder.storage.head import Head

COOKIE = "formloom_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Access(Enum):
    """Who may call a route; declared by each, enforced before it runs."""

    PUBLIC = "public"
    """Anybody: set-up, sign-in, the description of the interface."""
    SIGNED_IN = "signed_in"
    """Any account with a session."""
    MEMBER = "member"
    """Members of the workspace in the address; their rights bound what they reach."""
    BUILDER = "builder"
    """Members who may build apps in the workspace."""


class SignInFirst(NotAllowed):
    """There is no session, or it has ended."""

    default_code = "sign_in_first"


@dataclass(frozen=True)
class Asker:
    """The signed-in person and the session."""

    account: Account
    session: Session
    token: str
    reading: Connection | None = None
    """The transaction in which the request was admitted, where it reads in the same one."""
    head: Head | None = None
    """The head of the workspace that is asked, as that transaction sees it."""


def admit(access: Access, conn: Connection | None = None, workspace: str | None = None) -> Asker | None:
    """Let the request pass or raise; return who asks where that matters, and set ``g.asker``.


    The session is looked up in the transaction of ``conn``, together with the head of the workspace; else in one
    of its own.
    """
    safe = request.method in SAFE_METHODS
    if not safe:
        refuse_foreign_origin()
    if access is Access.PUBLIC:
        return None
    found = find_asker(conn, workspace)
    if found is None:
        raise SignInFirst
    g.asker = found
    if not safe and not found.session.csrf_matches(request.headers.get(CSRF_HEADER, "")):
        raise NotAllowed("csrf_failed")
    return found


def asker() -> Asker:
    """Return the signed-in person. Raises NotAllowed ``sign_in_first``."""
    found: Asker | None = g.get("asker")
    if found is None:
        raise SignInFirst
    return found


def find_asker(conn: Connection | None = None, workspace: str | None = None) -> Asker | None:
    """Return who the cookie stands for, or None."""
    token = token_of_cookie()
    if not token:
        return None
    workspaces = services().workspaces
    with nullcontext(conn) if conn is not None else workspaces.database.read() as reading:
        space = workspaces.find_space(reading, workspace) if workspace and conn is not None else None
        found = sessions.find_with_account(reading, token, workspaces.clock(), space)
    return Asker(found[1], found[0], token, conn, found[2]) if found else None


def note_presence(found: Asker) -> None:
    """Write down, after a while, that the session of the request was seen; not while the request holds a connection."""
    workspaces = services().workspaces
    now = workspaces.clock()
    if found.session.needs_touch(now):
        with suppress(Unavailable), workspaces.database.write() as conn:  # who only looks needs no disk with room
            sessions.touch(conn, found.session, now)


def refuse_foreign_origin() -> None:
    """Raise NotAllowed when a page of another origin sent a request that changes something."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("foreign_origin")
    origin = request.headers.get("Origin")
    if origin is not None and not is_ours(origin):
        raise NotAllowed("foreign_origin")


def is_ours(origin: str) -> bool:
    """Whether an Origin header names this installation: its public address, or on loopback the host asked."""
    config = services().config
    if config.base_url:
        parts = urlsplit(config.base_url)
        return origin == f"{parts.scheme}://{parts.netloc}"
    try:
        host = urlsplit(origin).hostname
    except ValueError:
        return False
    return host in LOOPBACK and origin == request.host_url.rstrip("/")


def cookie_name() -> str:
    """Return the name of the session cookie: bound to host and https wherever https is used."""
    return f"__Host-{COOKIE}" if services().config.secure_cookies else COOKIE


def token_of_cookie() -> str:
    """Return the token in the session cookie, or nothing. It needs no quotes, so the others are not read for it."""
    name = cookie_name()
    for pair in request.environ.get("HTTP_COOKIE", "").split(";"):
        key, _, value = pair.partition("=")
        if key.strip() == name:
            return str(value.strip())
    return ""


def set_cookie(response: Response, token: str, session: Session) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=max(0, (session.expires_at - services().workspaces.clock()) // 1_000_000),
        path="/",
        secure=services().config.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        cookie_name(), path="/", secure=services().config.secure_cookies, httponly=True, samesite="Lax"
    )
