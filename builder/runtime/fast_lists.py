"""Lists that are made fast: an index of their own for a filter and an order that no index serves yet.

They are rows, no publish. A job builds the index where the table is large; a list that nobody asks for any more
gives it up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.errors import Invalid, LimitExceeded, NotAllowed, NotFound, Problem
from builder.jobs.queue import enqueue_once
from builder.metadata.entity import Entity
from builder.metadata.instants import rfc3339
from builder.metadata.query import Query
from builder.runtime.list_requests import query_of
from builder.runtime.own_views import with_own_view
from builder.runtime.work import Work
from builder.storage import fast_list_rows
from builder.storage.catalogs import load_catalog
from builder.storage.deferred_work import DeferredWork
from builder.storage.engine import Database
from builder.storage.fast_indexes import Wish, columns_of_wish, field_at, wishes_of
from builder.storage.fast_list_rows import FastList
from builder.storage.head import bump, hold_alone
from builder.storage.indexes import index_name
from builder.storage.layout import IndexLayout
from builder.storage.publish import lay_out_again
from builder.storage.query.pages import count
from builder.storage.query.time_limits import quickly
from builder.storage.space import Space

MOST_FAST_LISTS = 5
"""Lists of one entity that may be made fast: each index makes saving slower and takes room."""
MANY, LOOKED_FOR_MANY = 1_000, 0.5
"""Records, and seconds in which so many are found where a filter passes many: everybody else waits meanwhile."""
KEPT_UNUSED = 90 * 86_400 * 1_000_000
"""Microseconds after which a list that nobody asked for gives its index up."""


def make_fast(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Make the list of a request fast (``filter``, ``sort``, ``view``), and return it as ``listed`` does.

    Asking for the same again changes nothing but starts the job that was lost. Needs a unit of work from
    ``Workspaces.publishing``. Raises NotAllowed unless the principal may build, Invalid also with
    ``no_index_helps``, LimitExceeded ``too_many_fast_lists``.
    """
    _require_builder(work)
    query, _, _ = query_of(work, entity, with_own_view(work, entity, request))
    wish = _wish(work, query)
    known = {row.wish: row.id for row in _kept(work, entity)}
    number = known.get(wish)
    if number is None:
        _require_useful(work, entity, wish)
        if len(known) >= MOST_FAST_LISTS:
            raise LimitExceeded("too_many_fast_lists", limit=MOST_FAST_LISTS)
        number = fast_list_rows.add(work.conn, work.space, entity.id, wish, (work.now, work.rights.user))
    built_by = _enqueued(work, _laid_out(work, entity), _name(work, entity, wish))
    if built_by is not None:
        fast_list_rows.note_job(work.conn, work.space, number, built_by)
    return next(item for item in listed(work, entity) if item["id"] == number)


def listed(work: Work, entity: Entity) -> list[dict[str, Any]]:
    """Return the lists of an entity that were made fast, oldest first: what each compares and sorts by, how its
    index stands. Raises NotAllowed.
    """
    _require_builder(work)
    return [_described(work, entity, row) for row in fast_list_rows.of_entity(work.conn, work.space, entity.id)]


def withdraw(work: Work, entity: Entity, number: int) -> None:
    """Take the index of a list away again. Raises NotAllowed, NotFound ``unknown_fast_list``."""
    _require_builder(work)
    if number not in {row.id for row in fast_list_rows.of_entity(work.conn, work.space, entity.id)}:
        raise NotFound("unknown_fast_list", id=number)
    fast_list_rows.forget(work.conn, work.space, [number])
    _enqueued(work, _laid_out(work, entity))


def forget_unused(database: Database, space: Space, now: int) -> int:
    """Take the index of each list away that nobody asked for in ``KEPT_UNUSED``; returns how many there were."""
    with database.read() as conn:
        if not fast_list_rows.unused_since(conn, space, now - KEPT_UNUSED):
            return 0
    with database.write("bulk") as conn:
        hold_alone(conn, space)
        unused = fast_list_rows.unused_since(conn, space, now - KEPT_UNUSED)
        fast_list_rows.forget(conn, space, [row.id for row in unused])
        model = load_catalog(conn, space).model
        bump(conn, space, "layout_rev")
        for key in sorted({row.entity_id for row in unused} & model.entities.keys()):
            lay_out_again(conn, space, model, model.entities[key])
    return len(unused)


def _wish(work: Work, query: Query) -> Wish:
    """Return what an index is to hold: a field that few records pass finds these best, else it follows the order.

    SQLite does not know how many pass, and reads in order: past what the index tells it, quickly too.
    """
    in_order, narrowing = wishes_of(query, work.catalog.layouts[query.entity.id])
    if narrowing is None or (in_order.sort and work.space.dialect == "sqlite"):
        return in_order
    try:
        with quickly(work.conn, LOOKED_FOR_MANY):
            return in_order if count(work.conn, work.asker, query, MANY) > MANY else narrowing
    except LimitExceeded:  # so many are not found in a hurry
        return narrowing


def _require_builder(work: Work) -> None:
    if not work.rights.administrator:
        raise NotAllowed(action="configure")


def _kept(work: Work, entity: Entity) -> list[FastList]:
    """Return the lists that were made fast, without those that speak of a field that is gone: they are forgotten."""
    layout = work.catalog.layouts[entity.id]
    rows = fast_list_rows.of_entity(work.conn, work.space, entity.id)
    lost = [row for row in rows if not columns_of_wish(entity, layout, row.wish)]
    fast_list_rows.forget(work.conn, work.space, [row.id for row in lost])
    return [row for row in rows if row not in lost]


def _require_useful(work: Work, entity: Entity, wish: Wish) -> None:
    """Raise Invalid where no index would serve, or one is there that holds all that is asked for."""
    layout = work.catalog.layouts[entity.id]
    columns = columns_of_wish(entity, layout, wish)
    ready = [index.columns for index in layout.indexes.values() if index.living and index.state == "ready"]
    if not columns or columns == ("id",) or any(there[: len(columns)] == columns for there in ready):
        raise Invalid([Problem("filter", "no_index_helps")])


def _laid_out(work: Work, entity: Entity) -> Sequence[DeferredWork]:
    bump(work.conn, work.space, "layout_rev")
    done = lay_out_again(work.conn, work.space, work.model, entity)
    work.catalog = load_catalog(work.conn, work.space)
    return done.deferred


def _enqueued(work: Work, deferred: Sequence[DeferredWork], index: str = "") -> int | None:
    """Enqueue what is left to jobs, and return the job that builds an index, where it was none before."""
    found = None
    for item in deferred:
        job = enqueue_once(work.conn, work.space, item.kind, item.label, item.params, work.rights.user, work.now)
        found = job if item.params.get("index") == index else found
    return found


def _index(work: Work, entity: Entity, wish: Wish) -> IndexLayout | None:
    return work.catalog.layouts[entity.id].indexes.get(_name(work, entity, wish))


def _name(work: Work, entity: Entity, wish: Wish) -> str:
    return index_name(work.space, entity, columns_of_wish(entity, work.catalog.layouts[entity.id], wish))


def _described(work: Work, entity: Entity, row: FastList) -> dict[str, Any]:
    index = _index(work, entity, row.wish)
    building = index is not None and index.state != "ready"
    return {
        "id": row.id,
        "held": [_named(entity, item) for item in row.wish.held],
        "sort": [
            {"field": _named(entity, item), "direction": "desc" if down else "asc"} for item, down in row.wish.sort
        ],
        "compared": [_named(entity, item) for item in (row.wish.narrow, *row.wish.compared) if item],
        "state": "building" if building else "ready",
        "job": row.job_id if building else None,
        "created_at": rfc3339(row.created_at),
        "used_at": None if row.used_at is None else rfc3339(row.used_at),
    }


def _named(entity: Entity, reference: str) -> str:
    """Return the name of a field, or of a part; the id of one that is in the trash."""
    item = field_at(entity, reference)
    part = reference.partition(".")[2]
    return reference if item is None else item.name + (f".{part}" if part else "")
