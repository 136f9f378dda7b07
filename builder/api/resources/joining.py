"""Joining: whoever was handed a link looks at what it is for, and uses it once."""

from __future__ import annotations

from typing import Any

from flask import Response

from builder.api.auth import Access, find_asker
from builder.api.operations import Resource
from builder.api.resources.session import new_session
from builder.api.schemas.session import Session
from builder.api.schemas.staff import Link, LinkBody, LinkUse
from builder.api.services import services
from builder.identity import joining as use
from builder.metadata.instants import rfc3339

joining = Resource("joining", __name__, description="Links to join a workspace or to set a password.")


@joining.operation("POST", "/links/look", "lookAtLink", access=Access.PUBLIC, body=LinkBody, answer=Link)
def look_at_link(body: dict[str, Any]) -> dict[str, Any]:
    """Say what a link is for."""
    workspaces = services().workspaces
    with workspaces.database.read() as conn:
        link = use.look_at(conn, body["token"], workspaces.clock())
    told = ("workspace", "workspace_name", "display_name", "sign_in_name")
    return {
        "purpose": link.purpose.value,
        **{name: getattr(link, name) for name in told},
        "expires_at": rfc3339(link.expires_at),
    }


@joining.operation("POST", "/links/use", "useLink", access=Access.PUBLIC, body=LinkUse, answer=Session)
def use_link(body: dict[str, Any]) -> Response:
    """Join the workspace or set the password, and sign in."""
    workspaces = services().workspaces
    asker = find_asker()
    with workspaces.database.read() as conn:
        use.look_at(conn, body["token"], workspaces.clock())  # nobody has a password hashed without a link
    password = use.password_for(body["password"]) if "password" in body else None
    with workspaces.database.write() as conn:
        link = use.use(conn, body["token"], password, asker.account.id if asker else None, workspaces.clock())
    return new_session(link.account_id, 200)
