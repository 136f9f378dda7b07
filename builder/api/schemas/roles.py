"""Roles as administrators see and change them: matrices of entities and actions, and of fields."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    RequestShape,
    count,
    flag,
    label,
    listed,
    mapping,
    nested,
    text,
    told,
    told_list,
)
from builder.designer.publishing import LONGEST_MESSAGE
from builder.metadata.rights import Access
from builder.metadata.role_matrix import ACTIONS

ACCESSES = tuple(access.value for access in Access)
EFFECTS = ("gained", "lost", "more", "less", "other")
CELLS = {
    "description": "Action → yes or no for create and import; else a list of whose records it reaches (own, "
    'subordinates, department, department_tree, all, {"where": condition}), empty for nothing. '
    "comment may be null: wherever one sees."
}


class RoleHead(AnswerShape):
    """A role of an app, and how many members have it."""

    id = told()
    name = told()
    label = told(fields.Dict)
    description = told(fields.Dict, allow_none=True)
    administrator = told(fields.Boolean, metadata={"description": "Whoever has it may do everything."})
    members = told(fields.Integer)


class AppRoles(AnswerShape):
    """The roles of an app."""

    items = told_list(RoleHead)


class FieldGrant(AnswerShape):
    """What a role lets its members do with a field."""

    field = told()
    access = told(validate=validate.OneOf(ACCESSES))


class Grant(AnswerShape):
    """What a role lets its members do with the records of an entity; fields are those that differ."""

    entity = told()
    actions = told(fields.Dict, metadata=CELLS)
    default = told(validate=validate.OneOf(ACCESSES))
    fields_told = told_list(FieldGrant, data_key="fields", attribute="fields")


class RoleDetail(RoleHead):
    """A role as a matrix; of entities that it does not name it allows nothing."""

    version = told(fields.Integer, metadata={"description": "What If-Match names when the role is changed."})
    grants = told_list(Grant)


class FieldGrantBody(RequestShape):
    """What members may do with a field."""

    field = text(400, shortest=1, required=True)
    access = text(one_of=ACCESSES, required=True)


class GrantBody(RequestShape):
    """What members may do with the records of an entity: all of it, what is not named they may not."""

    entity = text(100, shortest=1, required=True)
    actions = mapping(required=True)
    default = text(one_of=ACCESSES, load_default=Access.WRITE.value)
    fields_asked = listed(FieldGrantBody, 500, load_default=list, data_key="fields", attribute="fields")


class RoleChange(RequestShape):
    """What becomes of a role; entities that are not named stay."""

    description = label(metadata={"description": "Empty texts take it away."})
    label = label()
    grants = listed(GrantBody, 2_000, load_default=list)
    message = text(LONGEST_MESSAGE, load_default="")


class NewRole(RoleChange):
    """A role, blank or as a copy of another."""

    label = label(required=True)
    copy = text(60, shortest=1, metadata={"description": "Id of the role that it begins as."})


class RoleSaved(AnswerShape):
    """The role as it is now, and the revision that can be taken back."""

    role = nested(RoleDetail, required=True)
    revision = told(fields.Integer)


class RolePreviewBody(RoleChange):
    """What would become of a role, or that it would be deleted."""

    deleted = flag(load_default=False)


class RoleEffect(AnswerShape):
    """What a person may do otherwise: an action or a field of an entity."""

    entity = told()
    action = told(allow_none=True, validate=validate.OneOf([*(action.value for action in ACTIONS), None]))
    field = told(allow_none=True)
    what = told(validate=validate.OneOf(EFFECTS))


class RoleEffects(AnswerShape):
    """A member with the role; nothing changes for who has as much by another role."""

    id = told(fields.Integer)
    label = told()
    effects = told_list(RoleEffect)


class RolePreview(AnswerShape):
    """For whom what would change; the first members by name."""

    people = told_list(RoleEffects)
    more = told(fields.Boolean, metadata={"description": "More people have the role than are told."})


class RoleRevision(RequestShape):
    """A revision that changed roles and nothing else."""

    revision = count(1, required=True)
    message = text(LONGEST_MESSAGE, load_default="")


class Revised(AnswerShape):
    """The revision that did it."""

    revision = told(fields.Integer)
