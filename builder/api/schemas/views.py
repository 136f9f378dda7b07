"""Saved ways of looking at records: published ones and a person's own."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    Component,
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

VIEW_TYPES = ("table", "board", "calendar", "gallery", "tree")


class ViewSearch(RequestShape):
    """Views of one entity, or all."""

    entity = text(64, shortest=1)


class ViewParts(RequestShape):
    """What a personal view may hold; the server checks it like a published one."""

    columns = listed(mapping(), 200, allow_none=True)
    frozen = count(0, 10, allow_none=True)
    dense = flag(allow_none=True)
    filter = Component("Condition", allow_none=True)
    sort = listed(mapping(), 5, allow_none=True)
    group = listed(mapping(), 3, allow_none=True)
    totals = listed(mapping(), 20, allow_none=True)
    row_colors = listed(mapping(), 20, allow_none=True)
    quick_filters = listed(text(400, shortest=1), 20, allow_none=True)
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


class SharedViewBody(ViewBody):
    """A new view for everybody."""

    locked = flag(allow_none=True)
    default = flag(allow_none=True)


class SharedViewChange(ViewChange):
    """What changes in a view for everybody."""

    locked = flag(allow_none=True)
    default = flag(allow_none=True)


class LayoutPlace(RequestShape):
    """Which view; without one the list of an entity that has none."""

    view = text(64, shortest=1)


class ViewLayoutBody(RequestShape):
    """How somebody lays out a view."""

    view = text(64, shortest=1, allow_none=True)
    columns = listed(mapping(), 200, allow_none=True)
    frozen = count(0, 10, allow_none=True)
    dense = flag(allow_none=True)


class ViewLayout(AnswerShape):
    """How the reader lays out a view; what is absent is as the view says."""

    columns = listed(Component("ViewColumn"))
    frozen = fields.Integer()
    dense = fields.Boolean()


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
    dense = fields.Boolean(metadata={"description": "Rows are lower."})
    filter = Component("Condition", allow_none=True)
    sort = Component("SortDefinition")
    group = listed(mapping())
    totals = listed(mapping())
    row_colors = listed(mapping())
    quick_filters = listed(fields.String())
    page_size = fields.Integer()
    locked = fields.Boolean()
    default = fields.Boolean()
    layout = nested(ViewLayout)
    board = Component("BoardShape")
    calendar = Component("CalendarShape")
    gallery = Component("GalleryShape")
    tree = Component("TreeShape")


class ViewList(AnswerShape):
    """Views in order: published, then personal."""

    items = told_list(SavedView)
