"""Requests that name a view of one's own: what the view says is written into the request itself.

Published views are compiled with the model; a person's own are rows that change without a revision, so nothing
compiled for them may be kept under their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.errors import NotFound
from builder.metadata.entity import Entity
from builder.metadata.values import LARGEST_ID
from builder.runtime.visible_documents import visible_view
from builder.runtime.work import Work
from builder.storage import document_rows


def with_own_view(work: Work, entity: Entity, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the request with filter, order, columns and colours of the personal view that it names, if it does.

    A view that speaks of what is gone or out of sight finds nothing. Raises NotFound ``unknown_view``.
    """
    reference = request.get("view")
    if not isinstance(reference, str) or not reference.isdecimal():
        return request
    shown = own_view(work, entity, reference)
    filters = [tree for tree in (shown.get("filter"), request.get("filter")) if tree is not None]
    found = {**request, "view": None, "row_colors": shown.get("row_colors"), "page_size": shown.get("page_size")}
    if filters:
        found["filter"] = filters[0] if len(filters) == 1 else {"all": filters}
    if request.get("sort") is None and shown.get("sort"):
        found["sort"] = shown["sort"]
    if request.get("fields") is None and shown.get("columns"):
        found["fields"] = [column["field"] for column in shown["columns"]]
    return found


def own_view(work: Work, entity: Entity, reference: str) -> Mapping[str, Any]:
    """Return a view of the reader's own, as far as it can be shown. Raises NotFound ``unknown_view``."""
    number = int(reference) if len(reference) <= len(str(LARGEST_ID)) else 0
    row = document_rows.personal_view(work.conn, work.space, work.rights.user, number) if number else None
    if row is None or row.entity_id != entity.id:
        raise NotFound("unknown_view", id=reference[:100])
    return visible_view(work, row.body) or {"filter": {"any": []}}
