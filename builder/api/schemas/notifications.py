"""What members of a workspace are told, and that they have read it."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import AnswerShape, RequestShape, count, listed, nested, told, told_list
from builder.api.schemas.people import Person
from builder.runtime.notifications import KINDS


class NotificationSearch(RequestShape):
    """How many, and older than which."""

    before = count(1, strict=False)
    limit = count(1, 100, strict=False, load_default=20)


class TitledRecord(AnswerShape):
    """A record by its title."""

    id = told(fields.Integer)
    label = told()


class Notification(AnswerShape):
    """One thing told: ``record`` is null where the record is gone or out of sight; ``text`` is how a comment begins."""

    id = told(fields.Integer)
    kind = told(validate=validate.OneOf(KINDS))
    at = told(fields.DateTime)
    by = nested(Person, required=True)
    count = told(fields.Integer, metadata={"description": "given: how many records; `record` is the first of them."})
    read = told(fields.Boolean)
    app = told(allow_none=True)
    entity = told(allow_none=True)
    record = nested(TitledRecord, required=True, allow_none=True)
    text = told(allow_none=True)


class NotificationList(AnswerShape):
    """What the member was told, newest first; ``unread`` counts to 100; ``next`` is the ``before`` of what follows."""

    items = told_list(Notification)
    unread = told(fields.Integer)
    next = told(fields.Integer, allow_none=True)


class ReadBody(RequestShape):
    """Which notifications were read: those with ``ids``, those up to an id, all without either."""

    ids = listed(count(1), 500)
    up_to = count(1, metadata={"description": "The newest that was seen: what came later stays unread."})


class Unread(AnswerShape):
    """How many are unread still, counted to 100."""

    unread = told(fields.Integer)
