"""What may be changed about a member of a workspace, what is wrong with a change, and which columns it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.errors import Problem
from builder.identity.accounts import read_name
from builder.metadata.field_types.text import clean_line
from builder.metadata.model import Model
from builder.metadata.values import BadValue
from builder.storage import department_rows, people_rows
from builder.storage.engine import Connection
from builder.storage.people_rows import MemberRow
from builder.storage.space import Space

LONGEST_POSITION = 100
HOME = "CN"


@dataclass(frozen=True)
class Office:
    """The workspace whose members are looked after, by whom, and when (microseconds)."""

    conn: Connection
    space: Space
    model: Model
    by: int
    now: int

    @property
    def region(self) -> str:
        """Where a mobile number without its country is from."""
        return str(self.model.settings.get("region", HOME))


_COLUMNS = {
    "display_name": "display_name",
    "position": "position",
    "department": "department_id",
    "manager": "manager_id",
    "administrator": "is_admin",
}
CHANGES = {*_COLUMNS, "roles", "teams", "absence"}


def columns_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a member's row that changes write."""
    columns = {_COLUMNS[key]: value for key, value in changes.items() if key in _COLUMNS}
    for name in ("display_name", "position"):
        if name in columns:
            columns[name] = clean_line(columns[name]) or ""
    if "is_admin" in columns:
        columns["is_admin"] = int(columns["is_admin"])
    if "absence" in changes:
        absence = changes["absence"] or {}
        columns |= {
            "absent_from": absence.get("from"),
            "absent_until": absence.get("until"),
            "deputy_id": absence.get("deputy"),
        }
    return columns


def problems_in(office: Office, row: MemberRow | None, changes: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with changes to a member (None: one that is to be)."""
    found = []
    for name, judge in _JUDGES.items():
        if changes.get(name) is not None:
            found += judge(office, row, changes[name])
    return found


def _name_problems(_office: Office, row: MemberRow | None, written: str) -> list[Problem]:
    name, found = read_name(written)
    return found or ([] if name or row is None else [Problem("display_name", "required")])


def _position_problems(_office: Office, _row: MemberRow | None, written: str) -> list[Problem]:
    try:
        fits = len(clean_line(written) or "") <= LONGEST_POSITION
    except BadValue:
        fits = False
    return [] if fits else [Problem("position", "bad_position", params={"maximum": LONGEST_POSITION})]


def _department_problems(office: Office, row: MemberRow | None, department: int) -> list[Problem]:
    rows = {one.id: one for one in department_rows.departments(office.conn, office.space)}
    stays = row is not None and row.department_id == department
    good = department in rows and (stays or rows[department].closed_at is None)
    return [] if good else [Problem("department", "unknown_department")]


def _manager_problems(office: Office, row: MemberRow | None, manager: int) -> list[Problem]:
    managers = {one.account_id: one for one in people_rows.every_member(office.conn, office.space)}
    found = managers.get(manager)
    if found is None or (found.disabled_at is not None and (row is None or row.manager_id != manager)):
        return [Problem("manager", "unknown_user")]
    place, seen = manager, set[int]()
    while row is not None and place not in seen:
        if place == row.account_id:
            return [Problem("manager", "manager_below")]
        seen.add(place)
        above = managers.get(place)
        place = above.manager_id if above is not None and above.manager_id is not None else manager
    return []


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _role_problems(office: Office, _row: MemberRow | None, roles: Sequence[str]) -> list[Problem]:
    unknown = [role for role in roles if office.model.documents.get(role, {}).get("kind") != "role"]
    return [Problem("roles", "unknown_reference", params={"name": role}) for role in unknown]


def _absence_problems(office: Office, row: MemberRow | None, absence: Mapping[str, Any]) -> list[Problem]:
    found = [Problem(f"absence.{name}", "not_a_date") for name in ("from", "until") if not _is_day(absence[name])]
    if not found and absence["until"] < absence["from"]:
        found.append(Problem("absence.until", "ends_before_it_begins"))
    deputy = absence.get("deputy")
    if deputy is not None:
        other = people_rows.member(office.conn, office.space, deputy)
        if other is None or other.disabled_at is not None or (row is not None and deputy == row.account_id):
            found.append(Problem("absence.deputy", "unknown_user"))
    return found


def _team_problems(office: Office, row: MemberRow | None, teams: Sequence[int]) -> list[Problem]:
    known = {team.id for team in department_rows.teams(office.conn, office.space) if team.closed_at is None}
    if row is not None:
        known.update(department_rows.teams_of(office.conn, office.space, [row.account_id]).get(row.account_id, ()))
    return [Problem("teams", "unknown_team")] if set(teams) - known else []


_JUDGES: Mapping[str, Callable[[Office, MemberRow | None, Any], list[Problem]]] = {
    "display_name": _name_problems,
    "position": _position_problems,
    "department": _department_problems,
    "manager": _manager_problems,
    "roles": _role_problems,
    "teams": _team_problems,
    "absence": _absence_problems,
}
