"""How administrators look after the members of a workspace: invite, change, let go and take back.

Whatever changes here changes rights, so it runs in a unit of work that holds the workspace alone
(``Workspaces.publishing``) and raises ``rights_rev`` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.errors import Conflict, Invalid, NotFound, Problem
from builder.identity import accounts
from builder.identity.accounts import NewAccount, read_name
from builder.identity.sign_in_names import read_names
from builder.identity.staff_changes import CHANGES, Office, columns_of, problems_in
from builder.storage import account_rows, department_rows, link_rows, people_rows
from builder.storage.account_rows import AccountRow
from builder.storage.head import bump
from builder.storage.people_rows import MemberRow, MembersAsked


@dataclass(frozen=True)
class Member:
    """A member as administrators see them."""

    id: int
    label: str
    email: str
    mobile: str
    username: str
    department: int | None
    manager: int | None
    position: str
    administrator: bool
    state: str
    """``active``, ``invited`` or ``disabled``."""
    signs_in: bool
    """Whether the person has a password; not told of who has not joined yet."""
    roles: list[str] = field(default_factory=list)
    teams: list[int] = field(default_factory=list)
    absence: Mapping[str, Any] | None = None
    """``from`` and ``until`` (days, both included) and the ``deputy``."""


def page(office: Office, asked: MembersAsked) -> tuple[list[Member], tuple[str, int] | None]:
    """Return members by name, and where the next page begins (None: there is none)."""
    rows = people_rows.members_page(office.conn, office.space, asked)
    shown = rows[: asked.limit]
    last = shown[-1] if len(rows) > asked.limit else None
    return _described(office, shown), (last.name_key, last.account_id) if last else None


def find(office: Office, account_id: int) -> Member:
    """Return one member. Raises NotFound."""
    return _described(office, [_row(office, account_id)])[0]


def invite(office: Office, person: Mapping[str, Any]) -> int:
    """Make a person a member and return the account; they join through a link (``joining.make``).

    ``person``: display_name, one of email, mobile and username at least, and whatever ``change`` takes. Who has an
    account with the address already keeps it; whether that is so cannot be seen until they have joined. Raises Invalid
    with every problem, Conflict ``already_member``, ``mobile_taken``, ``username_taken``.
    """
    name, problems = read_name(person.get("display_name", ""))
    if not name and not problems:
        problems = [Problem("display_name", "required")]
    email, mobile, username = (person.get(kind) or "" for kind in ("email", "mobile", "username"))
    names, bad = read_names(email, mobile, username, office.region)
    problems += bad
    if not bad and not any(names.values()):
        problems.append(Problem("email", "no_sign_in_name"))
    rest = {key: value for key, value in person.items() if key in CHANGES}
    if problems:
        raise Invalid(problems + problems_in(office, None, rest))
    known = account_rows.account_by_email(office.conn, names["email"]) if names["email"] else None
    if known is not None and people_rows.member(office.conn, office.space, known.id) is not None:
        raise Conflict("already_member")
    account = known.id if known else _new_account(office, name, names)
    people_rows.insert_member(
        office.conn,
        office.space,
        account_id=account,
        display_name=name,
        email=names["email"] or "",
        joined=False,
        now=office.now,
    )
    change(office, account, rest)
    return account


def _new_account(office: Office, name: str, names: Mapping[str, str | None]) -> int:
    person = NewAccount(names["email"], name, None, username=names["username"], mobile=names["mobile"])
    return accounts.create(office.conn, person, office.now)


def change(office: Office, account_id: int, changes: Mapping[str, Any]) -> None:
    """Change what the workspace says of a member; what is not named stays.

    ``display_name``, ``position``, ``department``, ``manager``, ``administrator``, ``roles`` (ids), ``teams``, and
    ``absence``: None, or the first and last day (``from``, ``until``) with a ``deputy``; ``disabled`` lets them go or
    takes them back. Raises NotFound, Invalid with every problem, Conflict ``last_administrator``, ``not_yourself``.
    """
    row = _row(office, account_id)
    if "disabled" in changes:
        (disable if changes["disabled"] else enable)(office, account_id)
    problems = problems_in(office, row, changes)
    if problems:
        raise Invalid(problems)
    people_rows.update_member(office.conn, office.space, account_id, columns_of(changes))
    if "roles" in changes:
        people_rows.replace_roles(office.conn, office.space, account_id, sorted(set(changes["roles"])))
    if "teams" in changes:
        department_rows.replace_teams(office.conn, office.space, account_id, sorted(set(changes["teams"])))
    _require_administrator(office, row)
    bump(office.conn, office.space, "rights_rev")


def disable(office: Office, account_id: int) -> None:
    """Let a member go: from their next request on they reach nothing here; their name stays on what is theirs.

    Raises NotFound, Conflict ``not_yourself`` and ``last_administrator``.
    """
    row = _row(office, account_id)
    if account_id == office.by:
        raise Conflict("not_yourself")
    if row.disabled_at is None:
        people_rows.update_member(office.conn, office.space, account_id, {"disabled_at": office.now})
        link_rows.remove_of(office.conn, account_id, office.space.key)
        _require_administrator(office, row)
        bump(office.conn, office.space, "rights_rev")


def enable(office: Office, account_id: int) -> None:
    """Take a member back, with the place and roles they had. Raises NotFound."""
    _row(office, account_id)
    people_rows.update_member(office.conn, office.space, account_id, {"disabled_at": None})
    bump(office.conn, office.space, "rights_rev")


def _row(office: Office, account_id: int) -> MemberRow:
    row = people_rows.member(office.conn, office.space, account_id)
    if row is None:
        raise NotFound("unknown_user", id=account_id)
    return row


def _require_administrator(office: Office, before: MemberRow) -> None:
    """Refuse a change after which nobody could look after the workspace."""
    if before.is_admin and not people_rows.administrators(office.conn, office.space):
        raise Conflict("last_administrator")


def _described(office: Office, rows: Sequence[MemberRow]) -> list[Member]:
    ids = [row.account_id for row in rows]
    known = account_rows.accounts(office.conn, ids)
    roles = people_rows.roles_of_many(office.conn, office.space, ids)
    teams = department_rows.teams_of(office.conn, office.space, ids)
    living = office.model.documents
    return [
        _member(
            row,
            known[row.account_id],
            [role for role in roles.get(row.account_id, ()) if role in living],
            teams.get(row.account_id, []),
        )
        for row in rows
    ]


def _absence(row: MemberRow) -> dict[str, Any] | None:
    if row.absent_from is None:
        return None
    return {"from": row.absent_from, "until": row.absent_until, "deputy": row.deputy_id}


def _member(row: MemberRow, account: AccountRow, roles: list[str], teams: list[int]) -> Member:
    joined = row.joined_at is not None
    own = joined or account.password_hash is None
    return Member(
        id=row.account_id,
        label=row.display_name,
        email=row.email,
        mobile=account.mobile or "" if own else "",
        username=account.username or "" if own else "",
        department=row.department_id,
        manager=row.manager_id,
        position=row.position,
        administrator=row.is_admin,
        state="disabled" if row.disabled_at is not None else "active" if joined else "invited",
        signs_in=joined and account.password_hash is not None,
        roles=roles,
        teams=teams,
        absence=_absence(row),
    )
