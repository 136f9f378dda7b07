"""Keeps trees trees: where a view shows records under each other, none may come to stand under itself."""

from __future__ import annotations

from collections.abc import Mapping

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.work import Work
from builder.storage.head import take_turn
from builder.storage.records import Stored
from builder.storage.stored_values import stored_values

DEEPEST = 1_000
"""Levels looked at above a record."""


def parent_fields(work: Work, entity: Entity) -> tuple[Field, ...]:
    """Return the fields that a published tree of the entity is made by, kept with the catalogue."""
    key = ("parent fields", entity.id)
    found: tuple[Field, ...] | None = work.catalog.plans.get(key)
    if found is None:
        trees = (view.document.get("tree") for view in work.model.views.values() if view.entity.id == entity.id)
        named = dict.fromkeys(tree["parent"] for tree in trees if tree)
        found = tuple(entity.by_id[name] for name in named if name in entity.by_id)
        work.catalog.plans[key] = found
    return found


def circles(
    work: Work, entity: Entity, stored: Mapping[int, Stored], touched: Mapping[int, Values]
) -> dict[int, list[Problem]]:
    """Return problems by input index: ``under_itself`` where a change would put a record under one below it."""
    found: dict[int, list[Problem]] = {}
    for item in parent_fields(work, entity):
        moved = {index: touched[index][item.id] for index in touched if index in stored and touched[index].get(item.id)}
        if not moved:
            continue
        take_turn(work.conn, work.space, f"tree {item.id}")  # two moves at once could close a circle together
        above = _above(work, entity, item, {stored[index].id: parent for index, parent in moved.items()})
        for index in moved:
            if _returns(above, stored[index].id):
                found.setdefault(index, []).append(Problem(item.name, "under_itself"))
    return found


def _above(work: Work, entity: Entity, item: Field, moved: Mapping[int, int]) -> dict[int, int | None]:
    """Return record → parent as it will be, for the records that move and all above them."""
    above: dict[int, int | None] = dict(moved)
    for _ in range(DEEPEST):
        level = [parent for parent in set(above.values()) if parent is not None and parent not in above]
        if not level:
            break
        read = stored_values(work.conn, work.catalog, entity, [item], level)
        above |= {record: values.get(item.id) for record, values in read.items()}
    return above


def _returns(above: Mapping[int, int | None], record: int) -> bool:
    at, seen = above.get(record), {record}
    while at is not None and at not in seen:
        seen.add(at)
        at = above.get(at)
    return at == record
