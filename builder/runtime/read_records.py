"""What people see of records: pages, counts, groups, one record, its history, in their wire form."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from builder.errors import NotAllowed, NotFound
from builder.metadata.entity import Entity
from builder.metadata.query import COUNT_CAP, Query
from builder.runtime import cursors
from builder.runtime.list_requests import condition_of, group_query_of, limit_of, search_of
from builder.runtime.own_views import with_own_view
from builder.runtime.ready_lists import list_for
from builder.runtime.record_story import history_of, stages_of
from builder.runtime.wire import flow_name, whole_view
from builder.runtime.wire_groups import dress_groups
from builder.runtime.work import Work
from builder.storage.asker import Reach
from builder.storage.query.by_ids import reader_for
from builder.storage.query.groups import read_groups
from builder.storage.query.pages import count as count_rows
from builder.storage.query.time_limits import AD_HOC_SECONDS, time_limit

__all__ = ["count", "group", "history_of", "page", "read_one", "stages_of"]


def page(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"items", "next", "previous", "indexed"}`` for a query as docs/api.md describes it.

    Raises Invalid for what the request gets wrong (unknown and unreadable fields alike are
    ``unknown_field``), LimitExceeded ``query_too_slow`` after two seconds.
    """
    work.require(entity, "view")
    request = with_own_view(work, entity, request)
    ready = list_for(work, entity, request)
    query = replace(ready.query, limit=limit_of(work, entity, request), cursor=None)
    cursor = request.get("cursor")
    if cursor:
        query = replace(query, cursor=cursors.opened(work, query, cursor))
    with time_limit(work.conn, AD_HOC_SECONDS) if not ready.indexed else nullcontext():
        found = ready.reader.read(work.conn, query.cursor, query.limit)
    ahead, behind = cursors.around(work, query, found)
    items = ready.view.dress(work, found.rows)
    if ready.colors:
        for item, row in zip(items, found.rows, strict=True):
            item["color"] = None if row.mark is None else ready.colors[row.mark]
    return {
        "items": items,
        "next": ahead,
        "previous": behind,
        "indexed": ready.indexed,
    }


def count(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"count", "capped"}``; counting stops at 1 000 unless ``exact`` is asked for."""
    work.require(entity, "view")
    request = with_own_view(work, entity, request)
    where, words = condition_of(work, entity, request), search_of(request)
    query = Query(entity, where=where, search=words, trash=bool(request.get("trash")))
    cap = None if request.get("exact") else COUNT_CAP
    with time_limit(work.conn, AD_HOC_SECONDS):
        number = count_rows(work.conn, work.asker, query, cap)
    capped = cap is not None and number > cap
    return {"count": COUNT_CAP if capped else number, "capped": capped}


def read_one(work: Work, entity: Entity, record: int, trash: bool | None = None) -> dict[str, Any]:
    """Return a record with every field the principal may see.

    ``trash`` None finds it in the trash too, then marked ``deleted``.
    Raises NotFound.
    """
    work.require(entity, "view")
    view = whole_view(work, entity)
    rows = reader_for(work.asker, entity, view.purpose, Reach(trash=trash)).read(work.conn, [record])
    if not rows:
        raise NotFound
    found = {**view.dress(work, rows)[0], **flow_name(work, entity, rows[0])}
    return found if rows[0].position[0] is None else {**found, "deleted": True}


def read_after(work: Work, entity: Entity, record: int, version: int) -> dict[str, Any]:
    """Return a record after it was written. Who put it out of their own sight is told no more than that it was done."""
    try:
        return read_one(work, entity, record)
    except (NotFound, NotAllowed):
        return {"id": record, "version": version, "title": "", "values": {}, "out_of_sight": True}


def group(work: Work, entity: Entity, request: Mapping[str, Any], locale: str = "") -> dict[str, Any]:
    """Return ``{"groups": [{"key", "labels", "measures"}], "more"}`` for a group request of docs/api.md.

    Labels are in the language ``locale``, in that of the workspace where none is given.
    """
    work.require(entity, "view")
    query = group_query_of(work, entity, with_own_view(work, entity, request))
    with time_limit(work.conn, AD_HOC_SECONDS):
        found = read_groups(work.conn, work.asker, query)
    return {"groups": dress_groups(work, query, found.rows, locale), "more": found.more}
