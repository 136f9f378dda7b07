"""People: members and departments of a workspace, for pickers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.schemas.people import DepartmentList, UserList, UserSearch
from builder.identity import departments, members
from builder.runtime.work import Work
from builder.storage import lookups

people = Resource("people", __name__, description="Members and departments.")


@people.operation("GET", "/w/<workspace>/users", "listUsers", access=Access.MEMBER, query=UserSearch, answer=UserList)
def list_users(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """Find members by name or address, or name those with the ids."""
    found = members.people(work.conn, work.space, query.get("search", ""), query.get("ids", ()), query["limit"])
    return {"items": [asdict(person) for person in found]}


@people.operation("GET", "/w/<workspace>/departments", "listDepartments", access=Access.MEMBER, answer=DepartmentList)
def list_departments(work: Work) -> dict[str, Any]:
    """List all departments."""
    return {"items": [asdict(department) for department in departments.every_department(work.conn, work.space)]}


def member_names(work: Work, accounts: set[int]) -> dict[int, str]:
    """Return account id → name of members."""
    return lookups.members(work.conn, work.catalog, accounts)


def named(names: dict[int, str], account: int) -> dict[str, Any]:
    """Return a person as answers name them."""
    return {"id": account, "label": names.get(account, "")}
