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
from builder.api.schemas.staff import DeviceList
from builder.api.services import services
from builder.config import MapTiles
from builder.identity import accounts, members, sessions
from builder.identity.accounts import Account
from builder.identity.sign_in_names import counted_as
from builder.metadata.instants import rfc3339

if TYPE_CHECKING:
    from limits import RateLimitItem

session = Resource("session", __name__, description="Signing in and out.")
BY_PLACE = "30 per minute; 300 per hour"
BY_ACCOUNT = "10 per 5 minutes; 60 per hour"


@session.operation("POST", "/session", "signIn", access=Access.PUBLIC, body=SignInBody, answer=Session)
def sign_in(body: dict[str, Any]) -> Response:
    """Sign in with an address, a mobile number or a user name.

    Unknown names and wrong passwords answer alike and take equally long.
    """
    count_attempt(body["name"])
    with services().workspaces.database.read() as conn:
        account = accounts.verify(conn, body["name"], body["password"])
    tell_outcome(body["name"], account is not None)
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
    count_attempt(me.account.sign_in_name)
    with services().workspaces.database.read() as conn:
        hashed = accounts.new_password_hash(conn, me.account.id, body["current"], body["new"])
    tell_outcome(me.account.sign_in_name, True)
    with services().workspaces.database.write() as conn:
        accounts.set_password(conn, me.account.id, hashed)
        sessions.end_all(conn, me.account.id, keep=me.session.id)
    return respond(Answer(None), 204)


@session.operation("GET", "/session/devices", "listDevices", access=Access.SIGNED_IN, answer=DeviceList)
def list_devices() -> dict[str, Any]:
    """List the browsers in which one is signed in."""
    me, workspaces = asker(), services().workspaces
    with workspaces.database.read() as conn:
        found = sessions.devices(conn, me.account.id, me.session.id, workspaces.clock())
    return {
        "items": [
            {
                **asdict(one),
                "created_at": rfc3339(one.created_at),
                "last_seen_at": rfc3339(one.last_seen_at),
            }
            for one in found
        ]
    }


@session.operation("DELETE", "/session/devices/<device>", "endDevice", access=Access.SIGNED_IN, answer=None, status=204)
def end_device(device: str) -> None:
    """Sign out one browser."""
    with services().workspaces.database.write() as conn:
        sessions.end_device(conn, asker().account.id, device)


@session.operation("DELETE", "/session/devices", "endOtherDevices", access=Access.SIGNED_IN, answer=None, status=204)
def end_other_devices() -> None:
    """Sign out every browser but this one."""
    me = asker()
    with services().workspaces.database.write() as conn:
        sessions.end_all(conn, me.account.id, keep=me.session.id)


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


def count_attempt(name: str) -> None:
    """Raise TooManyRequests after too many attempts at one account, known or not, or failures from one place.

    Successes from one place do not count: a whole company may sit behind one address.
    """
    limits = services().limiter.limiter
    mine = [limits.hit(limit, "sign_in_account", counted_as(name)) for limit in limits_of(BY_ACCOUNT)]
    if not all(mine) or not all(
        limits.test(limit, "sign_in_place", request.remote_addr or "") for limit in limits_of(BY_PLACE)
    ):
        raise TooManyRequests(retry_after=60)


def tell_outcome(name: str, succeeded: bool) -> None:
    """Forget the attempts of who signed in; count a failure against the place it came from."""
    limits = services().limiter.limiter
    if succeeded:
        for limit in limits_of(BY_ACCOUNT):
            limits.clear(limit, "sign_in_account", counted_as(name))
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
        "username": account.username,
        "mobile": account.mobile,
        "display_name": account.display_name,
        "locale": account.locale or None,
        "time_zone": account.time_zone or None,
    }
