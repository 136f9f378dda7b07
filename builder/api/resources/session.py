"""Session: sign in, who am I, what I set about myself, sign out."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Response, g, request
from werkzeug.exceptions import TooManyRequests

from builder.api.answers import Answer, respond
from builder.api.auth import Access, Asker, SignInFirst, asker, drop_cookie, set_cookie, token_of_cookie
from builder.api.operations import Resource
from builder.api.schemas.session import PasswordBody, Session, SessionChange, SignInBody
from builder.api.services import services
from builder.config import MapTiles
from builder.identity import accounts, members, sessions
from builder.identity.accounts import Account

if TYPE_CHECKING:
    from limits import RateLimitItem

session = Resource("session", __name__, description="Signing in and out.")
BY_PLACE = "30 per minute; 300 per hour"
BY_ACCOUNT = "10 per 5 minutes; 60 per hour"


@session.operation("POST", "/session", "signIn", access=Access.PUBLIC, body=SignInBody, answer=Session)
def sign_in(body: dict[str, Any]) -> Response:
    """Sign in. Unknown addresses and wrong passwords answer alike and take equally long."""
    count_attempt(body["email"])
    with services().workspaces.database.read() as conn:
        account = accounts.verify(conn, body["email"], body["password"])
    tell_outcome(body["email"], account is not None)
    if account is None:
        raise SignInFirst("sign_in_failed")
    return new_session(account.id, 200)


@session.operation("GET", "/session", "getSession", access=Access.SIGNED_IN, answer=Session)
def get_session() -> dict[str, Any]:
    """Say who is signed in."""
    return described(asker())


@session.operation("PATCH", "/session", "changeSession", access=Access.SIGNED_IN, body=SessionChange, answer=Session)
def change_session(body: dict[str, Any]) -> dict[str, Any]:
    """Change language, time zone or name of the person who is signed in."""
    me = asker()
    changes = {name: value or "" for name, value in body.items()}
    with services().workspaces.database.write() as conn:
        account = accounts.change_profile(conn, me.account.id, **changes)
        members.rename(conn, services().workspaces.database.dialect, account)
    return described(Asker(account, me.session, me.token))


@session.operation(
    "PUT", "/session/password", "changePassword", access=Access.SIGNED_IN, body=PasswordBody, answer=None, status=204
)
def change_password(body: dict[str, Any]) -> Response:
    """Change one's own password; every other session of the person ends."""
    me = asker()
    count_attempt(me.account.email)
    with services().workspaces.database.read() as conn:
        hashed = accounts.new_password_hash(conn, me.account.id, body["current"], body["new"])
    tell_outcome(me.account.email, True)
    with services().workspaces.database.write() as conn:
        accounts.set_password(conn, me.account.id, hashed)
        sessions.end_all(conn, me.account.id, keep=me.session.id)
    return respond(Answer(None), 204)


@session.operation("DELETE", "/session", "signOut", access=Access.SIGNED_IN, answer=None, status=204)
def sign_out() -> Response:
    """End the session."""
    with services().workspaces.database.write() as conn:
        sessions.end(conn, asker().token)
    response = respond(Answer(None), 204)
    drop_cookie(response)
    return response


@cache
def limits_of(text: str) -> list[RateLimitItem]:
    """Return the limits that a text tells."""
    from limits import parse_many

    return parse_many(text)


def count_attempt(email: str) -> None:
    """Raise TooManyRequests after too many attempts at one account, known or not, or failures from one place.

    Successes from one place do not count: a whole company may sit behind one address.
    """
    limits = services().limiter.limiter
    mine = [limits.hit(limit, "sign_in_account", accounts.normal_email(email)) for limit in limits_of(BY_ACCOUNT)]
    if not all(mine) or not all(
        limits.test(limit, "sign_in_place", request.remote_addr or "") for limit in limits_of(BY_PLACE)
    ):
        raise TooManyRequests(retry_after=60)


def tell_outcome(email: str, succeeded: bool) -> None:
    """Forget the attempts of who signed in; count a failure against the place it came from."""
    limits = services().limiter.limiter
    if succeeded:
        for limit in limits_of(BY_ACCOUNT):
            limits.clear(limit, "sign_in_account", accounts.normal_email(email))
    else:
        for limit in limits_of(BY_PLACE):
            limits.hit(limit, "sign_in_place", request.remote_addr or "")


def new_session(account_id: int, status: int) -> Response:
    """Start a session and return its description with the cookie."""
    workspaces = services().workspaces
    replaces = token_of_cookie()
    origin = (request.user_agent.string, request.remote_addr or "")
    with workspaces.database.write() as conn:
        token, started = sessions.start(conn, account_id, workspaces.clock(), *origin, replaces)
        account = accounts.find(conn, account_id)
    g.asker = Asker(account, started, token)
    response = respond(described(g.asker), status)
    set_cookie(response, token, started)
    return response


def described(me: Asker) -> dict[str, Any]:
    """Return the session as the interface reads it."""
    memberships = services().workspaces.memberships(me.account.id)
    return {
        "user": _user(me.account),
        "csrf": me.session.csrf,
        "workspaces": [
            {"key": item.key, "name": item.name, "administrator": item.administrator} for item in memberships
        ],
        "map": _map(services().config.map),
    }


def _map(tiles: MapTiles | None) -> dict[str, str] | None:
    return None if tiles is None else asdict(tiles)


def _user(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "email": account.email,
        "display_name": account.display_name,
        "locale": account.locale or None,
        "time_zone": account.time_zone or None,
    }
