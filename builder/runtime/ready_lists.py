"""Lists made ready: requests of the same shape are parsed, checked and compiled once for each principal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from builder.metadata.entity import Entity
from builder.metadata.query import Query
from builder.runtime.list_requests import query_of
from builder.runtime.served import fast_list_of, is_indexed
from builder.runtime.wire import RecordView
from builder.runtime.work import Work
from builder.storage.asker import is_timeless
from builder.storage.query.pages import PageReader

SHAPE = ("fields", "filter", "search", "sort", "direction", "trash", "view", "row_colors")
"""What of a request shapes its statements; place and length are parameters."""
MOST_READY = 500
"""Lists kept ready for one principal."""
LONGEST_KEPT = 4_000
"""Bytes of a request beyond which its list is not kept: what it compares with is kept along."""


@dataclass(frozen=True, eq=False)
class ReadyList:
    """A list request, parsed and compiled."""

    query: Query
    reader: PageReader
    view: RecordView
    indexed: bool
    colors: tuple[str, ...] = ()
    """What the marks of the query colour rows with."""
    fast: int = 0
    """Number of the list that was asked to be fast, whose index serves this one; 0 where none does."""


def list_for(work: Work, entity: Entity, request: Mapping[str, Any]) -> ReadyList:
    """Return the list that a request asks for. Raises Invalid, NotFound ``unknown_view``."""
    kept: dict[bytes, ReadyList] = work.asker.plans.setdefault(("lists", entity.id), {})
    key = _key(request)
    found = kept.get(key) if key is not None else None
    if found is not None:
        return _asked_for(work, found)
    query, shown, colors = query_of(work, entity, request)
    view, indexed = RecordView(work, entity, shown), is_indexed(work, query)
    made = ReadyList(query, PageReader(work.asker, query), view, indexed, colors, fast_list_of(work, query))
    if key is not None and all(is_timeless(condition) for condition in (query.where, *query.marks)):
        if len(kept) >= MOST_READY:
            kept.clear()
        kept[key] = made
    return _asked_for(work, made)


def _asked_for(work: Work, ready: ReadyList) -> ReadyList:
    if ready.fast:
        work.fast_lists.add(ready.fast)
    return ready


def _key(request: Mapping[str, Any]) -> bytes | None:
    try:
        key = orjson.dumps([request.get(name) for name in SHAPE])
    except (TypeError, orjson.JSONEncodeError):
        return None
    return key if len(key) <= LONGEST_KEPT else None
