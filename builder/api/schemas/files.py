"""Files: sending them, attaching them to records."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import ValidationError, fields
from werkzeug.datastructures import FileStorage

from builder.api.schemas.base import CODES, AnswerShape, RequestShape, listed, nested, text, told, told_list
from builder.api.schemas.people import Person

TOKEN = r"^[A-Za-z0-9_-]{1,64}$"


def _is_file(sent: object) -> None:
    """Refuse a part of a form that comes without a file name: it is read as text."""
    if not isinstance(sent, FileStorage):
        raise ValidationError("not_a_file")


class FileForm(RequestShape):
    """A file, and what it is meant for: a field (``table.column`` in a sub-table), or without one an attachment."""

    file = Upload(required=True, validate=_is_file, error_messages=CODES)
    app = text(64, shortest=1, required=True)
    entity = text(64, shortest=1, required=True)
    field = text(200, shortest=1)


class StoredFile(AnswerShape):
    """A file as values of fields name it; its ``id`` is what a record is saved with."""

    id = told()
    name = told()
    size = told(fields.Integer)
    kind = told(metadata={"description": "Media type, told by the content."})
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)


class FileSearch(RequestShape):
    """How a file is wanted."""

    size = text(one_of=["full", "small"], load_default="full")
    show = text(one_of=["yes", "no"], load_default="no")


class Attachment(StoredFile):
    """A file that hangs on a record."""

    at = told(fields.DateTime)
    by = nested(Person, required=True)


class Attachments(AnswerShape):
    """Everything that is attached to a record, newest first."""

    items = told_list(Attachment)


class AttachBody(RequestShape):
    """Ids of files that were sent before."""

    files = listed(text(pattern=TOKEN), 50, 1, required=True)
