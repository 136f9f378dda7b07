"""Members and departments of a workspace."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import AnswerShape, RequestShape, Words, count, text, told, told_list


class Person(AnswerShape):
    """A member, named."""

    id = told(fields.Integer)
    label = told()


class User(Person):
    """A member of the workspace."""

    email = told()
    department = told(fields.Integer, allow_none=True)
    disabled = told(fields.Boolean)


class UserList(AnswerShape):
    """Members found."""

    items = told_list(User)


class UserSearch(RequestShape):
    """Which members: by text, or by ids joined by commas."""

    search = text(200)
    ids = Words(count(1, strict=False), validate=validate.Length(max=500, error="too_many|max=500"))
    limit = count(1, 200, strict=False, load_default=50)


class Department(AnswerShape):
    """A department and the one above it."""

    id = told(fields.Integer)
    label = told()
    parent = told(fields.Integer, allow_none=True)
    spelled = told()
    head = told(fields.Integer, allow_none=True)
    closed = told(fields.Boolean)
    people = told(fields.Integer)


class DepartmentList(AnswerShape):
    """All departments, flat."""

    items = told_list(Department)
