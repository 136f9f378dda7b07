"""Members of a workspace: who belongs to it, in which department, under whom, with which roles.

Whatever changes here changes rights, so it runs in a unit of work that holds the workspace alone
(``Workspaces.publishing``) and raises ``rights_rev`` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from builder.errors import Conflict, Invalid, NotFound, Problem
from builder.identity.accounts import Account
from builder.metadata.collation import is_found_in
from builder.metadata.model import Model
from builder.metadata.values import called
from builder.storage import department_rows, people_rows
from builder.storage.engine import Connection
from builder.storage.head import bump, hold
from builder.storage.installation import workspaces
from builder.storage.space import Dialect, Space

LARGEST_ANSWER = 200
MOST_SPELLED = 5_000
"""Members whose names are compared in pinyin."""


@dataclass(frozen=True)
class Person:
    """A member as others see them."""

    id: int
    label: str
    email: str
    department: int | None = None
    disabled: bool = False


def add(conn: Connection, space: Space, account: Account, now: int, administrator: bool = False) -> None:
    """Make an account a member. Raises Conflict ``already_member``."""
    if people_rows.member(conn, space, account.id) is not None:
        raise Conflict("already_member")
    people_rows.insert_member(
        conn,
        space,
        account_id=account.id,
        display_name=account.display_name,
        email=account.email,
        is_admin=administrator,
        now=now,
    )
    bump(conn, space, "rights_rev")


def rename(conn: Connection, dialect: Dialect, account: Account) -> None:
    """Let an account go by its present name in every workspace that it is a member of."""
    for row in workspaces(conn):
        space = Space(dialect, row.key)
        member = people_rows.member(conn, space, account.id)
        if member is not None and member.display_name != account.display_name:
            hold(conn, space)  # before the row of the member, as those do who change more of it
            people_rows.update_member(conn, space, account.id, {"display_name": account.display_name})
            bump(conn, space, "rights_rev")


def set_roles(conn: Connection, space: Space, model: Model, account_id: int, roles: Iterable[str]) -> None:
    """Give a member exactly these roles (ids). Raises NotFound for no member, Invalid for unknown roles."""
    _require_member(conn, space, account_id)
    wanted = sorted(set(roles))
    unknown = [role for role in wanted if model.documents.get(role, {}).get("kind") != "role"]
    if unknown:
        raise Invalid([Problem("roles", "unknown_reference", params={"name": role}) for role in unknown])
    people_rows.replace_roles(conn, space, account_id, wanted)
    bump(conn, space, "rights_rev")


def place(conn: Connection, space: Space, account_id: int, department: int | None, manager: int | None = None) -> None:
    """Put a member into a department and under a manager.

    Raises NotFound for no member, Invalid for an unknown department or manager.
    """
    _require_member(conn, space, account_id)
    problems = []
    if department is not None and department not in {row.id for row in department_rows.departments(conn, space)}:
        problems.append(Problem("department", "unknown_department"))
    if manager is not None and (manager == account_id or people_rows.member(conn, space, manager) is None):
        problems.append(Problem("manager", "unknown_user"))
    if problems:
        raise Invalid(problems)
    people_rows.update_member(conn, space, account_id, {"department_id": department, "manager_id": manager})
    bump(conn, space, "rights_rev")


def people(conn: Connection, space: Space, search: str = "", ids: Sequence[int] = (), limit: int = 50) -> list[Person]:
    """Return members by name: those with the ids (disabled ones too), or those who work here and are meant by the text.

    A text means who has it in name or address, whichever case and accents its letters have, and, in Latin letters,
    whose name is spelled so in pinyin.
    """
    wanted, most = search.strip(), min(limit, LARGEST_ANSWER)
    rows = people_rows.members(conn, space, wanted, tuple(ids)[:LARGEST_ANSWER], most)
    if wanted and not ids and len(rows) < most:
        known = {row.account_id for row in rows}
        others = people_rows.members(conn, space, "", (), MOST_SPELLED)
        meant = (row for row in others if row.account_id not in known and _is_meant(wanted, row.display_name))
        rows += islice(meant, most - len(rows))
    return [
        Person(row.account_id, row.display_name, row.email, row.department_id, row.disabled_at is not None)
        for row in rows
    ]


def _is_meant(wanted: str, name: str) -> bool:
    return is_found_in(wanted, name) or called(wanted) in called(name)


def _require_member(conn: Connection, space: Space, account_id: int) -> None:
    if people_rows.member(conn, space, account_id) is None:
        raise NotFound("unknown_user", id=account_id)
