"""Roles of an app: what their members may do with records and fields, as administrators look after it."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.schemas.roles import (
    AppRoles,
    NewRole,
    Revised,
    RoleChange,
    RoleDetail,
    RolePreview,
    RolePreviewBody,
    RoleRevision,
    RoleSaved,
)
from builder.designer import role_preview
from builder.designer import roles as use
from builder.designer.roles import Change
from builder.runtime.work import Work

roles = Resource("roles", __name__, description="Roles and what their members may do, as administrators set it.")
ROLES = "/w/<workspace>/apps/<app>/roles"
ONE = f"{ROLES}/<role>"
PUBLISHING = Transaction.PUBLISHING


@roles.operation("GET", ROLES, "listAppRoles", access=Access.BUILDER, answer=AppRoles)
def list_app_roles(work: Work) -> dict[str, Any]:
    """List the roles of an app, with how many members have each."""
    return {"items": use.listed(work)}


@roles.operation(
    "POST",
    ROLES,
    "createRole",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=NewRole,
    answer=RoleSaved,
    status=201,
)
def create_role(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Make a role, blank or as a copy of another."""
    copied = body.pop("copy", None)
    role, published = use.create(work, Change(**body), copied)
    return {"role": use.read(work, role), "revision": published.revision}


@roles.operation("GET", ONE, "getRole", access=Access.BUILDER, answer=RoleDetail)
def get_role(work: Work, role: str) -> dict[str, Any]:
    """Return a role as a matrix."""
    return use.read(work, role)


@roles.operation(
    "PATCH",
    ONE,
    "changeRole",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=RoleChange,
    answer=RoleSaved,
    versioned=True,
)
def change_role(work: Work, role: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    """Change a role, as one publish that holds from everybody's next request on."""
    published = use.change(work, role, version, Change(**body))
    return {"role": use.read(work, role), "revision": published.revision}


@roles.operation(
    "DELETE",
    ONE,
    "deleteRole",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    answer=Revised,
    versioned=True,
)
def delete_role(work: Work, role: str, version: int) -> dict[str, Any]:
    """Delete a role; its members keep their other roles."""
    return {"revision": use.delete(work, role, version).revision}


@roles.operation(
    "POST",
    f"{ONE}/preview",
    "previewRole",
    access=Access.BUILDER,
    transaction=Transaction.READING,
    body=RolePreviewBody,
    answer=RolePreview,
)
def preview_role(work: Work, role: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return for whom what would change; changes nothing."""
    deleted = body.pop("deleted")
    people, more = role_preview.preview(work, role, None if deleted else Change(**body))
    return {
        "people": [
            {
                "id": person.id,
                "label": person.label,
                "effects": [
                    {
                        "entity": effect.entity.name,
                        "action": effect.action or None,
                        "field": effect.field or None,
                        "what": effect.what,
                    }
                    for effect in person.effects
                ],
            }
            for person in people
        ],
        "more": more,
    }


@roles.operation(
    "POST",
    f"{ROLES}/undo",
    "takeRolesBack",
    access=Access.BUILDER,
    transaction=PUBLISHING,
    body=RoleRevision,
    answer=Revised,
)
def take_roles_back(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Bring the roles that a revision changed back to how they stood before it."""
    return {"revision": use.take_back(work, body["revision"], body["message"]).revision}
