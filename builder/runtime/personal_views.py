"""Views that people keep for themselves: checked like published ones, stored as rows, no publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.errors import LimitExceeded, NotFound
from builder.metadata.naming import with_names
from builder.runtime.view_checks import LISTS, checked
from builder.runtime.view_layouts import layouts_of
from builder.runtime.visible_documents import VIEW_SHAPES, visible_view
from builder.runtime.work import Work
from builder.storage import document_rows
from builder.storage.document_rows import PersonalView

MOST_VIEWS = 200
"""Views that one person may keep for one entity."""


def listed(work: Work, entity: str | None = None) -> list[dict[str, Any]]:
    """Return the published views and the reader's own, of one entity or of the app."""
    wanted = work.entity(entity) if entity is not None else None
    entities = [wanted] if wanted else [item for item in work.model.entities.values() if item.app == work.app]
    found = [
        shown
        for document in work.model.of_kind("view", work.app)
        if document["entity"] in {item.id for item in entities}
        for shown in [visible_view(work, document)]
        if shown is not None
    ]
    for item in entities:
        if work.rights.on(item.id).may("view"):
            own = document_rows.personal_views(work.conn, work.space, work.rights.user, item.id)
            found += [shown for row in own for shown in [_shown(work, row)] if shown is not None]
    layouts = {view: layout for item in entities for view, layout in layouts_of(work, item).items()}
    return [{**view, "layout": layouts[view["id"]]} if view["id"] in layouts else view for view in found]


def create(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a view. Raises Invalid with every problem, LimitExceeded ``too_many_views``."""
    entity = work.entity(given["entity"])
    work.require(entity, "view")
    mine = document_rows.personal_views(work.conn, work.space, work.rights.user, entity.id)
    if len(mine) >= MOST_VIEWS:
        raise LimitExceeded("too_many_views", limit=MOST_VIEWS)
    body = checked(work, entity, given)
    number = document_rows.insert_personal_view(work.conn, work.space, work.rights.user, entity.id, body, work.now)
    return _named(work, number, body)


def update(work: Work, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """Change a view of one's own; null takes a part away. Raises NotFound, Invalid."""
    row = _own(work, number)
    entity = work.entity(row.entity_id)
    merged = {key: value for key, value in {**row.body, **given}.items() if value is not None}
    body = checked(work, entity, merged)
    document_rows.update_personal_view(work.conn, work.space, work.rights.user, number, body)
    return _named(work, number, body)


def delete(work: Work, number: int) -> None:
    """Delete a view of one's own. Raises NotFound."""
    row = _own(work, number)
    document_rows.delete_personal_view(work.conn, work.space, work.rights.user, number)
    document_rows.forget_view_layout(work.conn, work.space, work.rights.user, row.entity_id, str(number))


def _own(work: Work, number: int) -> PersonalView:
    row = document_rows.personal_view(work.conn, work.space, work.rights.user, number, hold=True)
    if row is None or (work.app is not None and work.model.app_of.get(row.entity_id) != work.app):
        raise NotFound("unknown_view", id=number)
    return row


def _shown(work: Work, row: PersonalView) -> dict[str, Any] | None:
    """Return a view for its owner; one whose filter speaks of what is gone shows nothing and says so."""
    shown = visible_view(work, row.body)
    if shown is None:
        kept = {key: row.body[key] for key in ("kind", "name", "label", "entity", "type")}
        return {**_named(work, row.id, {**kept, "filter": {"any": []}}), "broken": True}
    return {**shown, "id": str(row.id), "personal": True}


def _named(work: Work, number: int, body: Mapping[str, Any]) -> dict[str, Any]:
    return {**with_names(body, work.model), "id": str(number), "personal": True}


def forget_fields(work: Work, fields: Sequence[str]) -> None:
    """Take fields that are gone for good out of everybody's views: columns, sorts, groups, totals, quick filters.

    A filter that speaks of one stays, and the view is shown as broken: without it the view would show other records.
    """
    for gone in fields:
        for row in document_rows.personal_views_naming(work.conn, work.space, gone):
            body = {key: _without(key, part, gone) for key, part in row.body.items()}
            kept = {key: part for key, part in body.items() if part not in ([], {}) or row.body[key] == part}
            document_rows.update_personal_view(work.conn, work.space, row.account_id, row.id, kept)


def _without(key: str, part: Any, gone: str) -> Any:
    if key in LISTS:
        return [item for item in part if not _leads_through(item.get("field"), gone)]
    if key == "quick_filters":
        return [path for path in part if not _leads_through(path, gone)]
    if key == "row_colors":
        return [item for item in part if gone not in str(item.get("when"))]
    if key in VIEW_SHAPES:
        return _shape_without(part, gone)
    return part


def _shape_without(part: Mapping[str, Any], gone: str) -> dict[str, Any]:
    lists = {
        name: [path for path in value if not _leads_through(path, gone)] if isinstance(value, list) else value
        for name, value in part.items()
    }
    return {name: value for name, value in lists.items() if not _leads_through(value, gone)}


def _leads_through(path: Any, gone: str) -> bool:
    return isinstance(path, str) and gone in path.replace(":", ".").split(".")
