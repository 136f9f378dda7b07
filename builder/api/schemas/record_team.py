"""The team of a record: who is in it, what they may do, and to which day."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.base import AnswerShape, RequestShape, nested, told, told_list
from builder.api.schemas.people import Person


class TeamPlaceBody(RequestShape):
    """What a member of the team may do, and the last day on which they may; without one for good."""

    writing = fields.Boolean(load_default=False)
    until = fields.Date(load_default=None, allow_none=True)


class TeamMember(AnswerShape):
    """A member of the team of a record."""

    user = nested(Person, required=True)
    writing = told(fields.Boolean)
    until = told(fields.Date, allow_none=True)
    added_by = nested(Person, required=True)
    added_at = told(fields.DateTime)


class RecordTeam(AnswerShape):
    """The team of a record; ``may_change`` tells whether the reader decides about it."""

    items = told_list(TeamMember)
    may_change = told(fields.Boolean)
