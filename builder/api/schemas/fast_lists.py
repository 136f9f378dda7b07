"""Lists that are made fast: what they compare and sort by, and how their index stands."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import AnswerShape, Component, RequestShape, listed, text, told, told_list
from builder.api.schemas.records import SortBody

INDEX_STATES = ("building", "ready")


class FastListBody(RequestShape):
    """The list to make fast, as it is asked for."""

    filter = Component("Condition", allow_none=True)
    view = text(64, shortest=1, allow_none=True)
    sort = listed(SortBody, 5, allow_none=True)


class FastList(AnswerShape):
    """A list that was made fast; fields by name."""

    id = told(fields.Integer)
    held = told_list(fields.String(), metadata={"description": "Fields compared with single values."})
    sort = Component("SortDefinition", required=True)
    compared = told_list(fields.String(), metadata={"description": "Fields compared otherwise."})
    state = told(validate=validate.OneOf(INDEX_STATES))
    job = told(fields.Integer, allow_none=True, metadata={"description": "The job that builds its index."})
    created_at = told(fields.DateTime)
    used_at = told(fields.DateTime, allow_none=True, metadata={"description": "Noted once a day."})


class FastLists(AnswerShape):
    """Lists of an entity that were made fast, oldest first."""

    items = told_list(FastList)
