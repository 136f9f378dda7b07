"""What changes for a person whose rights change: told by entity and action, and by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.metadata.conditions import ALWAYS, Condition
from builder.metadata.entity import Entity
from builder.metadata.rights import Access, EntityRights, Rights
from builder.metadata.role_matrix import ACTIONS

_LEAST_FIRST = tuple(Access)


@dataclass(frozen=True)
class Effect:
    """One thing that a person may do otherwise than before.

    ``what`` is ``gained`` or ``lost`` for what was or is not possible at all, ``more`` or ``less`` for a wider or
    narrower reach, ``other`` for another one.
    """

    entity: Entity
    what: str
    action: str = ""
    """Empty for a field."""
    field: str = ""
    """API name of the field; empty for an action."""


def effects(before: Rights, after: Rights, entities: Iterable[Entity]) -> Iterator[Effect]:
    """Yield what differs between two rights of the same person on entities, actions first."""
    for entity in entities:
        old, new = before.on(entity.id), after.on(entity.id)
        for action in ACTIONS:
            what = _reach(old.branches.get(action, ()), new.branches.get(action, ()))
            if what:
                yield Effect(entity, what, action=action.value)
        yield from _fields(entity, old, new)


def _reach(old: tuple[Condition, ...], new: tuple[Condition, ...]) -> str:
    if not old or not new:
        return ("gained" if new else "lost") if old or new else ""
    wider = ALWAYS in new or all(branch in new for branch in old)
    narrower = ALWAYS in old or all(branch in old for branch in new)
    if wider and narrower:
        return ""
    return "more" if wider else "less" if narrower else "other"


def _fields(entity: Entity, old: EntityRights, new: EntityRights) -> Iterator[Effect]:
    """A field of what is not seen before or after is told by the action."""
    if not (old.may("view") and new.may("view")):
        return
    for item in (*entity.fields, *entity.system_fields):
        steps = _LEAST_FIRST.index(new.access(item.id)) - _LEAST_FIRST.index(old.access(item.id))
        if steps:
            yield Effect(entity, "more" if steps > 0 else "less", field=item.name)
