"""Trees: the records under a record by a reference to their own entity, how many are under each, and the way up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from builder.errors import Invalid, LimitExceeded, Problem
from builder.metadata.checks_paths import is_parent
from builder.metadata.conditions import All, Compare, Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator
from builder.metadata.query import GroupKey, GroupQuery
from builder.runtime import read_records
from builder.runtime.list_requests import condition_of, path_of
from builder.runtime.own_views import with_own_view
from builder.runtime.wire import RecordView
from builder.runtime.work import Work
from builder.storage.query.by_ids import reader_for
from builder.storage.query.groups import read_groups
from builder.storage.query.time_limits import quickly

DEEPEST = 50
"""Levels of the way up that are told."""
COUNT_SECONDS = 0.5


def tree(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of the records under ``parent`` (None: those under nothing), each with the count of its children.

    With a search or a filter the records found come from everywhere, each with its ``path`` from the root instead.
    ``astray`` asks for the records whose parent is out of sight: in the trash, or not theirs to see.
    A view's own filter holds on every level. Raises Invalid ``not_a_parent``.
    """
    work.require(entity, "view")
    parent = path_of(work, entity, request.get("field"), "field")
    if not is_parent(parent, entity):
        raise Invalid([Problem("field", "not_a_parent", params={"name": parent.field.name})])
    found = request.get("filter") is not None or bool(request.get("search"))
    page = read_records.page(work, entity, request if found else _under(request, parent.field.name))
    ids = [item["id"] for item in page["items"]]
    if found:
        ways = _Ways(work, entity, parent)
        paths = ways.up_from(page["items"])
        items = [{**item, "path": paths[item["id"]]} for item in page["items"]]
    else:
        counts = _children(work, entity, parent, request, ids)
        items = [{**item, "children": None if counts is None else counts.get(item["id"], 0)} for item in page["items"]]
    return {**page, "items": items}


def _under(request: Mapping[str, Any], name: str) -> dict[str, Any]:
    parent = request.get("parent")
    blank = {"field": name, "op": "blank"}
    if parent is not None:
        where: dict[str, Any] = {"field": name, "op": "eq", "value": parent}
    elif request.get("astray"):
        where = {"all": [{"not": blank}, {"field": f"{name}.id", "op": "blank"}]}
    else:
        where = blank
    return {**request, "filter": where}


def _children(
    work: Work, entity: Entity, parent: Path, request: Mapping[str, Any], ids: Sequence[int]
) -> dict[int, int] | None:
    """Return how many visible records are under each; None where counting takes too long."""
    if not ids:
        return {}
    below = Compare(parent, Operator.IN, list(ids))
    which = with_own_view(work, entity, {"view": request.get("view")})
    where = All((condition_of(work, entity, which), below))
    with suppress(LimitExceeded), quickly(work.conn, COUNT_SECONDS):
        groups = read_groups(work.conn, work.asker, GroupQuery(entity, by=(GroupKey(parent),), where=where))
        return {_number(group.key[0]): _number(group.measures[0]) for group in groups.rows}
    return None


def _number(value: Any) -> int:
    return int(value)


class _Ways:
    """The ways from records up to their roots, level by level for all of them together."""

    def __init__(self, work: Work, entity: Entity, parent: Path) -> None:
        self._work, self._entity, self._parent = work, entity, parent
        self._view = RecordView(work, entity, (parent,))
        self._above: dict[int, dict[str, Any] | None] = {}

    def up_from(self, items: Sequence[Mapping[str, Any]]) -> dict[int, list[dict[str, Any]]]:
        """Return id → what lies above, the root first. What is out of sight ends a way; so does what repeats."""
        level = [item["id"] for item in items]
        for _ in range(DEEPEST):
            self._read(level)
            reached = [above["id"] for one in level if (above := self._above.get(one)) is not None]
            level = [one for one in dict.fromkeys(reached) if one not in self._above]
            if not level:
                break
        return {item["id"]: self._way(item["id"]) for item in items}

    def _read(self, ids: Sequence[int]) -> None:
        work = self._work
        rows = reader_for(work.asker, self._entity, self._view.purpose).read(work.conn, ids)
        self._above |= dict.fromkeys(ids)
        name = self._parent.field.name
        for row in self._view.dress(work, rows):
            above = row["values"][name]
            if above is not None and "id" in above and not above.get("deleted"):
                self._above[row["id"]] = {"id": above["id"], "label": above["label"]}

    def _way(self, record: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        seen, at = {record}, self._above.get(record)
        while at is not None and at["id"] not in seen and len(found) < DEEPEST:
            found.append(at)
            seen.add(at["id"])
            at = self._above.get(at["id"])
        return found[::-1]
