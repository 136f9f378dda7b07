"""Bulk changes: one action on many records as one change set, with what failed by index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from builder.errors import Invalid, LimitExceeded, Problem
from builder.metadata.conditions import All, Compare, Condition, Not, Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator
from builder.metadata.query import Query, Sort
from builder.runtime.bulk_parts import require_parts_that_agree
from builder.runtime.change_choices import change_choices
from builder.runtime.change_sets import collecting
from builder.runtime.list_requests import condition_of, search_of
from builder.runtime.move_stage import move_many
from builder.runtime.own_views import with_own_view
from builder.runtime.save_records import BatchResult, Update, create_many, in_values, update_many
from builder.runtime.set_owner import set_owner
from builder.runtime.trash_records import delete_many, restore_many
from builder.runtime.work import Work
from builder.storage import history
from builder.storage.query.pages import count, read_page
from builder.storage.query.time_limits import AD_HOC_SECONDS, time_limit

Items = Sequence[Mapping[str, Any]]
LARGEST_BULK = 1_000
"""Records changed in one request; more is work for a job, in batches of this size."""
ACTIONS = {
    "create": "create",
    "update": "edit",
    "delete": "delete",
    "restore": "delete",
    "owner": "assign",
    "stage": "edit",
    "choices": "edit",
}


def bulk(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out ``{"action", "records"? | "ids"? | "filter"?, "values"?}`` on at most 1 000 records.

    ``records`` are ``{"id"?, "version"?, "values"?}``; with ``ids`` or ``filter`` the same ``values`` go to
    each record (for action owner ``{"owner": user id or null}``). Action stage names a ``stage``, action choices
    a ``field`` of several values with what to ``add`` and ``remove``. ``excluded`` are ids that a filter passes
    over. Returns ``{"change_set", "created", "updated", "unchanged", "failed": [{"index", "id", "problems"}]}``; where
    nothing was done there is no change set. Raises Invalid for a shape that makes no sense, LimitExceeded
    ``too_many_records`` above the bound.
    """
    action = str(request.get("action", ""))
    if action not in ACTIONS:
        raise Invalid([Problem("action", "unknown_action", params={"name": action[:100]})])
    work.require(entity, ACTIONS[action])
    require_parts_that_agree(request)
    items = targets(work, entity, action, request)
    label = {"entity": entity.id, "action": action, "count": len(items)}
    collected = work.change_set is not None
    with collecting(work, f"bulk_{action}", label) as number:
        result = run(work, entity, request, items)
    made = len(result.ids) - len(result.unchanged)
    if not made and not collected:
        history.forget_change_set(work.conn, work.space, number)
    return {
        "change_set": number if made or collected else None,
        "created": made if action == "create" else 0,
        "updated": 0 if action == "create" else made,
        "unchanged": len(result.unchanged),
        "failed": [
            {"index": index, "id": items[index].get("id"), "problems": problems}
            for index, problems in sorted(result.failed.items())
        ],
    }


def targets(work: Work, entity: Entity, action: str, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a bulk request is about, as ``{"id"?, "version"?, "values"}`` for each record."""
    shared = request.get("values") or {}
    if request.get("records") is not None:
        items = [{**item, "values": {**shared, **(item.get("values") or {})}} for item in request["records"]]
    elif request.get("ids") is not None:
        items = [{"id": record, "values": shared} for record in dict.fromkeys(request["ids"])]
    elif "filter" in request and action != "create":
        items = [{"id": record, "values": shared} for record in found_by(work, entity, action, request)]
    else:
        raise Invalid([Problem("records", "required")])
    if len(items) > LARGEST_BULK:
        raise LimitExceeded("too_many_records", most=LARGEST_BULK)
    if action != "create":
        wrong = [index for index, item in enumerate(items) if not _is_id(item.get("id"))]
        if wrong:
            raise Invalid([Problem(f"records.{index}.id", "not_an_id") for index in wrong])
    return items


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 2**53


def found_by(
    work: Work, entity: Entity, action: str, request: Mapping[str, Any], limit: int = LARGEST_BULK + 1, after: int = 0
) -> list[int]:
    """Return ids above ``after``, ascending, of records that a filter finds within reach of the action."""
    request = with_own_view(work, entity, request)
    query = Query(
        entity,
        where=_without(entity, condition_of(work, entity, request), request.get("excluded") or ()),
        search=search_of(request),
        sort=(Sort(Path((), entity, entity.by_id["id"])),),
        limit=limit,
        trash=action == "restore",
        action=ACTIONS[action],
        cursor=(after,) if after else None,
    )
    return [row.id for row in read_page(work.conn, work.asker, query).rows]


def count_found(work: Work, entity: Entity, action: str, request: Mapping[str, Any]) -> int:
    """Return how many records a filter finds within reach of the action. Raises LimitExceeded where that takes long."""
    request = with_own_view(work, entity, request)
    where = _without(entity, condition_of(work, entity, request), request.get("excluded") or ())
    query = Query(entity, where=where, search=search_of(request), trash=action == "restore", action=ACTIONS[action])
    with time_limit(work.conn, AD_HOC_SECONDS):
        return count(work.conn, work.asker, query, None)


def _without(entity: Entity, where: Condition, excluded: Sequence[int]) -> Condition:
    if not excluded:
        return where
    named = Compare(Path((), entity, entity.by_id["id"]), Operator.IN, tuple(excluded))
    return All((where, Not(named)))


def run(work: Work, entity: Entity, request: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> BatchResult:
    """Carry out the action of a request on one batch; what is wrong with a field is told under ``values``."""
    action = request["action"]
    if action == "create":
        return placed(create_many(work, entity, [item["values"] for item in items]))
    known = [index for index, item in enumerate(items) if _is_id(item.get("id"))]
    if len(known) < len(items):
        return _without_strangers(work, entity, request, items, known)
    return _CARRIED_OUT[action](work, entity, request, items)


def placed(result: BatchResult) -> BatchResult:
    """Return a result whose problems stand where a request names the fields."""
    return replace(result, failed={index: in_values(problems) for index, problems in result.failed.items()})


def _without_strangers(
    work: Work, entity: Entity, request: Mapping[str, Any], items: Items, known: Sequence[int]
) -> BatchResult:
    """Carry out an action on the items that name a record at all."""
    result = run(work, entity, request, [items[index] for index in known]).at(known)
    for index in set(range(len(items))) - set(known):
        result.failed[index] = [Problem("id", "not_an_id")]
    return result


def _owners(work: Work, entity: Entity, items: Items) -> BatchResult:
    result = BatchResult()
    by_owner: dict[int | None, list[int]] = {}
    if any("owner" not in item["values"] for item in items):
        raise Invalid([Problem("values.owner", "required")])
    for index, item in enumerate(items):
        owner = item["values"]["owner"]
        if owner is not None and not _is_id(owner):
            result.failed[index] = [Problem("owner", "unknown_user")]
        else:
            by_owner.setdefault(owner, []).append(index)
    for owner, indexes in by_owner.items():
        versions = {items[i]["id"]: items[i]["version"] for i in indexes if items[i].get("version") is not None}
        done = set_owner(work, entity, [items[i]["id"] for i in indexes], owner, versions).at(indexes)
        result.ids |= done.ids
        result.versions |= done.versions
        result.failed |= done.failed
        result.unchanged |= done.unchanged
    return result


def _stage(work: Work, entity: Entity, request: Mapping[str, Any], items: Items) -> BatchResult:
    if not request.get("stage"):
        raise Invalid([Problem("stage", "required")])
    targets = [(item["id"], item.get("version")) for item in items]
    return move_many(work, entity, targets, request["stage"], request.get("values"))


_CARRIED_OUT: Mapping[str, Callable[[Work, Entity, Mapping[str, Any], Items], BatchResult]] = {
    "update": lambda work, entity, _, items: placed(
        update_many(work, entity, [Update(item["id"], item.get("version"), item["values"]) for item in items])
    ),
    "delete": lambda work, entity, _, items: delete_many(
        work, entity, [(item["id"], item.get("version")) for item in items]
    ),
    "restore": lambda work, entity, _, items: restore_many(work, entity, [item["id"] for item in items]),
    "owner": lambda work, entity, _, items: placed(_owners(work, entity, items)),
    "stage": _stage,
    "choices": lambda work, entity, request, items: change_choices(
        work, entity, [item["id"] for item in items], request
    ),
}
"""What each action does with one batch of records that are there."""
