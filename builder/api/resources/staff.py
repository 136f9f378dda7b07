"""Staff: administrators look after the members of a workspace, their departments, teams and roles."""

from __future__ import annotations

from typing import Any

from flask import request

from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.schemas.staff import (
    DepartmentChange,
    HandOverBody,
    HeldList,
    JobMade,
    Made,
    Member,
    MemberChange,
    MemberLink,
    MemberList,
    MemberSearch,
    NewDepartment,
    NewMember,
    NewTeam,
    RoleList,
    TeamChange,
    TeamList,
)
from builder.api.services import services
from builder.identity import departments, joining
from builder.identity import staff as use
from builder.identity.staff_changes import Office
from builder.metadata.instants import rfc3339
from builder.runtime import cursors
from builder.runtime.background.hand_over import hand_over
from builder.runtime.owned_records import Held, app_of, held_by
from builder.runtime.work import Work
from builder.storage.people_rows import MembersAsked

staff = Resource("staff", __name__, description="Members, departments and teams, as administrators look after them.")
MEMBERS = "/w/<workspace>/members"
ONE = f"{MEMBERS}/<number:member>"
PUBLISHING = Transaction.PUBLISHING
ORDER = "members by name"


@staff.operation("GET", MEMBERS, "listMembers", access=Access.BUILDER, query=MemberSearch, answer=MemberList)
def list_members(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """List members by name, as asked."""
    cursor = query.get("cursor")
    asked = MembersAsked(
        search=query.get("search", "").strip(),
        departments=departments.below(work.conn, work.space, query.get("department")),
        role=query.get("role", ""),
        team=query.get("team"),
        state=query.get("state", ""),
        after=tuple(cursors.opened_for(work, ORDER, cursor)) if cursor else None,
        limit=query["limit"],
    )
    found, after = use.page(_office(work), asked)
    return {
        "items": [vars(one) for one in found],
        "next": cursors.sealed_for(work, ORDER, after) if after else None,
    }


@staff.operation(
    "POST",
    MEMBERS,
    "inviteMember",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=NewMember,
    answer=Member,
    status=201,
)
def invite_member(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Make a person a member; they join through a link."""
    office = _office(work)
    return vars(use.find(office, use.invite(office, body)))


@staff.operation("GET", ONE, "getMember", access=Access.BUILDER, answer=Member)
def get_member(work: Work, member: int) -> dict[str, Any]:
    """Return one member."""
    return vars(use.find(_office(work), member))


@staff.operation(
    "PATCH", ONE, "changeMember", access=Access.BUILDER, transaction=PUBLISHING, body=MemberChange, answer=Member
)
def change_member(work: Work, member: int, body: dict[str, Any]) -> dict[str, Any]:
    """Change what the workspace says of a member, let them go, or take them back."""
    office = _office(work)
    if body.get("absence"):
        body["absence"]["from"] = body["absence"].pop("since")
    use.change(office, member, body)
    return vars(use.find(office, member))


@staff.operation(
    "PUT", f"{ONE}/link", "makeMemberLink", access=Access.BUILDER, transaction=PUBLISHING, answer=MemberLink
)
def make_member_link(work: Work, member: int) -> dict[str, Any]:
    """Make the link by which a member joins, or sets a new password; the one made before ends."""
    token, expires = joining.make(work.conn, work.space, member, work.rights.user, work.now)
    address = services().config.base_url or request.host_url.rstrip("/")
    return {"url": f"{address}/join#{token}", "expires_at": rfc3339(expires)}


@staff.operation("GET", f"{ONE}/held", "listHeld", access=Access.BUILDER, answer=HeldList)
def list_held(work: Work, member: int) -> dict[str, Any]:
    """List where a member stands in living records: as owner, and in fields with one person."""
    use.find(_office(work), member)
    return {"items": [_held(work, one) for one in held_by(work, member)]}


@staff.operation(
    "POST",
    f"{ONE}/hand-over",
    "handOver",
    access=Access.BUILDER,
    body=HandOverBody,
    answer=JobMade,
    status=202,
)
def hand_over_records(work: Work, member: int, body: dict[str, Any]) -> dict[str, Any]:
    """Hand over what a member owns: a job does it, as one change set that can be taken back."""
    return {"job": hand_over(work, member, body["to"], body["places"])}


@staff.operation("GET", "/w/<workspace>/roles", "listRoles", access=Access.BUILDER, answer=RoleList)
def list_roles(work: Work) -> dict[str, Any]:
    """List the roles that can be given."""
    model = work.model
    return {
        "items": [
            {
                "id": role["id"],
                "name": role["name"],
                "label": role["label"],
                "description": role.get("description"),
                "app": model.apps[app].name,
                "administrator": bool(role.get("administrator")),
            }
            for app in model.apps
            for role in model.of_kind("role", app)
        ]
    }


@staff.operation(
    "POST",
    "/w/<workspace>/departments",
    "addDepartment",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=NewDepartment,
    answer=Made,
    status=201,
)
def add_department(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Add a department."""
    return {"id": departments.add_department(work.conn, work.space, **body)}


@staff.operation(
    "PATCH",
    "/w/<workspace>/departments/<number:department>",
    "changeDepartment",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=DepartmentChange,
    answer=None,
    status=204,
)
def change_department(work: Work, department: int, body: dict[str, Any]) -> None:
    """Rename a department, move it in the tree, give it a head, close it or open it again."""
    departments.change_department(work.conn, work.space, department, body, work.now)


@staff.operation("GET", "/w/<workspace>/teams", "listTeams", access=Access.MEMBER, answer=TeamList)
def list_teams(work: Work) -> dict[str, Any]:
    """List all teams."""
    return {"items": [vars(team) for team in departments.every_team(work.conn, work.space)]}


@staff.operation(
    "POST",
    "/w/<workspace>/teams",
    "addTeam",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=NewTeam,
    answer=Made,
    status=201,
)
def add_team(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Add a team."""
    return {"id": departments.add_team(work.conn, work.space, body["name"])}


@staff.operation(
    "PATCH",
    "/w/<workspace>/teams/<number:team>",
    "changeTeam",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=TeamChange,
    answer=None,
    status=204,
)
def change_team(work: Work, team: int, body: dict[str, Any]) -> None:
    """Rename a team, close it or open it again."""
    departments.change_team(work.conn, work.space, team, body, work.now)


def _held(work: Work, one: Held) -> dict[str, Any]:
    entity, item = one.place.entity, one.place.field
    return {
        "entity": entity.name,
        "entity_label": entity.label,
        "app": app_of(work, one.place),
        "field": item.name,
        "field_label": item.label,
        "owner": one.place.is_owner,
        "count": one.count,
        "capped": one.capped,
    }


def _office(work: Work) -> Office:
    return Office(work.conn, work.space, work.model, work.rights.user, work.now)
