"""How a person lays out the columns of a view: which, in what order and width, how many stay in place.

It is kept for each person and view as a row and changes nothing for others. A locked view looks alike for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.errors import Conflict, NotFound
from builder.metadata.entity import Entity
from builder.runtime.own_views import own_view
from builder.runtime.view_checks import checked
from builder.runtime.visible_documents import visible_view
from builder.runtime.work import Work
from builder.storage import document_rows

PARTS = ("columns", "frozen", "dense")
WITHOUT_VIEW = ""
"""Stands for the list of an entity that has no view."""


def layouts_of(work: Work, entity: Entity) -> dict[str, dict[str, Any]]:
    """Return the reader's layouts, view id → layout; columns that they may not see are left out."""
    found = document_rows.view_layouts(work.conn, work.space, work.rights.user, entity.id)
    shown = ((view, visible_view(work, {**body, "kind": "view"})) for view, body in found.items())
    return {view: _parts(body) for view, body in shown if body is not None}


def save(work: Work, entity: Entity, view: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a layout. Raises NotFound ``unknown_view``, Conflict ``view_locked``, Invalid with every problem."""
    work.require(entity, "view")
    place = _place(work, entity, view)
    parts = {name: given[name] for name in PARTS if given.get(name) is not None}
    body = checked(work, entity, {**parts, "label": {"en": "layout"}, "type": "table"})
    document_rows.save_view_layout(work.conn, work.space, work.rights.user, entity.id, place, body, work.now)
    return layouts_of(work, entity)[place]


def forget(work: Work, entity: Entity, view: str | None) -> None:
    """Let a view look as it does for everybody. Raises NotFound ``unknown_view``."""
    work.require(entity, "view")
    document_rows.forget_view_layout(work.conn, work.space, work.rights.user, entity.id, view or WITHOUT_VIEW)


def _place(work: Work, entity: Entity, view: str | None) -> str:
    if view is None:
        return WITHOUT_VIEW
    if view.isdecimal():
        own_view(work, entity, view)
        return view
    document = work.model.documents.get(view)
    shown = visible_view(work, document) if document is not None and document.get("kind") == "view" else None
    if shown is None or document is None or document["entity"] != entity.id:
        raise NotFound("unknown_view", id=view[:100])
    if document.get("locked"):
        raise Conflict("view_locked")
    return view


def _parts(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in PARTS if name in body}
