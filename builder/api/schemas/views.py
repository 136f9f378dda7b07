"""Saved ways of looking at records: published ones and a person's own."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    Component,
    RequestShape,
    count,
    label,
    listed,
    mapping,
    text,
    told,
    told_list,
)

VIEW_TYPES = ("table", "board", "calendar", "gallery", "tree", "pivot")


class ViewSearch(RequestShape):
    """Views of one entity, or all."""

    entity = text(64, shortest=1)


class ViewParts(RequestShape):
    """What a personal view may hold; the server checks it like a published one."""

    columns = listed(mapping(), 200)
    frozen = count(0, 10)
    filter = Component("Condition", allow_none=True)
    sort = listed(mapping(), 5)
    group = listed(mapping(), 3)
    totals = listed(mapping(), 20)
    row_colors = listed(mapping(), 20)
    quick_filters = listed(text(400, shortest=1), 20)
    page_size = count(10, 200)
    board = mapping(allow_none=True)
    calendar = mapping(allow_none=True)
    gallery = mapping(allow_none=True)
    tree = mapping(allow_none=True)


class ViewBody(ViewParts):
    """A new personal view."""

    entity = text(64, shortest=1, required=True)
    label = label(required=True)
    type = text(one_of=VIEW_TYPES, load_default="table")


class ViewChange(ViewParts):
    """What changes in a personal view."""

    label = label()
    type = text(one_of=VIEW_TYPES)


class SavedView(AnswerShape):
    """A published view, or one of the reader's own (its id is a number then)."""

    id = told()
    personal = told(fields.Boolean)
    broken = fields.Boolean(metadata={"description": "Its filter speaks of what is gone; it shows nothing."})
    name = told()
    label = Component("Label", required=True)
    entity = told()
    type = told(validate=validate.OneOf(VIEW_TYPES))
    columns = listed(Component("ViewColumn"))
    frozen = fields.Integer()
    filter = Component("Condition", allow_none=True)
    sort = Component("SortDefinition")
    group = listed(mapping())
    totals = listed(mapping())
    row_colors = listed(mapping())
    quick_filters = listed(fields.String())
    page_size = fields.Integer()
    locked = fields.Boolean()
    default = fields.Boolean()
    board = Component("BoardShape")
    calendar = Component("CalendarShape")
    gallery = Component("GalleryShape")
    tree = Component("TreeShape")


class ViewList(AnswerShape):
    """Views in order: published, then personal."""

    items = told_list(SavedView)
