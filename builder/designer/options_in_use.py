"""An option that records have chosen is not deleted under them unaware: it is disabled, or its end is confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from builder.designer.drafting import Draft
from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind
from builder.runtime.work import Work
from builder.storage.option_uses import option_uses

IN_USE = "option_in_use"
Place = tuple[Field, Field | None, str]
"""A field with options, the sub-table whose rows have it, and its path."""


def option_problems(work: Work, draft: Draft, confirmed: Collection[str] = ()) -> list[Problem]:
    """Return a problem for each option that a draft deletes although living records have chosen it.

    ``count`` says in how many. Fields and entities that go, and fields that get another type, take their values
    with them and are no problem. Nothing is told where it is ``confirmed``.
    """
    if IN_USE in confirmed or not (draft.removed or any(key in draft.before for key in draft.changed)):
        return []
    kept = _elements(draft.after.values())
    gone = set(_elements(draft.before.values())) - kept.keys()
    if not gone:
        return []
    return [
        problem
        for entity in work.model.entities.values()
        if entity.id not in draft.removed
        for place in _places(entity)
        if _stays(draft, entity, place[0], kept)
        for problem in _used(work, draft, entity, place, gone)
    ]


def _elements(documents: Collection[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return everything in documents that has an id, by it."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting: list[Any] = list(documents)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            if isinstance(item.get("id"), str):
                found[item["id"]] = item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found


def _places(entity: Entity) -> Iterator[Place]:
    for item in entity.fields:
        path = f"entity.{entity.name}.fields.{item.name}"
        for one, table in ((item, None), *((inner, item) for inner in item.fields)):
            if one.type.parts and one.type.parts[0].kind is PartKind.OPTION:
                yield one, table, f"{path}.settings.fields.{one.name}" if table else path


def _stays(draft: Draft, entity: Entity, item: Field, kept: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a field keeps its values: entities of other apps use shared options too, and stay as they are."""
    if entity.id not in draft.after:
        return True
    return item.id in kept and kept[item.id].get("type") == item.type.name


def _used(work: Work, draft: Draft, entity: Entity, place: Place, gone: Collection[str]) -> Iterator[Problem]:
    item, table, path = place
    options = {option.id: option.name for option in item.options if option.id in gone}
    if not options:
        return
    shared = draft.before.get(item.options.list_id)
    where = f"{shared['kind']}.{shared['name']}.options" if shared else f"{path}.settings.options"
    told = {"entity": dict(entity.label), "field": dict(item.label)}
    for option, count in option_uses(work.conn, work.catalog, entity, item, options, table).items():
        yield Problem(f"{where}.{options[option]}", IN_USE, params={"count": count, **told})
