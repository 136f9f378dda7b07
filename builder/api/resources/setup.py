"""Set-up: the first administrator and the first workspace."""

from __future__ import annotations

from typing import Any

from flask import Response

from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.resources.session import new_session
from builder.api.schemas.session import Session, SetupBody, SetupState
from builder.api.services import services
from builder.errors import Conflict
from builder.identity import accounts, setting_up
from builder.messages import LOCALES
from builder.metadata.time_zones import is_time_zone

setup = Resource("setup", __name__, description="The first start of an installation.")


@setup.operation("GET", "/setup", "getSetup", access=Access.PUBLIC, answer=SetupState)
def get_setup() -> dict[str, Any]:
    """Say whether the first account has still to be made."""
    with services().workspaces.database.read() as conn:
        return {"needed": not accounts.is_set_up(conn), "languages": list(LOCALES)}


@setup.operation("POST", "/setup", "setUp", access=Access.PUBLIC, body=SetupBody, answer=Session, status=201)
def set_up(body: dict[str, Any]) -> Response:
    """Make the first administrator and the first workspace, and sign in.

    ``time_zone`` is a guess of the browser: one that is not known is left out.
    """
    workspaces = services().workspaces
    with workspaces.database.read() as conn:
        if accounts.is_set_up(conn):
            raise Conflict("already_set_up")
    zone = body.get("time_zone") or ""
    person = accounts.new_account(
        body["email"], body["password"], body["display_name"], body["locale"], zone if is_time_zone(zone) else ""
    )
    with workspaces.database.write() as conn:
        made = setting_up.set_up(conn, person, body["workspace_name"], workspaces.clock())
    return new_session(made.account_id, 201)
