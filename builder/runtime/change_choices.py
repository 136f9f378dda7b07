"""Adds values to a field that holds several (tags, choices, people) and takes others away, on many records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.errors import Invalid, Problem
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.rights import Access
from builder.metadata.values import BadValue
from builder.runtime.save_records import BatchResult, Update, update_many
from builder.runtime.work import Work
from builder.storage import records
from builder.storage.asker import Reach


def change_choices(work: Work, entity: Entity, ids: Sequence[int], asked: Mapping[str, Any]) -> BatchResult:
    """Add and remove values of one field; what a record has besides stays. Refusals by index of ``ids``.

    ``asked`` is ``{"field", "add"?: [wire values], "remove"?: [wire values]}``. Raises Invalid ``unknown_field``,
    ``not_several`` for a field of one value, and for values that the field cannot hold.
    """
    work.require(entity, "edit")
    item = _field(work, entity, asked.get("field"))
    add, remove = _values(item, asked, "add"), _values(item, asked, "remove")
    if not add and not remove:
        raise Invalid([Problem("add", "required")])
    found = records.lock_many(work.conn, work.asker, entity, ids, Reach("edit"))
    updates: dict[int, Update] = {}
    refused: dict[int, list[Problem]] = {}
    for index, record in enumerate(ids):
        if record not in found:
            refused[index] = [Problem("id", "not_found")]
            continue
        before = list(found[record].values.get(item.id) or ())
        after = [one for one in before if one not in remove]
        after += [one for one in add if one not in after]
        updates[index] = Update(record, None, {item.name: item.type.dump(after, item) if after else None})
    return update_many(work, entity, list(updates.values())).at(list(updates)).joined(refused)


def _field(work: Work, entity: Entity, name: Any) -> Field:
    item = entity.find(name) if isinstance(name, str) else None
    access = work.rights.on(entity.id).access(item.id) if item is not None else Access.HIDDEN
    if item is None or access in (Access.HIDDEN, Access.MASKED):
        raise Invalid([Problem("field", "unknown_field", params={"name": str(name)[:100]})])
    if item.type.shape is not Shape.LINKS:
        raise Invalid([Problem("field", "not_several", params={"name": item.name})])
    if access is not Access.WRITE or item.system:
        raise Invalid([Problem("field", "read_only")])
    return item


def _values(item: Field, asked: Mapping[str, Any], part: str) -> list[Any]:
    raw = asked.get(part) or []
    try:
        return list(item.type.parse_operand(raw, item) or ()) if raw else []
    except BadValue as bad:
        raise Invalid(bad.problems_at(part)) from bad
