"""The timeline of a record, and comments on it."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    RequestShape,
    Words,
    count,
    listed,
    mapping,
    nested,
    text,
    told,
    told_list,
)
from builder.api.schemas.files import Attachment
from builder.api.schemas.people import Person
from builder.api.schemas.records import Record, RecordChange
from builder.runtime.timeline.entries import KINDS


class CommentBody(RequestShape):
    """A text; ``@[12]`` in it mentions the member with the id 12."""

    text = text(12_000, shortest=1, required=True)


class Comment(AnswerShape):
    """What somebody said about a record."""

    id = told(fields.Integer)
    at = told(fields.DateTime)
    by = nested(Person, required=True)
    text = told()
    mentions = told_list(Person)
    edited_at = told(fields.DateTime, allow_none=True)
    own = told(fields.Boolean)
    removable = told(fields.Boolean)


class MentionSearch(RequestShape):
    """Who is looked for."""

    search = text(200, load_default="")
    limit = count(1, 50, strict=False, load_default=10)


class MentionableMember(Person):
    """A member who sees the record."""

    email = told()


class Mentionable(AnswerShape):
    """Members who see the record."""

    items = told_list(MentionableMember)


class TimelineSearch(RequestShape):
    """Which part of the timeline: kinds joined by commas, and the cursor of the page before."""

    kinds = Words(text(one_of=KINDS), validate=validate.Length(max=10, error="too_many|max=10"), load_default=[])
    cursor = text(1_000, shortest=1)
    limit = count(1, 100, strict=False, load_default=30)


class TimelineEntry(AnswerShape):
    """One entry; what it has beside ``kind``, ``id``, ``at`` and ``by`` depends on its kind."""

    kind = told(validate=validate.OneOf(KINDS))
    id = told()
    at = told(fields.DateTime)
    by = nested(Person, required=True, allow_none=True)
    event = fields.String(metadata={"description": "change: create, update, owner, undo, delete, restore, stage."})
    version = fields.Integer()
    change_set = fields.Integer(allow_none=True)
    undoable = fields.Boolean()
    changes = listed(RecordChange)
    left = fields.String(data_key="from", attribute="from", allow_none=True)
    to = fields.String(allow_none=True)
    seconds = fields.Integer(allow_none=True, metadata={"description": "stage: how long it stood in the one it left."})
    comment = nested(Comment)
    file = nested(Attachment)
    entity = fields.String(metadata={"description": "activity: the entity of its record."})
    record = nested(Record)
    about = mapping(allow_none=True)


class Timeline(AnswerShape):
    """A page, newest first; ``kinds`` are those that the timeline of such a record can have."""

    items = told_list(TimelineEntry)
    next = told(allow_none=True)
    kinds = told_list(fields.String())
