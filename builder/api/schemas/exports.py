"""Exporting a list: what is asked for, and the files that came of it."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.base import AnswerShape, Component, RequestShape, count, flag, ids, listed, names, text, told
from builder.api.schemas.base import told_list as told_items
from builder.api.schemas.records import SortBody


class ExportBody(RequestShape):
    """A list, or chosen records of it, as a file. Without fields: the columns of the view."""

    format = text(one_of=["xlsx", "csv"], required=True)
    bom = flag()
    ids = ids(100_000, allow_none=True)
    filter = Component("Condition", allow_none=True)
    search = text(500, allow_none=True)
    view = text(64, shortest=1, allow_none=True)
    sort = listed(SortBody, 5, allow_none=True)
    fields_asked = names(500, data_key="fields", attribute="fields", allow_none=True)


class ExportSearch(RequestShape):
    """How many of the last files."""

    limit = count(1, 50, strict=False, load_default=10)


class ExportedFile(AnswerShape):
    """A file that an export made."""

    id = told()
    name = told()
    size = told(fields.Integer)
    rows = told(fields.Integer)
    at = told(fields.DateTime)
    expires_at = told(fields.DateTime)
    job = told(fields.Integer, allow_none=True)


class ExportedFiles(AnswerShape):
    """Files, newest first."""

    items = told_items(ExportedFile)
