"""First set-up: the one administrator of a new installation and its first workspace, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from builder.errors import Invalid, Problem
from builder.identity import accounts, members
from builder.identity.accounts import NewAccount
from builder.storage.engine import Connection
from builder.storage.installation import create_workspace

FIRST_WORKSPACE = "main"
LONGEST_NAME = 200


@dataclass(frozen=True)
class SetUp:
    """What the first set-up made."""

    account_id: int
    workspace: str
    """Key of the workspace."""


def set_up(conn: Connection, person: NewAccount, workspace_name: str, now: int) -> SetUp:
    """Create the first administrator and the workspace ``main``, of which they are administrator.

    Raises Conflict ``already_set_up`` for everybody but the first, Invalid for a bad name.
    """
    name = workspace_name.strip() or FIRST_WORKSPACE
    if len(name) > LONGEST_NAME or "\0" in name:
        raise Invalid([Problem("workspace_name", "bad_workspace_name", params={"maximum": LONGEST_NAME})])
    account_id = accounts.create_first_admin(conn, person, now)
    space = create_workspace(conn, FIRST_WORKSPACE, name, now)
    members.add(conn, space, accounts.find(conn, account_id), now, administrator=True)
    return SetUp(account_id, FIRST_WORKSPACE)
